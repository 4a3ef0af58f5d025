import { isDocumentAddress } from './attachments.ts';
import { type Crawler, type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { collectUnits } from './hanweb-units.ts';
import { linksOf, pageKey } from './links.ts';
import { madePage, markElsewhere } from './made-page.ts';
import { callsItselfAnnual } from './marks.ts';
import { statedIn } from './paging.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import type { Unit } from './units.ts';
import { type Dialect, walk } from './walk.ts';
import { withPages } from './with-pages.ts';

const SEARCH_PATH = '/module/xxgk/search.jsp';
const ARTICLE_PATH = /(^|\/)art\/\d{4}\/\d{1,2}\/\d{1,2}\/art_\d+_\d+\.html$/;

/** What the product's own pages send besides the unit and the topic; the misspelt `compaltedate` is its own. */
const USUAL_PARAMETERS: Readonly<Record<string, string>> = {
  standardXxgk: '1',
  isAllList: '1',
  texttype: '0',
  fbtime: '-1',
  vc_all: '',
  vc_filenumber: '',
  vc_title: '',
  vc_number: '',
  currpage: '1',
  sortfield: ',compaltedate:0',
};

/** Settings of one column's search. */
interface Topic {
  /** The topic's code (`A0801`, `LSA17`); empty: all topics. */
  readonly infotypeId: string;
  readonly jdid: string;
  readonly divid: string;
}

const dialect: Dialect = {
  isArticle(url) {
    if (ARTICLE_PATH.test(url.pathname) || isDocumentAddress(url.href)) return true;
    return url.pathname === SEARCH_PATH || /\/col\/col\d+\//.test(url.pathname) ? false : null;
  },
  rows($) {
    const rows = $('tr.tr_main_value_odd, tr.tr_main_value_even').find('a[href]');
    // Rows without a table round them do not survive being read as HTML.
    return rows.length > 0
      ? rows
      : linksOf($).filter((_, link) => ARTICLE_PATH.test($(link).attr('href') ?? ''));
  },
  stated: ({ $ }) => statedIn($('body').text()),
  next(page, { number, stated, rowCount }) {
    if (!isSearch(new URL(page.url))) return null;
    const { pages, entries } = stated;
    const isMore = pages === null ? rowCount < (entries ?? 0) : number < pages;
    return isMore ? { url: withPage(page.url, number + 1) } : null;
  },
};

const SIGNS: Signs = {
  links: /^\/col\/col\d+\/index\.html\?(.*&)?vc_xxgkarea=/,
  source: /\/xxgk\/search\.jsp\b|\btr_main_value_(odd|even)\b/,
};

/**
 * The lists of Hanweb's disclosure module: units from the column page and its tree, and a search by unit and topic
 * that answers a form with a fragment of rows. The topic is that of the column; where no page says which it is, the
 * lists hold everything, and only full titles count. A unit without entries may be answered with nothing at all.
 */
export const hanwebXxgk: Crawler = {
  family: 'hanweb-xxgk',
  recognise: (page) => recogniseBy(page, SIGNS),
  async *discover(column, context) {
    const { units, columns, failure } = await collectUnits(column, context);
    const annual = columns.find((page) => callsItselfAnnual(page.$)) ?? columns[0];
    if (annual === undefined) return;
    const topic = topicOf(annual);
    if (units.length === 0)
      context.note(`${column.url}: no unit codes (area=, vc_xxgkarea=) here or in a tree`);
    linkLists(annual, units, topic);
    const isOwn = callsItselfAnnual(annual.$) || column.body !== null;
    yield* walk({ ...column, url: annual.url }, searching(context, annual, isOwn), {
      ...dialect,
      isAnnualListing: (url) => isSearch(url) || url.href === annual.url,
    });
    if (failure !== null) throw failure;
  },
};

function isSearch(url: URL): boolean {
  return url.pathname === SEARCH_PATH;
}

function withPage(address: string, number: number): string {
  const url = new URL(address);
  url.searchParams.set('currpage', String(number));
  return url.href;
}

/** By what the page's script sends to the search, then by the page's own address. */
function topicOf({ text, url }: ListPage): Topic {
  const at = text.indexOf(SEARCH_PATH);
  const call = at < 0 ? '' : text.slice(Math.max(0, at - 300), at + 900).replaceAll('&amp;', '&');
  const said = (name: string): string | undefined =>
    new RegExp(`\\b${name}['"]?\\s*[:=]\\s*['"]?([\\w-]+)`).exec(call)?.[1];
  // loadDynamic('<search>', '<element>', '0', '0', '<list>', '<site>', …)
  const given = /loadDynamic\s*\([\s\S]*?,((?:\s*['"]\w*['"]\s*,?){5,})/
    .exec(call)?.[1]
    ?.split(',')
    .map((argument) => argument.replace(/['"\s]/g, ''));
  const { searchParams, pathname } = new URL(url);
  return {
    infotypeId: said('infotypeId') ?? searchParams.get('number') ?? '',
    jdid: said('jdid') ?? given?.[4] ?? '',
    divid: given?.[0] ?? said('divid') ?? `div${/col(\d+)/.exec(pathname)?.[1] ?? ''}`,
  };
}

/** Links the lists that the page's script would load, one a unit. */
function linkLists(page: ListPage, units: readonly Unit[], topic: Topic): void {
  const { $ } = page;
  const lists = $('<ul></ul>');
  for (const { code, name, origin } of units) {
    const url = new URL(SEARCH_PATH, origin);
    for (const [key, value] of Object.entries({ ...USUAL_PARAMETERS, ...topic, area: code })) {
      url.searchParams.set(key, value);
    }
    lists.append(
      $('<li></li>').append(
        $('<a></a>')
          .attr('href', url.href)
          .text(name ?? code),
      ),
    );
  }
  $('body').append(lists);
}

/**
 * Asks for searches by form, gives the annual column as it was read, and marks rows where the topic is not known.
 */
function searching(context: DiscoveryContext, annual: ListPage, isOwn: boolean): DiscoveryContext {
  return withPages(context, async (address, options) => {
    if (pageKey(address) === pageKey(annual.url)) return annual;
    const url = new URL(address);
    if (!isSearch(url)) return context.page(address, options);
    const form = Object.fromEntries(url.searchParams);
    let page: ListPage;
    try {
      page = await context.page(address, { ...options, form });
    } catch (error) {
      // A unit that has published nothing gets no answer to speak of.
      if (!(error instanceof UnusablePage) || error.outcome !== 'soft_404') throw error;
      context.note(`no entries: ${error.message}`);
      return madePage(address, [], null);
    }
    if (!/<|共\s*\d/.test(page.text)) {
      throw new UnusablePage(address, 'wrong_type', 'a fragment with the rows of a list was expected');
    }
    if (!isOwn || form.infotypeId === '') markElsewhere(linksOf(page.$));
    return page;
  });
}
