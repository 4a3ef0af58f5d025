import iconv from 'iconv-lite';
import { HEADINGS } from '../../fixtures/forms.ts';
import { escapeHtml } from '../../fixtures/render.ts';
import type { Sheet, SheetCell, SheetRow, SheetTable } from './sheet.ts';

/** A way in which a portal or a converter writes a report down. */
export interface Layout {
  readonly name: string;
  readonly type: 'html' | 'text';
  /** Whether an empty cell leaves a trace, so that the values after it keep their places. */
  readonly keepsBlanks: boolean;
  /** Whether cells have columns that a header can name. */
  readonly hasColumns: boolean;
  /** Whether a cell's end shows: what stands in one cell is told from what stands in two. */
  readonly hasCells: boolean;
  /** Encoding of the page; UTF-8 by default. */
  readonly charset?: 'gb18030';
  write(sheet: Sheet): string;
}

/** The report as the bytes that a portal would send. */
export function bytesOf(layout: Layout, sheet: Sheet): Uint8Array {
  return iconv.encode(layout.write(sheet), layout.charset ?? 'utf-8');
}

export interface Markup {
  paragraph(text: string): string;
  table(table: SheetTable): string;
}

export const html = (
  name: string,
  table: Markup['table'],
  keepsBlanks = true,
  wrap = (s: string) => s,
): Layout => ({
  name,
  type: 'html',
  keepsBlanks,
  hasColumns: keepsBlanks,
  hasCells: true,
  write: (sheet) =>
    `<html><head><title>${sheet.title}</title></head><body>${wrap(
      flow(sheet, { paragraph: (text) => `<p>${escapeHtml(text)}</p>`, table }).join('\n'),
    )}</body></html>`,
});

export const text = (name: string, table: Markup['table'], keepsBlanks = false, hasCells = true): Layout => ({
  name,
  type: 'text',
  keepsBlanks,
  hasColumns: false,
  hasCells,
  write: (sheet) => flow(sheet, { paragraph: (line) => line, table }).join('\n\n'),
});

/** The report in its order: title, text, chapters, tables. */
export function flow(sheet: Sheet, markup: Markup): string[] {
  const table = (name: SheetTable['name']): string[] =>
    sheet.tables.filter((t) => t.name === name).map((t) => markup.table(t));
  const prose = (texts: readonly string[]): string[] => texts.map((t) => markup.paragraph(t));
  const heading = (chapter: keyof typeof HEADINGS): string => markup.paragraph(HEADINGS[chapter]);
  return [
    markup.paragraph(sheet.title),
    ...prose(sheet.text.preamble),
    heading('1'),
    ...prose(sheet.text.overview),
    heading('2'),
    ...table('disclosure'),
    heading('3'),
    ...table('requests'),
    heading('4'),
    ...table('litigation'),
    heading('5'),
    ...prose(sheet.text.problems),
    heading('6'),
    ...prose(sheet.text.other),
  ];
}

export const lines = (text: string): string => text.split('\n').map(escapeHtml).join('<br>');

export function attributes(cell: SheetCell, rowspans: boolean): string {
  const colspan = cell.colspan > 1 ? ` colspan="${cell.colspan}"` : '';
  return colspan + (rowspans && cell.rowspan > 1 ? ` rowspan="${cell.rowspan}"` : '');
}

export function htmlTable(table: SheetTable, rowspans = true): string {
  const rows = table.rows.map(
    (row) =>
      `<tr>${row.cells.map((c) => `<td${attributes(c, rowspans)}>${lines(c.text)}</td>`).join('')}</tr>`,
  );
  return `<table border="1"><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

/** Cells that print something. */
export const cellsOf = (row: SheetRow): string[] =>
  row.cells.map((c) => c.text).filter((t) => t.trim() !== '');
