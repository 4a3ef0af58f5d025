import type { CorrectedColumns } from '../corrections.ts';
import type { Database } from '../database.ts';
import type { Condition } from './conditions.ts';
import { ReportRows } from './rows.ts';
import { positionsOf, reportIdAt } from './update-index.ts';
import { IN_WORDS } from './word-rows.ts';
import { matchExpression } from './words.ts';

/** What is looked for; what is null or empty is no condition. */
export interface Question {
  readonly words: string;
  /** Part of the body's name. */
  readonly body: string;
  readonly year: number | null;
  readonly condition: Condition | null;
}

export interface Hit {
  readonly reportId: number;
  readonly editionId: number;
  readonly siteId: string;
  readonly siteName: string;
  readonly body: string;
  readonly year: number;
  readonly title: string | null;
  /** How its running text begins. */
  readonly opening: string;
}

export interface Found {
  readonly hits: readonly Hit[];
  /** How many there are in all; `most` where there are more than were counted. */
  readonly count: number;
}

/** More are not counted: nobody reads so many, and counting all takes long. */
export const MOST_COUNTED = 1000;

/** What is searched. */
export interface Searched {
  readonly database: Database;
  /** Conditions hold for figures as people corrected them. */
  corrected(): CorrectedColumns;
}

/** Reports that meet a question, the latest years first. */
export function search(searched: Searched, question: Question, from: number, count: number): Found {
  const { database } = searched;
  const match = matchExpression(question.words);
  const bare = question.body === '' && question.condition === null;
  const found =
    match !== null && bare
      ? byWords(database, match, question.year, from, count)
      : byRows(searched, match, question, from, count);
  return { hits: found.ids.flatMap((id) => hitOf(database, id) ?? []), count: found.count };
}

interface FoundIds {
  readonly ids: readonly number[];
  readonly count: number;
}

/** Words alone: the index gives them in order, and stops where it is told. A phrase costs it more to find than to go on. */
function byWords(
  database: Database,
  match: string,
  year: number | null,
  from: number,
  count: number,
): FoundIds {
  const [low, high] = rangeOf(year);
  const ids = database.keep(`words ${year ?? ''} ${match}`, () =>
    database
      .all<{ position: number }>(
        `SELECT w.rowid AS position ${IN_WORDS} ORDER BY w.rowid LIMIT ?`,
        match,
        low,
        high,
        MOST_COUNTED,
      )
      .map(({ position }) => reportIdAt(position)),
  );
  return { ids: ids.slice(from, from + count), count: ids.length };
}

/** Body, year and figures, row by row; of the reports with the words where there are words. */
function byRows(
  searched: Searched,
  match: string | null,
  { body, year, condition }: Question,
  from: number,
  count: number,
): FoundIds {
  const { database } = searched;
  const rows = ReportRows.of(database, () => searched.corrected());
  const named = body === '' ? null : rows.namedLike(body);
  const has = named?.has ?? (() => true);
  const columns = (condition?.fields ?? []).map((field) => rows.column(field));
  const holds = condition?.holds ?? (() => true);
  const [low, high] = rangeOf(year);
  const ids: number[] = [];
  let counted = 0;
  /** False when enough was seen. */
  const look = (row: number): boolean => {
    if (!has(row) || !holds(columns, row)) return true;
    if (counted >= from && ids.length < count) ids.push(rows.reportIds[row] ?? 0);
    counted += 1;
    return counted < MOST_COUNTED || counted < from + count;
  };
  const few = named?.few ?? null;
  if (match === null && few !== null) lookAmong(rows, few, low, high, look);
  else if (match === null) lookBetween(rows, low, high, look);
  else {
    const found = rows.withWords(match, low, high);
    for (let i = 0, row = found.at(i); row !== undefined && look(row); row = found.at(i)) i += 1;
  }
  return { ids, count: Math.min(counted, MOST_COUNTED) };
}

type Look = (row: number) => boolean;

function lookAmong(rows: ReportRows, among: readonly number[], low: number, high: number, look: Look): void {
  const [first, end] = [rows.from(low), rows.from(high + 1)];
  for (const row of among) if (row >= first && row < end && !look(row)) return;
}

function lookBetween(rows: ReportRows, low: number, high: number, look: Look): void {
  const end = rows.from(high + 1);
  for (let row = rows.from(low); row < end; row += 1) if (!look(row)) return;
}

function rangeOf(year: number | null): readonly [number, number] {
  return year === null ? [0, Number.MAX_SAFE_INTEGER] : positionsOf(year);
}

function hitOf(database: Database, id: number): Hit | undefined {
  return database.get<Hit>(
    `SELECT r.id AS reportId, r.edition_id AS editionId, r.site_id AS siteId, s.name AS siteName, r.body, r.year, r.title,
       d.opening
     FROM reports r JOIN sites s ON s.id = r.site_id JOIN viewer.documents d ON d.report_id = r.id WHERE r.id = ?`,
    id,
  );
}
