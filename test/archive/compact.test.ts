import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { salvageDatabase } from '../../src/archive/salvage.ts';
import { crawlReport, FIELDS, openArchive, rows, temporaryFile } from './support.ts';

const PAGES = 120;
const A = 'https://www.ruzhou.gov.cn/a';
const FRAME = Array.from({ length: 400 }, (_, k) => sha256(`frame ${k}`)).join('<br>');

const pageOf = (i: number): string => `<html>${FRAME}<p>${sha256(`own ${i}`)} 第${i}局</p></html>`;

/** Pages of one site, with a report each. */
function pages(t: TestContext, file: string): Archive {
  const archive = openArchive(t, { file });
  archive.transaction(() => {
    for (let i = 0; i < PAGES; i += 1)
      crawlReport(archive, `${A}${i}`, i, {
        text: pageOf(i),
        identity: { body: `第${i}局`, year: 2023, regionCode: '410482' },
      });
  });
  return archive;
}

/** The same, as an earlier version stored them: each by itself. */
function formerDatabase(t: TestContext): string {
  const file = temporaryFile(t);
  pages(t, file).close();
  const db = new Database(file);
  const triggers = db
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE name IN ('payloads_no_update', 'dictionaries_no_delete')`,
    )
    .all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  const update = db.prepare(
    `UPDATE payloads SET encoding = 'br', dictionary_id = NULL, bytes = ? WHERE sha256 = ?`,
  );
  db.transaction(() => {
    for (let i = 0; i < PAGES; i += 1) update.run(brotliCompressSync(pageOf(i)), sha256(pageOf(i)));
    db.exec('DELETE FROM dictionaries');
  })();
  for (const { sql } of triggers) db.exec(sql);
  db.close();
  return file;
}

function openFile(t: TestContext, file: string): Archive {
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  return archive;
}

const bodies = (archive: Archive): unknown =>
  rows(archive, 'SELECT id, sha256, size FROM payloads ORDER BY id').map(({ sha256: hash, ...row }) => ({
    ...row,
    found: sha256(archive.captures.payload(String(hash)) ?? ''),
  }));
const stored = (archive: Archive): unknown =>
  rows(
    archive,
    'SELECT encoding, dictionary_id IS NULL AS alone, count(*) AS n FROM payloads GROUP BY 1, 2 ORDER BY 3',
  );
const AS_NEW = [
  { encoding: 'br', alone: 1, n: 1 },
  { encoding: 'zstd', alone: 0, n: PAGES - 1 },
];

test('pages of a site are stored with an earlier one, and come back as they were', (t) => {
  const archive = pages(t, temporaryFile(t));
  assert.deepEqual(stored(archive), AS_NEW);
  for (let i = 0; i < PAGES; i += 1)
    assert.equal(Buffer.from(archive.captures.payload(sha256(pageOf(i))) ?? []).toString(), pageOf(i));
  assert.deepEqual(archive.verify(), []);
});

test('compact stores what was stored before in the same way, loses nothing and gives the space back', async (t) => {
  const file = formerDatabase(t);
  const archive = openFile(t, file);
  const before = bodies(archive);
  const size = statSync(file).size;
  const dry = await archive.compact({ dryRun: true });
  assert.deepEqual(stored(archive), [{ encoding: 'br', alone: 1, n: PAGES }], 'a dry run changes nothing');
  const done = await archive.compact();
  assert.deepEqual([dry.recoded, dry.after], [done.recoded, done.after]);
  assert.deepEqual(stored(archive), AS_NEW);
  assert.deepEqual(bodies(archive), before);
  assert.deepEqual(archive.verify(), []);
  assert.ok(statSync(file).size < size / 2, `${size} bytes before, ${statSync(file).size} now`);
  const again = await archive.compact();
  assert.deepEqual([again.looked, again.recoded, again.dictionaries], [0, 0, 0]);
});

test('interrupted it keeps what was done, and goes on when it is run again', async (t) => {
  const archive = openFile(t, formerDatabase(t));
  const before = bodies(archive);
  const stop = new AbortController();
  const first = await archive.compact({
    signal: stop.signal,
    onProgress: (done) => {
      if (done > 0) stop.abort();
    },
  });
  assert.ok(first.interrupted && first.recoded > 0 && first.recoded < PAGES - 1, `${first.recoded} done`);
  assert.deepEqual(archive.verify(), []);
  const second = await archive.compact();
  assert.equal(first.recoded + second.recoded, PAGES - 1);
  assert.deepEqual(bodies(archive), before);
  assert.deepEqual(stored(archive), AS_NEW);
});

test('a page that is damaged stops it, and what it has begun is as it was', async (t) => {
  const file = formerDatabase(t);
  const db = new Database(file);
  const [trigger] = db
    .prepare<[], { sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'payloads_no_update'`)
    .all();
  db.exec(
    `DROP TRIGGER payloads_no_update; UPDATE payloads SET bytes = x'00' WHERE id = 30; ${trigger?.sql ?? ''}`,
  );
  db.close();
  const archive = openFile(t, file);
  await assert.rejects(archive.compact(), { code: 'damaged' });
  assert.deepEqual(rows(archive, 'SELECT id FROM recoding'), []);
  assert.equal(archive.verify().length, 1, 'nothing but the page that was damaged before');
});

test('killed at any moment it has lost nothing, and goes on when it is run again', async (t) => {
  const file = formerDatabase(t);
  const before = bodies(openFile(t, file));
  for (const moment of [0, 1, 2]) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'compact.child.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text.split('\n').length - 1;
      if (said > moment) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const archive = openFile(t, file);
    assert.deepEqual(archive.verify(), [], `after kill ${moment}`);
    assert.deepEqual(bodies(archive), before);
  }
  const archive = openFile(t, file);
  await archive.compact();
  assert.deepEqual(bodies(archive), before);
  assert.deepEqual(stored(archive), AS_NEW);
});

function damageAndSalvage(t: TestContext, sql: string) {
  const file = temporaryFile(t);
  pages(t, file).close();
  const db = new Database(file);
  for (const name of ['payloads_no_update', 'dictionaries_no_update']) db.exec(`DROP TRIGGER ${name}`);
  db.exec(sql);
  db.close();
  const problems = openFile(t, file).verify();
  const target = join(dirname(file), 'saved.sqlite');
  const losses = salvageDatabase(file, target, FIELDS).flatMap((table) => table.losses);
  return { problems, losses, saved: openFile(t, target) };
}

const PAYLOAD = `UPDATE payloads SET bytes = x'00' WHERE dictionary_id IS NULL;`;
const COPY = `UPDATE dictionaries SET bytes = x'00';`;

for (const [what, sql, words] of [
  ['the page', PAYLOAD, /^payload [0-9a-f]{64} is damaged/u],
  ['its copy', COPY, /^dictionary 1: payload [0-9a-f]{64} is damaged/u],
] as const)
  test(`where ${what} that others are stored with is damaged, verify says so and nothing is lost`, (t) => {
    const { problems, losses, saved } = damageAndSalvage(t, sql);
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] ?? '', words);
    assert.deepEqual(losses, []);
    assert.deepEqual(saved.verify(), []);
    assert.equal(rows(saved, 'SELECT id FROM payloads').length, PAGES);
  });

test('where both are damaged, what was stored with them is lost in words, and no more', (t) => {
  const other = `${PAYLOAD}${COPY} UPDATE payloads SET dictionary_id = NULL, encoding = 'br',
    bytes = x'${brotliCompressSync(pageOf(9)).toString('hex')}' WHERE sha256 = '${sha256(pageOf(9))}'`;
  const { losses, saved } = damageAndSalvage(t, other);
  assert.match(
    losses.join('\n'),
    /row \d+: payload [0-9a-f]{64} is stored with dictionary 1, which is lost/u,
  );
  assert.deepEqual(rows(saved, 'SELECT sha256 FROM payloads'), [{ sha256: sha256(pageOf(9)) }]);
  assert.deepEqual(rows(saved, 'PRAGMA foreign_key_check'), []);
});

test('what was read before it was known what such reports usually say is stored with that, and says the same', async (t) => {
  const archive = pages(t, temporaryFile(t));
  const alone = () => rows(archive, 'SELECT id FROM readings WHERE usual_id IS NULL').length;
  const said = () =>
    ['report_values', 'report_meta', 'report_checks', 'report_sections', 'report_warnings'].map((view) =>
      rows(archive, `SELECT * FROM ${view} ORDER BY 1, 2, 3`),
    );
  const before = said();
  assert.ok(alone() > 5);
  await archive.compact();
  assert.equal(alone(), 0);
  assert.deepEqual(said(), before);
  assert.deepEqual(archive.verify(), []);
});
