import type { DiscoveryContext, ReportReference } from '../crawlers/crawler.ts';
import { UnusablePage } from '../crawlers/crawler.ts';
import { crawlerFor } from '../crawlers/index.ts';
import { Met } from '../crawlers/met.ts';
import { holdsYear } from '../sites/expectation.ts';
import type { Column } from '../sites/site.ts';
import { FamilyMarks } from './family-marks.ts';
import { PackedList } from './packed-list.ts';
import type { SiteSession } from './site-session.ts';

/** What the walk through one column brought. */
export interface ColumnWalk {
  readonly column: Column;
  /** As the crawler gave them, also what another column gave before. */
  readonly references: PackedList<ReportReference>;
  /** The family that its pages are of. */
  readonly marks: FamilyMarks;
  /** The first address that was asked for; null: none was, or only by form. */
  entry: string | null;
  /** Why it could not be walked to its end. */
  failure: UnusablePage | null;
}

/** What discovery has brought so far. Filled as it goes on, so that what ends it early leaves what it found. */
export interface Discovery {
  /** Each address once, in the order of the columns. */
  readonly references: PackedList<ReportReference>;
  readonly walks: ColumnWalk[];
}

/**
 * References of all columns. A column that fails does not keep the others from being walked; one whose period is over
 * may be gone from the portal, once its reports are in the archive.
 * @param known what the archive knows of a column: whether it has reports of all its years, and the family that it should be of
 */
export async function discoverAll(
  session: SiteSession,
  discovery: Discovery,
  known: { isArchived(column: Column): boolean; family(column: Column): string | null },
): Promise<void> {
  const { site } = session;
  const crawler = crawlerFor(site.crawler);
  if (crawler === null) throw new Error(`${site.file}: there is no crawler ${site.crawler}`);
  const seen = new Met();
  for (const column of site.columns) {
    if (session.yearsAreAFilter && !session.years.some((year) => holdsYear(column, year))) continue;
    const marks = new FamilyMarks(known.family(column));
    const references = new PackedList<ReportReference>();
    const walk: ColumnWalk = { column, references, marks, entry: null, failure: null };
    discovery.walks.push(walk);
    const failuresBefore = session.failures.length;
    try {
      for await (const reference of crawler.discover(column, columnContext(session, walk))) {
        const asked = reference.year === null || session.years.includes(reference.year);
        if (session.yearsAreAFilter && !asked) continue;
        walk.references.push(reference);
        if (seen.add(reference.url)) discovery.references.push(reference);
      }
    } catch (error) {
      if (!(error instanceof UnusablePage)) throw error;
      if (column.until !== undefined && error.outcome !== 'blocked' && known.isArchived(column)) {
        session.note(`${error.message}: the column ended with ${column.until}, and its reports are archived`);
        session.failures.splice(failuresBefore);
        discovery.walks.pop();
      } else {
        walk.failure = error;
      }
    }
  }
}

/** The session as the crawler of one column sees it: with the years that the column may hold. */
function columnContext(session: SiteSession, walk: ColumnWalk): DiscoveryContext {
  return {
    site: session.site,
    years: session.years.filter((year) => holdsYear(walk.column, year)),
    page: async (url, options = {}) => {
      if (options.form === undefined) walk.entry ??= url;
      const page = await session.page(url, options);
      walk.marks.see(page);
      return page;
    },
    announce: (listUrl, total, seen) => session.announce(listUrl, total, seen),
    note: (message) => session.note(message),
  };
}
