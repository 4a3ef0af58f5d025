import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { plant } from '../web/support.ts';
import { nianbao, readOnlyFolder, said } from './support.ts';

/** A command on a database of its own, and the folder that it lies in. */
async function benchFor(t: TestContext) {
  const { file: db, folder } = await plant(t);
  return {
    db,
    folder,
    backup: (target: string, ...more: string[]) => said(['backup', target, '--db', db, ...more]),
    leftBehind: () => readdirSync(folder).filter((name) => !name.startsWith('nianbao.sqlite')),
  };
}

test('backup writes a verified copy, says so, and with --quiet says nothing', async (t) => {
  const { db, folder, backup, leftBehind } = await benchFor(t);
  const [told, quiet, json] = ['told', 'quiet', 'json'].map((name) => join(folder, `${name}.sqlite`));
  assert.ok(told !== undefined && quiet !== undefined && json !== undefined);
  const first = await nianbao(['backup', told, '--db', db]);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /^✓ .*told\.sqlite: [\d.,]+ MiB, verified\n$/u);
  assert.deepEqual(await backup(quiet, '--quiet'), { code: 0, stdout: '', stderr: '' });
  const third = await backup(json, '--json');
  assert.deepEqual(JSON.parse(third.stdout), { file: json, size: statSync(json).size, problems: [] });
  assert.deepEqual(leftBehind().sort(), ['json.sqlite', 'quiet.sqlite', 'told.sqlite'], 'no companions');
  const verified = await said(['verify', '--db', told]);
  assert.equal(verified.code, 0, verified.stdout);
});

test('backup does nothing, and says what to do, where it may not or cannot write', async (t) => {
  const { db, folder, backup, leftBehind } = await benchFor(t);
  const mine = join(folder, 'mine.txt');
  writeFileSync(mine, 'mine');
  const readOnly = readOnlyFolder(t);
  const cases: readonly (readonly [string, RegExp])[] = [
    [mine, /mine\.txt: there is a file of that name, and a backup overwrites nothing\. Give another name/u],
    [db, /overwrites nothing/u],
    [folder, /overwrites nothing/u],
    [join(folder, 'no', 'copy.sqlite'), /the folder .*no does not exist\. Create it, or give another file/u],
    [join(mine, 'copy.sqlite'), /a part of the path is a file, not a folder/u],
    ...(readOnly === null
      ? []
      : [
          [
            join(readOnly, 'copy.sqlite'),
            /: (the disk can only be read|it may not be read or written)/u,
          ] as const,
        ]),
  ];
  for (const [target, words] of cases) {
    const { code, stdout, stderr } = await backup(target);
    assert.equal(code, 2, `${target}: ${stdout}${stderr}`);
    assert.match(stderr, words);
  }
  const missing = await said(['backup', join(folder, 'copy.sqlite'), '--db', join(folder, 'none.sqlite')]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /there is no database .*none\.sqlite yet: run `nianbao crawl` first/u);
  assert.equal(readFileSync(mine, 'utf8'), 'mine');
  assert.deepEqual(leftBehind(), ['mine.txt']);
});

test('backup of a damaged database keeps no copy, and points to salvage', async (t) => {
  const { db, folder, backup } = await benchFor(t);
  const sqlite = new Database(db);
  sqlite.exec(`DROP TRIGGER payloads_no_update; UPDATE payloads SET bytes = x'00' WHERE id = 1`);
  sqlite.close();
  const copy = join(folder, 'copy.sqlite');
  const { code, stdout } = await backup(copy);
  assert.equal(code, 1);
  assert.match(stdout, /✗ payload [0-9a-f]{64} is damaged/u);
  assert.match(stdout, /No copy was kept, as .* is damaged: `nianbao salvage FILE` saves what can be read/u);
  assert.equal(existsSync(copy), false);
});
