import { heapOf, pdfium, type WrappedPdfiumModule } from '../../documents/pdf/engine.ts';
import { encodePng } from './png.ts';

// Constants of PDFium's public headers.
const BITMAP_BGRX = 3;
const WITH_ANNOTATIONS = 1;
const WHITE = 0xffffffff;
/** A page is shown this wide, in pixels; a very long one is not followed beyond the square of it times four. */
const WIDTH = 1240;
const TALLEST = 4 * WIDTH;

export interface PageSize {
  /** Points. */
  readonly width: number;
  readonly height: number;
}

/**
 * The sizes of a PDF's pages, scans included.
 * @throws Error when it cannot be opened.
 */
export async function pageSizes(bytes: Uint8Array, most: number): Promise<PageSize[]> {
  const p = await pdfium();
  return withDocument(p, bytes, (document) =>
    Array.from({ length: Math.min(p.FPDF_GetPageCount(document), most) }, (_, i) =>
      withPage(p, document, i, (page) => ({
        width: p.FPDF_GetPageWidthF(page),
        height: p.FPDF_GetPageHeightF(page),
      })),
    ),
  );
}

/**
 * One page as PNG.
 * @param number from 1
 * @throws Error when the PDF cannot be opened, or has no such page.
 */
export async function pageImage(bytes: Uint8Array, number: number): Promise<Uint8Array> {
  const p = await pdfium();
  return withDocument(p, bytes, (document) => withPage(p, document, number - 1, (page) => draw(p, page)));
}

function draw(p: WrappedPdfiumModule, page: number): Uint8Array {
  const ratio = p.FPDF_GetPageHeightF(page) / Math.max(1, p.FPDF_GetPageWidthF(page));
  const height = Math.max(1, Math.min(TALLEST, Math.round(WIDTH * ratio)));
  const bitmap = p.FPDFBitmap_CreateEx(WIDTH, height, BITMAP_BGRX, 0, 0);
  if (bitmap === 0) throw new Error('there is no memory for a picture of the page');
  try {
    p.FPDFBitmap_FillRect(bitmap, 0, 0, WIDTH, height, WHITE);
    p.FPDF_RenderPageBitmap(bitmap, page, 0, 0, WIDTH, height, 0, WITH_ANNOTATIONS);
    const heap = heapOf(p).HEAPU8;
    const buffer = p.FPDFBitmap_GetBuffer(bitmap);
    const rgb = new Uint8Array(WIDTH * height * 3);
    for (let i = 0, from = buffer, to = 0; i < WIDTH * height; i++, from += 4, to += 3) {
      rgb[to] = heap[from + 2] ?? 0;
      rgb[to + 1] = heap[from + 1] ?? 0;
      rgb[to + 2] = heap[from] ?? 0;
    }
    return encodePng(WIDTH, height, rgb);
  } finally {
    p.FPDFBitmap_Destroy(bitmap);
  }
}

function withDocument<T>(p: WrappedPdfiumModule, bytes: Uint8Array, work: (document: number) => T): T {
  const heap = heapOf(p);
  const file = heap.wasmExports.malloc(bytes.length);
  try {
    heap.HEAPU8.set(bytes, file);
    const document = p.FPDF_LoadMemDocument(file, bytes.length, '');
    if (document === 0) throw new Error('the PDF cannot be opened');
    try {
      return work(document);
    } finally {
      p.FPDF_CloseDocument(document);
    }
  } finally {
    heap.wasmExports.free(file);
  }
}

function withPage<T>(p: WrappedPdfiumModule, document: number, index: number, work: (page: number) => T): T {
  const page = p.FPDF_LoadPage(document, index);
  if (page === 0) throw new Error(`the PDF has no readable page ${index + 1}`);
  try {
    return work(page);
  } finally {
    p.FPDF_ClosePage(page);
  }
}
