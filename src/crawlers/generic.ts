import { isDocumentAddress } from './attachments.ts';
import type { Crawler } from './crawler.ts';
import { isChrome, linksOf, rowDate } from './links.ts';
import { type Dialect, walk } from './walk.ts';

const dialect: Dialect = {
  isArticle(url) {
    if (isDocumentAddress(url.href)) return true;
    const name = url.pathname.split('/').at(-1) ?? '';
    if (name === '' || /^(index|list|default|main|home)(_?\d{1,3})?\.\w+$/i.test(name)) return false;
    if (/\d{4}/.test(name) || /(^|\/)(art|article|content|info|post)\//i.test(url.pathname)) return true;
    return null;
  },
  rows($) {
    const content = linksOf($).filter((_, link) => !isChrome($(link)));
    const dated = content.filter((_, link) => rowDate($, $(link)) !== null);
    if (dated.length > 0) return dated;
    const items = content.filter((_, link) => $(link).closest('li, tr, dd').length > 0);
    return items.length > 0 ? items : content;
  },
};

/**
 * For portals of no known family: goes by what links and columns are called, follows the page links that lists show,
 * and takes files that lists link to directly.
 */
export const generic: Crawler = {
  family: 'generic',
  discover: (column, context) => walk(column, context, dialect),
};
