import type { PageContent, PageText } from './pdf-writer.ts';

/** A ruled table for a test page: what is printed where. Points; the corner is the upper left one, y from below. */
export interface TableDrawing {
  readonly x: number;
  readonly y: number;
  readonly widths: readonly number[];
  readonly rowHeight?: number;
  readonly rows: readonly (readonly string[])[];
  /** Draw no lines. */
  readonly bare?: boolean;
}

/** Texts and lines of a table; a cell's text may hold line feeds. */
export function drawTable(table: TableDrawing): Required<Pick<PageContent, 'texts' | 'lines'>> {
  const { x, y, widths, rowHeight = 30, rows, bare = false } = table;
  const edges = [x];
  for (const width of widths) edges.push((edges.at(-1) ?? x) + width);
  const bottom = y - rows.length * rowHeight;
  const right = edges.at(-1) ?? x;
  const texts: PageText[] = rows.flatMap((cells, r) =>
    cells.flatMap((cell, c) =>
      cell.split('\n').map((text, i) => ({
        x: (edges[c] ?? x) + 4,
        y: y - r * rowHeight - 12 - i * 12,
        text,
      })),
    ),
  );
  const lines = [
    ...edges.map((at) => [at, bottom, at, y] as const),
    ...Array.from(
      { length: rows.length + 1 },
      (_, r) => [x, y - r * rowHeight, right, y - r * rowHeight] as const,
    ),
  ];
  return { texts: texts.filter((t) => t.text !== ''), lines: bare ? [] : lines };
}
