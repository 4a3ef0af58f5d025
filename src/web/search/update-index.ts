import type Sqlite from 'better-sqlite3';
import type { Connection } from '../../archive/connection.ts';
import { CorrectionStore } from '../../archive/corrections.ts';
import { regionName } from '../../sites/regions.ts';
import { type CorrectedColumns, correctedColumns } from '../corrections.ts';
import { ALL_MEASURES, type Figures, MEASURE_COLUMNS, measure, median } from '../measures.ts';
import { bodyKind } from './body-kind.ts';
import { openingOf } from './excerpt.ts';
import { indexWords } from './words.ts';

interface Source {
  readonly id: number;
  readonly body: string;
  readonly year: number;
  readonly editionId: number;
  readonly digest: string;
  readonly regionCode: string;
  readonly siteName: string;
}

interface Known {
  readonly position: number;
  readonly kind: string;
  readonly year: number;
}

export interface IndexProgress {
  readonly done: number;
  readonly total: number;
}

/** Reports a transaction: short enough that a reader who waits for it does not notice. */
const BATCH = 200;
/** Where more than one report in so many is new, the index of words is put in order as a whole. */
const ORDER_SHARE = 20;
/** Characters of a digest that tell it from any other. */
const DIGEST = 16;
/** No report is of a year beyond it, and no database has so many reports. */
const LAST_YEAR = 3000;
const YEAR_ROOM = 1_000_000_000;

/** Stands for a measure where reports are counted whatever they tell. */
export const EVERY_REPORT = '';

/** Where a report stands in the index of words: the latest years first. */
export function positionOf(year: number, reportId: number): number {
  return (LAST_YEAR - year) * YEAR_ROOM + reportId;
}

/** The report that stands at a position. */
export function reportIdAt(position: number): number {
  return position % YEAR_ROOM;
}

/** The first and the last position that a year can have. */
export function positionsOf(year: number): readonly [number, number] {
  return [positionOf(year, 0), positionOf(year, YEAR_ROOM - 1)];
}

/**
 * Brings the index to what the database says now: new and re-read reports in, those that are gone out. What is indexed
 * already is not touched.
 * @returns how many reports were indexed or removed.
 */
export function updateIndex(
  main: Connection,
  index: Sqlite.Database,
  onProgress: (progress: IndexProgress) => void = () => undefined,
): number {
  countCoverage(main, index);
  const corrected = correctedColumns(new CorrectionStore(main).applied());
  const { stale, gone } = differences(main, index, corrected);
  const writer = new Writer(main, index, corrected);
  index.transaction(() => {
    for (const id of gone) writer.remove(id);
    writer.count();
  })();
  for (let from = 0; from < stale.length; from += BATCH) {
    index.transaction(() => {
      for (const id of stale.slice(from, from + BATCH)) writer.put(id);
      writer.count();
    })();
    onProgress({ done: Math.min(from + BATCH, stale.length), total: stale.length });
  }
  index.transaction(() => writer.refreshPeers())();
  // Parts from every transaction make whoever asks for a year go through all later years. Takes seconds.
  if (stale.length * ORDER_SHARE > writer.reports())
    index.exec("INSERT INTO words (words) VALUES ('optimize')");
  return stale.length + gone.length;
}

/** The coverage by site, year and state: it takes long, and the first page shows it. */
export const COVERAGE_COUNTS = `SELECT site_id, year, state, count(*) AS cells, count(body) AS bodies
  FROM coverage GROUP BY 1, 2, 3`;

interface CountRow {
  readonly site_id: string;
  readonly year: number;
  readonly state: string;
  readonly cells: number;
  readonly bodies: number;
}

function countCoverage(main: Connection, index: Sqlite.Database): void {
  const rows = main.all<CountRow>(COVERAGE_COUNTS);
  const insert = index.prepare(
    'INSERT INTO coverage_counts VALUES (@site_id, @year, @state, @cells, @bodies)',
  );
  index.transaction(() => {
    index.exec('DELETE FROM coverage_counts');
    for (const row of rows) insert.run(row);
  })();
}

interface Digested {
  readonly id: number;
  readonly digest: string;
}

/** Tells what a report's place in the index was made from: what was read, and what people corrected in it. */
function digestWith(read: string, corrected: Figures | undefined): string {
  return corrected === undefined ? read : `${read} ${JSON.stringify(corrected)}`;
}

/** What is to be indexed anew, and what is gone: both sides are gone through in step, so that neither is in memory. */
function differences(
  main: Connection,
  index: Sqlite.Database,
  corrected: CorrectedColumns,
): { stale: number[]; gone: number[] } {
  const stale: number[] = [];
  const gone: number[] = [];
  const known = index
    .prepare('SELECT report_id AS id, digest FROM documents ORDER BY report_id')
    .iterate() as IterableIterator<Digested>;
  const next = (): Digested | null => {
    const { done, value } = known.next();
    return done === true ? null : value;
  };
  let there = next();
  for (const { id, digest } of main.iterate<Digested>(
    `SELECT r.id, substr(g.digest, 1, ${DIGEST}) AS digest
     FROM reports r JOIN readings g ON g.edition_id = r.edition_id ORDER BY r.id`,
  )) {
    for (; there !== null && there.id < id; there = next()) gone.push(there.id);
    if (there?.id !== id) stale.push(id);
    else {
      if (there.digest !== digestWith(digest, corrected.get(id))) stale.push(id);
      there = next();
    }
  }
  for (; there !== null; there = next()) gone.push(there.id);
  return { stale, gone };
}

interface KindYear {
  readonly kind: string;
  readonly year: number;
}

interface Told extends KindYear {
  readonly measure: string;
  readonly reports: number;
}

class Writer {
  readonly #main: Connection;
  readonly #index: Sqlite.Database;
  readonly #corrected: CorrectedColumns;
  /** What is to be added to the counts of `told`. */
  readonly #told = new Map<string, Told>();

  constructor(main: Connection, index: Sqlite.Database, corrected: CorrectedColumns) {
    this.#main = main;
    this.#index = index;
    this.#corrected = corrected;
  }

  remove(id: number): void {
    const known = this.#run(
      'SELECT position, body_kind AS kind, year FROM documents WHERE report_id = ?',
    ).get(id) as Known | undefined;
    if (known === undefined) return;
    this.#run('DELETE FROM words WHERE rowid = ?').run(known.position);
    this.#run('DELETE FROM documents WHERE report_id = ?').run(id);
    for (const { id: measureId } of ALL_MEASURES) {
      const { changes } = this.#run(
        'DELETE FROM measures WHERE measure = ? AND year = ? AND body_kind = ? AND report_id = ?',
      ).run(measureId, known.year, known.kind, id);
      this.#tell(measureId, known, -changes);
    }
    this.#tell(EVERY_REPORT, known, -1);
  }

  put(id: number): void {
    this.remove(id);
    const source = this.#main.get<Source>(
      `SELECT r.id, r.body, r.year, r.region_code AS regionCode, s.name AS siteName, g.edition_id AS editionId,
         substr(g.digest, 1, ${DIGEST}) AS digest
       FROM reports r JOIN readings g ON g.edition_id = r.edition_id JOIN sites s ON s.id = r.site_id WHERE r.id = ?`,
      id,
    );
    // Gone since the look at all of them: the next look takes it out.
    if (source === undefined) return;
    const kind = bodyKind(source.body, placesOf(source));
    const position = positionOf(source.year, id);
    const texts = this.#texts(source);
    this.#run(
      'INSERT INTO documents (report_id, position, digest, body_kind, year, opening) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(
      id,
      position,
      digestWith(source.digest, this.#corrected.get(id)),
      kind,
      source.year,
      openingOf(texts.join(' ')),
    );
    this.#run('INSERT INTO words (rowid, text) VALUES (?, ?)').run(
      position,
      indexWords([source.body, ...texts].join('\n')),
    );
    this.#measure(source, kind);
    this.#tell(EVERY_REPORT, { kind, year: source.year }, 1);
  }

  /** Ends what belongs together: the counts follow what was put and removed. */
  count(): void {
    for (const { measure: measureId, year, kind, reports } of this.#told.values()) {
      this.#run(
        `INSERT INTO told VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET reports = reports + excluded.reports`,
      ).run(measureId, year, kind, reports);
      this.#run('INSERT OR IGNORE INTO stale_peers VALUES (?, ?)').run(kind, year);
    }
    this.#told.clear();
  }

  /** The middle of every measure, for every kind of body and year that has changed. */
  refreshPeers(): void {
    const stale = this.#run('SELECT body_kind AS kind, year FROM stale_peers').all() as KindYear[];
    for (const { kind, year } of stale)
      for (const { id } of ALL_MEASURES) {
        const values = (
          this.#run('SELECT value FROM measures WHERE measure = ? AND year = ? AND body_kind = ?').all(
            id,
            year,
            kind,
          ) as { value: number }[]
        ).map(({ value }) => value);
        const middle = median(values);
        if (middle === null)
          this.#run('DELETE FROM peers WHERE body_kind = ? AND measure = ? AND year = ?').run(kind, id, year);
        else
          this.#run(
            'INSERT OR REPLACE INTO peers (body_kind, measure, year, median, reports) VALUES (?, ?, ?, ?, ?)',
          ).run(kind, id, year, middle, values.length);
      }
    this.#run('DELETE FROM stale_peers').run();
  }

  #measure({ id, year }: Source, kind: string): void {
    const read = this.#main.get<Figures>(
      `SELECT ${MEASURE_COLUMNS.join(', ')} FROM requests q JOIN litigation l ON l.report_id = q.report_id
       WHERE q.report_id = ?`,
      id,
    );
    if (read === undefined) return;
    const figures = { ...read, ...this.#corrected.get(id) };
    for (const what of ALL_MEASURES) {
      const measured = measure(what, figures);
      if (measured === null) continue;
      this.#run(
        'INSERT INTO measures (measure, year, body_kind, report_id, value, base) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(what.id, year, kind, id, measured.value, measured.base);
      this.#tell(what.id, { kind, year }, 1);
    }
  }

  /** The running text, section by section. */
  #texts({ editionId }: Source): string[] {
    return this.#main
      .all<{ text: string }>(
        'SELECT text FROM edition_sections WHERE edition_id = ? ORDER BY section',
        editionId,
      )
      .map(({ text }) => text);
  }

  /** How many reports the index has. */
  reports(): number {
    return (this.#run('SELECT count(*) AS n FROM documents').get() as { n: number }).n;
  }

  #tell(measureId: string, { kind, year }: KindYear, more: number): void {
    const key = `${measureId} ${year} ${kind}`;
    const reports = (this.#told.get(key)?.reports ?? 0) + more;
    this.#told.set(key, { measure: measureId, year, kind, reports });
  }

  readonly #statements = new Map<string, Sqlite.Statement<unknown[]>>();
  #run(sql: string): Sqlite.Statement<unknown[]> {
    const known = this.#statements.get(sql) ?? this.#index.prepare<unknown[]>(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

function placesOf({ regionCode, siteName }: Source): string[] {
  const codes = [regionCode, `${regionCode.slice(0, 4)}00`, `${regionCode.slice(0, 2)}0000`];
  return [siteName, ...codes.flatMap((code) => regionName(code) ?? [])];
}
