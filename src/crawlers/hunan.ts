import type { Crawler } from './crawler.ts';
import { linksOf, linkTitle } from './links.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { isAnnualColumn, isReportTitle } from './selection.ts';
import { type Dialect, walk } from './walk.ts';

const ARTICLE_PATH = /(^|\/)content_\d+\.html?$/;

const dialect: Dialect = {
  // A column's address may be that of a report: only what it is called tells.
  isArticle(url) {
    if (ARTICLE_PATH.test(url.pathname)) return true;
    if (url.pathname === '/' || /^\/(index|default)\.html?$/.test(url.pathname)) return false;
    return null;
  },
  rows: ($) =>
    linksOf($).filter((_, element) => {
      const link = $(element);
      const path = (link.attr('href') ?? '').split(/[?#]/)[0] ?? '';
      if (ARTICLE_PATH.test(path)) return true;
      const title = linkTitle(link);
      return isReportTitle(title) && !isAnnualColumn(title);
    }),
};

// Neither a year's months (/2024/05/) nor another product's codes (/003/003001/).
const NUMBERED = /^\/(?!(?:19|20)\d\d\/)\d{4,}(\/\d+)+\/(content_\d+\.html?|(index|default)\.html?)?$/;
const SIGNS: Signs = { address: NUMBERED, links: NUMBERED };

/**
 * Portals of Hunan whose paths are column numbers: `/25074/25162/37354/index.htm`, articles `content_<id>.html`. The
 * report may be a column's page itself; columns of bodies and years below the column of annual reports are visited.
 */
export const hunan: Crawler = {
  family: 'hunan',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover: (column, context) => walk(column, context, dialect),
};
