/** Rows of a database as `rowsIn` tells them. */
export type Rows = Readonly<Record<string, readonly string[]>>;

/** Rows of a table that are told of at most; what differs mostly differs in many. */
const MOST_TOLD = 12;

export interface Difference {
  /** For people: the rows that only one of the two has, by table. */
  readonly text: string;
  /** Sites that the rows name, by id or by address. */
  readonly sites: readonly string[];
}

/**
 * What two databases do not have in common.
 * @param sites the ids and hosts by which a row's site is known
 * @returns null where they are the same.
 */
export function difference(
  expected: Rows,
  actual: Rows,
  sites: readonly { readonly id: string; readonly hosts: readonly string[] }[],
): Difference | null {
  const lines: string[] = [];
  const differing: string[] = [];
  for (const table of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const [here, there] = [expected[table] ?? [], actual[table] ?? []];
    for (const [sign, rows] of [
      ['-', without(here, there)],
      ['+', without(there, here)],
    ] as const) {
      differing.push(...rows);
      lines.push(...rows.slice(0, MOST_TOLD).map((row) => `${sign} ${table} ${row}`));
      if (rows.length > MOST_TOLD) lines.push(`${sign} ${table}: ${rows.length - MOST_TOLD} more`);
    }
  }
  if (differing.length === 0) return null;
  const named = sites.filter(({ id, hosts }) =>
    differing.some((row) => row.includes(`"${id}"`) || hosts.some((host) => row.includes(`//${host}/`))),
  );
  return { text: lines.join('\n'), sites: named.map(({ id }) => id) };
}

/** Rows of one list that the other has not, or has fewer times. */
function without(rows: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}
