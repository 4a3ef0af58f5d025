import { isDocumentAddress } from './attachments.ts';
import type { Crawler } from './crawler.ts';
import { contentRows } from './links.ts';
import { type Dialect, walk } from './walk.ts';

/** Pages of lists, by the names that products give them: `index_2.shtml`, `list-1.html`, `3.html`, `xxgk-list-nb.html`. */
const LIST_NAME = /^((index|list|default|main|home)([-_]?\d{1,3})?|\d{1,3}|[\w-]+-list-[\w-]+)\.\w+$/i;
const LIST_PROGRAM = /(list|class|column|channel|category)\w*\.(aspx?|jspx?|php|do)$/i;
const ARTICLE_PROGRAM = /(show|view|detail|article|content)\w*\.(aspx?|jspx?|php|do)$/i;
/** Serial numbers and GUIDs; a lone year names a column as often as an article. */
const ARTICLE_ID =
  /\d{5}|(?<!\d)(?!20\d\d(?!\d))\d{4}(?!\d)|^[0-9a-f]{24}\.|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i;
const DATED_DIRECTORY = /\/\d{4}-?\d\d([-/]?\d\d)?\//;

const dialect: Dialect = {
  isArticle(url) {
    if (isDocumentAddress(url.href)) return true;
    const [name = '', directory = ''] = url.pathname.split('/').reverse();
    if (/^(index|default)\.\w+$/i.test(name)) {
      // Some products give an article a directory: a long number is one's, of a short one only the title tells.
      return /^\d{14,}$/.test(directory) ? true : /^\d{4,}$/.test(directory) ? null : false;
    }
    if (name === '' || LIST_NAME.test(name) || LIST_PROGRAM.test(name)) return false;
    if (ARTICLE_ID.test(name) || ARTICLE_PROGRAM.test(name) || DATED_DIRECTORY.test(url.pathname))
      return true;
    return /(^|\/)(art|article|content|info|post)\//i.test(url.pathname) ? true : null;
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
