import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { ArchiveError, type ArchiveErrorCode, explained } from '../../src/archive/errors.ts';
import { APPLICATION_ID, MIGRATIONS } from '../../src/archive/migrations.ts';
import { crawlReport, FIELDS, fetched, openArchive, RUZHOU, rows, temporaryFile } from './support.ts';

function refused(file: string, mode: 'read' | 'write', code: ArchiveErrorCode, words: RegExp): void {
  assert.throws(
    () => Archive.open({ file, fields: FIELDS, mode }),
    (error: unknown) => {
      assert.ok(error instanceof ArchiveError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, words);
      assert.ok(error.message.includes(file), error.message);
      return true;
    },
  );
}

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

test('a new database has the pragmas that keep it safe', (t) => {
  const file = temporaryFile(t);
  const archive = openArchive(t, { file });
  const pragma = (name: string) => Object.values(rows(archive, `PRAGMA ${name}`)[0] ?? {})[0];
  assert.equal(pragma('page_size'), 16_384);
  assert.equal(pragma('journal_mode'), 'wal');
  assert.equal(pragma('synchronous'), 2);
  assert.equal(pragma('foreign_keys'), 1);
  assert.equal(pragma('application_id'), APPLICATION_ID);
  assert.equal(pragma('user_version'), MIGRATIONS.length);
});

test('every table of the promise has an id and is STRICT, the wide tables apart', (t) => {
  const archive = openArchive(t);
  const tables = [
    ...archive.rows<{ name: string; strict: number }>(
      `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`,
    ),
  ];
  const loose = tables.filter(({ strict }) => strict === 0).map(({ name }) => name);
  assert.deepEqual(loose.sort(), ['disclosure', 'litigation', 'requests']);
  for (const { name } of tables) {
    assert.equal(
      rows(archive, `SELECT 1 FROM pragma_table_xinfo('${name}') WHERE name = 'id'`).length,
      1,
      name,
    );
  }
  for (const name of ['sites', 'runs', 'run_sites', 'resources', 'captures', 'payloads', 'reports']) {
    assert.ok(
      tables.some((table) => table.name === name),
      name,
    );
  }
  for (const view of [
    ...['editions', 'report_values', 'report_checks', 'report_warnings', 'report_sections', 'coverage'],
  ]) {
    assert.deepEqual(rows(archive, `SELECT * FROM ${view}`), [], view);
  }
});

test('a database from a newer version is refused and left as it is', (t) => {
  const file = temporaryFile(t);
  Archive.open({ file, fields: FIELDS, mode: 'write' }).close();
  const db = new Database(file);
  db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
  db.close();
  const before = hashOf(file);
  refused(file, 'write', 'newer_version', /Update nianbao/);
  refused(file, 'read', 'newer_version', /Update nianbao/);
  assert.equal(hashOf(file), before);
  assert.equal(existsSync(`${file}-wal`), false);
});

test("another program's database is refused and left as it is", (t) => {
  for (const sql of ['CREATE TABLE notes (t)', 'PRAGMA application_id = 7; CREATE TABLE notes (t)']) {
    const file = temporaryFile(t);
    const db = new Database(file);
    db.exec(sql);
    db.close();
    const before = hashOf(file);
    refused(file, 'write', 'foreign_database', /another program/);
    refused(file, 'read', 'foreign_database', /another program/);
    assert.equal(hashOf(file), before);
  }
});

test('a file that is not SQLite is refused and left as it is', (t) => {
  const file = temporaryFile(t);
  for (const content of ['short', 'x'.repeat(5000)]) {
    writeFileSync(file, content);
    refused(file, 'write', 'not_a_database', /not an SQLite database/);
    assert.equal(readFileSync(file, 'utf8'), content);
  }
  refused(dirname(file), 'write', 'cannot_open', /cannot be read/);
});

test('an empty file becomes a database; reading wants one that is there', (t) => {
  const file = temporaryFile(t);
  refused(file, 'read', 'missing', /nianbao crawl/);
  assert.equal(existsSync(file), false);
  writeFileSync(file, '');
  refused(file, 'read', 'needs_migration', /nianbao crawl/);
  assert.equal(readFileSync(file).length, 0);
  openArchive(t, { file });
  const folderless = join(dirname(file), 'no', 'such', 'db.sqlite');
  refused(folderless, 'write', 'cannot_open', /folder .*no\/such does not exist/);
});

test('an older schema is upgraded for writing, and only named for reading', (t) => {
  const file = temporaryFile(t);
  const db = new Database(file);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.close();
  refused(file, 'read', 'needs_migration', /./);
  Archive.open({ file, fields: FIELDS, mode: 'write' }).close();
  Archive.open({ file, fields: FIELDS, mode: 'read' }).close();
});

test('what cannot be written says so', {
  skip: process.getuid?.() === 0 && 'root may write everywhere: test/cli tries read-only media as root',
}, (t) => {
  const file = temporaryFile(t);
  Archive.open({ file, fields: FIELDS, mode: 'write' }).close();
  chmodSync(file, 0o444);
  refused(file, 'write', 'read_only', /cannot be written/);
});

test('writing through a reading archive is refused in words', (t) => {
  const file = temporaryFile(t);
  openArchive(t, { file });
  const reader = Archive.open({ file, fields: FIELDS, mode: 'read' });
  t.after(() => reader.close());
  assert.throws(() => reader.sites.put([RUZHOU]), { name: 'ArchiveError', code: 'read_only' });
});

test('a full disk is told from other failures', (t) => {
  const archive = openArchive(t);
  rows(archive, 'PRAGMA max_page_count = 1');
  const noise = Array.from({ length: 40_000 }, (_, i) => (i * 7919 * (i + 13)) % 1_000_003).join('x');
  assert.throws(
    () => archive.captures.record('ruzhou', fetched('https://a.cn/', noise), { kind: 'list' }, null),
    {
      name: 'ArchiveError',
      code: 'disk_full',
    },
  );
  assert.deepEqual(archive.verify(), []);
  const other = new Error('something else');
  assert.equal(explained(other, 'x'), other);
});

test('a reader sees what a writer has committed, while it goes on writing', (t) => {
  const file = temporaryFile(t);
  const writer = openArchive(t, { file });
  crawlReport(writer, 'https://a.cn/1', 3);
  const reader = Archive.open({ file, fields: FIELDS, mode: 'read' });
  t.after(() => reader.close());
  writer.transaction(() => {
    crawlReport(writer, 'https://a.cn/2', 4, {
      identity: { body: '财政局', year: 2023, regionCode: '410482' },
    });
    assert.equal(rows(reader, 'SELECT id FROM reports').length, 1);
  });
  assert.equal(rows(reader, 'SELECT id FROM reports').length, 2);
  assert.deepEqual(reader.verify(), []);
});

test('opening waits for a process that writes to a database which is not in WAL mode yet', async (t) => {
  const file = temporaryFile(t);
  Archive.open({ file, fields: FIELDS, mode: 'write' }).close();
  const reader = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const db = new (require('better-sqlite3'))(workerData);
     db.pragma('journal_mode = DELETE');
     db.exec('BEGIN IMMEDIATE');
     parentPort.postMessage('writing');
     setTimeout(() => db.close(), 300);`,
    { eval: true, workerData: file },
  );
  const ended = once(reader, 'exit');
  await once(reader, 'message');
  const archive = openArchive(t, { file });
  assert.deepEqual(rows(archive, 'PRAGMA journal_mode'), [{ journal_mode: 'wal' }]);
  await ended;
});

test('several processes may make the same database at once', async (t) => {
  const file = temporaryFile(t);
  const code = `import { Archive } from ${JSON.stringify(new URL('../../src/archive/archive.ts', import.meta.url).href)};
    const archive = Archive.open({ file: ${JSON.stringify(file)}, fields: ${JSON.stringify(FIELDS)}, mode: 'write' });
    archive.sites.put([${JSON.stringify(RUZHOU)}]); archive.close();`;
  const run = promisify(execFile);
  await Promise.all([1, 2, 3].map(() => run(process.execPath, ['--input-type=module', '-e', code])));
  const archive = Archive.open({ file, fields: FIELDS, mode: 'read' });
  t.after(() => archive.close());
  assert.deepEqual(archive.verify(), []);
  assert.equal(rows(archive, 'SELECT id FROM sites').length, 1);
});
