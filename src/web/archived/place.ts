/** Where in a document a value stands, as evidence names it. */
export type Place =
  | { readonly kind: 'cell'; readonly table: number; readonly row: number; readonly column: number }
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'text' };

/**
 * Reads `table 2 row 4 col 4` and `line 43`. Anything else (`section 6`, `paragraph 16`) is found by what is printed.
 */
export function placeOf(at: string): Place {
  const cell = /^table (\d+) row (\d+) col (\d+)/u.exec(at);
  if (cell !== null)
    return { kind: 'cell', table: Number(cell[1]), row: Number(cell[2]), column: Number(cell[3]) };
  const line = /^line (\d+)/u.exec(at);
  return line === null ? { kind: 'text' } : { kind: 'line', line: Number(line[1]) };
}

/** The id that the marked place has in every shown document. */
export const MARK_ID = 'nianbao-mark';
