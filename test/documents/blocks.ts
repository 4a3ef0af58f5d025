import type { Block, Document, Grid } from '../../src/documents/document.ts';

export function gridsOf(document: Pick<Document, 'blocks'>): Grid[] {
  return document.blocks.filter((block) => block.kind === 'grid');
}

export function paragraphsOf(document: Pick<Document, 'blocks'>): string[] {
  return document.blocks.flatMap((block: Block) => (block.kind === 'paragraph' ? [block.text] : []));
}

/**
 * A grid as rows of strings: a cell's text stands where the cell begins, places that a span covers are `<`
 * (from the left) or `^` (from above), places without a cell are `·`.
 */
export function rowsOf(grid: Grid | undefined): string[][] {
  if (grid === undefined) throw new Error('the document has no such grid');
  const rows = Array.from({ length: grid.rows }, () => Array<string>(grid.columns).fill('·'));
  for (const cell of grid.cells)
    for (let r = 0; r < cell.rowSpan; r++)
      for (let c = 0; c < cell.columnSpan; c++) {
        const row = rows[cell.row - 1 + r];
        if (row === undefined || cell.column - 1 + c >= grid.columns)
          throw new Error(`the cell ${cell.text} reaches out of the grid`);
        row[cell.column - 1 + c] = r > 0 ? '^' : c > 0 ? '<' : cell.text;
      }
  return rows;
}
