import type { Cell, Grid } from './document.ts';
import { attribute, type Element, elementsOf, type Node } from './html-dom.ts';

/** No official table has more columns; a page made of one layout table may. */
const MOST_COLUMNS = 1000;

/** Rows and columns that a cell says it covers. */
export interface Spans {
  /** At least 1. */
  readonly columnSpan: number;
  /** 0: all that are left. */
  readonly rowSpan: number;
}

/** A cell of a table before it is placed. Rows count from 0. */
export interface FoundCell extends Spans {
  readonly row: number;
}

/** Places cells on the grid by the table model of the HTML standard: spans reserve the places they cover. */
export function gridOf(
  found: readonly FoundCell[],
  texts: readonly (string | null)[],
  rows: number,
  index: number,
  scope: readonly number[],
): Grid {
  const cells: Cell[] = [];
  const taken: boolean[][] = [];
  while (taken.length < rows) taken.push([]);
  let columns = 0;
  for (const [i, { row, columnSpan: columnsSaid, rowSpan: rowsSaid }] of found.entries()) {
    const line = taken[row] ?? [];
    let column = 0;
    while (line[column] === true) column += 1;
    if (column >= MOST_COLUMNS) continue;
    const columnSpan = Math.min(columnsSaid, MOST_COLUMNS - column);
    const rowSpan = Math.min(rowsSaid || rows, rows - row);
    for (let r = row; r < row + rowSpan; r++) {
      const target = taken[r];
      if (target !== undefined) for (let c = column; c < column + columnSpan; c++) target[c] = true;
    }
    columns = Math.max(columns, column + columnSpan);
    cells.push({
      row: row + 1,
      column: column + 1,
      rowSpan,
      columnSpan: Math.max(1, columnSpan),
      text: texts[i] ?? '',
      page: null,
      box: null,
    });
  }
  return { kind: 'grid', index, rows, columns, cells, aligned: true, scope, page: null, line: null };
}

/** What a cell's attributes say of the places it covers. */
export function spansOf(cell: Element): Spans {
  return { columnSpan: Math.max(1, span(cell, 'colspan')), rowSpan: span(cell, 'rowspan') };
}

function span(element: Element, name: 'colspan' | 'rowspan'): number {
  const value = Number.parseInt(attribute(element, name) ?? '1', 10);
  return Number.isNaN(value) || value < 0 ? 1 : value;
}

export function isCell(node: Node): node is Element {
  return 'tagName' in node && (node.tagName === 'td' || node.tagName === 'th');
}

/** The rows of a table, of its own and of its sections. */
export function rowsOf(table: Element): Element[] {
  const rows: Element[] = [];
  for (const child of table.childNodes) {
    if (!('tagName' in child)) continue;
    if (child.tagName === 'tr') rows.push(child);
    else if (child.tagName === 'tbody' || child.tagName === 'thead' || child.tagName === 'tfoot')
      for (const row of child.childNodes) if ('tagName' in row && row.tagName === 'tr') rows.push(row);
  }
  return rows;
}

/** Fewer rows or columns are a menu or a list of titles with dates. */
const FEWEST_ROWS = 3;
const FEWEST_COLUMNS = 3;

/** The rows of a container whose children are all alike and have children of their own; null for any other. */
export function rowsOfBlocks(container: Element): Element[][] | null {
  const children = elementsOf(container);
  const kind = children[0]?.tagName;
  if (children.length < FEWEST_ROWS || kind === undefined || !ROW_ELEMENTS.has(kind)) return null;
  const rows: Element[][] = [];
  let wide = 0;
  for (const child of children) {
    if (child.tagName !== kind) return null;
    const row = elementsOf(child);
    if (row.length === 0) return null;
    if (row.length >= FEWEST_COLUMNS) wide += 1;
    rows.push(row);
  }
  return wide < FEWEST_ROWS || hasWords(container) || children.some(hasWords) ? null : rows;
}

/** Whether words stand in an element outside of its elements. */
const hasWords = (element: Element): boolean => element.childNodes.some(isWords);

const ROW_ELEMENTS = new Set('div ul ol dl section p li'.split(' '));

function isWords(node: Node): boolean {
  return node.nodeName === '#text' && 'value' in node && node.value.trim() !== '';
}

/** A cell of such a table holds a label or a number, and a quarter of the places after the labels hold numbers. */
export function isFigures(texts: readonly (string | null)[], cells: readonly { row: number }[]): boolean {
  let [values, numbers] = [0, 0];
  for (const [i, text] of texts.entries()) {
    if (text === null || text.length > LONGEST_LABEL) return false;
    if (i === 0 || cells[i]?.row !== cells[i - 1]?.row) continue;
    values += 1;
    if (FIGURE.test(text)) numbers += 1;
  }
  return numbers * 4 >= values && numbers > 0;
}

const FIGURE = /^[+-]?\d[\d,.]*$/u;
const LONGEST_LABEL = 60;
