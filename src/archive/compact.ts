import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SqliteConnection } from './connection.ts';
import { requireSpace } from './disk.ts';
import { ArchiveError } from './errors.ts';
import type { Make, PayloadRow, PayloadStore } from './payload-store.ts';
import { compressWith, MOST_WITH_DICTIONARY } from './payloads.ts';
import type { ReadingStore } from './readings.ts';

export interface CompactOptions {
  /** Looks only: what would be stored otherwise, and how much that would save. */
  readonly dryRun?: boolean;
  /** Ends the work between two transactions; what was done stays. */
  readonly signal?: AbortSignal;
  /** Called between two transactions, at least every few seconds but while space is given back. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Compacted {
  /** Payloads that were looked at: pages that are stored by themselves. */
  readonly looked: number;
  /** Payloads that are now stored with a dictionary. */
  readonly recoded: number;
  /** Bytes of these before and after. */
  readonly before: number;
  readonly after: number;
  /** Dictionaries that were made for it. */
  readonly dictionaries: number;
  /** Of the file, before and after. */
  readonly fileBefore: number;
  readonly fileAfter: number;
  readonly interrupted: boolean;
}

/** Pages that are tried as dictionary, and pages that each is tried on. */
const CANDIDATES = 5;
const SAMPLE = 8;
/** Kinds of pages that one site may have under one name: before and after a new look, say. */
const MOST_ROUNDS = 4;
/** Fewer pages do not pay for a copy of one of them. */
const FEWEST = 3;
const PORTION = 50;
/** A page must get smaller by so much to be stored anew. */
const LEAST_GAIN = 1 / 3;

const OF_SITE = (hash: string): string => `SELECT DISTINCT p.id
  FROM resources s JOIN captures c ON c.resource_id = s.id JOIN payloads p ON p.sha256 = c.${hash}
  WHERE s.site_id = ? AND c.outcome = 'ok' AND p.dictionary_id IS NULL AND p.encoding = 'br' AND p.object_sha256 IS NULL AND p.size <= ${MOST_WITH_DICTIONARY}
    AND p.sha256 NOT IN (SELECT payload_sha256 FROM dictionaries)`;

/**
 * Stores pages that stand by themselves with a page of their site as dictionary, and gives the space back to the file
 * system. Each page is unfolded again, and its hash compared, before its transaction ends; a kill leaves some pages stored the one way and
 * some the other. Run again it goes on where it was.
 * @throws ArchiveError `damaged` at the first payload that is not what it was; `disk_full` where there is no room to work in.
 */
export async function compactDatabase(
  connection: SqliteConnection,
  payloads: PayloadStore,
  readings: ReadingStore,
  options: CompactOptions = {},
): Promise<Compacted> {
  const fileBefore = statSync(connection.file).size;
  const done = await new Compaction(connection, payloads, readings, options).all();
  if (options.dryRun !== true && !done.interrupted) giveBack(connection);
  return { ...done, fileBefore, fileAfter: statSync(connection.file).size };
}

interface Dictionary {
  readonly id: number;
  readonly body: Uint8Array;
}

class Compaction {
  readonly #connection: SqliteConnection;
  readonly #payloads: PayloadStore;
  readonly #readings: ReadingStore;
  readonly #options: CompactOptions;
  #looked = 0;
  #recoded = 0;
  #before = 0;
  #after = 0;
  #dictionaries = 0;
  #total = 0;

  constructor(
    connection: SqliteConnection,
    payloads: PayloadStore,
    readings: ReadingStore,
    options: CompactOptions,
  ) {
    this.#connection = connection;
    this.#payloads = payloads;
    this.#readings = readings;
    this.#options = options;
  }

  async all(): Promise<Omit<Compacted, 'fileBefore' | 'fileAfter'>> {
    this.#total =
      this.#connection.get<{ n: number }>(
        `SELECT count(*) AS n FROM payloads WHERE dictionary_id IS NULL AND encoding = 'br' AND object_sha256 IS NULL`,
      )?.n ?? 0;
    const sites = this.#connection.all<{ id: string }>('SELECT id FROM sites ORDER BY id');
    for (const { id } of sites)
      for (const make of ['report', 'list', 'attachment', 'rendered'] as const) await this.#pages(id, make);
    if (this.#options.dryRun !== true) await this.#recodeReadings();
    if (this.#options.dryRun !== true && !this.#isOver) this.#tidy();
    return {
      looked: this.#looked,
      recoded: this.#recoded,
      before: this.#before,
      after: this.#after,
      dictionaries: this.#dictionaries,
      interrupted: this.#isOver,
    };
  }

  get #isOver(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async #pages(siteId: string, make: Make): Promise<void> {
    const own =
      make === 'rendered' ? OF_SITE('rendered_sha256') : `${OF_SITE('payload_sha256')} AND s.kind = ?`;
    let left = this.#connection
      .all<{ id: number }>(`${own} ORDER BY p.id`, siteId, ...(make === 'rendered' ? [] : [make]))
      .map(({ id }) => id);
    this.#looked += left.length;
    for (let round = 0; round < MOST_ROUNDS && !this.#isOver; round += 1) {
      const dictionary = this.#choose(left, siteId, make, round === 0);
      if (dictionary === null) return;
      const rest = await this.#recode(left, dictionary);
      if (rest.length === left.length) return;
      left = rest;
    }
  }

  /** What serves most of these pages best: what new pages are stored with, or one of these; null: nothing does. */
  #choose(ids: readonly number[], siteId: string, make: Make, first: boolean): Dictionary | null {
    const current = first ? this.#payloads.current(siteId, make) : null;
    const sample = spread(ids, SAMPLE).map((id) => this.#row(id));
    const bodies = sample.map((row) => this.#payloads.decode(row));
    const alone = sample.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const cost = (body: Uint8Array): number =>
      bodies.reduce((sum, page) => sum + (page === body ? 0 : compressWith(page, body).bytes.length), 0);
    const currently = current === null ? Number.POSITIVE_INFINITY : cost(current.body);
    let best: { readonly row: PayloadRow; readonly body: Uint8Array; readonly cost: number } | null = null;
    if (ids.length >= FEWEST)
      for (const id of spread(ids, CANDIDATES)) {
        const row = this.#row(id);
        const at = sample.findIndex((each) => each.id === id);
        const body = bodies[at] ?? this.#payloads.decode(row);
        // The page itself costs nothing then: as much as the others do on average is put in its place.
        const others = at < 0 ? bodies.length : bodies.length - 1;
        const total = others === 0 ? Number.POSITIVE_INFINITY : (cost(body) / others) * bodies.length;
        if (best === null || total < best.cost) best = { row, body, cost: total };
      }
    if (
      current !== null &&
      currently <= alone * (1 - LEAST_GAIN) &&
      (best === null || currently <= best.cost * 1.2)
    )
      return current;
    if (best === null || best.cost > alone * (1 - LEAST_GAIN)) return null;
    const { row, body } = best;
    this.#dictionaries += 1;
    if (this.#options.dryRun === true) return { id: 0, body };
    return { id: this.#connection.write(() => this.#payloads.addDictionary(row, siteId, make)), body };
  }

  /** @returns those that gain too little, or are the dictionary. */
  async #recode(ids: readonly number[], dictionary: Dictionary): Promise<number[]> {
    const rest: number[] = [];
    for (let at = 0; at < ids.length && !this.#isOver; at += PORTION) {
      // A signal, or the heartbeat of the lock, has its turn.
      await nextTurn();
      this.#options.onProgress?.(Math.min(this.#total, this.#recoded), this.#total);
      const portion = ids.slice(at, at + PORTION);
      if (this.#options.dryRun === true) this.#one(portion, dictionary, rest);
      else this.#connection.write(() => this.#one(portion, dictionary, rest));
    }
    return rest;
  }

  #one(ids: readonly number[], dictionary: Dictionary, rest: number[]): void {
    for (const id of ids) {
      const row = this.#row(id);
      const body = this.#payloads.decode(row);
      const { encoding, bytes } = compressWith(body, dictionary.body);
      const isDictionary = row.size === dictionary.body.length && Buffer.compare(body, dictionary.body) === 0;
      if (isDictionary || bytes.length > row.bytes.length * (1 - LEAST_GAIN)) {
        if (!isDictionary) rest.push(id);
        continue;
      }
      this.#recoded += 1;
      this.#before += row.bytes.length;
      this.#after += bytes.length;
      if (this.#options.dryRun === true) continue;
      this.#connection.run('INSERT INTO recoding (id) VALUES (?)', id);
      this.#connection.run(
        'UPDATE payloads SET encoding = ?, bytes = ?, dictionary_id = ? WHERE id = ?',
        encoding,
        bytes,
        dictionary.id,
        id,
      );
      this.#connection.run('DELETE FROM recoding WHERE id = ?', id);
      // As it now stands in the database, from there: throws where it is not the same, and all is as it was.
      this.#payloads.decode(this.#row(id));
    }
  }

  /** What was read before it was known what such reports usually say; twice, as that is found out on the way. */
  async #recodeReadings(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      const ids = this.#connection
        .all<{ id: number }>(
          'SELECT edition_id AS id FROM readings WHERE usual_id IS NULL ORDER BY edition_id',
        )
        .map(({ id }) => id);
      for (let at = 0; at < ids.length && !this.#isOver; at += PORTION) {
        await nextTurn();
        this.#options.onProgress?.(Math.min(this.#total, this.#recoded), this.#total);
        this.#connection.write(() => {
          for (const id of ids.slice(at, at + PORTION)) this.#readings.recode(id);
        });
      }
    }
  }

  /** Layouts, and what is usual, that no reading has any more; rows that wide tables no longer have. */
  #tidy(): void {
    this.#connection.write(() => {
      this.#connection.run(
        'DELETE FROM usual_readings WHERE id NOT IN (SELECT usual_id FROM readings WHERE usual_id IS NOT NULL)',
      );
      this.#connection.run(
        `DELETE FROM layouts WHERE id NOT IN (SELECT layout_id FROM readings UNION SELECT check_layout_id FROM readings
           UNION SELECT check_layout_id FROM report_year_checks)`,
      );
      this.#readings.dropEmptyRows();
    });
  }

  #row(id: number): PayloadRow {
    const row = this.#payloads.row(id);
    if (row === undefined) throw new ArchiveError('no_such_row', `there is no payload ${id}`);
    return row;
  }
}

/** So many of them, evenly, the last one among them. */
function spread(ids: readonly number[], count: number): number[] {
  if (ids.length <= count) return [...ids];
  return Array.from({ length: count }, (_, i) => ids[Math.floor(((i + 1) * ids.length) / count) - 1]).filter(
    (id) => id !== undefined,
  );
}

/** Writes the file anew without its gaps: https://www.sqlite.org/lang_vacuum.html. */
function giveBack(connection: SqliteConnection): void {
  const size = statSync(connection.file).size;
  requireSpace(connection.file, size, 'to write the file anew, as much as it has now');
  connection.exec('VACUUM');
  connection.pragma('wal_checkpoint(TRUNCATE)');
}
