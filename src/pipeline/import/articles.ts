import { queryable } from '../../crawlers/query.ts';
import { decodeText } from '../../documents/charset.ts';
import { pageTree } from '../../documents/html.ts';
import type { Fetched } from '../../fetch/fetched.ts';
import { pageTitle, parseTitle } from '../../reports/identity.ts';
import type { Site } from '../../sites/site.ts';
import { type ArticleFile, filesOf } from '../article-files.ts';
import { contentTypeOf } from '../content-type.ts';
import type { ParserPool } from '../parser-pool.ts';

/** A page that holds a report, or leads to one in a file. */
export interface Article {
  /** A report's title that the page bears; null where it bears none. */
  readonly title: string | null;
  readonly files: readonly ArticleFile[];
}

/**
 * Whether a page that no list led to is the article of a report: it reads as one, or its title is one's, with the year. A list
 * of reports has neither.
 * @param named the page's title as the recorder noted it.
 */
export async function articleOf(
  fetched: Fetched,
  site: Site,
  named: string | null,
  parser: ParserPool,
): Promise<Article | null> {
  const bytes = fetched.body ?? new Uint8Array();
  const contentType = contentTypeOf(fetched);
  const html = decodeText(bytes, { contentType }).text;
  const $ = queryable(html);
  const titles = [named, $('title').first().text(), $('h1').first().text()].map(pageTitle);
  const title = titles.find((t) => t !== null && parseTitle(t).year !== null) ?? null;
  const hints = { url: fetched.url, body: null, year: null, title };
  const { reports } = await parser.parse({ bytes, contentType, hints });
  const reads = reports.some(({ status }) => status === 'complete' || status === 'partial');
  if (!reads && title === null) return null;
  return { title, files: filesOf(pageTree(html), fetched.finalUrl, site.hosts) };
}
