import type { Crawler, ListPage } from './crawler.ts';
import { linksOf } from './links.ts';
import { translating } from './made-page.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { type Dialect, walk } from './walk.ts';

/** Nodes of annual reports on every portal of the platform: D41 the government's own, D42 departments and streets. */
const ANNUAL_NODE = /^D4[12][A-Z]?$/;

const dialect: Dialect = {
  isArticle(url) {
    if (/\/\w+\/\d+\.jhtml$/.test(url.pathname)) return true;
    return url.pathname === '/' || /\/index(_\d+)?\.jhtml$/.test(url.pathname) ? false : null;
  },
  isAnnualListing: (url) =>
    /^(dir|path)$/.test(url.searchParams.get('a') ?? '') && ANNUAL_NODE.test(url.searchParams.get('p') ?? ''),
  known(entry) {
    const url = new URL(entry.url);
    if (url.pathname !== '/' || dialect.isAnnualListing?.(url) === true) return [];
    const linked = (node: string): boolean => new RegExp(`[?&;]p=${node}`).test(entry.text);
    return ['D41', 'D42']
      .filter((node) => !linked(node))
      .map((node) => new URL(`/?a=dir&h=1&p=${node}`, url).href);
  },
  rows($) {
    const list = $('ul.common-list a[href], .page-list a[href]');
    return list.length > 0
      ? list
      : linksOf($).filter((_, link) => /\/\w+\/\d+\.jhtml/.test($(link).attr('href') ?? ''));
  },
};

/**
 * A directory with a pager holds the entries of all departments: then their own lists, which say the same again, are
 * not asked for. Where it only names the departments, their lists are all there is.
 */
function leaveDepartments(page: ListPage): ListPage {
  const { $, url } = page;
  if (new URL(url).searchParams.get('a') !== 'dir') return page;
  if ($('.page-tile a[href]').length === 0 || dialect.rows($).length === 0) return page;
  linksOf($)
    .filter((_, link) => /[?&]a=path(&|$)/.test($(link).attr('href') ?? ''))
    .removeAttr('href');
  return page;
}

/** Nodes are codes of digits and capitals: `/D42Y/`, `/02MC/`; other products have `.jhtml` pages, too. */
const ROUTED = /^\/\?(.*&)?a=(info|platform|theme|dir|path)(&|$)|^\/[0-9A-Z]{3,6}\/\d{5,}\.jhtml$/;
const SIGNS: Signs = { address: ROUTED, links: ROUTED };

/**
 * The disclosure platform of 郑州 and its districts: a query router (`?a=info`, `?a=dir&h=1&p=D42`,
 * `?a=path&d=<department>&p=D42Y&page=<n>`) and articles `/<node>/<id>.jhtml`. The entry may be the platform's root
 * or a directory; from the root the directories of annual reports are tried even where nothing links to them.
 */
export const zzPublic: Crawler = {
  family: 'zz-public',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover: (column, context) => walk(column, translating(context, leaveDepartments), dialect),
};
