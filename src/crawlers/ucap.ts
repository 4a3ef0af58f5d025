import { z } from 'zod';
import { isDocumentAddress } from './attachments.ts';
import { type Crawler, type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { jsonOf } from './json.ts';
import { contentRows, dateIn, type Links, linksOf, tidy } from './links.ts';
import { type MadeRow, madePage, madeRows, madeTotal, translating } from './made-page.ts';
import { pagerCalls } from './pager-call.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { isAnnualColumn, isAnnualPath, subColumnKind } from './selection.ts';
import { type Dialect, walk } from './walk.ts';

/** `<column>/<YYYYMM>/<32 hex>.shtml`, `…/c01_<number>.shtml`, and `/c100028/c7466447/content.shtml`. */
const ARTICLE_PATH = /(^|\/)\d{6}\/([0-9a-f]{32}|c01_\d+)\.shtml$|(^|\/)c\d+\/c\d+\/content\.shtml$/;
/** Templates of columns are named by each portal; these are the kinds of names met. */
const COLUMN_PATH = /\/([a-z]*_?)*(list|lists|navs?|nbz?|index|lby)\w*\.shtml$/i;
const ANNUAL_TEMPLATE = /[_/](zfxxgk|xxgk|gk)?nbz?\.shtml$/i;

/** Asked for at once; portals may give fewer. */
const PAGE_SIZE = 100;
const SEARCH_PATH = /\/(common\/search|searchList|search)\/(?=[0-9a-f]{32}\b|['"])/;

const dialect: Dialect = {
  isArticle(url) {
    if (ARTICLE_PATH.test(url.pathname) || isDocumentAddress(url.href)) return true;
    return COLUMN_PATH.test(url.pathname) || url.pathname.endsWith('/') ? false : null;
  },
  isAnnualListing: (url) => ANNUAL_TEMPLATE.test(url.pathname) || isAnnualPath(url),
  rows($) {
    const made = madeRows($);
    if (made.length > 0) return made;
    const articles = articleLinks($);
    // Without articles, a page with a channel's id is the frame of a list that a script fetches.
    return articles.length > 0 || channelOf($) !== null ? articles : contentRows($);
  },
  stated(page) {
    const call = pagerCalls(page.text)[0];
    return isAnswer(page) || call === undefined
      ? madeTotal(page)
      : { entries: call.entries, pages: call.pages };
  },
  next(page, { number, rowCount, firstLength, stated }, first) {
    if (isAnswer(page)) {
      const listed = rowCount - (isAnswer(first) ? 0 : firstLength);
      return listed < (stated.entries ?? 0) ? nextAnswer(page.url) : null;
    }
    const call = pagerCalls(first.text)[0];
    if (call !== undefined) {
      const pages = (pagerCalls(page.text)[0] ?? call).pages;
      if (pages !== null && number >= pages) return null;
      return { url: new URL(`${call.base}_${number + 1}.${call.ending}`, first.url).href, mayBeAbsent: true };
    }
    const channel = channelOf(page.$);
    const shown = articleLinks(page.$).length;
    if (channel === null || (shown > 0 && !SEARCH_PATH.test(page.text))) return undefined;
    // What is shown may be all there is: then the data is not missed.
    return { url: searchAddress(page, channel), mayBeAbsent: shown > 0 };
  },
};

const OWN_PATH = new RegExp(`${ARTICLE_PATH.source}|/c\\d{5,}[a-z]?/\\w+\\.shtml$`);
const SIGNS: Signs = {
  address: OWN_PATH,
  links: OWN_PATH,
  source:
    /<ucap(title|content)\b|\bUCAP-CONTENT\b|<meta[^>]*\bname=["']?channelid\b|\/common\/search\/[0-9a-f]{32}/i,
};

/**
 * UCAP (开普云): columns `/<site>/<column>/<template>.shtml`, later pages `<template>_2.shtml` by the count in a
 * script's call, or lists that a script fetches as JSON by the channel's id. The JSON may hold entries of other
 * channels below the asked one; of those only full titles count.
 */
export const ucap: Crawler = {
  family: 'ucap',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover: (column, context) =>
    walk(
      column,
      translating(context, (page) => translate(page, context)),
      dialect,
    ),
};

function articleLinks($: ListPage['$']): Links {
  return linksOf($).filter((_, link) =>
    ARTICLE_PATH.test(($(link).attr('href') ?? '').split(/[?#]/)[0] ?? ''),
  );
}

/** The channel's id: a meta tag, or a variable of the page's scripts. */
function channelOf($: ListPage['$']): string | null {
  for (const meta of $('meta[name][content]')) {
    const content = tidy($(meta).attr('content') ?? '');
    if ($(meta).attr('name')?.toLowerCase() === 'channelid' && /^[0-9a-f]{32}$/i.test(content))
      return content;
  }
  return /\bchannel_?id['"]?\s*[:=]\s*['"]([0-9a-f]{32})['"]/i.exec($('script').text())?.[1] ?? null;
}

function searchAddress({ url, text }: ListPage, channel: string): string {
  const path = SEARCH_PATH.exec(text)?.[1] ?? 'common/search';
  const address = new URL(`/${path}/${channel}`, url);
  const query = {
    _isAgg: 'true',
    _isJson: 'true',
    _pageSize: String(PAGE_SIZE),
    _template: 'index',
    _rangeTimeGte: '',
    _channelName: '',
    page: '1',
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}

function isAnswer({ url }: ListPage): boolean {
  return new URL(url).searchParams.get('_isJson') === 'true';
}

function nextAnswer(url: string): { url: string } {
  const address = new URL(url);
  address.searchParams.set('page', String(Number(address.searchParams.get('page')) + 1));
  return { url: address.href };
}

const answerSchema = z.object({
  data: z.object({ total: z.coerce.number().int().min(0), results: z.array(z.unknown()) }),
});
const entrySchema = z.object({
  title: z.string(),
  url: z.string().min(1),
  publishedTime: z.number().nullish(),
  publishedTimeStr: z.string().nullish(),
  channelName: z.string().nullish(),
});

/** JSON becomes a page of rows; every other page stays as it is. */
function translate(page: ListPage, context: DiscoveryContext): ListPage {
  if (!isAnswer(page)) return page;
  const answer = answerSchema.safeParse(jsonOf(page.text));
  if (!answer.success) {
    throw new UnusablePage(page.url, 'wrong_type', 'a list as JSON (data.total, data.results) was expected');
  }
  const { total, results } = answer.data.data;
  const rows: MadeRow[] = [];
  for (const result of results) {
    const entry = entrySchema.safeParse(result);
    if (entry.success) rows.push(rowOf(entry.data));
    else context.note(`${page.url}: an entry without title or url was left out`);
  }
  return madePage(page.url, rows, total);
}

function rowOf({
  title,
  url,
  publishedTime,
  publishedTimeStr,
  channelName,
}: z.infer<typeof entrySchema>): MadeRow {
  const channel = channelName ?? '';
  return {
    href: url,
    title: tidy(title.replace(/<[^>]*>/g, '')),
    date: dateIn(publishedTimeStr ?? '') ?? (publishedTime ? chineseDate(publishedTime) : null),
    isElsewhere: channel !== '' && !isAnnualColumn(channel) && subColumnKind(channel) === null,
  };
}

/** The day in China (UTC+8, no daylight saving time) of a time in milliseconds since 1970. */
function chineseDate(time: number): string | null {
  const date = new Date(time + 8 * 3_600_000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}
