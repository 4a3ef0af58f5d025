import type { Connection } from './connection.ts';
import { ArchiveError } from './errors.ts';
import type { PayloadStore } from './payload-store.ts';
import type { ReadingStore } from './readings.ts';

export interface VerifyOptions {
  /** Called after each payload and each report. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** References that no foreign key can hold. Each query gives the sentences about what is wrong. */
const RULES: readonly string[] = [
  `SELECT 'report ' || id || ' (' || body || ' ' || year || ') has no current edition: run nianbao reparse'
   FROM reports WHERE edition_id IS NULL`,
  `SELECT 'report ' || r.id || ' points at edition ' || e.id || ', which is of report ' || e.report_id
   FROM reports r JOIN editions e ON e.id = r.edition_id WHERE e.report_id <> r.id`,
  `SELECT 'edition ' || id || ' has no reading: run nianbao reparse' FROM editions
   WHERE id NOT IN (SELECT edition_id FROM readings)`,
  `SELECT 'capture ' || id || ' ended as ok, but has no bytes' FROM captures
   WHERE outcome = 'ok' AND payload_sha256 IS NULL`,
];

/** Goes through the whole database; returns what is wrong with it, in words. Empty: nothing. */
export function verifyDatabase(
  connection: Connection,
  payloads: PayloadStore,
  readings: ReadingStore,
  options: VerifyOptions = {},
): string[] {
  // In a damaged file each look may fail; the others are still worth taking.
  const looks = [
    () => connection.integrity(),
    () => references(connection),
    () => contents(connection, payloads, readings, options),
  ];
  return tried(() => connection.snapshot(() => looks.flatMap(tried)));
}

function contents(
  connection: Connection,
  payloads: PayloadStore,
  readings: ReadingStore,
  { onProgress }: VerifyOptions,
): string[] {
  const bodies = ids(connection, 'payloads');
  // What was read is made anew when an older schema is upgraded: only what was fetched counts then.
  const reports = connection.isOlder ? [] : ids(connection, 'reports');
  const problems: string[] = [];
  let done = 0;
  const step = (found: string[]) => {
    problems.push(...found);
    done += 1;
    onProgress?.(done, bodies.length + reports.length);
  };
  const dictionaries = connection.columns('dictionaries').length === 0 ? [] : ids(connection, 'dictionaries');
  for (const id of dictionaries)
    problems.push(...tried(() => payloads.checkDictionary(id)).map((p) => `dictionary ${id}: ${p}`));
  let isAway = false;
  for (const id of bodies)
    step(
      tried(() => {
        const row = payloads.row(id);
        if (row === undefined || (isAway && row.object !== null)) return [];
        try {
          payloads.decode(row);
        } catch (error) {
          // One by one they would all be waited for.
          if (!(error instanceof ArchiveError) || error.code !== 'cannot_open') throw error;
          isAway = true;
          return [`${error.message}: payloads outside the database were not looked at`];
        }
        return [];
      }),
    );
  for (const id of reports) {
    const own = tried(() => readings.problems(id));
    // Damaged bytes, which its text is stored with, are told already.
    const untold = own.filter((problem) => !problems.includes(problem));
    step(
      atAGlance(
        `report ${id}`,
        untold.map((problem) => `report ${id}: ${problem}`),
      ),
    );
  }
  return problems;
}

/** More differences of one report than a person needs to see that it is wrong. */
const MOST_TOLD = 5;

/** The first problems of something, and how many more it has. */
export function atAGlance(name: string, problems: readonly string[]): string[] {
  if (problems.length <= MOST_TOLD) return [...problems];
  return [...problems.slice(0, MOST_TOLD), `${name}: and ${problems.length - MOST_TOLD} differences more`];
}

/** A failure that the archive can put in words is a problem like the others. */
function tried(look: () => string[]): string[] {
  try {
    return look();
  } catch (error) {
    if (error instanceof ArchiveError) return [error.message];
    throw error;
  }
}

function ids(connection: Connection, table: 'payloads' | 'dictionaries' | 'reports'): number[] {
  return connection.all<{ id: number }>(`SELECT id FROM ${table} ORDER BY id`).map(({ id }) => id);
}

function references(connection: Connection): string[] {
  return [
    ...connection.danglingReferences(),
    ...RULES.flatMap((rule) => connection.all<Record<string, string>>(rule).flatMap(Object.values)),
  ];
}
