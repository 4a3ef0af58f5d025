import type { Column } from '../sites/site.ts';
import { type DiscoveryContext, type ListPage, type ReportReference, UnusablePage } from './crawler.ts';
import {
  isAllowedHost,
  type Links,
  linksOf,
  linkTitle,
  nearest,
  type PageElement,
  pageKey,
  resolveLink,
  rowDate,
} from './links.ts';
import { isElsewhere, madeBody } from './made-page.ts';
import { callsItselfAnnual, holdsReport, isNestedUnderAnnual, linkName, titleOf } from './marks.ts';
import { Met } from './met.ts';
import { type ListLayout, listPages, rowsOf } from './paging.ts';
import {
  isAnnualColumn,
  isBodyName,
  isDisclosureEntry,
  isOtherMatter,
  isReportRow,
  isReportTitle,
  subColumnKind,
  yearFromTitle,
} from './selection.ts';

/** What a family adds to the walk over pages, columns and rows that portals have in common. */
export interface Dialect extends ListLayout {
  /** True for an article's or file's address, false for a listing's, null where the address does not tell. */
  isArticle(url: URL): boolean | null;
  /** True for an address that is known to list annual reports, whatever it is called. */
  isAnnualListing?(url: URL): boolean;
  /** The one address of an article that the family gives several; the same address where it has but one. */
  canonical?(url: string): string;
  /** Addresses that the family has on every portal, to try from the entry; their absence is no fault. */
  known?(entry: ListPage): readonly string[];
}

/** Clicks from the entry to the first column of annual reports, and from there to the last sub-column. */
const DEEPEST = 3;
/** Ways to disclosure that are tried in one walk; a portal has a handful. */
const MOST_HUBS = 30;

/** Links between the pages of a list; `listPages` follows those. */
const PAGE_LINK = /^(\d{1,3}|首页|上一?页|下一?页|前一页|后一页|尾页|末页|[<>«»‹›]+)$/;

/** A page to visit. */
interface Step {
  readonly url: string;
  readonly listedOn: string;
  /** A hub leads to columns of annual reports; an annual page is one, or a sub-column of one. */
  readonly kind: 'hub' | 'annual';
  readonly depth: number;
  /** Kinds of sub-columns passed on the way: none is passed twice, so a year's groups do not open other years. */
  readonly passed: readonly ('year' | 'group')[];
  /** Called a column of annual reports by the link or the address, not only a year or a group. */
  readonly named: boolean;
  readonly body: string | null;
  /** False for an address that nobody promised. */
  readonly promised: boolean;
}

/**
 * Walks from a column's address to all columns of annual reports within reach and yields what their lists hold, in
 * listing order. A page that does not arrive does not end the walk; it is reported at the end.
 * @throws UnusablePage at once when the entry does not arrive or the portal blocks us; at the end for other pages.
 */
export async function* walk(
  column: Column,
  context: DiscoveryContext,
  dialect: Dialect,
): AsyncGenerator<ReportReference, void> {
  yield* new Walk(column, context, dialect).run();
}

class Walk {
  readonly #column: Column;
  readonly #context: DiscoveryContext;
  readonly #dialect: Dialect;
  readonly #annual: Step[] = [];
  readonly #hubs: Step[] = [];
  readonly #visited = new Set<string>();
  readonly #yielded = new Met();
  readonly #noted = new Set<string>();
  #hubCount = 0;
  #failure: UnusablePage | null = null;

  constructor(column: Column, context: DiscoveryContext, dialect: Dialect) {
    this.#column = column;
    this.#context = context;
    this.#dialect = dialect;
  }

  async *run(): AsyncGenerator<ReportReference, void> {
    const { url, body } = this.#column;
    const entry = await this.#context.page(url);
    this.#visited.add(pageKey(url)).add(pageKey(entry.url));
    const isAnnual =
      body !== null ||
      this.#dialect.isAnnualListing?.(new URL(entry.url)) === true ||
      callsItselfAnnual(entry.$);
    yield* this.#visit(
      {
        url: entry.url,
        listedOn: url,
        kind: isAnnual ? 'annual' : 'hub',
        depth: 0,
        passed: [],
        named: isAnnual,
        body,
        promised: true,
      },
      entry,
    );
    for (const known of this.#dialect.known?.(entry) ?? []) {
      const listing = {
        url: known,
        listedOn: entry.url,
        kind: 'annual',
        depth: 0,
        passed: [],
        named: true,
      } as const;
      this.#plan({ ...listing, body, promised: false });
    }
    for (let step = this.#next(); step !== null; step = this.#next()) {
      const page = await this.#fetch(step);
      if (page !== null) yield* this.#visit(step, page);
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Annual pages before hubs: what we came for comes first when time or pages run out. */
  #next(): Step | null {
    const annual = this.#annual.shift();
    if (annual !== undefined) return annual;
    if (this.#hubCount >= MOST_HUBS) return null;
    this.#hubCount += 1;
    return this.#hubs.shift() ?? null;
  }

  async #fetch(step: Step): Promise<ListPage | null> {
    try {
      const page = await this.#context.page(step.url, { referer: step.listedOn });
      const key = pageKey(page.url);
      // Redirected to where we were already: a removed column that leads home.
      if (key !== pageKey(step.url) && this.#visited.has(key)) return null;
      this.#visited.add(key);
      return page;
    } catch (error) {
      this.#bear(error, step);
      return null;
    }
  }

  #bear(error: unknown, step: Step): void {
    if (!(error instanceof UnusablePage) || error.outcome === 'blocked') throw error;
    if (step.kind === 'annual' && step.promised) this.#failure ??= error;
    else this.#context.note(`not reached, linked from ${step.listedOn}: ${error.message}`);
  }

  async *#visit(step: Step, first: ListPage): AsyncGenerator<ReportReference, void> {
    const strong = step.named || callsItselfAnnual(first.$);
    if (step.kind === 'annual' && holdsReport(first.$)) {
      yield* this.#yieldOnce(first.url, titleOf(first.$), null, step.listedOn, step.body);
    }
    if (!this.#isList(step, first)) {
      yield* this.#read(step, first, strong);
      return;
    }
    try {
      for await (const page of listPages(first, this.#dialect, this.#context)) {
        this.#visited.add(pageKey(page.url));
        yield* this.#read(step, page, strong);
      }
    } catch (error) {
      this.#bear(error, step);
    }
  }

  /** A home page or a hub may show page numbers of its news; only lists that are declared or hold reports are paged. */
  #isList(step: Step, page: ListPage): boolean {
    if (step.kind === 'annual') return true;
    if (step.depth === 0 && new URL(page.url).pathname !== '/') return true;
    return linksOf(page.$)
      .get()
      .some((element) => isReportTitle(linkTitle(page.$(element))));
  }

  *#read(step: Step, page: ListPage, strong: boolean): Generator<ReportReference, void> {
    const { $ } = page;
    const rows = new Set(rowsOf(page, this.#dialect));
    for (const element of linksOf($)) {
      const link = $(element);
      const address = resolveLink(link.attr('href'), page.url);
      if (address === null) continue;
      const url = this.#dialect.canonical?.(address) ?? address;
      const target = new URL(url);
      const title = linkTitle(link);
      const article = this.#dialect.isArticle(target);
      const inList = step.kind === 'annual' && strong && rows.has(element) && !isElsewhere(link);
      const wanted =
        article !== false &&
        (inList ? isReportRow(title) : isReportTitle(title)) &&
        // Where addresses do not tell, what is called 部门年报 is a column; only in a list is 2023年年报 a report.
        !(article === null && isAnnualColumn(title) && (!rows.has(element) || yearFromTitle(title) === null));
      const onward = wanted ? null : this.#onward(step, target, linkName(link), article, page, link);
      if (!wanted && onward === null) continue;
      if (!isAllowedHost(target, this.#context.site.hosts)) {
        this.#noteForeign(url, title, page.url);
      } else if (wanted) {
        yield* this.#yieldOnce(url, title, rowDate($, link), page.url, step.body ?? madeBody(link));
      } else if (onward !== null) {
        this.#plan(onward);
      }
    }
  }

  /** The step that a link stands for; null where it leads nowhere we want to go. */
  #onward(
    from: Step,
    url: URL,
    name: string,
    article: boolean | null,
    page: ListPage,
    link: Links,
  ): Step | null {
    const common = { url: url.href, listedOn: page.url, promised: true };
    if (PAGE_LINK.test(name)) return null;
    if (nearest(link.get(0), isFooter) !== null) return null;
    const annualDepth = from.kind === 'annual' ? from.depth + 1 : 1;
    if (this.#dialect.isAnnualListing?.(url) === true && article !== true && !isOtherMatter(name)) {
      if (annualDepth > DEEPEST) return null;
      const body = from.body ?? (isBodyName(name) ? name : null);
      return { ...common, kind: 'annual', depth: annualDepth, passed: from.passed, named: true, body };
    }
    if (isAnnualColumn(name)) {
      if (annualDepth > DEEPEST) return null;
      return { ...common, kind: 'annual', depth: annualDepth, passed: [], named: true, body: from.body };
    }
    if (article === true && !isDisclosureEntry(name)) return null;
    if (from.kind === 'annual') {
      if (annualDepth <= DEEPEST && isBodyName(name) && isBelow(url, page.url)) {
        return {
          ...common,
          kind: 'annual',
          depth: annualDepth,
          passed: from.passed,
          named: true,
          body: name,
        };
      }
      // A place's name in the page's frame leads home; it only sounds like a group of bodies.
      const sub = url.pathname === '/' && url.search === '' ? null : subColumnKind(name);
      const kinds = (['year', 'group'] as const).filter((kind) => sub?.includes(kind) === true);
      const nested = sub === null && isNestedUnderAnnual(page.$, link);
      if ((kinds.length === 0 && !nested) || annualDepth > DEEPEST) return null;
      if (kinds.some((kind) => from.passed.includes(kind))) return null;
      const passed = [...from.passed, ...kinds];
      return { ...common, kind: 'annual', depth: annualDepth, passed, named: nested, body: from.body };
    }
    if (!isDisclosureEntry(name) || from.depth + 1 >= DEEPEST) return null;
    return { ...common, kind: 'hub', depth: from.depth + 1, passed: [], named: false, body: from.body };
  }

  #plan(step: Step): void {
    const key = pageKey(step.url);
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    (step.kind === 'annual' ? this.#annual : this.#hubs).push(step);
  }

  *#yieldOnce(
    url: string,
    title: string | null,
    publishedOn: string | null,
    listedOn: string,
    body: string | null,
  ): Generator<ReportReference, void> {
    if (!this.#yielded.add(url)) return;
    yield { url, title, publishedOn, body, year: title === null ? null : yearFromTitle(title), listedOn };
  }

  #noteForeign(url: string, title: string, listedOn: string): void {
    if (this.#noted.has(url)) return;
    this.#noted.add(url);
    this.#context.note(`foreign host, left alone: ${url} (${title}), linked from ${listedOn}`);
  }
}

/** True for what stands below a page's content, and leads to other sites. */
function isFooter({ name, attribs }: PageElement): boolean {
  return name === 'footer' || /foot|friend/.test(attribs['class'] ?? '');
}

/** True where an address lies in a directory below that of another: a column of its own under it. */
function isBelow(url: URL, above: string): boolean {
  const directory = (address: URL): string => address.pathname.replace(/[^/]*$/, '');
  const upper = directory(new URL(above));
  return upper !== '/' && directory(url).startsWith(upper) && directory(url) !== upper;
}
