import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Archive } from '../../src/archive/archive.ts';
import { PostgresConnection } from '../../src/archive/postgres/connection.ts';
import { enqueue } from '../../src/pipeline/queue/enqueue.ts';
import { SiteLeases } from '../../src/pipeline/queue/lease.ts';
import { Queue } from '../../src/pipeline/queue/queue.ts';
import { work } from '../../src/pipeline/queue/worker.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { benchFor } from '../pipeline/support.ts';
import { execute, temporaryPostgres } from './database.ts';
import { postgresServer, type TestServer, withoutPostgres } from './server.ts';

const skip = withoutPostgres();
let server: TestServer;
before(async () => {
  if (skip === false) server = await postgresServer();
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

test('sites are renewed together, but none that ran out or is another’s by now', { skip }, async (t) => {
  const url = temporaryPostgres(t, server.url);
  const pool = new pg.Pool({ connectionString: url });
  t.after(() => pool.end());
  const leases = new SiteLeases(
    { executeSql: async (text, values) => pool.query(text, values) },
    'first',
    // Long enough for the machine to be busy; renewed after a second.
    4,
  );
  t.after(() => leases.close());
  const names = ['stays', 'another', 'ran-out', 'stays-too'];
  const [stays, another, ranOut] = await Promise.all(names.map((site) => leases.take(site)));
  assert.ok(stays != null && another != null && ranOut != null);
  const lost = Promise.all([once(another.lost, 'abort'), once(ranOut.lost, 'abort')]);
  execute(
    url,
    `UPDATE site_leases SET until = 'epoch' WHERE site_id = 'ran-out';
     UPDATE site_leases SET holder = 'second', until = '2100-01-01' WHERE site_id = 'another';
     UPDATE site_leases SET until = until - interval '1 second' WHERE site_id LIKE 'stays%'`,
  );
  const rows = async (): Promise<{ site: string; until: Date }[]> =>
    (await pool.query('SELECT site_id AS site, until FROM site_leases ORDER BY 1')).rows;
  const before = await rows();
  await lost;
  const renewed = (await rows()).filter(
    ({ until }, i) => until.getTime() > (before[i]?.until.getTime() ?? Number.POSITIVE_INFINITY),
  );
  assert.deepEqual(
    renewed.map(({ site }) => site),
    ['stays', 'stays-too'],
  );
  assert.equal(stays.lost.aborted, false);
  await ranOut.release();
  await another.release();
  assert.deepEqual(
    (await rows()).map(({ site }) => site),
    ['another', 'stays', 'stays-too'],
    'what is another’s is not given back',
  );
});
