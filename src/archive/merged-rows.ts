/** A row of any table. */
export type Row = Readonly<Record<string, string | number | null | Uint8Array>>;

/**
 * Rows of two tables side by side, null where one has none. Ends both where it is left before its end.
 * @param key the column that tells rows apart, by which both are ordered
 */
export function* merged(
  sources: Generator<Row, void>,
  targets: Generator<Row, void>,
  key: string,
): Generator<readonly [Row | null, Row | null], void> {
  try {
    const next = (rows: Generator<Row, void>): Row | null => {
      const { done, value } = rows.next();
      return done === true ? null : (value ?? null);
    };
    let there = next(sources);
    let here = next(targets);
    while (there !== null || here !== null) {
      const order = there === null ? 1 : here === null ? -1 : compare(idOf(there, key), idOf(here, key));
      yield [order <= 0 ? there : null, order >= 0 ? here : null];
      const [first, second] = [order <= 0, order >= 0];
      if (first) there = next(sources);
      if (second) here = next(targets);
    }
  } finally {
    sources.return();
    targets.return();
  }
}

/** What a row is told apart by. */
export function idOf(row: Row, key: string): string | number {
  const id = row[key];
  return typeof id === 'number' || typeof id === 'string' ? id : '';
}

/** By bytes, as both databases order. */
function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

/** Whether two rows say the same, in the columns of the second. */
export function same(a: Row, b: Row): boolean {
  return Object.keys(b).every((name) => {
    const [there, here] = [a[name], b[name]];
    if (there instanceof Uint8Array && here instanceof Uint8Array) return Buffer.compare(there, here) === 0;
    return there === here || (name === 'texts' && sameTexts(there, here));
  });
}

/** Written by the same program, but perhaps with a NUL character in one of them. */
function sameTexts(a: Row[string] | undefined, b: Row[string] | undefined): boolean {
  return JSON.stringify(JSON.parse(String(a))) === JSON.stringify(JSON.parse(String(b)));
}
