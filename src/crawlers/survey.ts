import { isDocumentAddress } from './attachments.ts';
import {
  type Crawler,
  type DiscoveryContext,
  type ListPage,
  type ReportReference,
  UnusablePage,
} from './crawler.ts';
import { familyOf } from './family.ts';
import { isSisterAddress } from './hosts.ts';
import { identityOf, mergeIdentity, type PortalIdentity } from './identity.ts';
import { isAllowedHost, linksOf, pageKey, resolveLink } from './links.ts';
import { callsItselfAnnual, holdsReport, linkName } from './marks.ts';
import {
  isAnnualColumn,
  isAnnualPath,
  isDisclosureEntry,
  isOtherMatter,
  isReportTitle,
} from './selection.ts';

/** Pages of disclosure that are looked through for columns, and how far below the start they may lie. */
const MOST_HUBS = 6;
const DEEPEST_HUB = 2;
/** Columns tried; a portal has a handful. */
const MOST_COLUMNS = 8;
/** Requests that a column may send whatever the others need. */
const LEAST_SHARE = 4;
/** Addresses of unit × year that are looked at before the portal counts as one without reports. */
const MOST_PROBES = 6;

export interface SurveyContext extends DiscoveryContext {
  /** Requests that may still be sent. */
  left(): number;
  /** From now on no more than these may be sent, until the next call. At the end a page throws OutOfRequests. */
  grant(requests: number): void;
}

/** The survey's requests are used up: what was found so far stands. */
export class OutOfRequests extends Error {
  override readonly name = 'OutOfRequests';
}

/** A column that leads to reports. */
export interface SurveyedColumn {
  readonly url: string;
  readonly crawler: Crawler;
  /** True where a page showed marks of the crawler's family; false where it is only the fallback or was prescribed. */
  readonly isRecognised: boolean;
  readonly references: readonly ReportReference[];
  /** False where the requests were used up before the column was read to its end. */
  readonly isWhole: boolean;
}

/** What a portal shows to one who comes with an address of it. */
export interface Survey {
  readonly identity: PortalIdentity;
  readonly columns: readonly SurveyedColumn[];
  /** Where disclosure seems to lie, on hosts that are not known to be the portal's. */
  readonly elsewhere: readonly string[];
  /** Looked at without finding reports, in order. */
  readonly fruitless: readonly string[];
}

interface Sights {
  readonly identity: PortalIdentity;
  /** Addresses of columns called annual reports, likeliest first. */
  readonly columns: readonly string[];
  /** Where no column is called so: entries to disclosure, nearest first, the start, the home page. */
  readonly otherwise: readonly string[];
  readonly elsewhere: readonly string[];
}

/**
 * Finds a portal's columns of annual reports from any of its addresses: its home page, a column, or a report. Columns
 * that only show again what earlier ones hold are left out; where none is called by its name, the entries to
 * disclosure are tried.
 * @param start an address on one of the context's hosts
 * @param prescribed the crawler to use whatever pages show; null: the one that each column's pages show
 * @throws UnusablePage when the start does not arrive or the portal blocks us
 */
export async function survey(
  start: string,
  context: SurveyContext,
  crawlers: readonly Crawler[],
  fallback: Crawler,
  prescribed: Crawler | null,
): Promise<Survey> {
  const sights = await look(start, context);
  const known = new Set<string>();
  const columns: SurveyedColumn[] = [];
  const fruitless: string[] = [];
  const attempt = async (url: string, others: number): Promise<SurveyedColumn | null> => {
    context.grant(Math.max(LEAST_SHARE, context.left() - others * LEAST_SHARE));
    const column = await readColumn(url, context, crawlers, fallback, prescribed);
    if (column?.references.some((each) => !known.has(pageKey(each.url)))) return column;
    if (column === null || column.references.length === 0) fruitless.push(url);
    return null;
  };
  const take = (column: SurveyedColumn): void => {
    columns.push(column);
    for (const { url } of column.references) known.add(pageKey(url));
  };
  const candidates = sights.columns.slice(0, MOST_COLUMNS);
  for (const [index, url] of candidates.entries()) {
    const column = await attempt(url, candidates.length - index - 1);
    if (column !== null) take(column);
  }
  for (const url of sights.otherwise) {
    if (columns.length > 0) break;
    const column = await attempt(url, 0);
    if (column !== null) take(column);
  }
  return {
    identity: sights.identity,
    columns: withoutRepeats(columns),
    elsewhere: sights.elsewhere,
    fruitless,
  };
}

/** Leaves out columns whose references another one holds as well, with more. */
function withoutRepeats(columns: readonly SurveyedColumn[]): readonly SurveyedColumn[] {
  const keys = new Map(
    columns.map((column) => [column, new Set(column.references.map(({ url }) => pageKey(url)))]),
  );
  const holds = (wide: SurveyedColumn, narrow: SurveyedColumn): boolean => {
    const [outer, inner] = [keys.get(wide), keys.get(narrow)];
    return outer !== undefined && inner?.isSubsetOf(outer) === true && inner.size < outer.size;
  };
  return columns.filter((column) => !columns.some((other) => holds(other, column)));
}

/** Looks through the start, the portal's home page where the start leads nowhere, and the pages of disclosure. */
async function look(start: string, context: SurveyContext): Promise<Sights> {
  const isFile = isDocumentAddress(start);
  const root = new URL('/', start).href;
  const entry = await context.page(isFile ? root : start);
  let identity = identityOf(entry);
  const columns = new Map<string, string>();
  /** Called like one report of a year; where a portal gives each year a column, that is what columns are called, too. */
  const doubtful = new Map<string, string>();
  const hubs = new Map<string, { url: string; depth: number }>();
  const elsewhere = new Set<string>();
  const isReport = isFile || showsReport(entry);
  const isRoot = pageKey(entry.url) === pageKey(root);
  const isAnnual = callsItselfAnnual(entry.$) || isAnnualPath(new URL(entry.url));
  if (isReport) for (const url of directoriesAbove(start)) columns.set(pageKey(url), url);
  else if (isAnnual) columns.set(pageKey(start), start);
  const queue: { page: ListPage; depth: number }[] = [{ page: entry, depth: 0 }];
  const visited = new Set([pageKey(start), pageKey(entry.url)]);
  const read = ({ page, depth }: { page: ListPage; depth: number }): void => {
    for (const { url, name, isColumn } of ways(page)) {
      const key = pageKey(url);
      if (!isAllowedHost(url, context.site.hosts)) {
        if (isSisterAddress(url)) elsewhere.add(url);
      } else if (isColumn) {
        const place = isReportTitle(name) ? doubtful : columns;
        place.set(key, place.get(key) ?? url);
      } else if (isDisclosureEntry(name) && depth < DEEPEST_HUB && !visited.has(key) && !hubs.has(key))
        hubs.set(key, { url, depth: depth + 1 });
    }
  };
  const visit = async (url: string, depth: number): Promise<void> => {
    visited.add(pageKey(url));
    const page = await arrival(url, entry.url, context);
    if (page === null) return;
    identity = mergeIdentity(identity, identityOf(page));
    // Called disclosure by the link, annual reports by the page (ColumnType, title, breadcrumb).
    if (callsItselfAnnual(page.$)) columns.set(pageKey(page.url), page.url);
    read({ page, depth });
  };
  for (const each of queue) read(each);
  // A column that was given is what is meant; else the way leads from the top.
  const lacksIdentity = identity.name === null || identity.region === null;
  if (!isRoot && (lacksIdentity || isReport || columns.size === 0)) await visit(root, 0);
  if (!isAnnual || isReport) {
    for (let count = 0; count < MOST_HUBS; count += 1) {
      const next = [...hubs.values()].find(({ url }) => !visited.has(pageKey(url)));
      if (next === undefined) break;
      await visit(next.url, next.depth);
    }
  }
  return {
    identity,
    columns: [...columns.values()],
    otherwise: [
      ...[...hubs.values()].map(({ url }) => url),
      ...(isFile ? [] : [start]),
      ...(isRoot ? [] : [root]),
      ...doubtful.values(),
    ],
    elsewhere: [...elsewhere],
  };
}

/** True for the page of one report, not for a column that shows one. */
function showsReport(page: ListPage): boolean {
  const { $ } = page;
  if (holdsReport($)) return true;
  const title = $('meta[name="ArticleTitle" i]').attr('content') ?? '';
  return isReportTitle(title);
}

/** Directories above a report that are named as columns of annual reports are, the nearest last. */
function directoriesAbove(address: string): string[] {
  const found: string[] = [];
  for (let url = new URL('.', address); url.pathname !== '/'; url = new URL('..', url)) {
    const last = url.pathname.split('/').at(-2) ?? '';
    if (isAnnualPath(new URL(`/${last}/`, url))) found.unshift(url.href);
  }
  return found;
}

/** True for a directory, or the first page of one, that is named as columns of annual reports are. */
function isAnnualDirectory(address: string): boolean {
  const url = new URL(address);
  return /\/(index\.\w+)?$/.test(url.pathname) && isAnnualPath(new URL('.', url));
}

/** Links that may lead to a column of annual reports. */
function* ways(page: ListPage): Generator<{ url: string; name: string; isColumn: boolean }, void> {
  const { $ } = page;
  for (const element of linksOf($)) {
    const link = $(element);
    const url = resolveLink(link.attr('href'), page.url);
    if (url === null) continue;
    const name = linkName(link);
    // A directory may say what the link does not: 往年, 更多.
    const isColumn = isAnnualColumn(name) || (isAnnualDirectory(url) && !isOtherMatter(name));
    if (isColumn || (isDisclosureEntry(name) && !isOtherMatter(name))) yield { url, name, isColumn };
  }
}

async function readColumn(
  url: string,
  context: SurveyContext,
  crawlers: readonly Crawler[],
  fallback: Crawler,
  prescribed: Crawler | null,
): Promise<SurveyedColumn | null> {
  const references: ReportReference[] = [];
  let crawler = prescribed ?? fallback;
  let isRecognised = false;
  let isWhole = true;
  try {
    const found = prescribed === null ? await familyOf(url, context, crawlers) : null;
    if (found !== null) {
      crawler = found.crawler;
      isRecognised = true;
    }
    for await (const reference of crawler.discover({ url, body: null }, context)) references.push(reference);
  } catch (error) {
    if (error instanceof OutOfRequests) isWhole = false;
    else if (error instanceof UnusablePage && error.outcome !== 'blocked') context.note(error.message);
    else throw error;
  }
  const promised = references.filter(({ mayBeEmpty }) => mayBeEmpty !== true);
  // A report's own page leads to that report; a column leads on.
  if (references.length === 1 && promised.some((each) => pageKey(each.url) === pageKey(url))) return null;
  if (promised.length === 0 && !(await anyHolds(references, context))) return null;
  return { url, crawler, isRecognised, references, isWhole };
}

/** Whether addresses that were put together lead to reports: a few are asked, of several bodies and recent years. */
export async function anyHolds(
  references: readonly ReportReference[],
  context: SurveyContext,
): Promise<boolean> {
  context.grant(context.left());
  // Of the last year few are out yet.
  const recent = context.years.slice(1, 4);
  const byYear = recent.map((year) => references.filter((each) => each.year === year));
  for (let probe = 0; probe < MOST_PROBES; probe += 1) {
    const reference = byYear[probe % recent.length]?.[probe];
    if (reference === undefined) continue;
    const page = await arrival(reference.url, reference.listedOn, context);
    if (page !== null && holdsReport(page.$)) return true;
  }
  return false;
}

async function arrival(url: string, referer: string, context: SurveyContext): Promise<ListPage | null> {
  try {
    return await context.page(url, { referer });
  } catch (error) {
    if (error instanceof OutOfRequests) return null;
    if (!(error instanceof UnusablePage) || error.outcome === 'blocked') throw error;
    context.note(error.message);
    return null;
  }
}
