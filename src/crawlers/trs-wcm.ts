import { isDocumentAddress } from './attachments.ts';
import {
  type Crawler,
  type DiscoveryContext,
  type ListPage,
  type PageOptions,
  UnusablePage,
} from './crawler.ts';
import { contentRows, isChrome, linksOf } from './links.ts';
import { type PagerCall, pagerCalls } from './pager-call.ts';
import { rowAddresses } from './paging.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { isAnnualPath } from './selection.ts';
import { type Dialect, walk } from './walk.ts';
import { withPages } from './with-pages.ts';

/** `t20240116_7794230.html`; in 广西 `t17873020.shtml`, without a date. A further page of an article ends in `_1`. */
const ARTICLE_FILE = /^t(\d{8}_\d+|\d{7,8})(_wap)?\.s?html?$/i;

function fileName(url: URL): string {
  return url.pathname.split('/').at(-1) ?? '';
}

const dialect: Dialect = {
  isArticle(url) {
    if (ARTICLE_FILE.test(fileName(url)) || isDocumentAddress(url.href)) return true;
    return /^((index|list|default)(_\d+)?\.\w+)?$/i.test(fileName(url)) ? false : null;
  },
  isAnnualListing: isAnnualPath,
  // Articles have a twin for telephones.
  canonical: (url) => url.replace(/(\/t[\d_]+)_wap(\.s?html?)$/i, '$1$2'),
  rows($) {
    const articles = linksOf($).filter((_, element) => {
      const link = $(element);
      const file = (link.attr('href') ?? '').split(/[?#]/)[0]?.split('/').at(-1) ?? '';
      return ARTICLE_FILE.test(file) && !isChrome(link);
    });
    return articles.length > 0 ? articles : contentRows($);
  },
  stated(page) {
    const call = listCall(page);
    return { entries: call?.entries ?? null, pages: call?.pages ?? null };
  },
};

/** The call for the list's own pages; an article's pages are named after the article. */
function listCall({ text }: ListPage): PagerCall | null {
  return pagerCalls(text).find(({ base }) => !/^t\d/.test(base)) ?? null;
}

const ARTICLE_PATH = /\/t(\d{8}_\d+|\d{7,8})(_\d+)?(_wap)?\.s?html?$/i;
const SIGNS: Signs = {
  address: ARTICLE_PATH,
  links: ARTICLE_PATH,
  // Other products' calls for page numbers begin with the name of an element.
  source:
    /\bTRS_(Editor|UEDITOR)\b|\btrs_editor_view\b|\bCustom_UnionStyle\b|\bcreatePage(HTML)?\s*\(\s*[^'"\s)]/i,
};

/**
 * TRS WCM and its look-alikes: a column is a directory, its pages are `index.html`, `index_1.html`, …, articles
 * `<YYYYMM>/t<YYYYMMDD>_<id>.html`. How many pages there are only stands in a script's call; on some portals
 * `index_2` is the second page, which is found out once. A page that is not there, or a stub, ends the list. Long
 * articles go on at `t…_1.html`.
 */
export const trsWcm: Crawler = {
  family: 'trs-wcm',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover(column, context) {
    const numbering = new Numbering(context);
    const next: Dialect['next'] = (page, { number }, first) => {
      const call = listCall(first);
      if (call === null) return undefined;
      const pages = (listCall(page) ?? call).pages;
      if (pages !== null && number >= pages) return null;
      const url = numbering.address(first, call, number + 1);
      return url === page.url ? null : { url, mayBeAbsent: true };
    };
    return walk(column, numbering.context, { ...dialect, next });
  },
  pages({ url, text }) {
    const file = fileName(new URL(url)).replace(/\.\w+$/, '');
    const call = pagerCalls(text).find(({ base }) => base === file);
    if (call === undefined || call.pages === null) return [];
    return Array.from(
      { length: call.pages - 1 },
      (_, index) => new URL(`${call.base}_${index + 1}.${call.ending}`, url).href,
    );
  },
};

/** Whether page 2 of a portal's lists is `index_1` or `index_2`: the first list with a second page tells. */
class Numbering {
  readonly context: DiscoveryContext;
  readonly #inner: DiscoveryContext;
  /** How far the file's number lies behind the page's; null until it is known. */
  #shift: 0 | 1 | null = null;
  /** A second page's address under the usual numbering → under the other one, with the first page. */
  readonly #probes = new Map<string, { readonly other: string; readonly first: ListPage }>();

  constructor(inner: DiscoveryContext) {
    this.#inner = inner;
    this.context = withPages(inner, (url, options) => this.#page(url, options));
  }

  address(first: ListPage, { base, ending, current }: PagerCall, number: number): string {
    const file = (fileNumber: number): string => new URL(`${base}_${fileNumber}.${ending}`, first.url).href;
    if (current === 1) return file(number);
    const url = file(number - (this.#shift ?? 1));
    if (this.#shift === null) this.#probes.set(url, { other: file(number), first });
    return url;
  }

  async #page(url: string, options: PageOptions | undefined): Promise<ListPage> {
    const probe = this.#shift === null ? this.#probes.get(url) : undefined;
    if (probe === undefined) return this.#inner.page(url, options);
    let usual: ListPage | UnusablePage;
    try {
      usual = await this.#inner.page(url, options);
    } catch (error) {
      if (!(error instanceof UnusablePage) || !/^(not_found|soft_404)$/.test(error.outcome)) throw error;
      usual = error;
    }
    if (!(usual instanceof UnusablePage) && hasNewRows(usual, probe.first)) {
      this.#shift = 1;
      return usual;
    }
    try {
      const other = await this.#inner.page(probe.other, options);
      if (hasNewRows(other, probe.first)) {
        this.#shift = 0;
        return other;
      }
    } catch (error) {
      if (!(error instanceof UnusablePage)) throw error;
    }
    // Neither is a second page: what the usual address said holds.
    if (usual instanceof UnusablePage) throw usual;
    return usual;
  }
}

function hasNewRows(page: ListPage, first: ListPage): boolean {
  const known = new Set(rowAddresses(first, dialect));
  return rowAddresses(page, dialect).some((row) => !known.has(row));
}
