import type { Crawler } from './crawler.ts';
import { linksOf } from './links.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { type Dialect, walk } from './walk.ts';

/** `/info/<column>/<id>.htm`, and the directory of open information below `/info/egovinfo/`. */
const ARTICLE_PATH = /\/info\/(\d+\/\d+|egovinfo\/.+)\.htm$/;

const dialect: Dialect = {
  isArticle(url) {
    if (ARTICLE_PATH.test(url.pathname)) return true;
    if (/\/(content|download)\.jsp$/.test(url.pathname)) return true;
    return /\.htm$/.test(url.pathname) || url.pathname === '/' ? false : null;
  },
  rows($) {
    const lines = $('[id^="line_"] a[href]');
    return lines.length > 0
      ? lines
      : linksOf($).filter((_, link) => /\/?info\/(\d+|egovinfo)\//.test($(link).attr('href') ?? ''));
  },
};

const SIGNS: Signs = {
  address: ARTICLE_PATH,
  links: ARTICLE_PATH,
  source:
    /\bvsb_content|\bv_news_content\b|_showDynClickBatch|\bwbtreeid\b|\/system\/(resource\/js|_content)\/|\/__local\/|\bpb_sys_common\b/,
};

/**
 * VSB (西安博达): columns `<path>/<slug>.htm`, articles `/info/<column>/<id>.htm`. List pages are numbered from the
 * end (`nb.htm`, `nb/10.htm`, …, `nb/1.htm`), and a new page renumbers them all: only the link to the next page is
 * followed, no number is worked out.
 */
export const vsb: Crawler = {
  family: 'vsb',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover: (column, context) => walk(column, context, dialect),
};
