import type { Database } from '../database.ts';
import type { Condition } from './conditions.ts';
import { positionsOf } from './update-index.ts';
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
}

export interface Found {
  readonly hits: readonly Hit[];
  /** How many there are in all; `most` where there are more than were counted. */
  readonly count: number;
}

/** More are not counted: nobody reads so many, and counting all takes long. */
export const MOST_COUNTED = 1000;

/** Reports that meet a question, the latest years first. */
export function search(database: Database, question: Question, from: number, count: number): Found {
  const { sql, params } = statement(question);
  const order = 'ORDER BY d.position';
  const hits = database.all<Hit>(
    `SELECT r.id AS reportId, r.edition_id AS editionId, r.site_id AS siteId, s.name AS siteName, r.body, r.year, r.title
     ${sql} ${order} LIMIT ? OFFSET ?`,
    ...params,
    count,
    from,
  );
  const counted =
    hits.length < count && (hits.length > 0 || from === 0)
      ? from + hits.length
      : (database.get<{ n: number }>(
          `SELECT count(*) AS n FROM (SELECT 1 ${sql} LIMIT ?)`,
          ...params,
          MOST_COUNTED,
        )?.n ?? 0);
  return { hits, count: counted };
}

function statement({ words, body, year, condition }: Question): { sql: string; params: (string | number)[] } {
  const match = matchExpression(words);
  const conditions: string[] = [];
  const params: (string | number)[] = [];
  if (match !== null) {
    conditions.push('w.words MATCH ?');
    params.push(match);
  }
  if (year !== null) {
    conditions.push(`${match === null ? 'd.position' : 'w.rowid'} BETWEEN ? AND ?`);
    params.push(...positionsOf(year));
  }
  if (body !== '') {
    conditions.push('instr(r.body, ?) > 0');
    params.push(body);
  }
  if (condition !== null) {
    conditions.push(condition.sql);
    params.push(...condition.params);
  }
  const tables = (condition?.tables ?? []).map(
    (table) => `CROSS JOIN ${table} ON ${table}.report_id = d.report_id`,
  );
  const first =
    match === null
      ? 'viewer.documents d'
      : 'viewer.words w CROSS JOIN viewer.documents d ON d.position = w.rowid';
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return {
    sql: `FROM ${first} ${tables.join(' ')} CROSS JOIN reports r ON r.id = d.report_id CROSS JOIN sites s ON s.id = r.site_id ${where}`,
    params,
  };
}
