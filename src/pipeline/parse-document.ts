import { decodeText } from '../documents/charset.ts';
import type { Document } from '../documents/document.ts';
import { joinDocuments } from '../documents/join.ts';
import { readDocument, readRenderedHtml } from '../documents/read.ts';
import { MIME, sniff } from '../documents/sniff.ts';
import { parseReports } from '../reports/parse.ts';
import { filesOf, openArticle } from './article-files.ts';
import { inlinePictures } from './inline-pictures.ts';
import type { ParsedDocument, ParseInput } from './parser-pool.ts';

/**
 * Reads and parses one document. Never throws for what a file holds.
 * @param onPage is called after each page that had to be recognised.
 */
export async function parseDocument(
  { bytes, contentType, type, hints, further = [], pictures = [], rendered, article }: ParseInput,
  onPage?: () => void,
): Promise<ParsedDocument> {
  // One reading of the page for its files and its report.
  const page = article === undefined ? null : openArticle(bytes, contentType, rendered ?? null);
  const files = page === null || article === undefined ? [] : filesOf(page.tree, article.url, article.hosts);
  if (files.some(({ kind }) => kind === 'image')) return { document: UNREAD, reports: [], files };
  const html = rendered ?? (pictures.length === 0 ? null : decodeText(bytes, { contentType }).text);
  const parts =
    html === null
      ? [await readDocument(bytes, { contentType, type, onPage, page: page ?? undefined })]
      : [
          await readRenderedHtml(
            pictures.length === 0 ? (page ?? html) : inlinePictures(html, pictures),
            onPage,
          ),
        ];
  for (const part of further) parts.push(await readDocument(part, { contentType: undefined, type, onPage }));
  const document = joinDocuments(parts);
  return { document: summarise(document), reports: parseReports(document, hints), files };
}

const UNREAD: ParsedDocument['document'] = {
  type: 'html',
  mime: MIME.html,
  charset: null,
};

/** What is left of a document that could not be read at all: the reason. */
export function unreadableDocument(reason: string, { bytes, type, hints }: ParseInput): ParsedDocument {
  const known = type ?? sniff(bytes);
  const document: Document = {
    type: known,
    mime: MIME[known],
    charset: null,
    blocks: [],
    title: null,
    meta: new Map(),
    links: [],
    images: 0,
    problem: reason,
  };
  return { document: summarise(document), reports: parseReports(document, hints), files: [] };
}

function summarise({ type, mime, charset }: Document): ParsedDocument['document'] {
  return { type, mime, charset };
}
