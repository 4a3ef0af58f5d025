import { Recent } from '../../archive/recent.ts';
import type { Box, Document } from '../../documents/document.ts';
import { wholeTree } from '../../documents/html.ts';
import {
  type OpenPage,
  openRenderedHtml,
  openWholePage,
  readDocument,
  readRenderedHtml,
} from '../../documents/read.ts';
import { sniff } from '../../documents/sniff.ts';
import { blocksHtml, escapeHtml } from './blocks-html.ts';
import { markedHtml, plainPage } from './marked-html.ts';
import { type PageSize, pageImage, pageSizes } from './pdf-image.ts';
import { pictureOf } from './picture.ts';
import { type Place, placeOf } from './place.ts';

/** An archived document to be looked at. */
export interface ViewInput {
  /** Equal for equal bytes: a document is read once for all its values. */
  readonly documentKey: string;
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
  | { readonly kind: 'image'; readonly size: PageSize | null; readonly mark: Box | null };

/** What is asked of the thread that looks at documents. */
export type ViewTask =
  | ({ readonly kind: 'view' } & ViewInput)
  | { readonly kind: 'page'; readonly bytes: Uint8Array; readonly page: number };

/** No report comes near it. */
const MOST_PAGES = 100;
/** Documents that were read lately. Recognising a scan takes seconds a page, and a reader looks at value after value. */
const MOST_READ = 6;
const lately = new Recent<string, Promise<Document>>(MOST_READ);

/** What a thread answers to a task: a view, or the picture of a page. */
export async function runTask(task: ViewTask): Promise<DocumentView | Uint8Array> {
  return task.kind === 'page' ? pageImage(task.bytes, task.page) : viewDocument(task);
}

/** An archived document in a form that a browser shows and that can do nothing. */
export async function viewDocument(input: ViewInput): Promise<DocumentView> {
  const { bytes, printed } = input;
  const place = input.at === null ? null : placeOf(input.at);
  const type = input.rendered ? 'html' : sniff(bytes);
  if (type === 'image') {
    const mark = place === null ? null : boxOf(await read(input), place, printed);
    return { kind: 'image', size: pictureOf(bytes)?.size ?? null, mark: mark?.box ?? null };
  }
  if (type === 'pdf') {
    try {
      const pages = await pageSizes(bytes, MOST_PAGES);
      return { kind: 'pdf', pages, mark: place === null ? null : boxOf(await read(input), place, printed) };
    } catch (error) {
      return { kind: 'html', html: plainPage(`<p>${escapeHtml(String(error))}</p>`) };
    }
  }
  if (type !== 'html') return { kind: 'html', html: blocksHtml(await read(input), place, printed) };
  const page = opened(input);
  const document = await read(input, page);
  const html = page === null ? null : markedHtml(page.tree, document.blocks, place, printed);
  if (html !== null) return { kind: 'html', html };
  return { kind: 'html', html: blocksHtml(document, place, printed) };
}

/** @param page the same, where it is a page that was parsed */
function read(input: ViewInput, page: OpenPage | null = null): Promise<Document> {
  const contentType = input.contentType ?? undefined;
  return lately.get(input.documentKey, () =>
    input.rendered && page !== null
      ? readRenderedHtml(page)
      : readDocument(input.bytes, { contentType, ...(page === null ? {} : { page }) }),
  );
}

/** A page as it was received, parsed once for reading and showing; null where it is nested beyond all measure. */
function opened({ rendered, bytes, contentType }: ViewInput): OpenPage | null {
  try {
    return rendered
      ? openRenderedHtml(new TextDecoder().decode(bytes), wholeTree)
      : openWholePage(bytes, contentType ?? undefined);
  } catch {
    // What reads it meets the same, and says so in words.
    return null;
  }
}

const NOWHERE: Box = { x0: 0, y0: 0, x1: 0, y1: 0 };

/** Where a cell is printed; for running text the page at least is known. */
function boxOf(document: Document, place: Place, printed: string | null): { page: number; box: Box } | null {
  if (place.kind === 'cell') {
    for (const block of document.blocks) {
      if (block.kind !== 'grid' || block.index !== place.table) continue;
      const cell = block.cells.find((c) => c.row === place.row && c.column === place.column);
      return cell?.box == null ? null : { page: cell.page ?? 1, box: cell.box };
    }
    return null;
  }
  const start = printed?.replace(/\s+/gu, '').slice(0, 12) ?? '';
  const block = document.blocks.find(
    (b) => b.kind === 'paragraph' && start !== '' && b.text.replace(/\s+/gu, '').includes(start),
  );
  if (block === undefined) return null;
  // Of running text often only the page is known.
  return { page: block.page ?? 1, box: ('box' in block ? block.box : null) ?? NOWHERE };
}
