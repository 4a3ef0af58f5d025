import { type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { pageKey } from './links.ts';
import { Met } from './met.ts';

/** No list of a county is longer; one that is, never ends. */
const MOST_PAGES = 200;
/** A list that moves under our hands is read again this often at most. */
const MOST_PASSES = 3;

/** What a list says of its own length. */
export interface Stated {
  readonly entries: number | null;
  readonly pages: number | null;
}

export const NOTHING: Stated = { entries: null, pages: null };

/** One page of a list, whatever its format. */
export interface Sheet<T> {
  readonly content: T;
  /** What tells its rows apart: mostly their addresses. All rows, wanted or not: they are held against the total. */
  readonly rows: readonly string[];
  readonly stated: Stated;
}

export interface ListRequest {
  readonly url: string;
  readonly form?: Readonly<Record<string, string>>;
  /** The address was put together: where it is `not_found` or a stub, the list is over, which is noted. */
  readonly mayBeAbsent?: boolean;
}

/** How far a list has been read. */
export interface Progress {
  /** Of the page just read, from 1. */
  readonly number: number;
  /** Rows met so far, with repetitions. */
  readonly rowCount: number;
  /** Rows of the first page. */
  readonly firstLength: number;
  /** The latest that the list said. */
  readonly stated: Stated;
}

/** How a kind of list is read and continued. */
export interface ListReader<T> {
  /** @throws UnusablePage for an answer that is no such list */
  read(page: ListPage): Sheet<T>;
  /** The request for the page after this one; null at the end. */
  next(sheet: Sheet<T>, progress: Progress): ListRequest | null;
}

/**
 * For lists that are asked for by number and may say their length: whether a page comes after the one just read.
 * Without any total, a page shorter than the first is the last.
 */
export function hasMore<T>({ rows }: Sheet<T>, progress: Progress): boolean {
  const { number, rowCount, firstLength, stated } = progress;
  if (rows.length === 0) return false;
  if (stated.pages !== null) return number < stated.pages;
  if (stated.entries !== null) return rowCount < stated.entries;
  return rows.length >= firstLength;
}

/** What one reading of a list from its beginning showed. */
interface Pass {
  readonly rowCount: number;
  readonly pages: number;
  readonly stated: Stated;
  /** Entries came or went while it was read: something may have slipped past. */
  readonly moved: boolean;
  /** Entries went: only a whole reading can find what slipped forward. */
  readonly shrank: boolean;
}

/**
 * The pages of a list. Ends at the last page, at one that was there before or that only repeats known rows, and at
 * the limits. A list that changed while it was read (its total did, or a page begins with what ended the one before)
 * is read again, and pages with rows that are new are handed on. Then the total that the list states is announced.
 * @param opened the first page where the caller has it
 * @throws UnusablePage when a page does not arrive, after what was read has been announced
 */
export async function* readList<T>(
  start: ListRequest,
  reader: ListReader<T>,
  context: DiscoveryContext,
  opened?: ListPage,
): AsyncGenerator<T, void> {
  const known = new Met();
  let best: Pass = { rowCount: 0, pages: 0, stated: NOTHING, moved: false, shrank: false };
  const conclude = (): void => {
    const { stated, pages } = best;
    if (stated.entries !== null) {
      context.announce(start.url, stated.entries, Math.max(best.rowCount, known.size));
    } else if (stated.pages !== null && stated.pages > 1) context.announce(start.url, stated.pages, pages);
  };
  try {
    let first = opened ?? (await context.page(start.url, optionsOf(start)));
    for (let pass = 1; ; pass += 1) {
      const again = pass > 1;
      const whole = best.shrank;
      for await (const step of readOnce(start, first, reader, context, known)) {
        best = merge(best, step.pass);
        if (!again || step.isNews) yield step.content;
        if (again && !whole && isComplete(best, known, step.isNews)) break;
      }
      if (!best.moved || pass === MOST_PASSES) break;
      best = { ...best, moved: false };
      first = await context.page(start.url, optionsOf(start));
    }
  } catch (error) {
    conclude();
    throw error;
  }
  conclude();
}

function optionsOf({ form }: ListRequest): { form?: Readonly<Record<string, string>> } {
  return form === undefined ? {} : { form };
}

/** The latest word on the length, and the most that any reading met. */
function merge(before: Pass, now: Pass): Pass {
  return {
    rowCount: Math.max(before.rowCount, now.rowCount),
    pages: Math.max(before.pages, now.pages),
    stated: {
      entries: now.stated.entries ?? before.stated.entries,
      pages: now.stated.pages ?? before.stated.pages,
    },
    moved: before.moved || now.moved,
    shrank: now.shrank,
  };
}

function isComplete({ stated }: Pass, known: Met, isNews: boolean): boolean {
  return stated.entries === null ? !isNews : known.size >= stated.entries;
}

interface Step<T> {
  readonly content: T;
  /** It has rows that no reading met before. */
  readonly isNews: boolean;
  readonly pass: Pass;
}

async function* readOnce<T>(
  start: ListRequest,
  first: ListPage,
  reader: ListReader<T>,
  context: DiscoveryContext,
  known: Met,
): AsyncGenerator<Step<T>, void> {
  const mostPages = Math.min(MOST_PAGES, context.site.limits.pagesPerSite);
  const visited = new Set([requestKey(start), pageKey(first.url)]);
  const met = new Met();
  let pass: Pass = { rowCount: 0, pages: 0, stated: NOTHING, moved: false, shrank: false };
  let page = first;
  let firstLength = 0;
  let lastRow: string | undefined;
  for (;;) {
    const sheet = reader.read(page);
    const { rows } = sheet;
    const fresh = rows.filter((row) => met.add(row));
    const isFirst = pass.pages === 0;
    if (isFirst) firstLength = rows.length;
    // A page of nothing new: the server answers every number with some page, or the list is over.
    else if (fresh.length === 0) return;
    pass = advance(pass, sheet, lastRow);
    const news = fresh.filter((row) => known.add(row));
    lastRow = rows.at(-1);
    yield { content: sheet.content, isNews: news.length > 0, pass };
    const next = reader.next(sheet, {
      number: pass.pages,
      rowCount: pass.rowCount,
      firstLength,
      stated: pass.stated,
    });
    if (next === null || visited.has(requestKey(next))) return;
    if (pass.pages >= mostPages) {
      context.note(`${start.url}: more than ${mostPages} pages; the rest was left`);
      return;
    }
    visited.add(requestKey(next));
    const arrived = await arrival(next, start, page.url, context);
    if (arrived === null) return;
    page = arrived;
    if (next.form === undefined) visited.add(pageKey(page.url));
  }
}

async function arrival(
  next: ListRequest,
  start: ListRequest,
  referer: string,
  context: DiscoveryContext,
): Promise<ListPage | null> {
  try {
    return await context.page(next.url, { ...optionsOf(next), referer, continues: start });
  } catch (error) {
    const absent =
      error instanceof UnusablePage && (error.outcome === 'not_found' || error.outcome === 'soft_404');
    if (next.mayBeAbsent !== true || !absent) throw error;
    context.note(`the list of ${referer} ends: ${error.message}`);
    return null;
  }
}

function advance<T>(before: Pass, { rows, stated }: Sheet<T>, lastRow: string | undefined): Pass {
  const changed = (was: number | null, is: number | null): boolean =>
    was !== null && is !== null && was !== is;
  const entries = stated.entries ?? before.stated.entries;
  // A pager that only shows some of its numbers shows larger ones later on.
  const pages = Math.max(stated.pages ?? 0, before.stated.pages ?? 0) || null;
  const repeats = entries === null && lastRow !== undefined && rows.includes(lastRow);
  return {
    rowCount: before.rowCount + rows.length,
    pages: before.pages + 1,
    stated: { entries, pages },
    moved: before.moved || repeats || changed(before.stated.entries, stated.entries),
    shrank: before.shrank || (stated.entries ?? Infinity) < (before.stated.entries ?? 0),
  };
}

function requestKey({ url, form }: ListRequest): string {
  return form === undefined ? pageKey(url) : `${pageKey(url)} ${JSON.stringify(form)}`;
}
