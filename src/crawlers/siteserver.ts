import type { Crawler } from './crawler.ts';
import { linksOf } from './links.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { type Dialect, walk } from './walk.ts';

const dialect: Dialect = {
  isArticle(url) {
    if (/\/contents\/\d+\/\d+\.html$/.test(url.pathname) || /\/upload\//i.test(url.pathname)) return true;
    return /\/channels\/\d+(_\d+)?\.html$/.test(url.pathname) || url.pathname === '/' ? false : null;
  },
  rows($) {
    const list = $('.content_list a[href]');
    return list.length > 0
      ? list
      : linksOf($).filter((_, link) => /\/contents\//.test($(link).attr('href') ?? ''));
  },
  pageAddress: (first, number) =>
    /\/channels\/\d+\.html$/.test(first) ? first.replace(/\.html$/, `_${number}.html`) : null,
};

const SIGNS: Signs = {
  address: /^\/(channels\/\d+(_\d+)?|contents\/\d+\/\d+)\.html$/,
  links: /^\/(channels\/\d+(_\d+)?|contents\/\d+\/\d+)\.html$/,
};

/**
 * SiteServer CMS with its default addresses: `/channels/<channel>[_<page>].html`, `/contents/<channel>/<content>.html`.
 * Each year and group of bodies may have a channel of its own, so the channel tree is walked anew each time; the
 * entry may be a channel or a content page.
 */
export const siteserver: Crawler = {
  family: 'siteserver',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover: (column, context) => walk(column, context, dialect),
};
