import { decodeText } from '../documents/charset.ts';
import type { Document } from '../documents/document.ts';
import { joinDocuments } from '../documents/join.ts';
import { readDocument, readRenderedHtml } from '../documents/read.ts';
import { MIME, sniff } from '../documents/sniff.ts';
import { parseReports } from '../reports/parse.ts';
import { inlinePictures } from './inline-pictures.ts';
import type { Parsed, ParseInput } from './parser-pool.ts';

/**
 * Reads and parses one document. Never throws for what a file holds.
 * @param onPage is called after each page that had to be recognised.
 */
export async function parseDocument(
  { bytes, contentType, type, hints, further = [], pictures = [], rendered }: ParseInput,
  onPage?: () => void,
): Promise<Parsed> {
  const html = rendered ?? (pictures.length === 0 ? null : decodeText(bytes, { contentType }).text);
  const parts =
    html === null
      ? [await readDocument(bytes, { contentType, type, onPage })]
      : [await readRenderedHtml(inlinePictures(html, pictures), onPage)];
  for (const part of further) parts.push(await readDocument(part, { contentType: undefined, type, onPage }));
  const document = joinDocuments(parts);
  return { document: summarise(document), reports: parseReports(document, hints) };
}

/** What is left of a document that could not be read at all: the reason. */
export function unreadableDocument(reason: string, { bytes, type, hints }: ParseInput): Parsed {
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
  return { document: summarise(document), reports: parseReports(document, hints) };
}

function summarise({ type, mime, charset, images, problem, links }: Document): Parsed['document'] {
  return { type, mime, charset, images, problem, links };
}
