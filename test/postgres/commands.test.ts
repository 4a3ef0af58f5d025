import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { Mirror } from '../../src/web/mirror.ts';
import { contentOf } from '../pipeline/support.ts';
import { Cleanup, plant, serving } from '../web/support.ts';
import type { Outcome } from './commands.child.ts';
import { execute, makeDatabase } from './database.ts';
import { postgresServer, type TestServer, withoutPostgres } from './server.ts';

const skip = withoutPostgres();
const shared = new Cleanup();
let server: TestServer;
/** The same archive in a file and in PostgreSQL. */
let [file, url, folder] = ['', '', ''];

function opened(name: string, mode: 'read' | 'write' = 'read'): Archive {
  const archive = Archive.open({ file: name, fields: FIELDS, mode });
  shared.after(() => archive.close());
  return archive;
}

before(async () => {
  if (skip !== false) return;
  server = await postgresServer();
  shared.after(() => server.stop());
  ({ file, folder } = await plant(shared));
  url = makeDatabase(server.url);
  const [source, target] = [opened(file), opened(url, 'write')];
  source.copyTo(target);
  assert.deepEqual(source.differences(target), []);
});
after(() => shared.run());

/** Each says the same of both. */
const ON_BOTH: readonly (readonly string[])[] = [
  ['status'],
  ['status', 'ruzhou', '--json'],
  ['status', '--findings'],
  ['status', '--changes'],
  ['plan', '--all'],
  ['diff', 'REPORT'],
  ['verify', '--sample', '2', '--seed', 'one'],
  ['export', 'OUT', '--format', 'csv,jsonl'],
  ['warc', 'export', 'OUT.warc.gz'],
  ['reparse', 'ruzhou', '--json'],
];

/** Runs all of them on a database; `files`: the lines of what was written. */
function onOne(
  db: string,
  name: string,
  report: number,
): { said: string[]; files: (readonly [string, string[]])[] } {
  const out = join(folder, name);
  const commands = ON_BOTH.map((command) => [
    ...command.map((word) => word.replace('OUT', out).replace('REPORT', String(report))),
    '--db',
    db,
  ]);
  const child = fileURLToPath(new URL('commands.child.ts', import.meta.url));
  const done = spawnSync(process.execPath, [child, JSON.stringify(commands)], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  assert.equal(done.status, 0, done.stderr);
  const said = (JSON.parse(done.stdout) as Outcome[]).map(({ code, said: text }) =>
    `${code} ${text}`
      .replaceAll(out, 'OUT')
      .replaceAll(db, 'DB')
      .replaceAll(/\b[\d.]+ (?:m?s|[KM]iB)\b/gu, 'N')
      .replaceAll(/"(?:seconds|startedAt|ms)":[^,}]+/gu, ''),
  );
  const files = readdirSync(out)
    .filter((file) => file !== 'datapackage.json')
    // In `values` the rows come as the database has them.
    .map((file) => [file, readFileSync(join(out, file), 'utf8').split('\n').sort()] as const);
  return { said, files };
}

test('each command says the same of PostgreSQL as of the file', { skip }, () => {
  const [row] = [...opened(file).rows<{ id: number }>('SELECT min(id) AS id FROM reports')];
  const [first, second] = [onOne(file, 'of-file', row?.id ?? 0), onOne(url, 'of-postgres', row?.id ?? 0)];
  for (const [at, said] of first.said.entries()) {
    assert.match(said, /^[01] ./u, ON_BOTH[at]?.join(' '));
    assert.equal(second.said[at], said, ON_BOTH[at]?.join(' '));
  }
  assert.ok(first.files.length >= 10);
  assert.deepEqual(second.files, first.files);
});

test('a copy that is interrupted goes on, both ways, and is the same as what it is of', { skip }, () => {
  const there = makeDatabase(server.url);
  const back = join(folder, 'back.sqlite');
  for (const [from, to] of [
    [file, there],
    [there, back],
  ] as const) {
    const [source, target] = [opened(from), opened(to, 'write')];
    const ending = new AbortController();
    let tables = 0;
    const onProgress = (_: string, rows: number): void => {
      if (rows === 0) tables += 1;
      if (tables === 14) ending.abort(new Error('interrupted'));
    };
    assert.throws(() => source.copyTo(target, { signal: ending.signal, onProgress }), /interrupted/u);
    const copied = source.copyTo(target);
    const payloads = copied.find(({ table }) => table === 'payloads');
    assert.ok(payloads !== undefined && payloads.rows > 0);
    assert.equal(payloads.written, 0, 'what was copied is not copied again');
    assert.deepEqual(source.differences(target), []);
    assert.deepEqual(target.verify(), []);
  }
  assert.equal(contentOf(opened(back)), contentOf(opened(file)));
});

test('a copy into a database that holds something else changes nothing, and differences are told', {
  skip,
}, () => {
  const other = makeDatabase(server.url);
  const target = opened(other, 'write');
  execute(
    other,
    `INSERT INTO payloads (id, sha256, size, encoding, bytes) VALUES (999999, '${'0'.repeat(64)}', 0, 'identity', '')`,
  );
  const source = opened(file);
  assert.throws(
    () => source.copyTo(target),
    /it holds 1 payloads that .* has not: it is no copy of that one/u,
  );
  assert.ok(source.differences(target).length > 1);
});

test('backup of PostgreSQL is an SQLite file that is sound and says the same', { skip }, async () => {
  const copy = join(folder, 'backup.sqlite');
  const { problems } = await opened(url).backup(copy);
  assert.deepEqual(problems, []);
  assert.equal(contentOf(opened(copy)), contentOf(opened(file)));
});

test('the viewer shows a PostgreSQL database as it shows the file, and follows it', { skip }, async (t) => {
  const mirrorFile = join(folder, 'mirror.sqlite');
  const troubles: string[] = [];
  const mirror = await Mirror.start({
    source: url,
    file: mirrorFile,
    everyMs: 100,
    onTrouble: (message) => troubles.push(message),
  });
  t.after(() => mirror.close());
  const [shown, expected] = [await serving(t, mirrorFile), await serving(t, file)];
  const page = async (at: { readonly url: string }, path: string): Promise<string> => {
    const response = await fetch(`${at.url}${path}`);
    assert.equal(response.status, 200, path);
    return (await response.text()).replaceAll(/127\.0\.0\.1:\d+/gu, 'here');
  };
  for (const path of ['/', '/sites/ruzhou', '/rankings', '/changes', '/health'])
    assert.equal(await page(shown, path), await page(expected, path), path);
  opened(url, 'write').alarms.raise({ siteId: 'ruzhou', cause: 'no_reports', message: '只有镜像知道' });
  const copy = opened(mirrorFile);
  while (!copy.alarms.open().some(({ message }) => message === '只有镜像知道'))
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(troubles, []);
});
