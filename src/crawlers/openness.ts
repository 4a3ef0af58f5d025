import type { Crawler } from './crawler.ts';
import { linksOf } from './links.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { type Dialect, walk } from './walk.ts';

/** The controllers of the product: `/XxgkAnnualReport/show/5617.html`, `/OpennessContent/show/12.html`. */
const ARTICLE_PATH = /\/(Xxgk|Openness)\w*\/show\/\d+(\.html)?$/i;
const ANNUAL_LIST = /\/(Xxgk|Openness)AnnualReport\/?(index(\.html)?|lists?(\.html)?)?$/i;

const dialect: Dialect = {
  isArticle(url) {
    if (ARTICLE_PATH.test(url.pathname)) return true;
    return url.pathname === '/' || /\/(Xxgk|Openness)\w*\/?$/i.test(url.pathname) ? false : null;
  },
  isAnnualListing: (url) => ANNUAL_LIST.test(url.pathname),
  rows: ($) =>
    linksOf($).filter((_, link) => /(Xxgk|Openness)AnnualReport\/show\//i.test($(link).attr('href') ?? '')),
};

const CONTROLLER = /^\/(Xxgk|Openness)(AnnualReport|Content|Guide|Finance|System|Apply)\b/i;
const SIGNS: Signs = { address: CONTROLLER, links: CONTROLLER };

/**
 * The “openness” platform: each kind of information has a controller, and that of annual reports lists those of a
 * unit (`/opennessAnnualReport/?branch_id=<unit>`) or of all, with articles `/XxgkAnnualReport/show/<id>.html`.
 * Lists of units are found by their links.
 */
export const openness: Crawler = {
  family: 'openness',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover: (column, context) => walk(column, context, dialect),
};
