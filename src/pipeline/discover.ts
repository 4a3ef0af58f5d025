import type { DiscoveryContext, ListPage, ReportReference } from '../crawlers/crawler.ts';
import { UnusablePage } from '../crawlers/crawler.ts';
import { crawlerFor } from '../crawlers/index.ts';
import { ownText } from '../documents/own-text.ts';
import { holdsYear } from '../sites/expectation.ts';
import type { Column } from '../sites/site.ts';
import type { SiteSession } from './site-session.ts';

/** Pages of a column that are kept, as text, to look for marks of its family: the entry and the first lists. */
const PAGES_KEPT = 5;

/** What the walk through one column brought. */
export interface ColumnWalk {
  readonly column: Column;
  /** As the crawler gave them, also what another column gave before. */
  readonly references: ReportReference[];
  readonly pages: Pick<ListPage, 'url' | 'text'>[];
  /** The first address that was asked for; null: none was, or only by form. */
  entry: string | null;
  /** Why it could not be walked to its end. */
  failure: UnusablePage | null;
}

/** What discovery has brought so far. Filled as it goes on, so that what ends it early leaves what it found. */
export interface Discovery {
  /** Each address once, in the order of the columns. */
  readonly references: ReportReference[];
  readonly walks: ColumnWalk[];
}

/**
 * References of all columns. A column that fails does not keep the others from being walked; one whose period is over
 * may be gone from the portal, once its reports are in the archive.
 * @param isArchived whether the archive has reports of all years of a column.
 */
export async function discoverAll(
  session: SiteSession,
  discovery: Discovery,
  isArchived: (column: Column) => boolean,
): Promise<void> {
  const { site } = session;
  const crawler = crawlerFor(site.crawler);
  if (crawler === null) throw new Error(`${site.file}: there is no crawler ${site.crawler}`);
  const seen = new Set<string>();
  for (const column of site.columns) {
    if (session.yearsAreAFilter && !session.years.some((year) => holdsYear(column, year))) continue;
    const walk: ColumnWalk = { column, references: [], pages: [], entry: null, failure: null };
    discovery.walks.push(walk);
    const failuresBefore = session.failures.length;
    try {
      for await (const reference of crawler.discover(column, columnContext(session, walk))) {
        const asked = reference.year === null || session.years.includes(reference.year);
        if (session.yearsAreAFilter && !asked) continue;
        const kept = withOwnTexts(reference);
        walk.references.push(kept);
        if (seen.has(kept.url)) continue;
        seen.add(kept.url);
        discovery.references.push(kept);
      }
    } catch (error) {
      if (!(error instanceof UnusablePage)) throw error;
      if (column.until !== undefined && error.outcome !== 'blocked' && isArchived(column)) {
        session.note(`${error.message}: the column ended with ${column.until}, and its reports are archived`);
        session.failures.splice(failuresBefore);
        discovery.walks.pop();
      } else {
        walk.failure = error;
      }
    }
  }
}

/** The lists that they stand on are not kept for them. */
function withOwnTexts(reference: ReportReference): ReportReference {
  const { url, title, body } = reference;
  return {
    ...reference,
    url: ownText(url),
    title: title === null ? null : ownText(title),
    body: body === null ? null : ownText(body),
  };
}

/** The session as the crawler of one column sees it: with the years that the column may hold. */
function columnContext(session: SiteSession, walk: ColumnWalk): DiscoveryContext {
  return {
    site: session.site,
    years: session.years.filter((year) => holdsYear(walk.column, year)),
    page: async (url, options = {}) => {
      if (options.form === undefined) walk.entry ??= url;
      const page = await session.page(url, options);
      if (walk.pages.length < PAGES_KEPT) walk.pages.push({ url: page.url, text: page.text });
      return page;
    },
    announce: (listUrl, total, seen) => session.announce(listUrl, total, seen),
    note: (message) => session.note(message),
  };
}
