import type { Block, Cell } from './document.ts';

/**
 * Plain text, as saved from Word, a PDF or a scan. Lines whose cells are parted by tabs (or by bars, as in
 * text made from mark-up) become grids whose columns are only separators; every other line is a paragraph.
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
  for (const raw of text.split(/\r\n|\n|\r/u)) {
    number += 1;
    for (const [part, line] of raw.split('\f').entries()) {
      if (part > 0) {
        flush();
        page += 1;
      }
      const cells = cellsOf(line);
      if (cells !== null) {
        rows.push({ cells, line: number });
        continue;
      }
      flush();
      const trimmed = line.trim();
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
  if (line.includes('\t')) {
    const cells = line.split('\t');
    return cells.every((c) => c.trim() === '') ? null : cells;
  }
  const bars = line.match(/[|¦]/gu)?.length ?? 0;
  if (bars < 2) return null;
  const cells = line.trim().replace(/^[|¦]/u, '').replace(/[|¦]$/u, '').split(/[|¦]/u);
  // The rule under a heading row of text mark-up.
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
