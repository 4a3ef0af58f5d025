import { type Block, type Cell, type Grid, LONGEST_CELL } from '../document.ts';
import { cluster, nearest } from '../geometry.ts';

/** A cell of a row as word processors store it: by the position of its right edge. */
export interface WordCell {
  readonly text: string;
  /** Twips (1/1440 inch) from the left margin; null where the file does not say. */
  readonly right: number | null;
  /** Part of the cell to its left, or of the one above. */
  readonly merged: 'left' | 'up' | null;
}

export interface WordRow {
  readonly left: number;
  readonly cells: readonly WordCell[];
}

/** Edges of two rows that are meant to be one line differ by less, in twips. */
const SAME_EDGE = 45;

/** Gathers paragraphs and table rows in reading order into blocks. */
export class WordBlocks {
  readonly #blocks: Block[] = [];
  #rows: WordRow[] = [];
  #grids = 0;

  paragraph(text: string): void {
    this.#endTable();
    for (const line of text.split('\n')) {
      const tidy = line.replace(/[\s\u200b\u00ad]+/gu, ' ').trim();
      if (tidy !== '')
        this.#blocks.push({ kind: 'paragraph', text: tidy, scope: [], page: null, line: null });
    }
  }

  /** A row of a table; one that only lays out the page, with tables in its cells, is taken as the lines in it. */
  row(row: WordRow): void {
    if (row.cells.every(({ text }) => text.length <= LONGEST_CELL)) this.#rows.push(row);
    else for (const { text } of row.cells) this.paragraph(text);
  }

  finish(): Block[] {
    this.#endTable();
    return this.#blocks;
  }

  #endTable(): void {
    if (this.#rows.length === 0) return;
    this.#grids += 1;
    this.#blocks.push(gridOfRows(this.#rows, this.#grids));
    this.#rows = [];
  }
}

/**
 * Rows of cells with edges as a grid: an edge that occurs in any row is a column line, and a cell spans the lines
 * between its own edges. Without edges the cells are only counted, and the grid is not aligned.
 */
function gridOfRows(rows: readonly WordRow[], index: number): Grid {
  const aligned = rows.every((row) => row.cells.every((cell) => cell.right !== null));
  const lines = cluster(
    rows.flatMap((row) => [row.left, ...row.cells.flatMap((c) => (c.right === null ? [] : [c.right]))]),
    SAME_EDGE,
  );
  const cells: (Cell & { rowSpan: number; columnSpan: number })[] = [];
  /** The cell that last covered a column. */
  const above: (typeof cells)[number][] = [];
  let columns = 0;
  for (const [r, row] of rows.entries()) {
    let from = aligned ? nearest(lines, row.left) : 0;
    let previous: (typeof cells)[number] | undefined;
    for (const { text, right, merged } of row.cells) {
      const to = aligned && right !== null ? Math.max(nearest(lines, right), from) : from + 1;
      const width = to - from;
      const upper = above[from];
      if (merged === 'left' && previous !== undefined) {
        previous.columnSpan += width;
        for (let c = from; c < to; c++) above[c] = previous;
      } else if (merged === 'up' && upper !== undefined && upper.column === from + 1) {
        upper.rowSpan = r + 2 - upper.row;
        previous = upper;
      } else if (width > 0) {
        const cell = {
          row: r + 1,
          column: from + 1,
          rowSpan: 1,
          columnSpan: width,
          text: tidyCell(text),
          page: null,
          box: null,
        };
        cells.push(cell);
        for (let c = from; c < to; c++) above[c] = cell;
        previous = cell;
      }
      from = to;
    }
    columns = Math.max(columns, from);
  }
  return {
    kind: 'grid',
    index,
    rows: rows.length,
    columns,
    cells,
    aligned,
    scope: [],
    page: null,
    line: null,
  };
}

function tidyCell(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[\s\u200b\u00ad]+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
