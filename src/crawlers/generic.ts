import { isDocumentAddress } from './attachments.ts';
import type { Crawler } from './crawler.ts';
import { contentRows } from './links.ts';
import { type Dialect, walk } from './walk.ts';

const dialect: Dialect = {
  isArticle(url) {
    if (isDocumentAddress(url.href)) return true;
    const name = url.pathname.split('/').at(-1) ?? '';
    if (name === '' || /^(index|list|default|main|home)(_?\d{1,3})?\.\w+$/i.test(name)) return false;
    if (/\d{4}/.test(name) || /(^|\/)(art|article|content|info|post)\//i.test(url.pathname)) return true;
    return null;
  },
  rows: contentRows,
};

/**
 * For portals of no known family: goes by what links and columns are called, follows the page links that lists show,
 * and takes files that lists link to directly.
 */
export const generic: Crawler = {
  family: 'generic',
  discover: (column, context) => walk(column, context, dialect),
};
