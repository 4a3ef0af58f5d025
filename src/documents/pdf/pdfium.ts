import type { Box } from '../document.ts';
import type { GrayImage } from '../ocr/gray.ts';
import { Drawing } from './drawing.ts';
import { type Heap, heapOf, pdfium, type WrappedPdfiumModule } from './engine.ts';
import { apply, boxOf, type Matrix, multiply, type Point, type Segment, uprightPoint } from './strokes.ts';

/** One drawn character, in points from the page's upper left corner. */
export interface Glyph extends Box {
  /** U+FFFD where the file does not say which character it is. */
  readonly text: string;
  /** True where nobody sees it: drawn without ink, in white on paper, or beneath a picture of the page. */
  readonly hidden?: boolean;
}

export interface PdfPage {
  /** From 1. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly glyphs: readonly Glyph[];
  readonly segments: readonly Segment[];
  readonly images: number;
  /** Where its pictures are. */
  readonly pictures: readonly Box[];
  /** Number of drawn shapes that are no straight lines: text may be drawn so. */
  readonly shapes: number;
}

export interface PdfContent<T> {
  /** What was made of each page. */
  readonly pages: readonly T[];
  readonly title: string | null;
}

/** Draws the page that is being looked at, in grey. */
export type DrawPage = (dpi: number) => GrayImage;

/** Bounds on what one file may make us hold; no report comes near them. */
const MOST_PAGES = 400;
const MOST_GLYPHS = 120_000;
const DEEPEST_FORM = 12;
/** A sheet twice as large as A3, drawn at 200 dots an inch; larger ones are drawn with fewer. */
const MOST_DRAWN = 16e6;
/** A sheet of A4 scanned with 600 dots an inch has half as many. */
const MOST_PICTURE = 70e6;

// Constants of PDFium's public headers.
const OBJECT_TEXT = 1;
const OBJECT_PATH = 2;
const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
const SEGMENT_LINE = 0;
const SEGMENT_MOVE = 2;
const MODE_INVISIBLE = 3;
const MODE_CLIP = 7;
const HYPHEN_AT_LINE_END = 2;
const ERROR_PASSWORD = 4;
const BITMAP_GRAY = 1;
const WHITE = 0xffffffff;
const NEARLY_WHITE = 245;
const UNKNOWN_CHARACTER = '\ufffd';
const RENDER_ANNOTATIONS_GRAY = 0x01 | 0x08;

/**
 * Characters and ruling lines of every page, one page in memory at a time.
 * @param take makes of a page what is kept of it.
 * @throws Error when the file is no PDF, damaged beyond repair, or protected by a password.
 */
export async function readPages<T>(
  bytes: Uint8Array,
  take: (page: PdfPage, draw: DrawPage) => T | Promise<T>,
): Promise<PdfContent<T>> {
  const reader = new PdfReader(await pdfium());
  return reader.read(bytes, take);
}

class PdfReader {
  readonly #pdfium: WrappedPdfiumModule;
  readonly #heap: Heap;
  readonly #memory: Heap['wasmExports'];
  /** Scratch space for the results of one call. */
  readonly #out: number;

  constructor(loaded: WrappedPdfiumModule) {
    this.#pdfium = loaded;
    this.#heap = heapOf(loaded);
    this.#memory = this.#heap.wasmExports;
    this.#out = this.#memory.malloc(64);
  }

  async read<T>(
    bytes: Uint8Array,
    take: (page: PdfPage, draw: DrawPage) => T | Promise<T>,
  ): Promise<PdfContent<T>> {
    const p = this.#pdfium;
    const file = this.#memory.malloc(bytes.length);
    try {
      this.#heap.HEAPU8.set(bytes, file);
      const document = p.FPDF_LoadMemDocument(file, bytes.length, '');
      if (document === 0)
        throw new Error(
          p.FPDF_GetLastError() === ERROR_PASSWORD
            ? 'the PDF asks for a password'
            : 'the PDF cannot be opened',
        );
      try {
        const count = p.FPDF_GetPageCount(document);
        if (count > MOST_PAGES) throw new Error(`the PDF has ${count} pages, more than ${MOST_PAGES}`);
        const pages: T[] = [];
        for (let i = 0; i < count; i++) {
          const page = p.FPDF_LoadPage(document, i);
          if (page === 0) throw new Error(`page ${i + 1} of the PDF cannot be read`);
          try {
            const read = this.#readPage(page, i + 1);
            pages.push(await take(read, (dpi) => this.#draw(page, read, dpi)));
          } finally {
            p.FPDF_ClosePage(page);
          }
        }
        return { pages, title: this.#title(document) };
      } finally {
        p.FPDF_CloseDocument(document);
      }
    } finally {
      this.#memory.free(file);
      this.#memory.free(this.#out);
    }
  }

  #title(document: number): string | null {
    const p = this.#pdfium;
    const size = p.FPDF_GetMetaText(document, 'Title', 0, 0);
    if (size <= 2 || size > 4096) return null;
    const buffer = this.#memory.malloc(size);
    try {
      p.FPDF_GetMetaText(document, 'Title', buffer, size);
      const text = new TextDecoder('utf-16le')
        .decode(this.#heap.HEAPU8.slice(buffer, buffer + size - 2))
        .trim();
      return text === '' ? null : text;
    } finally {
      this.#memory.free(buffer);
    }
  }

  #draw(page: number, { width, height }: PdfPage, dpi: number): GrayImage {
    const p = this.#pdfium;
    const scale = dpi / 72;
    if (width * height * scale * scale > MOST_DRAWN || width < 1 || height < 1)
      throw new Error(
        `a page of ${Math.round(width)} × ${Math.round(height)} points is too large to recognise`,
      );
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    const bitmap = p.FPDFBitmap_CreateEx(w, h, BITMAP_GRAY, 0, 0);
    if (bitmap === 0) throw new Error('there is no memory to draw the page in');
    try {
      p.FPDFBitmap_FillRect(bitmap, 0, 0, w, h, WHITE);
      p.FPDF_RenderPageBitmap(bitmap, page, 0, 0, w, h, 0, RENDER_ANNOTATIONS_GRAY);
      const stride = p.FPDFBitmap_GetStride(bitmap);
      const buffer = p.FPDFBitmap_GetBuffer(bitmap);
      const data = new Uint8Array(w * h);
      for (let y = 0; y < h; y++)
        data.set(this.#heap.HEAPU8.subarray(buffer + y * stride, buffer + y * stride + w), y * w);
      return { width: w, height: h, data };
    } finally {
      p.FPDFBitmap_Destroy(bitmap);
    }
  }

  #readPage(page: number, number: number): PdfPage {
    const p = this.#pdfium;
    const width = p.FPDF_GetPageWidthF(page);
    const height = p.FPDF_GetPageHeightF(page);
    const shown = p.FPDF_GetPageBoundingBox(page, this.#out);
    // Left, top, right, bottom.
    const origin: Point = shown ? [this.#float(0), this.#float(12)] : [0, 0];
    const upright = uprightPoint(p.FPDFPage_GetRotation(page), width, height, origin);
    const drawing = new Drawing({ width, height }, upright);
    this.#walk(
      (i) => p.FPDFPage_GetObject(page, i),
      p.FPDFPage_CountObjects(page),
      [1, 0, 0, 1, 0, 0],
      drawing,
      0,
    );
    const { segments, images, pictures, shapes } = drawing;
    const glyphs = this.#glyphs(page, upright, drawing);
    return { number, width, height, glyphs, segments, images, pictures, shapes };
  }

  #glyphs(page: number, upright: (point: Point) => Point, drawing: Drawing): Glyph[] {
    const p = this.#pdfium;
    const text = p.FPDFText_LoadPage(page);
    const glyphs: Glyph[] = [];
    const seen = new Map<number, boolean>();
    try {
      const count = Math.min(p.FPDFText_CountChars(text), MOST_GLYPHS);
      for (let i = 0; i < count; i++) {
        const character = this.#character(text, i);
        if (character === null) continue;
        // The loose box has the font's full height: tight boxes put 一 out of its line.
        if (!p.FPDFText_GetLooseCharBox(text, i, this.#out)) continue;
        const f = this.#float;
        const box = boxOf(upright([f(0), f(4)]), upright([f(8), f(12)]));
        if (drawing.isOffPage(box)) continue;
        const object = p.FPDFText_GetTextObject(text, i);
        let hidden = seen.get(object);
        if (hidden === undefined) {
          hidden = drawing.isCovered(object) || this.#isInkless(object, box, drawing);
          seen.set(object, hidden);
        }
        glyphs.push({ text: character, ...box, ...(hidden ? { hidden } : {}) });
      }
    } finally {
      p.FPDFText_ClosePage(text);
    }
    return glyphs;
  }

  /** Null for white space. */
  #character(text: number, i: number): string | null {
    const p = this.#pdfium;
    const code = p.FPDFText_GetUnicode(text, i);
    if (code > 32 && p.FPDFText_HasUnicodeMapError(text, i) === 1) return UNKNOWN_CHARACTER;
    if (code === 0xa0 || code === 0x3000 || code === 0xfffe || code === 0xffff) return null;
    if (code > 32) return String.fromCodePoint(code);
    if (code === HYPHEN_AT_LINE_END && p.FPDFText_IsHyphen(text, i) === 1) return '-';
    if ((code >= 9 && code <= 13) || code === 32 || p.FPDFText_IsGenerated(text, i) === 1) return null;
    return UNKNOWN_CHARACTER;
  }

  /** Drawn as nothing, or in the colour of the paper with no other ground beneath it. */
  #isInkless(object: number, box: Box, drawing: Drawing): boolean {
    const p = this.#pdfium;
    if (object === 0) return false;
    const mode = p.FPDFTextObj_GetTextRenderMode(object);
    if (mode === MODE_INVISIBLE || mode === MODE_CLIP) return true;
    const color = this.#fill(object);
    // Outlined text has a colour of its own.
    if (color === null || (mode !== 0 && mode !== 4)) return false;
    const [red, green, blue, alpha] = color;
    if (alpha === 0) return true;
    return Math.min(red, green, blue) >= NEARLY_WHITE && !drawing.hasGround(box);
  }

  #fill(object: number): readonly [red: number, green: number, blue: number, alpha: number] | null {
    const at = this.#out;
    if (!this.#pdfium.FPDFPageObj_GetFillColor(object, at, at + 4, at + 8, at + 12)) return null;
    const n = (offset: number): number => this.#heap.HEAP32[(at + offset) >> 2] ?? 0;
    return [n(0), n(4), n(8), n(12)];
  }

  readonly #float = (offset: number): number => this.#heap.HEAPF32[(this.#out + offset) >> 2] ?? 0;

  #walk(
    object: (index: number) => number,
    count: number,
    base: Matrix,
    drawing: Drawing,
    depth: number,
  ): void {
    const p = this.#pdfium;
    for (let i = 0; i < count && drawing.budget > 0; i++) {
      drawing.budget -= 1;
      const item = object(i);
      const type = p.FPDFPageObj_GetType(item);
      if (type === OBJECT_TEXT) drawing.text(item);
      if (type === OBJECT_IMAGE) this.#checkPicture(item);
      if (type !== OBJECT_PATH && type !== OBJECT_FORM && type !== OBJECT_IMAGE) continue;
      p.FPDFPageObj_GetMatrix(item, this.#out);
      const f = this.#float;
      const matrix = multiply([f(0), f(4), f(8), f(12), f(16), f(20)], base);
      if (type === OBJECT_PATH) this.#path(item, matrix, drawing);
      else if (type === OBJECT_IMAGE) drawing.picture(matrix);
      else if (depth < DEEPEST_FORM)
        this.#walk(
          (j) => p.FPDFFormObj_GetObject(item, j),
          p.FPDFFormObj_CountObjects(item),
          matrix,
          drawing,
          depth + 1,
        );
    }
  }

  /** A picture that says it is enormous is one of a few bytes all the same: it would only be too large once drawn. */
  #checkPicture(item: number): void {
    if (!this.#pdfium.FPDFImageObj_GetImagePixelSize(item, this.#out, this.#out + 4)) return;
    const [width, height] = [
      this.#heap.HEAP32[this.#out >> 2] ?? 0,
      this.#heap.HEAP32[(this.#out + 4) >> 2] ?? 0,
    ];
    if (Math.abs(width * height) > MOST_PICTURE)
      throw new Error(`the PDF holds a picture of ${width} × ${height} pixels, which no page needs`);
  }

  #path(path: number, matrix: Matrix, drawing: Drawing): void {
    const p = this.#pdfium;
    p.FPDFPath_GetDrawMode(path, this.#out, this.#out + 4);
    const filled = (this.#heap.HEAP32[this.#out >> 2] ?? 0) !== 0;
    const stroked = (this.#heap.HEAP32[(this.#out + 4) >> 2] ?? 0) !== 0;
    if (!filled && !stroked) return;
    const color = filled ? this.#fill(path) : null;
    const dark = color !== null && Math.min(...color.slice(0, 3)) < NEARLY_WHITE && color[3] > 0;
    let points: Point[] = [];
    let curved = false;
    const flush = (): void => {
      if (points.length > 1) drawing.path(points, stroked, filled, dark);
      points = [];
    };
    const count = Math.min(p.FPDFPath_CountSegments(path), 10_000);
    for (let k = 0; k < count; k++) {
      const segment = p.FPDFPath_GetPathSegment(path, k);
      p.FPDFPathSegment_GetPoint(segment, this.#out, this.#out + 4);
      const point = apply(matrix, this.#float(0), this.#float(4));
      const type = p.FPDFPathSegment_GetType(segment);
      if (type === SEGMENT_MOVE) flush();
      else if (type !== SEGMENT_LINE) {
        points = [];
        curved = true;
      }
      points.push(point);
      const first = points[0];
      if (p.FPDFPathSegment_GetClose(segment) && first !== undefined) points.push(first);
    }
    flush();
    if (curved) drawing.shapes += 1;
  }
}
