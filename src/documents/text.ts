import type { Block, Cell } from './document.ts';
import { joinWrappedCells } from './wrapped-cells.ts';

/** No table row is longer; a longer line is prose or no text at all. */
const LONGEST_ROW = 20_000;
/** Far above any report: more is another kind of file. */
const MOST_CELLS = 500_000;

/**
 * Plain text, as saved from Word, a PDF or a scan. Lines whose cells are parted by tabs (or by bars, as in
 * text made from mark-up) become grids whose columns are only separators; every other line is a paragraph.
 * @throws Error when the tables have more cells than can be held.
 */
export function readText(text: string): Block[] {
  const blocks: Block[] = [];
  let rows: { cells: string[]; line: number }[] = [];
  let page = 1;
  const paged = text.includes('\f');
  let index = 0;

  const flush = (): void => {
    const first = rows[0];
    if (first === undefined) return;
    index += 1;
    blocks.push(gridOf(rows, index, first.line, paged ? page : null));
    rows = [];
  };

  let number = 0;
  let held = 0;
  for (const raw of joinWrappedCells(text.split(/\r\n|\n|\r/u))) {
    number += 1;
    for (const [part, line] of raw.split('\f').entries()) {
      if (part > 0) {
        flush();
        page += 1;
      }
      const cells = cellsOf(line);
      if (cells !== null) {
        held += cells.length;
        if (held > MOST_CELLS) throw new Error(`the text has more than ${MOST_CELLS} table cells`);
        rows.push({ cells, line: number });
        continue;
      }
      const trimmed = line.trim();
      // The rule under a heading row of text mark-up does not end its table.
      if (/^[|:\-\s]*\|[|:\-\s]*-{2,}[|:\-\s]*$/u.test(trimmed)) continue;
      flush();
      if (trimmed === '' || /^[|¦]+$/u.test(trimmed)) continue;
      blocks.push({
        kind: 'paragraph',
        text: trimmed,
        scope: [],
        page: paged ? page : null,
        line: number,
      });
    }
  }
  flush();
  return blocks;
}

/** The cells of a line, or null when it is running text. */
function cellsOf(line: string): string[] | null {
  if (line.length > LONGEST_ROW) return null;
  if (line.includes('\t')) {
    const cells = line.split('\t');
    return cells.every((c) => c.trim() === '') ? null : cells;
  }
  const bars = line.match(/[|¦]/gu)?.length ?? 0;
  if (bars < 2) return null;
  const cells = line.trim().replace(/^[|¦]/u, '').replace(/[|¦]$/u, '').split(/[|¦]/u);
  if (cells.every((c) => /^\s*:?-{2,}:?\s*$/u.test(c))) return null;
  return cells.every((c) => c.trim() === '') ? null : cells;
}

function gridOf(
  rows: readonly { cells: readonly string[]; line: number }[],
  index: number,
  line: number,
  page: number | null,
): Block {
  const cells: Cell[] = [];
  let columns = 0;
  for (const [r, row] of rows.entries()) {
    columns = Math.max(columns, row.cells.length);
    for (const [c, text] of row.cells.entries())
      cells.push({
        row: r + 1,
        column: c + 1,
        rowSpan: 1,
        columnSpan: 1,
        text: text.trim(),
        page,
        box: null,
      });
  }
  return { kind: 'grid', index, rows: rows.length, columns, cells, aligned: false, scope: [], page, line };
}
