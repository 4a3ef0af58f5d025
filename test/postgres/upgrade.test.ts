import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { MIGRATIONS } from '../../src/archive/migrations.ts';
import { defineFunctions } from '../../src/archive/sql-functions.ts';
import { plainTexts } from '../../src/archive/texts.ts';
import { crawlReport, FIELDS, rows, temporaryFile } from '../archive/support.ts';
import { execute, temporaryPostgres } from './database.ts';
import { startPostgres, type TestServer, withoutPostgres } from './server.ts';

const skip = withoutPostgres();
let server: TestServer;

before(async () => {
  if (skip === false) server = await startPostgres();
});
after(() => {
  if (skip === false) server.stop();
});

const TABLES = [
  ...[
    'sites',
    'expectations',
    'fields',
    'runs',
    'run_sites',
    'alarms',
    'resources',
    'payloads',
    'dictionaries',
  ],
  ...[
    'captures',
    'layouts',
    'reports',
    'editions',
    'readings',
    'edition_warnings',
    'report_aliases',
    'judgements',
  ],
  ...['report_year_checks', 'year_checks_due', 'disclosure', 'requests', 'litigation'],
];
/** The wide tables as they were then. */
const WIDE = {
  disclosure: ['disclosure_rules_made', 'fees_info_processing_amount'],
  requests: ['requests_new_natural_person', 'requests_granted_total'],
  litigation: ['litigation_review_total'],
};

const literal = (value: unknown): string => {
  if (value === null || typeof value === 'number') return String(value);
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'::bytea`;
  return `'${String(value).replaceAll("'", "''")}'`;
};

const RELEASED = (folder: string): string =>
  readFileSync(new URL(`../${folder}/released/schema-10.sql`, import.meta.url), 'utf8');

/** The rows of the SQLite database of that version, as statements for PostgreSQL. */
function statements(db: Database.Database): string[] {
  defineFunctions(db);
  const texts = new Map(
    db
      .prepare<[], { id: number; texts: string }>('SELECT edition_id AS id, texts FROM edition_texts')
      .all()
      .map(({ id, texts: json }) => [id, plainTexts(JSON.parse(json))]),
  );
  return TABLES.flatMap((table) => {
    const all = db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1`).all();
    const inserts = all.map((row) => {
      const full = table === 'readings' ? { ...row, texts: texts.get(Number(row.edition_id)) } : row;
      return `INSERT INTO ${table} (${Object.keys(full).join(', ')}) VALUES (${Object.values(full).map(literal).join(', ')})`;
    });
    const numbered = all.some(({ id }) => typeof id === 'number') && !(table in WIDE);
    return numbered && table !== 'report_year_checks'
      ? [
          ...inserts,
          `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`,
        ]
      : inserts;
  });
}

test('a PostgreSQL database of schema version 10 is upgraded, and says what the file of that version says', {
  skip,
}, (t) => {
  const file = temporaryFile(t);
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.exec(RELEASED('archive'));
  const url = temporaryPostgres(t, server.url, { empty: true });
  execute(url, RELEASED('postgres'));
  for (const [table, columns] of Object.entries(WIDE))
    execute(
      url,
      `CREATE TABLE ${table} (id bigint PRIMARY KEY, report_id bigint NOT NULL UNIQUE REFERENCES reports (id) ON DELETE CASCADE,
         ${columns.map((column) => `${column} numeric`).join(', ')})`,
    );
  execute(url, `SET session_replication_role = replica; BEGIN; ${statements(db).join(';\n')}; COMMIT`);
  db.close();

  const [there, here] = [file, url].map((name) =>
    Archive.open({ file: name, fields: FIELDS, mode: 'write' }),
  );
  if (there === undefined || here === undefined) throw new Error('two were opened');
  t.after(() => there.close());
  t.after(() => here.close());
  assert.deepEqual(rows(here, 'SELECT version FROM nianbao'), [{ version: MIGRATIONS.length }]);
  const same = (): void => {
    for (const sql of [
      'SELECT * FROM editions ORDER BY id',
      'SELECT id, site_id, body, year, title, status, url, edition_id FROM reports ORDER BY id',
      'SELECT report_id, field, value, raw, at, page FROM report_values ORDER BY 1, 2',
      'SELECT report_id, field, value, raw, at, page FROM report_meta ORDER BY 1, 2',
      'SELECT id, report_id, rule, scope, outcome, expected, actual, severity, detail FROM report_checks ORDER BY 1',
      'SELECT report_id, code, field, message FROM report_warnings ORDER BY 1, 2, 3, 4',
      'SELECT report_id, section, text FROM report_sections ORDER BY 1, 2',
      'SELECT report_id, requests_new_natural_person FROM requests ORDER BY 1',
      'SELECT site_id, body FROM year_checks_due ORDER BY 1, 2',
    ])
      assert.deepEqual(rows(here, sql), rows(there, sql), sql);
    assert.deepEqual(here.verify(), []);
  };
  assert.ok(rows(here, 'SELECT id FROM editions').length > 4);
  same();
  // And both go on alike.
  for (const archive of [there, here])
    crawlReport(archive, 'https://www.ruzhou.gov.cn/a.html', 8, {
      fetch: { fetchedAt: '2025-02-01T00:00:00.000Z' },
    });
  same();
});
