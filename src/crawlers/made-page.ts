import type { DiscoveryContext, ListPage } from './crawler.ts';
import type { Links } from './links.ts';
import { queryable, queryablePiece } from './query.ts';
import { NOTHING, type Stated } from './read-list.ts';
import { withPages } from './with-pages.ts';

/** An entry of a list that came as data. */
export interface MadeRow {
  /** As the portal gives it: relative and protocol-relative addresses are resolved later, as those of any link. */
  readonly href: string;
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Who published it, as the data says: a hint. */
  readonly body?: string | null;
  /** It belongs to another column and only turned up here: nothing but a full title makes it a report. */
  readonly isElsewhere?: boolean;
}

const LIST = 'made-list';
const ELSEWHERE = 'data-elsewhere';
const BODY = 'data-body';

/** The rows as HTML, for a list page made of data or put in the place of data in a page. */
export function madeList(rows: readonly MadeRow[], total: number | null): string {
  const $ = queryablePiece(`<ul class="${LIST}"></ul>`);
  const list = $('ul');
  if (total !== null) list.attr('data-total', String(total));
  for (const { href, title, date, body = null, isElsewhere } of rows) {
    const item = $('<li></li>');
    const link = $('<a></a>').attr('href', href).text(title);
    if (isElsewhere === true) link.attr(ELSEWHERE, '');
    if (body !== null) link.attr(BODY, body);
    item.append(link);
    if (date !== null) item.append($('<span></span>').text(date));
    list.append(item);
  }
  return $.html();
}

/** A list page of rows that came as data, under the address of the data. */
export function madePage(url: string, rows: readonly MadeRow[], total: number | null): ListPage {
  const text = madeList(rows, total);
  return { url, text, $: queryable(text) };
}

/** The rows of a made list on a page. */
export function madeRows($: ListPage['$']): Links {
  return $(`.${LIST} a[href]`);
}

/** The total that the data gave. */
export function madeTotal({ $ }: ListPage): Stated {
  const total = $(`.${LIST}[data-total]`).attr('data-total');
  return total === undefined ? NOTHING : { entries: Number(total), pages: null };
}

/** Marks rows as not known to belong to the column: nothing but a full title makes them reports. */
export function markElsewhere(rows: Links): void {
  rows.attr(ELSEWHERE, '');
}

/** Who published a row, as its data said; null where it did not. */
export function madeBody(row: Links): string | null {
  return row.attr(BODY) ?? null;
}

/** True for a row that belongs to another column than the one that shows it. */
export function isElsewhere(link: Links): boolean {
  return link.attr(ELSEWHERE) !== undefined;
}

/**
 * The same context, with every page translated when it arrives: lists that came as data become lists of links.
 * @param translate throws UnusablePage for what is no answer of the family's
 */
export function translating(
  context: DiscoveryContext,
  translate: (page: ListPage) => ListPage,
): DiscoveryContext {
  return withPages(context, async (url, options) => translate(await context.page(url, options)));
}
