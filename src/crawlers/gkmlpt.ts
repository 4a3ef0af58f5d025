import { type Crawler, type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { linksOf, pageKey, resolveLink } from './links.ts';
import { type MadeRow, madePage, madeRows, madeTotal, translating } from './made-page.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { isAnnualColumn, isBodyName } from './selection.ts';
import { type Dialect, walk } from './walk.ts';

/** The platform's page of one unit: `[/<unit>]/gkmlpt/` or `…/gkmlpt/index`. */
const INDEX_PATH = /\/gkmlpt\/(index)?$/;
const API_PATH = /\/gkmlpt\/api\/all\/\d+$/;
/** Of both products of the province: the platform's own articles, and those of the portals round it. */
const ARTICLE_PATH = /(^|\/)m?post_\d+\.html$/;
const INDEX_MARK = 'data-category-tree';

const SIGNS: Signs = {
  address: /\/gkmlpt\/|\/content\/(\d+\/\d+\/)?m?post_\d+\.html$/,
  links: /\/gkmlpt\/|\/content\/(\d+\/\d+\/)?m?post_\d+\.html$/,
  source: /\bwindow\._CONFIG\s*=/,
};

/**
 * Guangdong's disclosure platform: each unit has an index page with the tree of its categories in a script, and a
 * JSON list a category. The categories of annual reports are found by their names in the tree; a category that jumps
 * elsewhere leads to the static lists (`index_2.html`, `post_<id>.html`) of the portal round the platform, which may
 * also be the entry. Units are those that index pages link to.
 */
export const gkmlpt: Crawler = {
  family: 'gkmlpt',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover(column, context) {
    const annual = new Set<string>();
    const pages = translating(context, (page) => translate(page, context, annual));
    return walk({ ...column, url: column.url.replace(/#.*$/, '') }, pages, dialectFor(annual));
  },
};

/** @param annual keys of the lists that trees name as annual reports */
function dialectFor(annual: ReadonlySet<string>): Dialect {
  return {
    isArticle(url) {
      if (ARTICLE_PATH.test(url.pathname)) return true;
      return /\/gkmlpt\//.test(url.pathname) || /\/(index(_\d+)?\.html)?$/.test(url.pathname) ? false : null;
    },
    isAnnualListing: (url) => INDEX_PATH.test(url.pathname) || annual.has(pageKey(url.href)),
    rows($) {
      const made = madeRows($);
      if (made.length > 0 || $(`[${INDEX_MARK}]`).length > 0) return made;
      return linksOf($).filter((_, link) =>
        ARTICLE_PATH.test(($(link).attr('href') ?? '').split(/[?#]/)[0] ?? ''),
      );
    },
    stated: madeTotal,
    next(page, { number, rowCount, stated }) {
      const url = new URL(page.url);
      if (!API_PATH.test(url.pathname)) return undefined;
      if (rowCount >= (stated.entries ?? 0)) return null;
      url.searchParams.set('page', String(number + 1));
      return { url: url.href };
    },
    pageAddress: (first, number) =>
      /\/(index\.html)?$/.test(first) ? first.replace(/(index\.html)?$/, `index_${number}.html`) : null,
  };
}

function translate(page: ListPage, context: DiscoveryContext, annual: Set<string>): ListPage {
  const { pathname } = new URL(page.url);
  if (API_PATH.test(pathname)) return articleList(page);
  if (INDEX_PATH.test(pathname)) linkCategories(page, context, annual);
  return page;
}

/** Adds links to the lists of annual reports, which the page's script would make from its tree. */
function linkCategories(page: ListPage, context: DiscoveryContext, annual: Set<string>): void {
  const tree = treeIn(page.text);
  const sid = /\bSID["']?\s*[:=]\s*["']?(\w+)/.exec(page.text)?.[1];
  if (tree === null || sid === undefined) {
    context.note(
      `${page.url}: no tree of categories (TREE, SID in window._CONFIG) on this page of the platform`,
    );
    return;
  }
  const list = page.$(`<ul ${INDEX_MARK}></ul>`);
  for (const { id, name, jump } of annualCategories(tree)) {
    const address =
      jump === null ? new URL(`api/all/${id}?page=1&sid=${sid}`, page.url).href : resolveLink(jump, page.url);
    if (address === null) continue;
    annual.add(pageKey(address));
    list.append(page.$('<li></li>').append(page.$('<a></a>').attr('href', address).text(name)));
  }
  page.$('body').append(list);
}

interface Category {
  readonly id: string;
  readonly name: string;
  /** Where the category's list is kept elsewhere. */
  readonly jump: string | null;
}

/** The script's literal, when it is JSON; null otherwise. */
function treeIn(text: string): unknown {
  const found = /\bTREE["']?\s*[:=]\s*(?=\[)/.exec(text);
  if (found === null) return null;
  const start = found.index + found[0].length;
  const end = endOfArray(text, start);
  try {
    return end === null ? null : JSON.parse(text.slice(start, end));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function endOfArray(text: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '[') depth += 1;
    else if (!quoted && character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

/** The categories of annual reports: the lowest of each branch, and those above that hold more than these. */
function annualCategories(tree: unknown, within = false): Category[] {
  return nodesOf(tree).flatMap((node) => {
    const name = textOf(node, 'name');
    const id = textOf(node, 'id');
    const isAnnual = within || isAnnualColumn(name);
    const children = nodesOf(Reflect.get(node, 'children'));
    const below = annualCategories(children, isAnnual);
    const held = children.reduce((sum, child) => sum + countOf(child), 0);
    const isWanted = isAnnual && id !== '' && (children.length === 0 || countOf(node) > held);
    const jump = textOf(node, 'jump_url');
    return isWanted ? [{ id, name, jump: jump === '' ? null : jump }, ...below] : below;
  });
}

function nodesOf(value: unknown): object[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
}

function textOf(node: object, key: string): string {
  const value: unknown = Reflect.get(node, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function countOf(node: object): number {
  return Number(textOf(node, 'post_count')) || 0;
}

/** @throws UnusablePage for what is no list of a category */
function articleList(page: ListPage): ListPage {
  const data = parseJson(page);
  const articles: unknown = Reflect.get(data, 'articles');
  if (!Array.isArray(articles)) {
    throw new UnusablePage(page.url, 'wrong_type', 'a JSON list with articles was expected');
  }
  const rows = nodesOf(articles).flatMap((article): MadeRow[] => {
    const href = textOf(article, 'url') || textOf(article, 'post_url');
    const publisher = textOf(article, 'publisher');
    const row = { href, title: textOf(article, 'title'), date: publicationDate(article) };
    return href === '' ? [] : [{ ...row, body: isBodyName(publisher) ? publisher : null }];
  });
  const total = Number(textOf(data, 'total'));
  return madePage(page.url, rows, textOf(data, 'total') === '' || Number.isNaN(total) ? null : total);
}

function parseJson({ url, text }: ListPage): object {
  let data: unknown = null;
  try {
    data = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (typeof data === 'object' && data !== null) return data;
  const met = text.trim().slice(0, 60);
  throw new UnusablePage(url, 'wrong_type', `JSON was expected, “${met}” came`);
}

const CHINA_OFFSET_S = 8 * 3600;

/** Times are seconds since 1970; the day is China's. */
function publicationDate(article: object): string | null {
  for (const key of ['display_publish_time', 'date', 'create_time']) {
    const seconds = Number(textOf(article, key));
    if (seconds > 0 && seconds < 1e11) {
      return new Date((seconds + CHINA_OFFSET_S) * 1000).toISOString().slice(0, 10);
    }
  }
  return /^\d{4}-\d\d-\d\d/.exec(textOf(article, 'created_at'))?.[0] ?? null;
}
