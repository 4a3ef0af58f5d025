import type Database from 'better-sqlite3';

export type Row = Record<string, string | number | bigint | null | Uint8Array>;

/** Rows of a table that could not be read: from this row id to that; null: whatever comes after it. */
export interface Unreadable {
  readonly from: number;
  readonly to: number | null;
}

/** Row ids above this are none of ours. */
const MOST_ROWS = 2 ** 40;
/** Row ids that are tried one by one beyond a damaged place, before the steps get longer. */
const STEPS_OF_ONE = 4096;

/**
 * Every row of a table of a damaged database that can be reached: behind what cannot be read, the next row that can is
 * looked for.
 * @param columns to read; the row id comes as `rowid`.
 * @returns what was left out, when all has been taken.
 */
export function* readableRows(
  db: Database.Database,
  table: string,
  columns: readonly string[],
): Generator<Row, readonly Unreadable[]> {
  const list = ['rowid AS rowid', ...columns.map((name) => `"${name}"`)].join(', ');
  const rows = db.prepare<[number]>(`SELECT ${list} FROM "${table}" WHERE rowid >= ? ORDER BY rowid`);
  const ids = db.prepare<[number], { id: number }>(
    `SELECT rowid AS id FROM "${table}" WHERE rowid >= ? ORDER BY rowid LIMIT 1`,
  );
  const lost: Unreadable[] = [];
  let from = 1;
  for (;;) {
    try {
      for (const row of rows.iterate(from)) {
        yield row as Row;
        from = Number((row as Row).rowid) + 1;
      }
      return lost;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    const next = firstReachable(from, (at) => ids.get(at)?.id ?? null);
    // The row is there, and what it holds is not.
    const to = next === from ? from : next === null ? null : next - 1;
    const last = lost.at(-1);
    if (last !== undefined && last.to === from - 1) lost[lost.length - 1] = { from: last.from, to };
    else lost.push({ from, to });
    if (to === null) return lost;
    from = to + 1;
  }
}

/** The first row from here on that can be found; null where there is none any more. */
function firstReachable(from: number, find: (at: number) => number | null): number | null {
  for (let step = 0, by = 1; from + step < MOST_ROWS; step += by) {
    try {
      return find(from + step);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    if (step >= STEPS_OF_ONE) by *= 2;
  }
  return null;
}

/** Whether SQLite says that the file is damaged, rather than that something else is wrong. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^SQLITE_(?:CORRUPT|NOTADB|IOERR|ERROR)/u.test(code);
}
