import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { salvageDatabase } from '../../src/archive/salvage.ts';
import { crawlReport, FIELDS, RUZHOU, rows, temporaryFile } from './support.ts';

const A = 'https://www.ruzhou.gov.cn/a';
const REPORTS = 60;
const PAGE = 16_384;

/** Sixty reports of one page each, closed and whole. */
function wholeDatabase(t: TestContext): string {
  const file = temporaryFile(t);
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  archive.sites.put([RUZHOU]);
  for (let i = 0; i < REPORTS; i += 1) {
    const noise = Array.from({ length: 800 }, (_, k) => sha256(`${i} ${k}`)).join('');
    crawlReport(archive, `${A}${i}`, i, {
      text: `<html>${i}${noise}</html>`,
      identity: { body: `第${i}局`, year: 2023, regionCode: '410482' },
    });
  }
  archive.close();
  return file;
}

function salvaged(t: TestContext, file: string) {
  const target = join(dirname(file), 'saved.sqlite');
  const before = readFileSync(file);
  const tables = salvageDatabase(file, target, FIELDS);
  assert.ok(before.equals(readFileSync(file)), 'the damaged file is only read');
  const archive = Archive.open({ file: target, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const of = (table: string) => tables.find((each) => each.table === table);
  return { archive, tables, of };
}

/** Pages of a table, leaves and overflow alike. */
function pagesOf(file: string, table: string, type: string): number[] {
  const db = new Database(file, { readonly: true });
  const pages = db
    .prepare<[string, string], { pageno: number }>(
      'SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ?',
    )
    .all(table, type)
    .map(({ pageno }) => pageno);
  db.close();
  return pages;
}

function damage(file: string, pages: readonly number[]): void {
  const bytes = readFileSync(file);
  for (const page of pages) bytes.fill(0xff, (page - 1) * PAGE, page * PAGE);
  writeFileSync(file, bytes);
}

test('a sound database is saved whole, with the ids that cite its editions', (t) => {
  const file = wholeDatabase(t);
  const { archive, tables } = salvaged(t, file);
  assert.deepEqual(
    tables.filter((each) => each.losses.length > 0),
    [],
  );
  assert.deepEqual(archive.verify(), []);
  const source = Archive.open({ file, fields: FIELDS, mode: 'read' });
  t.after(() => source.close());
  for (const sql of [
    'SELECT * FROM captures',
    'SELECT * FROM payloads',
    'SELECT * FROM editions',
    'SELECT * FROM report_values',
    'SELECT * FROM requests',
  ])
    assert.deepEqual(rows(archive, sql), rows(source, sql), sql);
});

test('of a database of schema version 10 the editions are saved as they are cited', (t) => {
  const file = temporaryFile(t);
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.exec(readFileSync(new URL('released/schema-10.sql', import.meta.url), 'utf8'));
  const sql = 'SELECT * FROM editions ORDER BY id';
  const before = db.prepare<[], Record<string, unknown>>(sql).all();
  db.close();
  const { archive } = salvaged(t, file);
  assert.ok(before.length > 4);
  assert.deepEqual(rows(archive, sql), before);
  assert.deepEqual(archive.verify(), []);
});

for (const type of ['leaf', 'internal', 'overflow'] as const)
  test(`payloads whose ${type} page is damaged are lost in words, the others saved`, (t) => {
    const file = wholeDatabase(t);
    const [page] = pagesOf(file, 'payloads', type).slice(-1);
    assert.ok(page !== undefined);
    damage(file, [page]);
    const { archive, of } = salvaged(t, file);
    const payloads = of('payloads');
    const [{ n } = { n: 0 }] = rows(archive, 'SELECT count(*) AS n FROM captures');
    assert.ok(payloads !== undefined && payloads.losses.length > 0, 'told');
    if (type !== 'internal') assert.ok(payloads.kept > REPORTS / 2, `${payloads.kept} saved`);
    assert.equal(n, payloads.kept, 'a capture with each');
    assert.match(
      of('captures')?.losses.join('\n') ?? '',
      /capture \d+ of https.*fetched 20.*: its bytes [0-9a-f]{64} are lost/,
    );
    assert.deepEqual(archive.verify(), [], 'what was saved is sound');
  });

test('damaged tables of what was read cost no capture', (t) => {
  const file = wholeDatabase(t);
  damage(file, [...pagesOf(file, 'readings', 'leaf').slice(0, 1), ...pagesOf(file, 'reports', 'leaf')]);
  const { archive, of } = salvaged(t, file);
  assert.equal(of('captures')?.kept, REPORTS);
  assert.equal(of('payloads')?.kept, REPORTS);
  assert.ok((of('reports')?.losses.length ?? 0) > 0);
  // What is left stands on something; the rest is for a re-reading.
  assert.deepEqual(rows(archive, 'PRAGMA foreign_key_check'), []);
});

test('bytes that changed without SQLite noticing are not taken for sound', (t) => {
  const file = wholeDatabase(t);
  const db = new Database(file);
  db.exec(`DROP TRIGGER payloads_no_update; UPDATE payloads SET bytes = x'00' WHERE id = 7`);
  db.close();
  const { archive, of } = salvaged(t, file);
  assert.match(of('payloads')?.losses.join() ?? '', /^row 7: payload [0-9a-f]{64} is damaged/);
  assert.equal(of('captures')?.losses.length, 1);
  assert.deepEqual(archive.verify(), []);
});

test('where nothing can be read it says so, overwrites nothing and leaves nothing behind', (t) => {
  const file = wholeDatabase(t);
  const target = join(dirname(file), 'saved.sqlite');
  copyFileSync(file, target);
  assert.throws(() => salvageDatabase(file, target, FIELDS), { code: 'file_exists' });
  damage(file, [1]);
  assert.throws(() => salvageDatabase(file, join(dirname(file), 'new.sqlite'), FIELDS), {
    code: 'damaged',
    message: /nothing can be saved from it: .*backup/,
  });
});
