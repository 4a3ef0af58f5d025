import type { Document } from './document.ts';
import type { GrayImage } from './ocr/gray.ts';
import { blocksOfPages, type PrintedPage } from './pages.ts';
import { bareTables } from './pdf/bare-table.ts';
import { linesOfGlyphs } from './pdf/glyph-lines.ts';
import { type Glyph, type PdfPage, readPages } from './pdf/pdfium.ts';
import { type RuledTable, ruledTables } from './pdf/ruled-table.ts';

/** Each takes seconds: a scanned report has a dozen. */
const MOST_SCANNED = 60;
/** Fewer characters on a page that is a picture are a stamp or a number printed over it. */
const FEWEST_GLYPHS = 12;

/**
 * PDF: ruled tables as grids (one table over several pages is one grid), the rest as lines. Pages without text are
 * recognised as pictures.
 * @param onPage is called after each page that took long.
 * @throws Error when the file cannot be opened, or needs recognition and that is not installed.
 */
export async function readPdf(
  bytes: Uint8Array,
  onPage?: () => void,
): Promise<Pick<Document, 'blocks' | 'title' | 'images' | 'problem'>> {
  let images = 0;
  let scanned = 0;
  const columns: Columns = { last: null };
  const { pages, title } = await readPages(bytes, async (page, draw): Promise<PrintedPage> => {
    images += page.images;
    if (!isScan(page)) return printedPage(page, columns);
    scanned += 1;
    if (scanned > MOST_SCANNED) throw new Error(`more than ${MOST_SCANNED} scanned pages`);
    const { recognise, SCAN_DPI } = await import('./ocr/recognise.ts');
    const points = 72 / SCAN_DPI;
    const image: GrayImage = draw(SCAN_DPI);
    const read = await recognise(image, { number: page.number, scale: points, points });
    onPage?.();
    return read;
  });
  const blocks = blocksOfPages(pages);
  const problem =
    blocks.length > 0
      ? null
      : scanned > 0
        ? 'a scanned PDF on which no text is recognised'
        : 'a PDF without any text';
  return { blocks, title, images, problem };
}

function isScan(page: PdfPage): boolean {
  return page.images > 0 && page.glyphs.length < FEWEST_GLYPHS;
}

/** Columns of figures without ruling lines, in which the page before ended. */
interface Columns {
  last: ReturnType<typeof bareTables>['columns'];
}

function printedPage(page: PdfPage, columns: Columns): PrintedPage {
  const { number, width, height } = page;
  const ruled = ruledTables(page).filter((t) => t.cells.some((c) => c.text !== ''));
  const bare = bareTables(page, glyphsOutside(page, ruled), columns.last);
  columns.last = bare.columns;
  const tables = [...ruled, ...bare.tables];
  return { number, width, height, tables, lines: linesOfGlyphs(glyphsOutside(page, tables)) };
}

/** What is printed in no table. */
function glyphsOutside(page: PdfPage, tables: readonly RuledTable[]): Glyph[] {
  const inside = (x: number, y: number): boolean =>
    tables.some(
      (t) => x >= (t.xs[0] ?? 0) && x <= (t.xs.at(-1) ?? 0) && y >= (t.ys[0] ?? 0) && y <= (t.ys.at(-1) ?? 0),
    );
  return page.glyphs.filter((g) => !inside((g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2));
}
