import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { PostgresConnection } from '../../src/archive/postgres/connection.ts';
import { enqueue } from '../../src/pipeline/queue/enqueue.ts';
import { Queue } from '../../src/pipeline/queue/queue.ts';
import { work } from '../../src/pipeline/queue/worker.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { benchFor } from '../pipeline/support.ts';
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

test('a worker takes a site from the queue, crawls it, and ends in good order', { skip }, async (t) => {
  const bench = await benchFor(t);
  const url = temporaryPostgres(t, server.url);
  const archive = Archive.open({ file: url, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const queue = await Queue.open({ url, archive, supervise: true, onError: () => undefined });
  t.after(() => queue.close());
  const { settings, sites, corrections } = loadConfiguration(bench.config);
  const politeness = { ...settings.politeness, delayMs: 0 };
  const polite = sites.map((site) => ({ ...site, politeness }));
  const order = {
    archive,
    queue,
    settings,
    sites: polite,
    only: ['zone'],
    trigger: 'manual',
    years: null,
    refresh: false,
  } as const;
  assert.deepEqual((await enqueue(order)).sites, ['zone']);
  assert.deepEqual((await enqueue(order)).already, ['zone'], 'a site is in the queue once');
  const ending = new AbortController();
  const said: string[] = [];
  await work({
    archive,
    queue,
    settings,
    sites: polite,
    corrections,
    vantage: 'here',
    atOnce: 2,
    connectTo: { host: bench.portals.address, port: bench.portals.port },
    allowPrivate: false,
    insecureTls: true,
    ending: ending.signal,
    signal: new AbortController().signal,
    listener: {
      taken: (site) => {
        said.push(`taken ${site}`);
        const lock = { pid: 1, host: 'elsewhere', isAlive: () => true };
        assert.throws(
          () => archive.lock.acquire(lock),
          /1 sites are being crawled by workers, such as zone/u,
        );
      },
      done: ({ siteId, outcome }) => {
        said.push(`done ${siteId} ${outcome}`);
        ending.abort();
      },
      trouble: (message) => said.push(message),
    },
  });
  assert.deepEqual(said, ['taken zone', 'done zone ok']);
  const rows = (sql: string) => [...archive.rows<Record<string, unknown>>(sql)];
  assert.deepEqual(rows('SELECT count(*) AS n FROM reports'), [{ n: 3 }]);
  assert.deepEqual(rows('SELECT outcome FROM runs'), [{ outcome: 'ok' }]);
  assert.deepEqual(rows('SELECT site_id, vantage, outcome FROM site_vantages'), [
    { site_id: 'zone', vantage: 'here', outcome: 'ok' },
  ]);
  assert.deepEqual(rows('SELECT site_id FROM site_leases'), []);
  assert.deepEqual(rows('SELECT lane FROM pacing WHERE holder IS NOT NULL'), []);
});

test('a site is one worker’s, a turn too; who is silent loses both', { skip }, (t) => {
  const url = temporaryPostgres(t, server.url);
  const connection = new PostgresConnection({ file: url, mode: 'write', now: () => new Date() });
  t.after(() => connection.close());
  const value = (sql: string): unknown =>
    Object.values(connection.get<Record<string, unknown>>(sql) ?? {})[0];
  const lease = (site: string, who: string) => value(`SELECT lease_site('${site}', '${who}', 60)`);
  const turn = (site: string, who: string): unknown =>
    value(`SELECT take_turn('${site}', '${who}', ARRAY['host h', 'address ${site}'], 60)`);
  assert.equal(lease('a', 'first'), 1);
  assert.equal(lease('a', 'second'), 0);
  assert.equal(lease('b', 'second'), 1);
  assert.equal(turn('a', 'second'), -1, 'without the lease nothing goes out');
  assert.equal(turn('a', 'first'), 0);
  assert.equal(turn('b', 'second'), 50, 'the host is being asked');
  execute(url, `SELECT end_turn('a', 'first', ARRAY['host h', 'address a'], 30000)`);
  const wait = Number(turn('b', 'second'));
  assert.ok(wait > 20_000 && wait <= 30_000, `${wait} ms: the pause counts for whoever asks`);
  execute(url, `UPDATE pacing SET free_at = 'epoch'`);
  assert.equal(turn('b', 'second'), 0);
  // The second worker is killed in the midst of its request: its lease runs out.
  assert.equal(turn('a', 'first'), 50);
  execute(url, `UPDATE site_leases SET until = 'epoch' WHERE site_id = 'b'`);
  assert.equal(turn('a', 'first'), 0);
  assert.equal(lease('b', 'first'), 1);
  assert.equal(turn('b', 'second'), -1);
});
