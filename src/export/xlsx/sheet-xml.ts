import type { Cell } from '../format.ts';
import type { ExportColumn } from '../tables.ts';

/** Rows a worksheet can hold, and characters a cell can (ECMA-376 leaves both to the program; these are Excel's). */
export const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;

/** Indexes into the cell formats of `styles.xml` in workbook.ts. */
const STYLES = { plain: 0, head: 1, date: 2, datetime: 3 } as const;

export interface Sheet {
  readonly name: string;
  readonly columns: readonly Pick<ExportColumn, 'name' | 'type'>[];
  /** Rows above the data, shown bold and kept in sight; the last names the columns. */
  readonly head: readonly (readonly string[])[];
  /** Columns at the left that stay in sight. */
  readonly frozenColumns: number;
}

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** What comes before the first row of data. */
export function sheetStart({ columns, head, frozenColumns }: Sheet): string {
  const corner = `${columnLetters(frozenColumns)}${head.length + 1}`;
  const split = `${frozenColumns > 0 ? ` xSplit="${frozenColumns}"` : ''} ySplit="${head.length}"`;
  const pane = frozenColumns > 0 ? 'bottomRight' : 'bottomLeft';
  const widths = columns.map((column, i) => {
    const longest = Math.max(
      ...head.map((row) => textWidth(row[i] ?? '')),
      column.type === 'datetime' ? 18 : 0,
    );
    return `<col min="${i + 1}" max="${i + 1}" width="${Math.min(40, Math.max(9, longest + 2))}" customWidth="1"/>`;
  });
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${NAMESPACE}">` +
    `<sheetViews><sheetView workbookViewId="0"><pane${split} topLeftCell="${corner}" activePane="${pane}" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${widths.join('')}</cols><sheetData>` +
    head.map((cells) => `<row>${cells.map((cell) => textCell(cell, STYLES.head)).join('')}</row>`).join('')
  );
}

export const SHEET_END = '</sheetData></worksheet>';

/** One row of data. Text stays text: nothing in it is ever run as a formula. */
export function sheetRow(cells: readonly Cell[], columns: Sheet['columns']): string {
  return `<row>${cells.map((cell, i) => cellXml(cell, columns[i]?.type ?? 'string')).join('')}</row>`;
}

function cellXml(cell: Cell, type: ExportColumn['type']): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (type === 'date' || type === 'datetime') {
    const serial = excelDate(cell);
    if (serial !== null) return `<c s="${STYLES[type]}"><v>${serial}</v></c>`;
  }
  return textCell(cell, STYLES.plain);
}

/** Days since 1899-12-30, as spreadsheets count; null for what is no date. */
function excelDate(text: string): number | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time / 86_400_000 + 25_569;
}

function textCell(text: string, style: number): string {
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
  const named = style === STYLES.plain ? '' : ` s="${style}"`;
  return `<c${named} t="inlineStr"><is><t xml:space="preserve">${escapeXml(shown)}</t></is></c>`;
}

/** What any of the replacements below may concern; most texts have nothing of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into the file
const TO_ESCAPE = /[&<>"\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|_x|[\uD800-\uDFFF]/u;

/** Control characters, which XML cannot hold, in the form that spreadsheets use for them (ECMA-376 22.9.2.19). */
export function escapeXml(text: string): string {
  if (!TO_ESCAPE.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/_x[0-9A-Fa-f]{4}_/gu, (code) => `_x005F${code}`)
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into the file
      /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDFFF]/gu,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}

/** `A`, `B`, … `AA` for 0, 1, … 26. */
function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

function textWidth(text: string): number {
  return [...text].reduce((width, character) => width + (character > '\u2e80' ? 2 : 1), 0);
}
