import type { SpreadsheetRule } from './format.ts';

/** One record by RFC 4180, with a line feed at its end. Null is an empty cell. */
export function csvLine(cells: readonly (string | number | null)[], rule: SpreadsheetRule): string {
  return `${cells.map((cell) => csvCell(cell, rule)).join(',')}\n`;
}

function csvCell(cell: string | number | null, rule: SpreadsheetRule): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text =
    rule === 'safe' && /^[=+\-@\t\r]/u.test(cell) && !/^[+-]?\d+(?:\.\d+)?$/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
