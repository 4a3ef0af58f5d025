import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Archive } from '../../src/archive/archive.ts';
import { reparse } from '../../src/pipeline/reparse.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { contentOf } from '../pipeline/support.ts';
import { demoConfig } from '../portals/config.ts';
import { startPortals } from '../portals/server.ts';
import { folderFor, type Result, ROOT, type Running, said, start } from './support.ts';

/** Longer than any test: what is asked for now is answered when the test says so. */
const UNTIL_TOLD_MS = 170_000;

async function benchFor(t: TestContext) {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  const db = join(folder, 'nianbao.sqlite');
  demoConfig(config);
  const portals = await startPortals();
  t.after(() => portals.close());
  const common = ['--config', config, '--db', db];
  return {
    folder,
    config,
    db,
    portals,
    crawl: (...sites: string[]): Running =>
      start([
        ...['crawl', ...sites, ...common],
        ...['--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls'],
      ]),
    command: (...args: string[]): Running => start([...args, ...common]),
    /** Resolves when so many requests have arrived. */
    requests: async (count: number): Promise<void> => {
      while (portals.requests.length < count) await wait(5, undefined, { ref: false });
    },
  };
}

function read<T>(db: string, look: (archive: Archive) => T): T {
  const archive = Archive.open({ file: db, fields: FIELDS, mode: 'read' });
  try {
    return look(archive);
  } finally {
    archive.close();
  }
}

/** A command from start to end, while this process does nothing else. */
function atOnce(...args: string[]): Result {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'src/cli/nianbao.js'), ...args],
    { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' }, encoding: 'utf8' },
  );
  return { code: status, stdout, stderr };
}

const capturesIn = (db: string): number =>
  read(db, (archive) => [...archive.rows('SELECT id FROM captures')].length);

/** Nobody is ever told that the database is busy. */
function mustNotBeBusy(what: string, { stdout, stderr }: Result): void {
  assert.doesNotMatch(`${stdout}${stderr}`, /busy|is locked|SQLITE/u, what);
}

function mustBeRefused(what: string, result: Result): void {
  assert.equal(result.code, 3, `${what}: ${result.stdout}${result.stderr}`);
  assert.match(result.stderr, /another crawl is at work: process \d+ on .*Wait until it has finished/u, what);
  mustNotBeBusy(what, result);
}

test('while a crawl is at work, whatever else would file reports ends with exit code 3, and whatever reads works', async (t) => {
  const { folder, config, db, portals, crawl, command, requests } = await benchFor(t);
  portals.state.delayMs = UNTIL_TOLD_MS;
  // Both find no database, and make it.
  const crawls = [crawl('jinxiang', 'ruzhou'), crawl('jinxiang', 'ruzhou')];
  const [loser, refused] = await Promise.race(
    crawls.map(async ({ result }, i) => [i, await result] as const),
  );
  mustBeRefused('the second crawl', refused);
  const winner = crawls[1 - loser];
  assert.ok(winner !== undefined);
  // Some answers in between: no request of the crawl waits so long that it is given up.
  portals.state.delayMs = 0;
  await requests(5);
  portals.state.delayMs = UNTIL_TOLD_MS;
  const page = join(folder, 'saved.html');
  writeFileSync(page, '<html><title>政府信息公开工作年度报告</title></html>');
  const from = ['--url', 'https://www.ruzhou.gov.cn/saved.html', '--fetched-at', '2024-03-05'];
  const [reread, imported] = await Promise.all([
    command('reparse').result,
    command('warc', 'import', page, ...from).result,
  ]);
  mustBeRefused('reparse', reread);
  mustBeRefused('import', imported);

  portals.state.delayMs = 0;
  await requests(25);
  portals.state.delayMs = 100;
  let over = false;
  const crawled = winner.result.then((result) => {
    over = true;
    return result;
  });
  const before = capturesIn(db);
  assert.equal(over, false, 'the crawl is under way');
  const backup = join(folder, 'backup.sqlite');
  const serving = command('serve', '--port', '0', '--json');
  const url = new Promise<string>((resolve, reject) => {
    serving.child.stdout?.once('data', (line) => resolve((JSON.parse(String(line)) as { url: string }).url));
    serving.child.once('close', () => reject(new Error('the viewer ended')));
  });
  const readers = {
    backup: command('backup', backup),
    export: command('export', join(folder, 'tables')),
    'warc export': command('warc', 'export', join(folder, 'all.wacz')),
    verify: command('verify'),
    status: command('status'),
  };
  const pages = url.then(async (at) => {
    // A round of pages for every few that the crawl stores.
    for (let round = 0; round === 0 || !over; round += 1) {
      const next = portals.requests.length + 10;
      for (const path of ['', 'health', 'changes', 'search?q=政府', 'sites/ruzhou', 'rankings']) {
        const answer = await fetch(`${at}/${path}`);
        assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
      }
      await Promise.race([requests(next), crawled]);
    }
  });
  for (const [name, { result }] of Object.entries(readers)) {
    const ended = await result;
    assert.equal(ended.code, 0, `${name}: ${ended.stdout}${ended.stderr}`);
    mustNotBeBusy(name, ended);
  }
  portals.state.delayMs = 0;
  const [ended] = await Promise.all([crawled, pages]);
  assert.equal(ended.code, 0, ended.stdout + ended.stderr);
  mustNotBeBusy('the crawl', ended);
  serving.child.kill('SIGINT');
  assert.deepEqual(await serving.result.then(({ code, stderr }) => ({ code, stderr })), {
    code: 0,
    stderr: '',
  });

  const [copied, all] = [capturesIn(backup), capturesIn(db)];
  assert.ok(before <= copied && copied <= all, `${before} ≤ ${copied} ≤ ${all}`);
  const verified = await said(['verify', '--config', config, '--db', db]);
  assert.equal(verified.code, 0, verified.stdout);
});

test('a crawl and a reparse of one database: each does its work or ends with exit code 3', async (t) => {
  const { config, db, crawl, command } = await benchFor(t);
  const first = await crawl('ruzhou').result;
  assert.equal(first.code, 0, first.stdout + first.stderr);
  const content = read(db, contentOf);

  const archive = Archive.open({ file: db, fields: FIELDS, mode: 'write' });
  let refused: Result | null = null;
  try {
    await reparse({
      ...loadConfiguration(config),
      archive,
      only: null,
      signal: new AbortController().signal,
      onProgress: () => {
        // In the middle of it, and it goes on only afterwards.
        refused ??= atOnce('crawl', 'ruzhou', '--config', config, '--db', db);
      },
    });
  } finally {
    archive.close();
  }
  assert.ok(refused !== null);
  mustBeRefused('a crawl during a reparse', refused);

  const together = {
    'a crawl': crawl('ruzhou'),
    'a reparse': command('reparse'),
    'another crawl': crawl('ruzhou'),
    'another reparse': command('reparse'),
  };
  const codes: (number | null)[] = [];
  for (const [name, { result }] of Object.entries(together)) {
    const ended = await result;
    codes.push(ended.code);
    if (ended.code === 3) mustBeRefused(name, ended);
    else assert.equal(ended.code, 0, `${name}: ${ended.stdout}${ended.stderr}`);
    mustNotBeBusy(name, ended);
  }
  assert.ok(codes.includes(0), 'the first that came did its work');
  assert.equal(read(db, contentOf), content);
  const verified = await said(['verify', '--config', config, '--db', db]);
  assert.equal(verified.code, 0, verified.stdout);
});
