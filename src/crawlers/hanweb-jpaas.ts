import { z } from 'zod';
import { isDocumentAddress } from './attachments.ts';
import { type Crawler, type ListPage, UnusablePage } from './crawler.ts';
import { jsonOf } from './json.ts';
import { contentRows, isChrome, type Links, linksOf, resolveLink } from './links.ts';
import { translating } from './made-page.ts';
import { queryable } from './query.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { isAnnualPath } from './selection.ts';
import { type Dialect, walk } from './walk.ts';

/** `<column>/art/<Y>/art_<32 hex>.html`; on portals that moved, the former product's `/art/<Y>/<M>/<D>/art_<n>_<n>.html`. */
const ARTICLE_PATH = /(^|\/)art\/\d{4}(\/\d{1,2}\/\d{1,2})?\/art_\w+\.html$/;
/** The program that builds a part of a page anew. */
const BUILD_PATH = /\/front\/page\/build\/unit$/;
const USUAL_PAGE = 15;

const dialect: Dialect = {
  isArticle(url) {
    if (ARTICLE_PATH.test(url.pathname) || isDocumentAddress(url.href)) return true;
    return /\/(index\.html)?$/.test(url.pathname) ? false : null;
  },
  isAnnualListing: isAnnualPath,
  rows($) {
    const articles = articleLinks($);
    // Without articles, a page with a part to build is the frame of a list.
    return articles.length > 0 || unitElements($).length > 0 ? articles : contentRows($);
  },
  stated({ $ }) {
    const count = $('.pagination[count]').attr('count') ?? '';
    return { entries: /^\d{1,6}$/.test(count) ? Number(count) : null, pages: null };
  },
  next(page, { rowCount, stated }, first) {
    const part = listPart(first);
    if (part === null) return undefined;
    const number = numberOf(page.url) ?? (articleLinks(page.$).length > 0 ? 1 : 0);
    const isMore = stated.entries === null ? number === 0 : rowCount < stated.entries;
    return isMore ? { url: buildAddress(part, number + 1, pageSize(first)) } : null;
  },
};

const OWN_PATH = /\/art\/\d{4}\/art_[0-9a-f]{32}\.html$/;
const SIGNS: Signs = {
  address: OWN_PATH,
  links: OWN_PATH,
  source: /\bjpaas-publish-server\b|['"]parseType['"]\s*:\s*['"]bulidstatic['"]/,
};

/**
 * Hanweb jpaas: columns are directories, articles `<column>/art/<Y>/art_<32 hex>.html`. The first page of a list is
 * in the column page, or built by a script; further ones come as HTML in JSON from the program and with the
 * parameters that an element of the page names. Blocks of new entries lead to their columns by 更多.
 */
export const hanwebJpaas: Crawler = {
  family: 'hanweb-jpaas',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover(column, context) {
    // Lists are read one after the other: what is built belongs to the column page before it.
    let columnUrl = column.url;
    const translate = (page: ListPage): ListPage => {
      if (BUILD_PATH.test(new URL(page.url).pathname)) return builtPage(page, columnUrl);
      columnUrl = page.url;
      return page;
    };
    return walk(column, translating(context, translate), dialect);
  },
};

function articleLinks($: ListPage['$']): Links {
  return linksOf($).filter((_, element) => {
    const link = $(element);
    return ARTICLE_PATH.test((link.attr('href') ?? '').split(/[?#]/)[0] ?? '') && !isChrome(link);
  });
}

function unitElements($: ListPage['$']) {
  return $('[querydata]').filter((_, element) => /page\/build\/unit/.test($(element).attr('url') ?? ''));
}

/** The part of the page that holds its list, as the program is asked for it. */
interface Part {
  readonly url: string;
  readonly query: readonly (readonly [string, string])[];
}

/** The part round the rows; on a page without rows, the one whose name says so, else the last. */
function listPart({ $, url }: ListPage): Part | null {
  const elements = unitElements($).toArray();
  const aroundRows = elements.find((element) => {
    const box = $(element).is('script') ? $(element).parent() : $(element);
    return articleLinks($)
      .toArray()
      .some((link) => box.find(link).length > 0);
  });
  const named = elements.find((element) => /列表|list|内容/i.test($(element).attr('querydata') ?? ''));
  const element = $(aroundRows ?? named ?? elements.at(-1));
  const address = resolveLink(element.attr('url'), url);
  // Single quotes where JSON has double ones.
  const pairs = (element.attr('querydata') ?? '').matchAll(/['"](\w+)['"]\s*:\s*['"]([^'"]*)['"]/g);
  return address === null
    ? null
    : { url: address, query: [...pairs].map(([, key = '', value = '']) => [key, value]) };
}

function buildAddress({ url, query }: Part, pageNo: number, size: number): string {
  const address = new URL(url);
  for (const [key, value] of query) address.searchParams.set(key, value);
  address.searchParams.set('paramJson', JSON.stringify({ pageNo, pageSize: size }));
  return address.href;
}

function numberOf(address: string): number | null {
  const url = new URL(address);
  if (!BUILD_PATH.test(url.pathname)) return null;
  return Number(/"pageNo":(\d+)/.exec(url.searchParams.get('paramJson') ?? '')?.[1] ?? 1);
}

function pageSize({ $ }: ListPage): number {
  const rows = Number($('.pagination[rows]').attr('rows') ?? 0);
  return rows || articleLinks($).length || USUAL_PAGE;
}

const answerSchema = z.object({ data: z.object({ html: z.string() }) });

/** The HTML of an answer, with addresses as the column page would resolve them. */
function builtPage(page: ListPage, columnUrl: string): ListPage {
  const answer = answerSchema.safeParse(jsonOf(page.text));
  if (!answer.success) {
    throw new UnusablePage(page.url, 'wrong_type', 'a part of a page as JSON (data.html) was expected');
  }
  const $ = queryable(answer.data.data.html);
  for (const link of linksOf($)) {
    const address = resolveLink($(link).attr('href'), columnUrl);
    if (address !== null) $(link).attr('href', address);
  }
  return { url: page.url, text: answer.data.data.html, $ };
}
