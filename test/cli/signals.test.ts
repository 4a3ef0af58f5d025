import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { demoConfig } from '../portals/config.ts';
import { type Portals, startPortals } from '../portals/server.ts';
import { folderFor, type Running, said, start } from './support.ts';

interface Bench {
  readonly db: string;
  readonly portals: Portals;
  crawl(): Running;
  /** Resolves when so many requests have arrived. */
  requests(count: number): Promise<void>;
}

async function benchFor(t: TestContext): Promise<Bench> {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  const db = join(folder, 'nianbao.sqlite');
  demoConfig(config);
  const portals = await startPortals();
  t.after(() => portals.close());
  return {
    db,
    portals,
    crawl: () =>
      start([
        ...['crawl', 'jinxiang', 'ruzhou', '--config', config, '--db', db],
        ...['--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls'],
      ]),
    requests: async (count) => {
      while (portals.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
    },
  };
}

function answers(db: string): { unread: number; locked: number; outcome: unknown } {
  const archive = Archive.open({ file: db, fields: FIELDS, mode: 'read' });
  try {
    const one = (sql: string): Record<string, unknown> =>
      [...archive.rows<Record<string, unknown>>(sql)][0] ?? {};
    return {
      unread: [...archive.reports.toReread()].filter((item) => item.judgements.length === 0).length,
      locked: Number(one('SELECT count(*) AS n FROM lock').n),
      outcome: one('SELECT outcome FROM runs ORDER BY id DESC LIMIT 1').outcome,
    };
  } finally {
    archive.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} in the middle of a crawl: what is fetched is read, the lock given back, exit code 130`, async (t) => {
    const { db, portals, crawl, requests } = await benchFor(t);
    const { child, result } = crawl();
    await requests(30);
    child.kill(signal);
    const { code, stdout, stderr } = await result;
    assert.equal(code, 130, stdout + stderr);
    assert.match(stderr, new RegExp(`${signal}: finishing what is under way; once more to be faster`));
    assert.match(stdout, /The crawl was stopped \(a signal\)\. What is stored is safe/);
    assert.ok(portals.requests.length < 80, 'the rest was left for later');
    assert.deepEqual(answers(db), { unread: 0, locked: 0, outcome: 'interrupted' });
    const again = await said(['verify', '--db', db]);
    assert.equal(again.code, 0, again.stdout);
  });

test('a second signal does not wait for a portal that does not answer', async (t) => {
  const { db, portals, crawl, requests } = await benchFor(t);
  const { child, result } = crawl();
  await requests(20);
  // No more answers in the time of this test; what is asked for next is what hangs.
  portals.state.delayMs = 170_000;
  await requests(portals.requests.length + 1);
  child.kill('SIGINT');
  const told = new Promise<void>((resolve) => {
    child.stderr?.on('data', (text: string) => {
      if (text.includes('finishing')) resolve();
    });
  });
  await told;
  child.kill('SIGINT');
  const { code, stderr } = await result;
  assert.equal(code, 130, stderr);
  assert.match(stderr, /giving up what is under way/);
  assert.deepEqual(answers(db), { unread: 0, locked: 0, outcome: 'interrupted' });
});

test('a third signal ends the program on the spot', async () => {
  const code = `import { Interruption } from ${JSON.stringify(new URL('../../src/cli/signals.ts', import.meta.url).href)};
    const interruption = new Interruption();
    setInterval(() => undefined, 1000);
    interruption.gentle.addEventListener('abort', () => console.log('gentle'));
    interruption.prompt.addEventListener('abort', () => console.log('prompt'));
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    child.kill('SIGINT');
  }
  assert.deepEqual(said, ['ready', 'gentle', 'prompt']);
  assert.deepEqual(await exit, [130, null]);
});
