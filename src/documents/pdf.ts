import type { Document } from './document.ts';
import type { GrayImage } from './ocr/gray.ts';
import { OcrUnavailable } from './ocr/packages.ts';
import { blocksOfPages, type PrintedPage } from './pages.ts';
import { FEWEST_FIGURES, FIGURE } from './pdf/bare-lines.ts';
import { bareTables, type PageEnd } from './pdf/bare-table.ts';
import { linesOfGlyphs } from './pdf/glyph-lines.ts';
import { type Glyph, type PdfPage, readPages } from './pdf/pdfium.ts';
import { type RuledTable, ruledTables } from './pdf/ruled-table.ts';
import { hasHiddenText, textLayer } from './pdf/text-layer.ts';

/** Each takes seconds, and a scanned report has a dozen: of a longer file only so many are read, and that is said. */
const MOST_SCANNED = 60;

/** So many figures one above the other in a cell are those of rows. */
const FEWEST_STACKED = 2;

/** What is read of a PDF. */
type ReadPdf = Pick<Document, 'blocks' | 'title' | 'images' | 'problem' | 'unread' | 'distrust'>;

/**
 * PDF: ruled tables as grids (one table over several pages is one grid), the rest as lines. Pages whose characters are
 * not what one sees on them (none at all, those of another program's recognition, those of a broken font) are recognised
 * as pictures. Where that is not installed, another program's are taken, and nothing that is read is trusted.
 * @param onPage is called after each page that took long.
 * @throws OcrUnavailable when the file needs recognition for all that it holds, and that is not installed.
 * @throws Error when the file cannot be opened.
 */
export async function readPdf(bytes: Uint8Array, onPage?: () => void): Promise<ReadPdf> {
  let images = 0;
  let scanned = 0;
  let garbled = false;
  let unavailable: OcrUnavailable | null = null;
  const [unread, foreign, late]: [number[], number[], number[]] = [[], [], []];
  const columns: Columns = { last: null };
  const { pages, title } = await readPages(bytes, async (page, draw): Promise<PrintedPage> => {
    images += page.images;
    const layer = textLayer(page, garbled);
    garbled ||= layer === 'garbled';
    const glyphs = page.glyphs.filter((g) => g.hidden !== true);
    if (layer === 'text') return printedPage({ ...page, glyphs }, columns);
    scanned += 1;
    if (scanned > MOST_SCANNED) {
      late.push(page.number);
      return printedPage({ ...page, glyphs: [] }, columns);
    }
    try {
      const { recognise, SCAN_DPI } = await import('./ocr/recognise.ts');
      const points = 72 / SCAN_DPI;
      const image: GrayImage = draw(SCAN_DPI);
      const read = await recognise(image, { number: page.number, scale: points, points });
      onPage?.();
      return read;
    } catch (error) {
      if (!(error instanceof OcrUnavailable)) throw error;
      unavailable = error;
      const taken = layer === 'none' && hasHiddenText(page);
      (taken ? foreign : unread).push(page.number);
      return printedPage({ ...page, glyphs: taken ? page.glyphs : [] }, columns);
    }
  });
  const blocks = blocksOfPages(pages);
  const why = unavailable === null ? '' : (unavailable as OcrUnavailable).message;
  const gaps = [
    ...(unread.length === 0 ? [] : [`${named(unread)} can only be read as a picture: ${why}`]),
    ...(late.length === 0
      ? []
      : [
          `${late.length} scanned pages from page ${late[0]} on were not read: no more than ${MOST_SCANNED} are`,
        ]),
  ];
  if (blocks.length === 0 && unavailable !== null && !garbled) throw unavailable;
  const problem =
    blocks.length > 0
      ? null
      : unavailable !== null
        ? `its characters are stored under wrong names and can only be read as a picture: ${why}`
        : scanned > 0
          ? 'a scanned PDF on which no text is recognised'
          : 'a PDF without any text';
  return {
    blocks,
    title,
    images,
    problem,
    ...(gaps.length === 0 ? {} : { unread: gaps.join('; ') }),
    ...(foreign.length === 0
      ? {}
      : { distrust: `on ${named(foreign)} stands what another program recognised in the scan: ${why}` }),
  };
}

const named = (pages: readonly number[]): string =>
  `page${pages.length === 1 ? '' : 's'} ${pages.join(', ')}`;

/** Columns of figures without ruling lines, in which the page before ended. */
interface Columns {
  last: PageEnd | null;
}

function printedPage(page: PdfPage, columns: Columns): PrintedPage {
  const { number, width, height } = page;
  const ruled = ruledTables(page).filter((t) => t.cells.some((c) => c.text !== '') && !holdsRows(t));
  const bare = bareTables(page, glyphsOutside(page, ruled), columns.last);
  columns.last = bare.end;
  const tables = [...ruled, ...bare.tables];
  return { number, width, height, tables, lines: linesOfGlyphs(glyphsOutside(page, tables)) };
}

/** Whether only columns are ruled, so that figures of many rows, or one with its header, stand in one cell. */
function holdsRows({ cells }: RuledTable): boolean {
  const stacked = cells.filter(({ text }) => {
    const lines = text.split('\n');
    const [last = ''] = lines.slice(-1);
    const figures = lines.filter((line) => FIGURE.test(line)).length;
    return figures >= FEWEST_STACKED || (figures === 1 && FIGURE.test(last) && lines.length > 1);
  });
  return stacked.some((cell) => stacked.filter((c) => c.r0 === cell.r0).length >= FEWEST_FIGURES);
}

/** What is printed in no table. */
function glyphsOutside(page: PdfPage, tables: readonly RuledTable[]): Glyph[] {
  const inside = (x: number, y: number): boolean =>
    tables.some(
      (t) => x >= (t.xs[0] ?? 0) && x <= (t.xs.at(-1) ?? 0) && y >= (t.ys[0] ?? 0) && y <= (t.ys.at(-1) ?? 0),
    );
  return page.glyphs.filter((g) => !inside((g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2));
}
