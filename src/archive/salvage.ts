import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Param, SqliteConnection } from './connection.ts';
import { requireFolder, requireSpace } from './disk.ts';
import { ArchiveError } from './errors.ts';
import type { FieldColumn } from './fields.ts';
import { KeptPlace } from './kept-place.ts';
import { PayloadStore } from './payload-store.ts';
import { ReadingStore } from './readings.ts';
import { SalvagedPayloads } from './salvage-payloads.ts';
import { isDamage, type Row, readableRows } from './salvage-rows.ts';

/** What became of one table. */
export interface SalvagedTable {
  readonly table: string;
  /** Rows that are in the new database. */
  readonly kept: number;
  /** What is not, in words. */
  readonly losses: readonly string[];
}

/** What was fetched, in the order in which rows refer to each other; then what was read from it. */
const FETCHED = [
  'payload_place',
  'sites',
  'expectations',
  'runs',
  'run_sites',
  'alarms',
  'imports',
  'corrections',
  'resources',
];
const READ = [
  ...[
    'fields',
    'layouts',
    'usual_readings',
    'reports',
    'edition_rows',
    'readings',
    'edition_warnings',
    'report_year_checks',
  ],
  ...['report_aliases', 'judgements'],
];
const WIDE = ['disclosure', 'requests', 'litigation', 'legacy'];
/** Rows a transaction. */
const PORTION = 500;
const NAMES = 'SELECT name FROM pragma_table_info(?)';

/** Tables that an older database has under another name: from which columns the present ones come, and how. */
const FORMERLY: Readonly<
  Record<string, { readonly table: string } & Readonly<Record<'from' | 'to' | 'values', readonly string[]>>>
> = {
  // Up to schema version 10.
  edition_rows: {
    table: 'editions',
    from: [
      ...['id', 'report_id', 'content_sha256', 'url', 'first_capture_id', 'last_capture_id'],
      ...['first_seen_at', 'last_seen_at'],
    ],
    to: [
      ...[
        'id',
        'report_id',
        'content',
        'own_url',
        'first_capture_id',
        'last_capture_id',
        'first_at',
        'last_at',
      ],
    ],
    values: ['?', '?', 'unhex(?)', '?', '?', '?', '?', '?'],
  },
};

/**
 * Copies what can be read of a damaged database into a new one. Bytes come along only when they still match their hash; a capture
 * only with its bytes; what was read only where all that it stands on came along. What is missing of the latter, or was
 * damaged without SQLite noticing, `reparse` makes anew from the bytes: the readings are left for it to write.
 * @throws ArchiveError `file_exists`, `disk_full`, `damaged` where nothing at all can be read.
 */
export function salvageDatabase(
  source: string,
  target: string,
  fields: readonly FieldColumn[],
  onProgress: (table: string, rows: number) => void = () => undefined,
): SalvagedTable[] {
  if (existsSync(target)) {
    throw new ArchiveError(
      'file_exists',
      `${target}: there is a file of that name, and nothing is overwritten. Give another name`,
    );
  }
  requireFolder(target);
  const damaged = openDamaged(source);
  try {
    requireSpace(
      target,
      Number(damaged.pragma('page_count', { simple: true })) * 16_384,
      'as much as was saved',
    );
    // Says in the system's words where it may not be written.
    closeSync(openSync(target, 'wx'));
    try {
      const connection = new SqliteConnection({ file: target, mode: 'write', now: () => new Date() });
      try {
        return new Salvage(damaged, connection, onProgress).all(fields);
      } finally {
        connection.close();
      }
    } catch (error) {
      for (const end of ['', '-wal', '-shm']) rmSync(`${target}${end}`, { force: true });
      throw error;
    }
  } finally {
    damaged.close();
  }
}

function openDamaged(file: string): Database.Database {
  const nothing = (why: string): ArchiveError =>
    new ArchiveError(
      'damaged',
      `${file}: nothing can be saved from it: ${why}. Restore it from a backup (\`nianbao backup\` makes them)`,
    );
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE name IN ('captures', 'payloads')`).all();
    if (tables.length === 2) return db;
    throw nothing('it has no captures and payloads, so it is no database of nianbao');
  } catch (error) {
    db?.close();
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'SQLITE_CANTOPEN')
      throw new ArchiveError(
        'cannot_open',
        `${file}: it cannot be opened where it lies. SQLite writes beside a database even to read it: ` +
          `copy it, with ${file}-wal if there is one, to a folder that may be written, and give the copy with --db`,
        { cause: error },
      );
    if (!isDamage(error)) throw error;
    throw nothing(
      `the list of its tables is damaged (SQLite: ${error instanceof Error ? error.message : ''})`,
    );
  }
}

class Salvage {
  readonly #from: Database.Database;
  readonly #to: SqliteConnection;
  readonly #payloads: SalvagedPayloads;
  readonly #onProgress: (table: string, rows: number) => void;
  readonly #told: SalvagedTable[] = [];

  constructor(
    from: Database.Database,
    to: SqliteConnection,
    onProgress: (table: string, rows: number) => void,
  ) {
    this.#from = from;
    this.#payloads = new SalvagedPayloads(from);
    this.#to = to;
    this.#onProgress = onProgress;
  }

  all(fields: readonly FieldColumn[]): SalvagedTable[] {
    // Rows are taken as they come; what refers to nothing is dealt with at the end.
    this.#to.pragma('foreign_keys = OFF');
    for (const table of FETCHED) this.#copy(table, () => null);
    this.#copy('payloads', (row) => this.#payloads.damagedBytes(row));
    this.#copy('dictionaries', (row) => this.#payloads.damagedCopy(row));
    this.#fromDictionaries();
    const held = new Set(
      this.#to.all<{ sha256: string }>('SELECT sha256 FROM payloads').map((r) => r.sha256),
    );
    const known = new Set(this.#to.all<{ id: number }>('SELECT id FROM resources').map((r) => r.id));
    this.#copy('captures', (row) => incomplete(row, held, known));
    for (const table of READ) this.#copy(table, (row) => unusable(table, row));
    this.#to.write(() => {
      this.#restoreParents();
      this.#dropDangling();
      // A field that lost its number would make every reading say something else.
      if (this.#lost('fields')) this.#to.run('DELETE FROM readings');
      // So that the next reading is written even where it seems to be there already.
      this.#to.run(`UPDATE readings SET digest = ''`);
      for (const table of WIDE) this.#to.exec(`DROP TABLE IF EXISTS ${table}`);
    });
    this.#to.pragma('foreign_keys = ON');
    const readings = new ReadingStore(
      this.#to,
      fields,
      new PayloadStore(this.#to, new KeptPlace(this.#to, null)),
    );
    readings.ensureTables();
    // Some reports show another edition now.
    this.#to.write(() => {
      for (const { id } of this.#to.all<{ id: number }>('SELECT id FROM reports')) readings.show(id);
    });
    return this.#told;
  }

  /** @param objection why a row cannot be kept; null: it can. */
  #copy(table: string, objection: (row: Row) => string | null): void {
    const losses: string[] = [];
    let kept = 0;
    const former = FORMERLY[table];
    const source = former !== undefined && this.#names(table).size === 0 ? former : null;
    const columns =
      source === null ? this.#columns(table) : this.#names(source.table).size > 0 ? source.to : [];
    if (columns.length > 0) {
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${(source?.values ?? columns.map(() => '?')).join(', ')})`;
      const rows = readableRows(this.#from, source?.table ?? table, source?.from ?? columns);
      let next = rows.next();
      while (next.done !== true) {
        this.#to.write(() => {
          for (let i = 0; i < PORTION && next.done !== true; i += 1) {
            const row = next.value;
            const why = objection(row) ?? this.#refusal(sql, source?.from ?? columns, row);
            if (why === null) kept += 1;
            else losses.push(why);
            next = rows.next();
          }
        });
        this.#onProgress(table, kept);
      }
      for (const { from, to } of next.value)
        losses.push(
          from === to
            ? `row ${from} cannot be read`
            : `the rows from ${from} ${to === null ? 'on' : `to ${to}`} cannot be read`,
        );
    }
    this.#told.push({ table, kept, losses });
  }

  /** The same for payloads of which not even the row was there. */
  #fromDictionaries(): void {
    const { changes } = this.#to.run(
      `INSERT INTO payloads (sha256, size, encoding, bytes)
       SELECT payload_sha256, size, encoding, bytes FROM dictionaries
       WHERE payload_sha256 NOT IN (SELECT sha256 FROM payloads) GROUP BY payload_sha256`,
    );
    const at = this.#told.findIndex(({ table }) => table === 'payloads');
    const told = this.#told[at];
    if (told !== undefined) this.#told[at] = { ...told, kept: told.kept + changes };
  }

  #refusal(sql: string, columns: readonly string[], row: Row): string | null {
    try {
      this.#to.run(sql, ...columns.map((name): Param => row[name] ?? null));
      return null;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!code.startsWith('SQLITE_CONSTRAINT')) throw error;
      return `row ${row.rowid} is damaged (${error instanceof Error ? error.message : code})`;
    }
  }

  /** Columns that both databases have: the damaged one may be older. Empty: it has no such table. */
  #columns(table: string): string[] {
    const there = this.#names(table);
    return this.#to
      .all<{ name: string }>(NAMES, table)
      .map((r) => r.name)
      .filter((name) => there.has(name));
  }

  /** The columns of a table of the damaged database; none where it has no such table. */
  #names(table: string): ReadonlySet<string> {
    return new Set(
      this.#from
        .prepare<[string], { name: string }>(NAMES)
        .all(table)
        .map((r) => r.name),
    );
  }

  /** What captures refer to and is lost, though it can be told from them: rather a row that says little than no capture. */
  #restoreParents(): void {
    this.#to.run(
      `INSERT INTO runs (id, trigger, started_at, finished_at, outcome, options, versions)
       SELECT run_id, 'manual', min(fetched_at), max(fetched_at), 'interrupted', '{}', '{}' FROM captures
       WHERE run_id IS NOT NULL AND run_id NOT IN (SELECT id FROM runs) GROUP BY run_id`,
    );
    this.#to.run(
      `INSERT INTO imports (id, imported_at, imported_by, file, sha256, format)
       SELECT import_id, min(fetched_at), 'lost', 'lost', '', 'lost' FROM captures
       WHERE import_id IS NOT NULL AND import_id NOT IN (SELECT id FROM imports) GROUP BY import_id`,
    );
    this.#to.run(
      `INSERT INTO sites (id, name, region_code, crawler, status)
       SELECT DISTINCT site_id, site_id, '', '', 'retired' FROM resources WHERE site_id NOT IN (SELECT id FROM sites)`,
    );
  }

  /** What was read, and refers to what is lost. Goes on until nothing refers to nothing. */
  #dropDangling(): void {
    for (;;) {
      const dangling = this.#to.all<{ table: string; rowid: number; parent: string }>(
        'PRAGMA foreign_key_check',
      );
      if (dangling.length === 0) return;
      for (const { table, rowid, parent } of dangling) {
        if (table === 'reports' && parent === 'edition_rows')
          this.#to.run('UPDATE reports SET edition_id = NULL WHERE id = ?', rowid);
        else this.#to.run(`DELETE FROM ${table} WHERE rowid = ?`, rowid);
      }
      this.#to.run(
        'UPDATE reports SET edition_id = (SELECT max(id) FROM edition_rows WHERE report_id = reports.id) WHERE edition_id IS NULL',
      );
      this.#to.run('DELETE FROM reports WHERE edition_id IS NULL');
    }
  }

  #lost(table: string): boolean {
    return this.#told.some((t) => t.table === table && t.losses.length > 0);
  }
}

const PAYLOADS_OF_CAPTURE = ['payload_sha256', 'rendered_sha256', 'revalidated_sha256'];

function incomplete(row: Row, held: ReadonlySet<string>, known: ReadonlySet<number>): string | null {
  const of = `capture ${row.rowid} of ${row.final_url}, fetched ${row.fetched_at}`;
  const lost = PAYLOADS_OF_CAPTURE.map((name) => row[name]).find(
    (sha256) => typeof sha256 === 'string' && !held.has(sha256),
  );
  if (lost !== undefined) return `${of}: its bytes ${lost} are lost`;
  if (!known.has(Number(row.resource_id))) return `${of}: its resource is lost`;
  return isJson(row.headers) && isJson(row.hops) ? null : `${of}: it is damaged`;
}

/** Columns of what was read that hold JSON. */
const JSON_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  layouts: ['entries'],
  usual_readings: ['entries', 'checks'],
  readings: ['figures', 'checks'],
  report_year_checks: ['checks'],
};

function unusable(table: string, row: Row): string | null {
  const sound = (JSON_COLUMNS[table] ?? []).every((column) => isJson(row[column]));
  return sound ? null : `row ${row.rowid} is damaged`;
}

function isJson(value: Row[string] | undefined): boolean {
  if (typeof value !== 'string') return false;
  try {
    JSON.parse(value);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
