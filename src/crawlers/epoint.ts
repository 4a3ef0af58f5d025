import type { Crawler, ListPage } from './crawler.ts';
import { contentRows, type Links, pageKey, resolveLink, rowDate } from './links.ts';
import { translating } from './made-page.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { isAnnualColumn } from './selection.ts';
import { type Dialect, walk } from './walk.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** Static articles: a directory a day, the name a GUID. */
const ARTICLE_PATH = new RegExp(`/\\d{4}-?\\d\\d-?\\d\\d/${UUID}\\.html$`, 'i');
const SHELL_PATH = /\/openSubPage\.html$/i;
/** Pages of one article that ask for it by script, and the answer that they ask for. */
const SHOWN_BY_SCRIPT = /\/(showinfo|openDetailDynamic)\.html$|\/zNJSAction\.action$/i;
const LIST_PATH = /\/(govlist|moreinfo|subPage|about|list|\d{1,3})\.html$/i;

const MODULE = /\/govxxgk\/|\/EpointWebBuilder\//i;
const SIGNS: Signs = {
  address: new RegExp(`${MODULE.source}|${ARTICLE_PATH.source}|${SHELL_PATH.source}|[?&]infoGuid=`, 'i'),
  links: new RegExp(`${MODULE.source}|${ARTICLE_PATH.source}|[?&]infoGuid=`, 'i'),
  source: /\bEpointWebBuilder\b|\bewb-(infoname|rqnr|info-|page)|\bwb-page-item\b/,
};

/**
 * Epoint (新点): the disclosure module (`/govxxgk/<organ>/…`), whose lists stand in frames and whose rows have no address
 * but a call with the article's GUID; static portals (`/003/003001/subPage.html`, articles
 * `/003/003001/<day>/<guid>.html`); and portals that show an article by script (`showinfo.html?infoGuid=`), for which
 * site files say `browser: true`.
 */
export const epoint: Crawler = {
  family: 'epoint',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover(column, context) {
    const annual = new Set<string>();
    const start = framed(column.url, annual) ?? column.url;
    return walk(
      { ...column, url: start },
      translating(context, (page) => arrange(page, annual)),
      dialectFor(annual),
    );
  },
};

/** @param annual keys of framed lists that their frames call annual reports */
function dialectFor(annual: ReadonlySet<string>): Dialect {
  return {
    isArticle(url) {
      if (ARTICLE_PATH.test(url.pathname) || SHOWN_BY_SCRIPT.test(url.pathname)) return true;
      return LIST_PATH.test(url.pathname) || SHELL_PATH.test(url.pathname) || url.pathname === '/'
        ? false
        : null;
    },
    isAnnualListing: (url) => annual.has(pageKey(url.href)),
    rows: contentRows,
    pageAddress: (first, number) =>
      LIST_PATH.test(new URL(first).pathname) ? first.replace(/[^/]*$/, `${number}.html`) : null,
  };
}

/** The list that a frame's address names; null for any other address. */
function framed(address: string, annual: Set<string>): string | null {
  const url = new URL(address);
  if (!SHELL_PATH.test(url.pathname)) return null;
  const list = resolveLink(url.searchParams.get('specialurl') ?? '', address);
  if (list !== null && isAnnualColumn(url.searchParams.get('righttitle') ?? '')) annual.add(pageKey(list));
  return list;
}

/** Gives every link the address that its script would open. */
function arrange(page: ListPage, annual: Set<string>): ListPage {
  const { $ } = page;
  for (const element of $('a')) {
    const link = $(element);
    const address = resolveLink(link.attr('href'), page.url);
    const list = address === null ? null : framed(address, annual);
    if (list !== null) link.attr('href', list);
    if (address !== null) continue;
    const guid = new RegExp(UUID, 'i').exec(`${link.attr('onclick') ?? ''} ${link.attr('href') ?? ''}`)?.[0];
    if (guid !== undefined) link.attr('href', detailAddress(page, link, guid));
  }
  return page;
}

/** A credit code of an organ, as index numbers (索引号) begin with. */
const CREDIT_CODE = /\b(11\d{6}[0-9A-HJ-NPQRTUWXY]{10})\b/;

/**
 * Where a row's article stands: under its organ and day, unless the page's script opens the article dynamically;
 * then the answer that this asks for.
 */
function detailAddress(page: ListPage, link: Links, guid: string): string {
  const row = link.closest('tr, li, dd, div');
  const organ =
    CREDIT_CODE.exec(row.html() ?? '')?.[1] ?? /\/govxxgk\/([^/]+)\//.exec(new URL(page.url).pathname)?.[1];
  const day = rowDate(page.$, link);
  const site = /\bsite_?guid["']?\s*[:=]\s*["']([\w-]{20,})["']/i.exec(page.text)?.[1];
  if (/openDetailDynamic/i.test(page.text) || organ === undefined || day === null) {
    return site === undefined
      ? `/govxxgk/${organ ?? ''}/openDetailDynamic.html?infoid=${guid}`
      : `/EpointWebBuilder/zNJSAction.action?cmd=getOpenDetail&infoid=${guid}&siteguid=${site}`;
  }
  return `/govxxgk/${organ}/${day}/${guid}.html`;
}
