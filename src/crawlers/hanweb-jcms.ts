import { isDocumentAddress } from './attachments.ts';
import { type Crawler, type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { contentRows, dateIn, isChrome, linksOf, linkTitle, tidy } from './links.ts';
import { type MadeRow, madeList, madePage, madeRows, madeTotal, translating } from './made-page.ts';
import { queryablePiece } from './query.ts';
import type { ListRequest } from './read-list.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { type Dialect, walk } from './walk.ts';

const ARTICLE_PATH = /(^|\/)art\/\d{4}\/\d{1,2}\/\d{1,2}\/art_\d+_\d+\.html$/;
/** Programs that give later rows of a list: by record numbers, and by page numbers for “load more”. */
const PROXY_PATH = /\/(more\w*)?dataproxy\.jsp$/;
const MORE_PROXY = /['"]([^'"\s]*\/more\w*dataproxy\.jsp\?[^'"\s]*)['"]/;
/** The list on the column page that goes on behind the proxy. */
const GOES_ON = 'data-goes-on';
const USUAL_PAGE = 15;

const dialect: Dialect = {
  isArticle(url) {
    if (ARTICLE_PATH.test(url.pathname) || isDocumentAddress(url.href)) return true;
    return /\/col\/col\d+\//.test(url.pathname) || /^\/(index\.html)?$/.test(url.pathname) ? false : null;
  },
  rows($) {
    const made = madeRows($);
    if (made.length > 0) return made;
    const articles = linksOf($).filter((_, element) => {
      const link = $(element);
      return ARTICLE_PATH.test(link.attr('href') ?? '') && !isChrome(link);
    });
    return articles.length > 0 ? articles : contentRows($);
  },
  stated: madeTotal,
  next(page, progress, first) {
    const list = first.$(`[${GOES_ON}]`);
    const proxy = list.attr(GOES_ON);
    if (proxy === undefined) return undefined;
    const shown = Number(list.attr('data-shown'));
    const read = progress.rowCount - progress.firstLength + shown;
    const total = progress.stated.entries;
    if (total !== null && progress.rowCount >= total) return null;
    // Without a total, a group that is not full is the last.
    if (page !== first && total === null && madeRows(page.$).length < shown) return null;
    const address = new URL(proxy, first.url);
    return /\/more/.test(address.pathname)
      ? morePage(address, progress.number + 1)
      : group(address, read, shown, Number(list.attr('data-page')));
  },
};

const COLUMN_PATH = /^\/col\/col\d+\//;
const SIGNS: Signs = {
  address: ARTICLE_PATH,
  // The product's other modules have columns of the same kind: their addresses say less than articles' do.
  links: /^\/col\/col\d+\/|\/art\/\d{4}\/\d{1,2}\/\d{1,2}\/art_\d+_\d+\.html$/,
  source: /\bdataproxy\.jsp\b|<datastore\b/,
};
const SURE_BY_COLUMN = 0.6;

/**
 * Hanweb JCMS: columns `/col/col<id>/index.html`, articles `/art/<Y>/<M>/<D>/art_<column>_<id>.html`. The first group
 * of rows stands in the column page as XML in a script; further groups come from a program that the XML names, in the
 * same XML. Where that program gives nothing (it may want encrypted ids, or answer with an empty body), what the
 * page itself shows is taken, and a total that was announced tells what is missing.
 */
export const hanwebJcms: Crawler = {
  family: 'hanweb-jcms',
  recognise(page) {
    const isColumn = COLUMN_PATH.test(new URL(page.url).pathname);
    return Math.max(recogniseBy(page, SIGNS), isColumn ? SURE_BY_COLUMN : 0);
  },
  discover(column, context) {
    // Lists are read one after the other: what answers add to belongs to the column page before them.
    let beside = 0;
    const translate = (page: ListPage): ListPage => {
      if (PROXY_PATH.test(new URL(page.url).pathname)) return answerOf(page, beside, context);
      beside = showIslands(page);
      return page;
    };
    return walk(column, translating(context, translate), dialect);
  },
};

/** The next records, as many as the page had: three pages of a list mostly. */
function group(proxy: URL, read: number, size: number, perPage: number): ListRequest {
  const url = new URL(proxy.pathname, proxy);
  url.searchParams.set('startrecord', String(read + 1));
  url.searchParams.set('endrecord', String(read + size));
  url.searchParams.set('perpage', String(perPage));
  const form: Record<string, string> = { col: '1', appid: '1', sourceContentType: '1' };
  for (const [name, value] of proxy.searchParams) if (name !== 'page') form[name] = value;
  return { url: url.href, form, mayBeAbsent: true };
}

function morePage(proxy: URL, number: number): ListRequest {
  const url = new URL(proxy);
  url.searchParams.set('page', String(number));
  return { url: url.href, mayBeAbsent: true };
}

/** Rows in XML, as island of a page or answer of a program. */
interface Store {
  readonly rows: readonly MadeRow[];
  /** Records, those without a link too. */
  readonly count: number;
  readonly total: number | null;
  /** The address in `nextgroup`. */
  readonly proxy: string | null;
}

function readStore(xml: string, url: string): Store {
  const total = /<totalrecord>\s*(\d{1,7})\s*<\/totalrecord>/i.exec(xml)?.[1];
  const nextGroup = /<nextgroup>([\s\S]*?)<\/nextgroup>/i.exec(xml)?.[1] ?? '';
  const proxy = /href\s*=\s*(['"])(.*?)\1/i.exec(nextGroup)?.[2]?.replaceAll('&amp;', '&');
  const records = [...xml.matchAll(/<record>\s*(?:<!\[CDATA\[([\s\S]*?)\]\]>|([\s\S]*?))\s*<\/record>/gi)];
  return {
    rows: records.flatMap((match) => rowIn(match[1] ?? match[2] ?? '', url) ?? []),
    count: records.length,
    total: total === undefined ? null : Number(total),
    proxy: proxy ?? null,
  };
}

/** A record is an `li`, a `tr` or a `div`; the date may be broken over lines. */
function rowIn(record: string, url: string): MadeRow | null {
  const $ = queryablePiece(/^\s*<tr\b/i.test(record) ? `<table>${record}</table>` : record);
  const link = linksOf($)
    .filter((_, element) => linkTitle($(element)) !== '')
    .first();
  const href = link.attr('href')?.trim() ?? '';
  // Scripts put records into column pages, all of which lie two directories deep.
  const base = new URL('/col/col0/index.html', url);
  if (link.length === 0 || !URL.canParse(href, base.href)) return null;
  const title = linkTitle(link);
  link.remove();
  return { href: new URL(href, base).href, title, date: dateIn(tidy($.root().text())) };
}

/**
 * Puts the rows of the page's XML where the script would put them.
 * @returns how many entries the page has in other lists than the one that goes on
 */
function showIslands(page: ListPage): number {
  const { $, text } = page;
  const islands = $('script')
    .filter((_, script) => /<recordset/i.test($(script).text()))
    .map((_, script) => ({ script, store: readStore($(script).text(), page.url) }))
    .get();
  const more = MORE_PROXY.exec(text.replaceAll('&amp;', '&'))?.[1] ?? null;
  const goesOn = islands.find(({ store }) => {
    if (store.proxy === null && more === null) return false;
    return store.total === null || store.total > store.count;
  });
  const all = islands.reduce((sum, { store }) => sum + (store.total ?? store.count), 0);
  for (const { script, store } of islands) {
    if (store !== (goesOn ?? islands[0])?.store) {
      $(script).replaceWith(madeList(store.rows, null));
      continue;
    }
    const box = $('<div></div>').html(madeList(store.rows, store.total === null ? null : all));
    if (goesOn !== undefined) {
      box.attr(GOES_ON, more ?? store.proxy ?? '');
      box.attr('data-shown', String(store.count));
      box.attr('data-page', String(pageLength(text, store.count)));
    }
    $(script).replaceWith(box);
  }
  return all - (goesOn?.store.total ?? goesOn?.store.count ?? 0);
}

/** Rows a page, as the script's settings say; a group is three pages where they do not. */
function pageLength(text: string, shown: number): number {
  const said = /\bperpage['"]?\s*[:=]\s*['"]?(\d{1,3})\b/i.exec(text)?.[1];
  if (said !== undefined) return Number(said);
  return shown >= 30 && shown % 3 === 0 ? shown / 3 : USUAL_PAGE;
}

function answerOf(page: ListPage, beside: number, context: DiscoveryContext): ListPage {
  const { text, url } = page;
  if (!/<(datastore|recordset)\b/i.test(text)) {
    // “Load more” may give bare rows.
    if (!/<(li|tr|div|a)\b/i.test(text)) {
      throw new UnusablePage(url, 'wrong_type', 'rows as XML (datastore) or HTML were expected');
    }
    return page;
  }
  const store = readStore(text, url);
  if (store.count === 0) {
    context.note(`${url}: no records behind the list; what the page itself shows was taken`);
  }
  return madePage(url, store.rows, store.total === null ? null : store.total + beside);
}
