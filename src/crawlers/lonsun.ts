import type { Crawler, ListPage } from './crawler.ts';
import { linksOf, linkTitle, resolveLink } from './links.ts';
import { translating } from './made-page.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { isBodyName } from './selection.ts';
import { type Dialect, walk } from './walk.ts';

/** `/public/column/<organ>?type=<kind>`; kind 3 is the organ's annual reports, one shown a `timeFrame`. */
const ORGAN_PATH = /\/public\/column\/\d+$/;
const ARTICLE_PATH = /(^|\/)public\/(content\/\d+|\d+\/\d+\.html)$/;
/** Fills lists from the page's script. */
const LABEL_PATH = '/site/label/8888';

const dialect: Dialect = {
  isArticle(url) {
    if (ARTICLE_PATH.test(url.pathname)) return true;
    if (ORGAN_PATH.test(url.pathname)) return isAnnual(url) && url.searchParams.has('timeFrame');
    return url.pathname === '/' ? false : null;
  },
  isAnnualListing: isAnnual,
  known(entry) {
    const url = new URL(entry.url);
    // The directory of a county stands under the county's own number.
    return ORGAN_PATH.test(url.pathname) && !isAnnual(url) ? [annualPage(url.href)] : [];
  },
  rows: ($) => linksOf($).filter((_, link) => isRow($(link).attr('href') ?? '')),
  stated({ text }) {
    const pages = /\bpageCount["']?\s*[:=]\s*["']?(\d{1,4})/.exec(text)?.[1];
    return { entries: null, pages: pages === undefined ? null : Number(pages) };
  },
  next(_page, { number, stated }, first) {
    const label = labelAddress(first);
    if (label === null) return undefined;
    // The page may leave even its first rows to the script.
    const filled = number - (dialect.rows(first.$).length > 0 ? 0 : 1);
    if (filled > 0 && filled >= (stated.pages ?? 0)) return null;
    const url = new URL(label);
    url.searchParams.set('pageIndex', String(filled + 1));
    return { url: url.href };
  },
};

const SIGNS: Signs = {
  address: /\/public\/(column|content)\/\d+/,
  links: /\/public\/(column|content)\/\d+/,
  source: /\/site\/label\/\d+\?|\bLs\.pagination\(/,
};

/**
 * LonSun (龙讯): an organ's annual reports are shown in its column page (`?type=3`), a year at a time, and the years are
 * links; on some portals that column is a list of articles, filled by a script. Organs come from their directory
 * (`?type=4&action=rel`), the usual entry; a column of annual reports may be the entry, too.
 */
export const lonsun: Crawler = {
  family: 'lonsun',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover: (column, context) => walk(column, translating(context, arrange), dialect),
};

function isAnnual(url: URL): boolean {
  return ORGAN_PATH.test(url.pathname) && url.searchParams.get('type') === '3';
}

function isRow(href: string): boolean {
  return /[?&]timeFrame=\d{4}/.test(href) || ARTICLE_PATH.test(href.split(/[?#]/)[0] ?? '');
}

function annualPage(organ: string): string {
  const url = new URL(organ);
  url.search = '?type=3';
  return url.href;
}

/** Leaves each thing one address: organs that of their annual reports, years that of their link. */
function arrange(page: ListPage): ListPage {
  const { $ } = page;
  const shown = new URL(page.url).searchParams.get('timeFrame');
  const years = new Set<string>();
  for (const element of linksOf($)) {
    const link = $(element);
    const url = resolveLink(link.attr('href'), page.url);
    if (url === null || !ORGAN_PATH.test(new URL(url).pathname)) continue;
    const { searchParams } = new URL(url);
    const year = searchParams.get('timeFrame');
    if (year !== null && searchParams.get('hasContent') === 'false') link.remove();
    else if (year !== null) years.add(year);
    else if (isBodyName(linkTitle(link))) link.attr('href', annualPage(url));
  }
  // The report that the column shows is that of a year with an address of its own.
  if (years.size > 0 && (shown === null || years.has(shown))) $('table').remove();
  return page;
}

/** The address by which a page's script fills its list, given whole or as an object of its parameters. */
function labelAddress({ $, url, text }: ListPage): string | null {
  if (linksOf($).filter((_, link) => /[?&]timeFrame=\d{4}/.test($(link).attr('href') ?? '')).length > 0) {
    return null;
  }
  const whole = /["']([^"'\s]*\/site\/label\/\d+\?[^"'\s]*labelName=publicInfoList[^"'\s]*)["']/.exec(text);
  if (whole !== null) return resolveLink(whole[1]?.replaceAll('&amp;', '&'), url);
  const object = /\{[^{}]*\blabelName["']?\s*:\s*["']publicInfoList["'][^{}]*\}/.exec(text)?.[0];
  if (object === undefined) return null;
  const address = new URL(LABEL_PATH, url);
  address.search = 'IsAjax=1&dataType=html';
  for (const [, key, quoted, number] of object.matchAll(
    /(\w+)["']?\s*:\s*(?:["']([^"']*)["']|(\d+|true|false))/g,
  )) {
    if (key !== undefined) address.searchParams.set(key, quoted ?? number ?? '');
  }
  return address.href;
}
