import type { Connection, Param } from './connection.ts';
import { ArchiveError } from './errors.ts';
import type { KeptPlace } from './kept-place.ts';
import { idOf, merged, type Row, same } from './merged-rows.ts';
import type { PayloadStore } from './payload-store.ts';
import { packTexts, plainTexts, type Texts } from './texts.ts';

/** Parents before their children; `reports` comes once more at the end, when its editions are there. */
const TABLES = [
  'sites',
  'expectations',
  'fields',
  'runs',
  'run_sites',
  'run_columns',
  'site_health',
  'alarms',
  'resources',
  'payloads',
  'dictionaries',
  'imports',
  'captures',
  'corrections',
  'layouts',
  'usual_readings',
  'reports',
  'edition_rows',
  'readings',
  'edition_warnings',
  'report_aliases',
  'judgements',
  'report_year_checks',
  'year_checks_due',
  'disclosure',
  'requests',
  'litigation',
  'legacy',
] as const;
type Table = (typeof TABLES)[number];

/** Which part of a table. */
interface Selection {
  /** Columns to leave as they are. */
  readonly without?: readonly string[];
  /** Rows of the source, as SQL says it. */
  readonly where?: string;
}

interface Passed {
  readonly rows: number;
  readonly written: number;
}

/** Tables that refer to each other: what comes of them first. */
const FIRST: Readonly<Partial<Record<Table, Selection>>> = {
  payloads: { where: 'dictionary_id IS NULL' },
  reports: { without: ['edition_id'] },
};

/** What is only ever added to: other rows there mean that it is no copy. */
const FOR_GOOD: ReadonlySet<Table> = new Set(['payloads', 'dictionaries', 'captures']);
/** Their bytes are brought one by one, and checked by their hash. */
const WITH_BYTES: ReadonlySet<Table> = new Set(['payloads', 'dictionaries']);
/** What says how the same payload is kept here or there. */
const AS_KEPT: ReadonlySet<string> = new Set(['bytes', 'object_sha256']);
/** What their rows are told apart by; `id` unless told. */
const KEYS: Readonly<Partial<Record<Table, string>>> = {
  readings: 'edition_id',
  disclosure: 'report_id',
  requests: 'report_id',
  litigation: 'report_id',
  legacy: 'report_id',
};
const keyOf = (table: Table): string => KEYS[table] ?? 'id';
/** Rows a transaction. */
const PORTION = 500;

const NO_BYTES = new Uint8Array(0);

export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
  /** Rows written; 0: all were there already. */
  readonly written: number;
  readonly removed: number;
}

/** The bytes of both. */
export interface CopiedPayloads {
  readonly payloads: PayloadStore;
  readonly from: KeptPlace;
  readonly to: KeptPlace;
}

export interface CopyTarget {
  /** Written to. */
  readonly target: Connection;
  /** The same database for reading: what is there already. */
  readonly present: Connection;
}

export interface CopyOptions {
  /** Called as a table is begun, and then every so often. */
  readonly onProgress?: (table: string, rows: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Makes one database hold what another holds, row by row, whatever each is kept in. Rows that are there already are left
 * alone: so a copy that was interrupted goes on where it was, and a second one brings only what has changed.
 * @param source read in one snapshot.
 * @throws ArchiveError `foreign_database` when the target holds captures or payloads that the source has not.
 */
export function copyDatabase(
  source: Connection,
  { target, present }: CopyTarget,
  payloads: CopiedPayloads,
  options: CopyOptions = {},
): CopiedTable[] {
  return source.snapshot(() => {
    const pass = (table: Table, selection: Selection = {}) =>
      new TableCopy(source, { target, present }, payloads, table, options).run(selection);
    // Children first, so that nothing refers to what goes.
    const removed = new Map(
      [...TABLES].reverse().map((table) => [table, remove(source, { target, present }, table)]),
    );
    const done = new Map<Table, Passed>();
    for (const table of TABLES) {
      done.set(table, pass(table, FIRST[table]));
      // What a dictionary is made of stands by itself; the other payloads refer to dictionaries.
      if (table === 'dictionaries') {
        const { rows, written } = pass('payloads');
        done.set('payloads', { rows, written: written + (done.get('payloads')?.written ?? 0) });
      }
    }
    pass('reports');
    // The copying has called for these itself.
    target.run('DELETE FROM year_checks_due');
    pass('year_checks_due');
    if (target.kind === 'postgres') countOn(target);
    return [...done].map(([table, passed]) => ({ table, ...passed, removed: removed.get(table) ?? 0 }));
  });
}

/** Where two databases differ, in words; empty where neither has what the other has not. */
export function differences(
  source: Connection,
  target: Connection,
  { onProgress, signal }: CopyOptions = {},
): string[] {
  const found: string[] = [];
  for (const table of TABLES) {
    let rows = 0;
    for (const [there, here] of side(source, target, table, {})) {
      signal?.throwIfAborted();
      rows += 1;
      if (rows % PORTION === 0) onProgress?.(table, rows);
      const row = there ?? here;
      if (there === null || here === null)
        found.push(
          `${table} row ${String(row?.[keyOf(table)])} is only in ${there === null ? target.file : source.file}`,
        );
      else if (!same(there, here))
        found.push(`${table} row ${String(there[keyOf(table)])} is not the same in both`);
      if (found.length >= MOST_TOLD) return [...found, 'and perhaps more'];
    }
  }
  return found;
}
const MOST_TOLD = 20;

class TableCopy {
  readonly #source: Connection;
  readonly #target: Connection;
  readonly #present: Connection;
  readonly #payloads: CopiedPayloads;
  readonly #table: Table;
  readonly #options: CopyOptions;

  constructor(
    source: Connection,
    { target, present }: CopyTarget,
    payloads: CopiedPayloads,
    table: Table,
    options: CopyOptions,
  ) {
    this.#present = present;
    this.#source = source;
    this.#target = target;
    this.#payloads = payloads;
    this.#table = table;
    this.#options = options;
  }

  run(selection: Selection): Passed {
    this.#options.onProgress?.(this.#table, 0);
    let rows = 0;
    let written = 0;
    let portion: Row[] = [];
    const flush = (): void => {
      const chunk = portion;
      portion = [];
      if (chunk.length > 0)
        this.#target.write(() => {
          for (const row of chunk) this.#write(row);
        });
    };
    for (const [there, here] of side(this.#source, this.#present, this.#table, selection)) {
      this.#options.signal?.throwIfAborted();
      if (there === null) continue;
      rows += 1;
      if (here === null || !same(there, here)) {
        portion.push(there);
        written += 1;
      }
      if (portion.length >= PORTION) flush();
      if (rows % PORTION === 0) this.#options.onProgress?.(this.#table, rows);
    }
    flush();
    return { rows, written };
  }

  #write(row: Row): void {
    const full = this.#full(row);
    const columns = Object.keys(full);
    const changes = columns
      .filter((name) => name !== keyOf(this.#table))
      .map((name) => `${name} = excluded.${name}`);
    // What is only added to is never updated either.
    const conflict = FOR_GOOD.has(this.#table) ? 'DO NOTHING' : `DO UPDATE SET ${changes.join(', ')}`;
    this.#target.run(
      `INSERT INTO ${this.#table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT (${keyOf(this.#table)}) ${conflict}`,
      ...Object.values(full),
    );
  }

  /** With what is not compared, or kept in another way there. */
  #full(row: Row): Readonly<Record<string, Param>> {
    if (this.#table === 'payloads') return { ...row, ...kept(Number(row.id), this.#payloads) };
    if (this.#table === 'dictionaries') {
      const stored = this.#source.get<{ bytes: Uint8Array }>(
        'SELECT bytes FROM dictionaries WHERE id = ?',
        Number(row.id),
      );
      return { ...row, bytes: stored?.bytes ?? NO_BYTES };
    }
    if (this.#table !== 'readings') return row;
    const texts = JSON.parse(String(row.texts)) as Texts;
    if (this.#target.kind === 'postgres') return { ...row, texts: plainTexts(texts) };
    const read = this.#source.get<{ hash: string | null }>(
      `SELECT coalesce(rendered_sha256, payload_sha256, revalidated_sha256) AS hash FROM captures WHERE id = ?`,
      Number(row.capture_id),
    );
    // The page may be at hand here and not there.
    const page =
      read?.hash == null || this.#payloads.to.address !== null
        ? null
        : this.#payloads.payloads.recent(read.hash);
    return { ...row, texts: packTexts(texts, page) };
  }
}

/** A payload's bytes as the target keeps them: brought along unless they lie where they are to lie. */
function kept(
  id: number,
  { payloads, from, to }: CopiedPayloads,
): { readonly bytes: Uint8Array; readonly object_sha256: string | null } {
  const row = payloads.row(id);
  if (row === undefined) throw new ArchiveError('no_such_row', `there is no payload ${id}`);
  if (row.object !== null && from.address === to.address)
    return { bytes: NO_BYTES, object_sha256: row.object };
  const bytes = payloads.stored(row);
  const object = to.put(bytes);
  return { bytes: object === null ? bytes : NO_BYTES, object_sha256: object };
}

/** Rows of the target that the source has not. */
function remove(source: Connection, { target, present }: CopyTarget, table: Table): number {
  const gone: (string | number)[] = [];
  if (present.columns(table).length === 0 || source.columns(table).length === 0) return 0;
  const key = keyOf(table);
  const ids = (connection: Connection): Generator<Row, void> =>
    connection.iterate<Row>(`SELECT ${key} FROM ${table} ORDER BY ${key}`);
  for (const [there, here] of merged(ids(source), ids(present), key))
    if (there === null && here !== null) gone.push(idOf(here, key));
  if (gone.length === 0) return 0;
  if (FOR_GOOD.has(table))
    throw new ArchiveError(
      'foreign_database',
      `${target.file}: it holds ${gone.length} ${table} that ${source.file} has not: it is no copy of that one. ` +
        'Give an empty database, or the one that an earlier copy went to; nothing was changed',
    );
  target.write(() => {
    if (table === 'edition_rows') target.run('UPDATE reports SET edition_id = NULL');
    for (const id of gone) target.run(`DELETE FROM ${table} WHERE ${key} = ?`, id);
  });
  return gone.length;
}

/** The rows of a table in both, side by side; null where one has none. */
function side(
  source: Connection,
  target: Connection,
  table: Table,
  { without = [], where }: Selection,
): Iterable<readonly [Row | null, Row | null]> {
  const columns = target
    .columns(table)
    .map(({ name }) => name)
    .filter((name) => !without.includes(name) && !(WITH_BYTES.has(table) && AS_KEPT.has(name)));
  // `legacy` comes with its first field.
  if (columns.length === 0 || source.columns(table).length === 0) return [];
  const sql =
    table === 'readings'
      ? `SELECT ${columns.map((name) => (name === 'texts' ? 'x.texts' : `g.${name}`)).join(', ')}
         FROM readings g JOIN edition_texts x ON x.edition_id = g.edition_id ORDER BY g.edition_id`
      : `SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${keyOf(table)}`;
  const chosen = where === undefined ? sql : sql.replace(' ORDER BY', ` WHERE ${where} ORDER BY`);
  return merged(source.iterate<Row>(chosen), target.iterate<Row>(sql), keyOf(table));
}

/** New rows get numbers beyond those that were copied. */
function countOn(target: Connection): void {
  for (const table of TABLES)
    if (
      table !== 'sites' &&
      target.columns(table).some(({ name, type }) => name === 'id' && type === 'INTEGER')
    )
      target.get(
        `SELECT setval(s.name, greatest((SELECT coalesce(max(id), 0) FROM ${table}), 1))
         FROM (SELECT pg_get_serial_sequence('${table}', 'id') AS name) s WHERE s.name IS NOT NULL`,
      );
}
