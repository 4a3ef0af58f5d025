import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { MIGRATIONS } from '../../src/archive/migrations.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { crawlReport, FIELDS, openArchive, rows, temporaryFile } from './support.ts';

/**
 * Each file is a database, as SQL, that the program of a schema version wrote in its time: two editions of one report, an
 * alias, a report without figures, one of another site, a blocked list, an alarm, a run; from 2 on a withdrawn report.
 */
const released = (version: number): string =>
  new URL(`released/schema-${version}.sql`, import.meta.url).pathname;
const VERSIONS = MIGRATIONS.map((_, i) => i + 1).filter((version) => existsSync(released(version)));

/** Hashes of the steps, in order: what was released is never edited. A new step comes with its line. */
const STEPS = [
  '6f954b23e7e9ff52d2c89f3547a7a9a296b01711e650397fd82e9a9b880a8f8a',
  'cbb4f04a7603db8e8460badc6410f4d433f6b09ad9b090eaa0ac525d7d732823',
  'f4e89457d91454cb230c2924e0e6297afcdf813e7fc3d00609059d2709b61bc5',
  '2011fdfd77c13b26d060bb85bd0d6f65c7cc2a0bea0ebd07c1271b5dc99c2ac0',
  'f3505a3599770391b0d6f8738c65eb6637c9c28fadb865c9bec598728ae48369',
  '51d378d03736798eedd205f726701ed3096d2fda47c29c9d6bbcd73cb61e7af1',
  '08fbbde0b7dfa8250bfb016373d405bef0eb9f6d61ac6b5940f87c55cee521e3',
  '93a38c8dd16e768042a6ecf0772ae6635622dd268cf09863e9440758780acde1',
  '18c6fa55ac4830b7c741057cbf6467d5253f8aea35d22834efc961bc3dfb64e9',
  '6a53e8b274f42208f8773ef0b249340b63c987f4f543a37eca0e4bda89afffc4',
  '3e9fc1f857a3d918a4e323eb177231b292eb4f50c967388ebc5d4ef209fba344',
];

function databaseOf(t: TestContext, version: number): string {
  const file = temporaryFile(t);
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.exec(readFileSync(released(version), 'utf8'));
  db.pragma('journal_mode = WAL');
  db.close();
  return file;
}

const schemaOf = (archive: Archive): unknown =>
  rows(archive, `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2`);

test('every schema before the present one has a database to upgrade', () => {
  for (let version = 1; version < MIGRATIONS.length; version += 1)
    assert.ok(VERSIONS.includes(version), `test/archive/released/schema-${version}.sql is missing`);
});

test('a step that was released is never edited', () => {
  assert.deepEqual(MIGRATIONS.slice(0, STEPS.length).map(sha256), STEPS);
});

for (const version of VERSIONS)
  test(`a database of schema version ${version} is upgraded, and nothing in it is lost`, (t) => {
    const file = databaseOf(t, version);
    const old = new Database(file, { readonly: true });
    const kept = [
      'SELECT id, sha256, size, encoding, bytes FROM payloads ORDER BY id',
      'SELECT id, resource_id, fetched_at, outcome, headers, payload_sha256, via FROM captures ORDER BY id',
      'SELECT id, site_id, url, kind, title, first_seen_at FROM resources ORDER BY id',
      'SELECT id, report_id, content_sha256, url, first_capture_id, last_seen_at FROM editions ORDER BY id',
      'SELECT id, site_id, body, year, url, edition_id, status FROM reports ORDER BY id',
      'SELECT report_id, field, value, raw, at FROM report_values ORDER BY 1, 2',
      'SELECT report_id, requests_new_natural_person FROM requests ORDER BY 1',
      'SELECT report_id, code, field, message FROM report_warnings ORDER BY 1, 2, 3, 4',
      'SELECT report_id, rule, scope, outcome, severity, expected, actual, detail FROM report_checks ORDER BY 1, 2, 3',
      'SELECT report_id, field, value, raw, at FROM report_meta ORDER BY 1, 2',
      'SELECT id, trigger, outcome, started_at, finished_at FROM runs',
      'SELECT site_id, cause, message, since FROM alarms',
      'SELECT site_id, body, year, state FROM coverage ORDER BY 1, 2, 3',
      ...(version >= 2 ? ['SELECT id, withdrawn_since, withdrawn_as FROM reports ORDER BY id'] : []),
    ];
    const before = kept.map((sql) => old.prepare(sql).all());
    old.close();

    const upgrades = version < MIGRATIONS.length;
    if (upgrades)
      assert.throws(() => Archive.open({ file, fields: FIELDS, mode: 'read' }), { code: 'needs_migration' });
    const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
    t.after(() => archive.close());
    assert.deepEqual(rows(archive, 'PRAGMA user_version'), [{ user_version: MIGRATIONS.length }]);
    for (const [i, sql] of kept.entries()) assert.deepEqual(rows(archive, sql), before[i], sql);
    assert.deepEqual(archive.verify(), []);
    assert.deepEqual(schemaOf(archive), schemaOf(openArchive(t)), 'the same schema as a new database has');
    // An edition that was cited then is the same edition now.
    const [first, second] = archive.history.find('ruzhou/汝州市司法局/2023').editions;
    assert.deepEqual([first?.editionId, second?.editionId, second?.isCurrent], [1, 2, true]);
    // And the archive goes on as if it had always been so.
    const later = { fetch: { fetchedAt: '2025-02-01T00:00:00.000Z' } };
    const page = crawlReport(archive, 'https://www.ruzhou.gov.cn/a.html', 8, later);
    assert.equal(page.outcome, 'changed');
    assert.deepEqual(archive.verify(), []);
  });
