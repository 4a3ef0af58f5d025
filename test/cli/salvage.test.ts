import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { demoConfig } from '../portals/config.ts';
import { plant } from '../web/support.ts';
import { nianbao, readOnlyFolder, said } from './support.ts';

async function benchFor(t: TestContext) {
  const { file: db, folder } = await plant(t);
  const config = join(folder, 'config');
  demoConfig(config);
  return {
    db,
    folder,
    config,
    saved: join(folder, 'saved.sqlite'),
    salvage: (target: string, ...more: string[]) =>
      said(['salvage', target, '--config', config, '--db', db, ...more]),
  };
}

function countIn(file: string, table: string): number {
  const db = new Database(file, { readonly: true });
  try {
    return Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  } finally {
    db.close();
  }
}

test('salvage of a sound database loses nothing, and the new one is sound', async (t) => {
  const { db, config, saved } = await benchFor(t);
  const { code, stdout, stderr } = await nianbao(['salvage', saved, '--config', config, '--db', db]);
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^captures +\d+ +·$/mu);
  assert.match(stdout, /saved\.sqlite: \d+ documents read again, \d+ reports; the new database is sound/u);
  for (const table of ['captures', 'payloads', 'reports', 'editions', 'report_values'])
    assert.equal(countIn(saved, table), countIn(db, table), table);
  const verified = await said(['verify', '--db', saved]);
  assert.equal(verified.code, 0, verified.stdout);
});

/** Not one that others are stored with: of that there are two copies. */
const LOST_PAYLOAD = `UPDATE payloads SET bytes = x'00', encoding = 'br' WHERE id = (
  SELECT min(p.id) FROM payloads p JOIN captures c ON c.payload_sha256 = p.sha256
  WHERE p.sha256 NOT IN (SELECT payload_sha256 FROM dictionaries))`;

test('salvage of a damaged database says what is lost, saves the rest and ends with 1', async (t) => {
  const { db, saved, folder, salvage } = await benchFor(t);
  const sqlite = new Database(db);
  sqlite.exec(`DROP TRIGGER payloads_no_update; ${LOST_PAYLOAD}`);
  sqlite.close();
  const before = readFileSync(db);
  const { code, stdout, stderr } = await salvage(saved);
  assert.equal(code, 1, stdout + stderr);
  assert.match(stdout, /✗ payloads: row \d+: payload [0-9a-f]{64} is damaged/u);
  assert.match(stdout, /✗ captures: capture \d+ of https:.*: its bytes [0-9a-f]{64} are lost/u);
  assert.equal(countIn(saved, 'payloads'), countIn(db, 'payloads') - 1);
  assert.ok(before.equals(readFileSync(db)), 'the damaged file is only read');
  const verified = await said(['verify', '--db', saved]);
  assert.equal(verified.code, 0, verified.stdout);

  const again = await salvage(join(folder, 'again.sqlite'), '--json');
  assert.equal(again.code, 1);
  const told = JSON.parse(again.stdout) as {
    tables: { table: string; losses: string[] }[];
    problems: string[];
  };
  assert.equal(told.tables.find(({ table }) => table === 'payloads')?.losses.length, 1);
  assert.deepEqual(told.problems, []);
});

test('salvage says what it was given, where that is no damaged database of nianbao', async (t) => {
  const { db, folder, saved, salvage } = await benchFor(t);
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'Bought milk.\n'.repeat(100));
  const other = join(folder, 'other.sqlite');
  const sqlite = new Database(other);
  sqlite.exec('CREATE TABLE milk (litres INTEGER)');
  sqlite.close();
  const readOnly = readOnlyFolder(t, db);
  const cases: readonly (readonly [string, number, RegExp])[] = [
    [text, 1, /notes\.txt: nothing can be saved from it: .*not a database.*Restore it from a backup/u],
    [other, 1, /other\.sqlite: nothing can be saved from it: it has no captures and payloads/u],
    [folder, 2, /is a folder: name the database in it with --db/u],
    [join(folder, 'none.sqlite'), 2, /there is no database .*none\.sqlite: give the damaged one with --db/u],
    ...(readOnly === null
      ? []
      : [
          [
            join(readOnly, 'nianbao.sqlite'),
            2,
            /cannot be opened where it lies\. .*copy it, with .*-wal if there is one, to a folder that may be written/u,
          ] as const,
        ]),
  ];
  for (const [file, expected, words] of cases) {
    const { code, stdout, stderr } = await salvage(saved, '--db', file);
    assert.equal(code, expected, `${file}: ${stdout}${stderr}`);
    assert.match(stderr, words);
    assert.equal(existsSync(saved), false, 'nothing is left behind');
  }
});

test('salvage overwrites nothing, and says where it cannot write', async (t) => {
  const { db, folder, salvage } = await benchFor(t);
  const mine = join(folder, 'mine.txt');
  writeFileSync(mine, 'mine');
  const readOnly = readOnlyFolder(t);
  const cases: readonly (readonly [string, RegExp])[] = [
    [mine, /mine\.txt: there is a file of that name, and nothing is overwritten\. Give another name/u],
    [db, /nothing is overwritten/u],
    [join(folder, 'no', 'saved.sqlite'), /the folder .*no does not exist\. Create it, or give another file/u],
    ...(readOnly === null
      ? []
      : [
          [
            join(readOnly, 'saved.sqlite'),
            /: (the disk can only be read|it may not be read or written)/u,
          ] as const,
        ]),
  ];
  for (const [target, words] of cases) {
    const { code, stdout, stderr } = await salvage(target);
    assert.equal(code, 2, `${target}: ${stdout}${stderr}`);
    assert.match(stderr, words);
  }
  assert.equal(readFileSync(mine, 'utf8'), 'mine');
});
