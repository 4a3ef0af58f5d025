import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { benchFor, contentOf } from '../pipeline/support.ts';
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

/** Tests of the archive that ask nothing of SQLite itself. */
const ON_BOTH = ['addresses', 'captures', 'places', 'reports', 'history', 'status', 'reread', 'usual'];

// Many tests in one: a minute on a machine with nothing else to do.
test('the tests of the archive pass on PostgreSQL, too', { skip, timeout: 400_000 }, async () => {
  const files = ON_BOTH.map((name) => `test/archive/${name}.test.ts`);
  const { code, output } = await run(['--test', '--test-isolation=none', '--test-reporter=tap', ...files], {
    NIANBAO_TEST_POSTGRES: server.url,
  });
  assert.equal(code, 0, output);
  const passed = Number(/^# pass (\d+)$/mu.exec(output)?.[1]);
  assert.ok(passed > 50, `${passed} tests ran`);
});

test('a crawl of the replicas files the same on PostgreSQL as on SQLite, and nothing twice', {
  skip,
}, async (t) => {
  const onFile = await benchFor(t);
  await onFile.crawl();
  const url = temporaryPostgres(t, server.url);
  const archive = Archive.open({ file: url, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const first = await onFile.crawl({ archive });
  assert.equal(first.outcome, 'ok');
  assert.equal(contentOf(archive), contentOf(onFile.open()));
  const captures = () => [...archive.rows<{ n: number }>('SELECT count(*) AS n FROM payloads')][0]?.n;
  const before = captures();
  const second = await onFile.crawl({ archive });
  assert.ok(second.sites.every(({ new: fresh, changed }) => fresh === 0 && changed === 0));
  assert.equal(captures(), before);
  assert.deepEqual(archive.verify(), []);
});

test('a server that restarts is waited for, and nothing is lost or done twice', { skip }, (t) => {
  const url = temporaryPostgres(t, server.url);
  const archive = Archive.open({ file: url, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const site = { id: 'ruzhou', name: '汝州市', regionCode: '410482', crawler: 'siteserver' };
  archive.sites.put([site]);
  server.restart();
  archive.alarms.raise({ siteId: 'ruzhou', cause: 'between', message: 'two transactions' });
  let tries = 0;
  archive.transaction(() => {
    tries += 1;
    archive.health.record('ruzhou', 'ok', null);
    if (tries === 1) server.restart();
    archive.alarms.raise({ siteId: 'ruzhou', cause: 'within', message: 'one' });
  });
  assert.equal(tries, 2);
  assert.deepEqual(
    archive.alarms.open().map(({ cause }) => cause),
    ['between', 'within'],
  );
  assert.equal([...archive.rows('SELECT id FROM site_health')].length, 1);
});

test('captures and payloads can be neither changed nor deleted nor emptied', { skip }, (t) => {
  const url = temporaryPostgres(t, server.url);
  Archive.open({ file: url, fields: FIELDS, mode: 'write' }).close();
  execute(
    url,
    `INSERT INTO payloads (sha256, size, encoding, bytes) VALUES ('${'0'.repeat(64)}', 0, 'identity', '')`,
  );
  assert.throws(() => execute(url, 'DELETE FROM payloads'), /payloads are never deleted/u);
  assert.throws(() => execute(url, `UPDATE payloads SET encoding = 'br'`), /payloads are never updated/u);
  assert.throws(
    () => execute(url, 'TRUNCATE payloads CASCADE'),
    /payloads are never deleted|captures are never deleted/u,
  );
});

test('a database that is not there, or not ours, is told of in words', { skip }, (t) => {
  const open = (file: string, mode: 'read' | 'write' = 'read') =>
    Archive.open({ file, fields: FIELDS, mode }).close();
  const nowhere = new URL(server.url);
  nowhere.pathname = '/nowhere';
  assert.throws(() => open(nowhere.href), /there is no such database/u);
  const empty = temporaryPostgres(t, server.url, { empty: true });
  assert.throws(() => open(empty), /still empty. Run `nianbao crawl` first/u);
  execute(empty, 'CREATE TABLE sites (id int)');
  assert.throws(() => open(empty, 'write'), /belongs to another program/u);
  assert.throws(
    () => open('postgres://app:secret@127.0.0.1:1/x'),
    (error: Error) => !error.message.includes('secret'),
  );
});

function run(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    // A test that starts tests must not pass its own state on to them.
    const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
    const child = spawn(process.execPath, args, { env: { ...inherited, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += String(chunk);
      });
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, output }));
  });
}
