import type { CheerioAPI } from 'cheerio';
import type { DiscoveryContext, ListPage } from './crawler.ts';
import { isAllowedHost, type Links, linksOf, resolveLink, tidy } from './links.ts';
import {
  type ListReader,
  type ListRequest,
  NOTHING,
  type Progress,
  readList,
  type Stated,
} from './read-list.ts';

/** How a family's HTML lists are read. */
export interface ListLayout {
  /** The links of the list's rows, without the page's frame. */
  rows($: CheerioAPI): Links;
  /** The address of page `number` where the page does not link to it; null where there is none. Counts from 1. */
  pageAddress?(first: string, number: number): string | null;
  /** What a page says of the list's length in a way of the family's own, beside what its pager shows. */
  stated?(page: ListPage): Stated;
  /** The request for the page after this one in a way of the family's own; null at the end; undefined: as any list. */
  next?(page: ListPage, progress: Progress, first: ListPage): ListRequest | null | undefined;
}

/**
 * The pages of an HTML list, the one given first: in the family's own way, else by its next link, else by the
 * next number in its pager, else by the family's addresses up to the stated number of pages.
 * @throws UnusablePage when a later page does not arrive, after what was read has been announced.
 */
export async function* listPages(
  first: ListPage,
  layout: ListLayout,
  context: DiscoveryContext,
): AsyncGenerator<ListPage, void> {
  const reader: ListReader<ListPage> = {
    read: (page) => ({
      content: page,
      rows: rowAddresses(page, layout),
      stated: larger(statedTotal(page.$), layout.stated?.(page) ?? NOTHING),
    }),
    next: ({ content }, progress) => {
      const own = layout.next?.(content, progress, first);
      if (own !== undefined) return own;
      const { number, stated } = progress;
      const url = nextPage(content, number, stated, layout, first.url, context);
      return url === null || leadsBack(url, number, stated) ? null : { url };
    },
  };
  yield* readList({ url: first.url }, reader, context, first);
}

/** Of one page, the last: in a WeakMap a page's tree would outlive it until the whole heap is cleared. */
let last: { readonly $: CheerioAPI; readonly layout: ListLayout; readonly rows: Links } | null = null;

/** The links of a page's rows, which are asked for by who turns the pages and at once again by who reads them. */
export function rowsOf({ $ }: ListPage, layout: ListLayout): Links {
  if (last?.$ !== $ || last.layout !== layout) last = { $, layout, rows: layout.rows($) };
  return last.rows;
}

/** The addresses of a page's rows. */
export function rowAddresses(page: ListPage, layout: ListLayout): string[] {
  const addresses: string[] = [];
  for (const { attribs } of rowsOf(page, layout)) {
    const address = resolveLink(attribs.href, page.url);
    if (address !== null) addresses.push(address);
  }
  return addresses;
}

const PAGE_PARAMETER = /^(page|pageno|pagenum|pageindex|currpage|curpage)$/i;

/** True where the last page's link to the next one, as some pagers have it, only leads to the last page again. */
function leadsBack(address: string, number: number, { pages }: Stated): boolean {
  if (pages === null || number < pages) return false;
  return [...new URL(address).searchParams].some(
    ([name, value]) => PAGE_PARAMETER.test(name) && /^\d+$/.test(value) && Number(value) <= number,
  );
}

const NEXT = /^(下一?页|后一页|下一頁|next|>|›|»|下一页[>›»]+)$/i;
const PAGER = '[class*=page], [class*=pagi], [class*=Page], [class*=pb_sys], [id*=page], [id*=pagi]';

function nextPage(
  page: ListPage,
  number: number,
  stated: Stated,
  layout: ListLayout,
  first: string,
  context: DiscoveryContext,
): string | null {
  const { $ } = page;
  const address = (link: Links): string | null => {
    const url = resolveLink(link.attr('href'), page.url);
    return url !== null && isAllowedHost(url, context.site.hosts) ? url : null;
  };
  const byNumber: Links[] = [];
  for (const element of linksOf($)) {
    const link = $(element);
    const words = tidy(link.text());
    if (words === String(number + 1)) byNumber.push(link);
    const url = NEXT.test(words) ? address(link) : null;
    if (url !== null) return url;
  }
  for (const link of byNumber) {
    const url = link.closest(PAGER).length > 0 ? address(link) : null;
    if (url !== null) return url;
  }
  return stated.pages !== null && number < stated.pages
    ? (layout.pageAddress?.(first, number + 1) ?? null)
    : null;
}

/** Longer than any pager: then the element is a frame whose class only sounds like one. */
const LONGEST_PAGER = 200;

/** What the pagers of an HTML list say of its length: 共52条, 1/11, 共11页, or its largest number. */
export function statedTotal($: CheerioAPI): Stated {
  let stated: Stated = { entries: null, pages: null };
  for (const element of $(PAGER)) {
    const text = tidy($(element).text());
    if (text.length > LONGEST_PAGER) continue;
    const { entries, pages } = statedIn(text);
    stated = larger(stated, { entries, pages: pages ?? largestNumber($, $(element).find('a[href]')) });
  }
  return stated;
}

/** The lengths that a text states: 共52条, 1/11, 共11页. */
export function statedIn(text: string): Stated {
  const entries = /共\s*(\d{1,6})\s*(?:条|篇|项|个)/.exec(text)?.[1];
  // Not the beginning of a date: 2024/1/30.
  const pages = (/(?<![\d/])\d{1,4}\s*\/\s*(\d{1,4})(?![\d/])/.exec(text) ??
    /共\s*(\d{1,4})\s*页/.exec(text))?.[1];
  return {
    entries: entries === undefined ? null : Number(entries),
    pages: pages === undefined ? null : Number(pages),
  };
}

/** Of a pager that only counts: `1 2 3 下一页`. */
function largestNumber($: CheerioAPI, links: Links): number | null {
  const numbers = links
    .map((_, link) => tidy($(link).text()))
    .get()
    .filter((text) => /^\d{1,3}$/.test(text))
    .map(Number);
  return numbers.length === 0 ? null : Math.max(...numbers);
}

function larger(a: Stated, b: Stated): Stated {
  const max = (x: number | null, y: number | null): number | null =>
    x === null ? y : y === null ? x : Math.max(x, y);
  return { entries: max(a.entries, b.entries), pages: max(a.pages, b.pages) };
}
