import { decodeText } from '../../documents/charset.ts';
import type { Box, Document } from '../../documents/document.ts';
import { readDocument, readRenderedHtml } from '../../documents/read.ts';
import { sniff } from '../../documents/sniff.ts';
import { blocksHtml, escapeHtml } from './blocks-html.ts';
import { markedHtml, plainPage } from './marked-html.ts';
import { type PageSize, pageImage, pageSizes } from './pdf-image.ts';
import { type Place, placeOf } from './place.ts';

/** An archived document to be looked at. */
export interface ViewInput {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  /** The bytes are a DOM that a browser left, in UTF-8. */
  readonly rendered: boolean;
  /** Evidence: where to look; null: at the beginning. */
  readonly at: string | null;
  readonly printed: string | null;
}

export type DocumentView =
  | { readonly kind: 'html'; readonly html: string }
  | {
      readonly kind: 'pdf';
      readonly pages: readonly PageSize[];
      readonly mark: { readonly page: number; readonly box: Box } | null;
    }
  | { readonly kind: 'image' };

/** What is asked of the thread that looks at documents. */
export type ViewTask =
  | ({ readonly kind: 'view' } & ViewInput)
  | { readonly kind: 'page'; readonly bytes: Uint8Array; readonly page: number };

/** No report comes near it. */
const MOST_PAGES = 100;

/** What a thread answers to a task: a view, or the picture of a page. */
export async function runTask(task: ViewTask): Promise<DocumentView | Uint8Array> {
  return task.kind === 'page' ? pageImage(task.bytes, task.page) : viewDocument(task);
}

/** An archived document in a form that a browser shows and that can do nothing. */
export async function viewDocument(input: ViewInput): Promise<DocumentView> {
  const place = input.at === null ? null : placeOf(input.at);
  const type = input.rendered ? 'html' : sniff(input.bytes);
  if (type === 'image') return { kind: 'image' };
  const options = { contentType: input.contentType ?? undefined };
  const text = input.rendered ? new TextDecoder().decode(input.bytes) : null;
  const document = text === null ? await readDocument(input.bytes, options) : readRenderedHtml(text);
  if (type === 'pdf') {
    try {
      return {
        kind: 'pdf',
        pages: await pageSizes(input.bytes, MOST_PAGES),
        mark: place === null ? null : boxOf(document, place, input.printed),
      };
    } catch (error) {
      return { kind: 'html', html: plainPage(`<p>${escapeHtml(String(error))}</p>`) };
    }
  }
  if (type === 'html') {
    const source = text ?? decodeText(input.bytes, options).text;
    const html = markedHtml(source, document.blocks, place, input.printed);
    if (html !== null) return { kind: 'html', html };
  }
  return { kind: 'html', html: blocksHtml(document, place, input.printed) };
}

/** Where a cell is printed; for running text the page at least is known. */
function boxOf(document: Document, place: Place, printed: string | null): { page: number; box: Box } | null {
  if (place.kind === 'cell') {
    for (const block of document.blocks) {
      if (block.kind !== 'grid' || block.index !== place.table) continue;
      const cell = block.cells.find((c) => c.row === place.row && c.column === place.column);
      return cell?.box == null || cell.page === null ? null : { page: cell.page, box: cell.box };
    }
    return null;
  }
  const start = printed?.replace(/\s+/gu, '').slice(0, 12) ?? '';
  const block = document.blocks.find(
    (b) => b.kind === 'paragraph' && start !== '' && b.text.replace(/\s+/gu, '').includes(start),
  );
  return block?.page == null ? null : { page: block.page, box: { x0: 0, y0: 0, x1: 0, y1: 0 } };
}
