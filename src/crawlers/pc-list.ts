import type { Crawler } from './crawler.ts';
import { contentRows } from './links.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { type Dialect, walk } from './walk.ts';

const dialect: Dialect = {
  isArticle(url) {
    if (/\/pc\/content(\/|_|\.html)/.test(url.pathname)) return true;
    return /\/pc\/list(_\d+)?\.html$/.test(url.pathname) || url.pathname === '/' ? false : null;
  },
  rows: contentRows,
};

const SIGNS: Signs = {
  address: /\/pc\/(list(_\d+)?\.html|content[/_.])/,
  links: /\/pc\/(list(_\d+)?\.html|content[/_.])/,
};

/**
 * Portals whose lists are filled by scripts: `<site>/<slug>/pc/list.html`, articles `…/pc/content/content_<id>.html`.
 * Their site files say `browser: true`; what is read here is the list as the browser shows it, with the links to
 * further pages that it has.
 */
export const pcList: Crawler = {
  family: 'pc-list',
  recognise: (page) => recogniseBy(page, SIGNS),
  discover: (column, context) => walk(column, context, dialect),
};
