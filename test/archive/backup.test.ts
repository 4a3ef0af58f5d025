import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { APPLICATION_ID, MIGRATIONS } from '../../src/archive/migrations.ts';
import { crawlReport, FIELDS, fetched, openArchive, rows, temporaryFile } from './support.ts';

const A = 'https://www.ruzhou.gov.cn/a.html';

test('a backup is the whole database of one moment, in one sound file, while the archive is written to', async (t) => {
  const file = temporaryFile(t);
  const writer = openArchive(t, { file });
  crawlReport(writer, A, 3);
  const noise = (seed: number): string =>
    Array.from({ length: 9000 }, (_, i) => (i * seed) % 99_991).join('x');
  // More than is copied in one go, so that writing falls between two portions.
  for (let i = 0; i < 600; i += 1)
    writer.captures.record('ruzhou', fetched(`${A}?${i}`, noise(i + 1)), { kind: 'list' }, null);
  const before = rows(writer, 'SELECT count(*) AS n FROM captures');
  const copy = join(dirname(file), 'copy.sqlite');
  const reader = Archive.open({ file, fields: FIELDS, mode: 'read' });
  t.after(() => reader.close());
  let portions = 0;
  const { problems, size } = await reader.backup(copy, {
    onProgress: () => {
      portions += 1;
      crawlReport(writer, `${A}?later${portions}`, 4);
    },
  });
  assert.deepEqual(problems, []);
  assert.ok(portions > 0, 'written to meanwhile');
  assert.equal(readFileSync(copy).length, size);
  const opened = Archive.open({ file: copy, fields: FIELDS, mode: 'read' });
  t.after(() => opened.close());
  assert.deepEqual(rows(opened, 'SELECT count(*) AS n FROM captures'), before);
  assert.deepEqual(opened.verify(), []);
  assert.deepEqual(
    readdirSync(dirname(file)).filter((name) => name.startsWith('copy')),
    ['copy.sqlite'],
    'one file, no companions',
  );
  // Restored, it is written to like any other.
  const restored = Archive.open({ file: copy, fields: FIELDS, mode: 'write' });
  crawlReport(restored, `${A}?after`, 5);
  restored.close();
});

test('a backup overwrites nothing, and leaves nothing behind when it fails', async (t) => {
  const file = temporaryFile(t);
  const archive = openArchive(t, { file });
  crawlReport(archive, A, 3);
  const copy = join(dirname(file), 'copy.sqlite');
  writeFileSync(copy, 'mine');
  await assert.rejects(archive.backup(copy), { code: 'file_exists', message: /overwrites nothing/ });
  assert.equal(readFileSync(copy, 'utf8'), 'mine');
  await assert.rejects(archive.backup(join(dirname(file), 'no', 'copy')), { code: 'cannot_open' });
  const other = join(dirname(file), 'other.sqlite');
  writeFileSync(`${other}.partial`, '');
  await assert.rejects(archive.backup(other), { code: 'file_exists', message: /was killed/ });
  const third = join(dirname(file), 'third.sqlite');
  await assert.rejects(archive.backup(third, { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  assert.deepEqual(
    readdirSync(dirname(file)).filter((name) => name.startsWith('third')),
    [],
  );
});

test('a damaged database gives no backup, and says what is wrong', async (t) => {
  const file = temporaryFile(t);
  crawlReport(openArchive(t, { file }), A, 3);
  const db = new Database(file);
  db.exec(`DROP TRIGGER payloads_no_update; UPDATE payloads SET bytes = x'00'`);
  db.close();
  const archive = Archive.open({ file, fields: FIELDS, mode: 'read' });
  t.after(() => archive.close());
  const copy = join(dirname(file), 'copy.sqlite');
  const { problems } = await archive.backup(copy);
  assert.match(problems.join('\n'), /is damaged/);
  assert.equal(existsSync(copy), false);
});

test('a database of an earlier version can be backed up before it is upgraded', async (t) => {
  const file = temporaryFile(t);
  const db = new Database(file);
  db.exec(MIGRATIONS[0] ?? '');
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma('user_version = 1');
  db.close();
  const archive = Archive.open({ file, fields: FIELDS, mode: 'read', olderToo: true });
  t.after(() => archive.close());
  const copy = join(dirname(file), 'copy.sqlite');
  assert.deepEqual((await archive.backup(copy)).problems, []);
  const copied = new Database(copy, { readonly: true });
  assert.equal(copied.pragma('user_version', { simple: true }), 1);
  copied.close();
});
