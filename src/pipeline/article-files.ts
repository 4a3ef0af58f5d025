import { type Attachment, attachmentsOf } from '../crawlers/attachments.ts';
import type { PageTree } from '../documents/html.ts';
import { type OpenPage, openPage, openRenderedHtml } from '../documents/read.ts';
import { sniff } from '../documents/sniff.ts';

export type ArticleFile = Attachment;

/** An article with more files than this is a download page. */
const MOST_FILES = 30;

/** Documents of an article, pictures only where it has nothing else. */
export function filesOf(tree: PageTree, url: string, hosts: readonly string[]): readonly ArticleFile[] {
  const files = attachmentsOf(tree, url, hosts);
  const documents = files.filter((f) => f.kind === 'document');
  return (documents.length > 0 ? documents : files).slice(0, MOST_FILES);
}

/**
 * What a capture brought, parsed, to look for files in it.
 * @param rendered the DOM after scripts
 * @returns null where it is no page, or one that is nested beyond reading, which its reader says.
 */
export function openArticle(
  bytes: Uint8Array,
  contentType: string | undefined,
  rendered: string | null,
): OpenPage | null {
  if (sniff(bytes) !== 'html') return null;
  try {
    return rendered === null ? openPage(bytes, contentType) : openRenderedHtml(rendered);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
