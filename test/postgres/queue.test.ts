import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { enqueue } from '../../src/pipeline/queue/enqueue.ts';
import { metricsText, serveMetrics, WorkerMeter } from '../../src/pipeline/queue/metrics.ts';
import { Queue } from '../../src/pipeline/queue/queue.ts';
import { type WorkerListener, work } from '../../src/pipeline/queue/worker.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { type Bench, benchFor } from '../pipeline/support.ts';
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

/** A database with a queue, and the replica of the zone to crawl. */
class QueueBench {
  readonly bench: Bench;
  readonly archive: Archive;
  readonly queue: Queue;
  readonly meter = new WorkerMeter();
  readonly #url: string;

  private constructor(bench: Bench, archive: Archive, queue: Queue, url: string) {
    this.bench = bench;
    this.archive = archive;
    this.queue = queue;
    this.#url = url;
  }

  static async open(t: TestContext, { retry = 60 } = {}): Promise<QueueBench> {
    const bench = await benchFor(t);
    const url = temporaryPostgres(t, server.url);
    const archive = Archive.open({ file: url, fields: FIELDS, mode: 'write' });
    t.after(() => archive.close());
    const queue = await Queue.open({
      url,
      archive,
      supervise: true,
      onError: () => undefined,
      pace: { heartbeat: 10, supervise: 1, retry },
    });
    t.after(() => queue.close());
    return new QueueBench(bench, archive, queue, url);
  }

  get sites() {
    const { settings, sites } = loadConfiguration(this.bench.config);
    return sites
      .filter(({ id }) => id === 'zone')
      .map((site) => ({ ...site, politeness: { ...settings.politeness, delayMs: 0 } }));
  }

  enqueue(only: readonly string[] | null = ['zone']) {
    const { settings } = loadConfiguration(this.bench.config);
    const { archive, queue, sites } = this;
    return enqueue({ archive, queue, settings, sites, only, trigger: 'manual', years: null, refresh: false });
  }

  /** A worker at work until it has said one of these words. */
  async work(vantage: string | null, until: (said: string) => boolean): Promise<string[]> {
    const { settings, corrections } = loadConfiguration(this.bench.config);
    const { portals } = this.bench;
    const ending = new AbortController();
    const said: string[] = [];
    const say = (text: string): void => {
      said.push(text);
      if (until(text)) ending.abort();
    };
    const listener: WorkerListener = {
      taken: (site) => say(`taken ${site}`),
      done: ({ siteId, outcome }) => say(`done ${siteId} ${outcome}`),
      trouble: (message) => say(`trouble ${message}`),
    };
    await work({
      archive: this.archive,
      queue: this.queue,
      settings,
      sites: this.sites,
      corrections,
      vantage,
      atOnce: 1,
      connectTo: { host: portals.address, port: portals.port },
      allowPrivate: false,
      insecureTls: true,
      ending: ending.signal,
      signal: new AbortController().signal,
      listener,
      meter: this.meter,
    });
    return said;
  }

  /** The jobs as the queue has them. */
  jobs(): Record<string, unknown>[] {
    return [
      ...this.archive.rows<Record<string, unknown>>(
        `SELECT name, singleton_key AS site, state::text AS state, retry_count AS tries,
           greatest(0, round(extract(epoch FROM start_after - now()))) AS wait
         FROM pgboss.job WHERE name NOT LIKE '\\_\\_pgboss%' ORDER BY created_on, name`,
      ),
    ];
  }

  sql(sql: string): void {
    execute(this.#url, sql);
  }
}

test('a portal that fails is tried again ever later, then given up, and redriven', { skip }, async (t) => {
  const q = await QueueBench.open(t);
  const [zone] = q.sites;
  for (const host of zone?.hosts ?? []) q.bench.portals.state.down.add(host);
  await q.enqueue();
  // As if it had failed three times.
  q.sql(`UPDATE pgboss.job SET retry_count = 3, state = 'retry' WHERE name = 'site'`);
  const said = await q.work(null, (text) => text.startsWith('trouble'));
  assert.deepEqual(said.slice(0, 2), ['taken zone', 'done zone failed']);
  const [once] = q.jobs();
  const wait = Number(once?.['wait']);
  assert.deepEqual([once?.['state'], once?.['tries']], ['retry', 3]);
  assert.ok(wait > 450 && wait <= 960, `${wait} s`);
  q.sql(`UPDATE pgboss.job SET retry_count = 4, start_after = now() WHERE name = 'site'`);
  await q.work(null, (text) => text.startsWith('trouble'));
  const dead = (await q.queue.states()).filter(({ queue }) => queue === 'site-dead');
  assert.deepEqual(dead, [{ queue: 'site-dead', waiting: 1, active: 0, failed: 0 }]);
  q.bench.portals.state.down.clear();
  assert.equal(await q.queue.redrive(), 1);
  assert.deepEqual(await q.work(null, (text) => text.startsWith('done')), ['taken zone', 'done zone ok']);
  assert.deepEqual(
    [...q.archive.rows('SELECT outcome FROM runs')],
    [{ outcome: 'ok' }],
    'the run ends as its site did',
  );
});

test('a worker asks a portal anew that it gave up in an earlier crawl', { skip }, async (t) => {
  const q = await QueueBench.open(t, { retry: 1 });
  const { down } = q.bench.portals.state;
  for (const host of q.sites[0]?.hosts ?? []) down.add(host);
  await q.enqueue();
  let ended = 0;
  const said = await q.work(null, (text) => {
    if (!text.startsWith('done')) return false;
    down.clear();
    ended += 1;
    return ended === 2;
  });
  assert.deepEqual(
    said.filter((text) => text.startsWith('done')),
    ['done zone failed', 'done zone ok'],
  );
});

test('a site that fails from one vantage point goes to another, and is put there from then on', {
  skip,
}, async (t) => {
  const q = await QueueBench.open(t);
  const [zone] = q.sites;
  for (const host of zone?.hosts ?? []) q.bench.portals.state.down.add(host);
  q.sql(`INSERT INTO workers (id, vantage) VALUES ('another', 'west')`);
  await q.enqueue();
  assert.deepEqual(await q.work('east', (text) => text.startsWith('done')), [
    'taken zone',
    'done zone failed',
  ]);
  const where = () => q.jobs().map(({ name, state }) => `${String(name)} ${String(state)}`);
  assert.deepEqual(where(), ['site completed', 'site.west created']);
  q.bench.portals.state.down.clear();
  assert.deepEqual(await q.work('west', (text) => text.startsWith('done')), ['taken zone', 'done zone ok']);
  await q.enqueue();
  assert.deepEqual(where().at(-1), 'site.west created');
});

test('a crawl whose lease ran out in its midst records nothing, though it could have the lease again', {
  skip,
}, async (t) => {
  const q = await QueueBench.open(t);
  await q.enqueue();
  const said = await q.work(null, (text) => {
    if (text === 'taken zone') q.sql(`UPDATE site_leases SET until = 'epoch'`);
    return text.startsWith('trouble') || text.startsWith('done');
  });
  assert.deepEqual(said, ['taken zone', "trouble zone: it is another worker's by now"]);
  assert.deepEqual([...q.archive.rows('SELECT outcome FROM run_sites')], []);
  assert.deepEqual([...q.archive.rows('SELECT cause FROM alarms')], []);
});

test('a worker that ends gives its site back at once, and it counts as no failure', { skip }, async (t) => {
  const q = await QueueBench.open(t);
  await q.enqueue();
  assert.deepEqual(await q.work(null, (text) => text === 'taken zone'), ['taken zone']);
  assert.deepEqual(q.jobs(), [{ name: 'site', site: 'zone', state: 'retry', tries: 0, wait: 0 }]);
  assert.deepEqual([...q.archive.rows('SELECT site_id FROM site_leases')], []);
  assert.deepEqual(await q.work(null, (text) => text.startsWith('done')), ['taken zone', 'done zone ok']);
});

test('a run is over with its last site, and asks for attention where one of them did not end well', {
  skip,
}, (t) => {
  const url = temporaryPostgres(t, server.url);
  const archive = Archive.open({ file: url, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const record = (id: string) => ({ id, name: id, regionCode: '410482', crawler: 'generic' });
  archive.sites.put(['a', 'b', 'c'].map(record));
  const startedAt = '2024-01-01T00:00:00.000Z';
  const counts = { found: 1, new: 1, changed: 0, unchanged: 0, blocked: 0, failed: 0 };
  for (const [ends, expected] of [
    [['ok', 'unchanged', 'deferred'], 'ok'],
    [['ok', 'blocked', 'ok'], 'attention'],
  ] as const) {
    const runId = archive.runs.open({ trigger: 'manual', startedAt, options: {}, queued: 3, versions: {} });
    const of = () => [...archive.rows('SELECT outcome FROM runs WHERE id = ?', runId)];
    for (const [i, outcome] of ends.entries()) {
      assert.deepEqual(of(), [{ outcome: null }]);
      const [siteId, end] = [['a', 'b', 'c'][i] ?? '', { whole: true, message: null, retryAt: null }];
      archive.runs.recordSite({
        ...counts,
        ...end,
        runId,
        siteId,
        startedAt,
        finishedAt: startedAt,
        outcome,
      });
      archive.runs.settle(runId);
    }
    assert.deepEqual(of(), [{ outcome: expected }]);
  }
});

test('a worker of an older version leaves its sites to newer ones when the database is upgraded', {
  skip,
}, async (t) => {
  const q = await QueueBench.open(t);
  await q.enqueue();
  const upgrade = 'UPDATE nianbao SET version = version + 1';
  const newer = {
    code: 'newer_version',
    message: /schema version \d+, from a newer nianbao.*Update nianbao/u,
  };
  const left = { name: 'site', site: 'zone', state: 'retry', tries: 0, wait: 0 };
  const said: string[] = [];
  const noted = (text: string): boolean => {
    said.push(text);
    if (text === 'taken zone') q.sql(upgrade);
    return false;
  };
  // In the midst of a crawl: nothing more is written.
  await assert.rejects(q.work(null, noted), newer);
  assert.deepEqual(q.jobs(), [left]);
  assert.deepEqual([...q.archive.rows('SELECT outcome FROM run_sites')], []);
  assert.deepEqual([...q.archive.rows('SELECT site_id FROM site_leases')], []);
  // One that had nothing to do, and takes a site then.
  await assert.rejects(q.work(null, noted), newer);
  assert.deepEqual(said, ['taken zone']);
  assert.deepEqual(q.jobs(), [left]);
  q.sql('UPDATE nianbao SET version = version - 1');
  assert.deepEqual(await q.work(null, (text) => text.startsWith('done')), ['taken zone', 'done zone ok']);
});

test('workers look at the times of the schedule, and light walks are told from full ones', {
  skip,
}, async (t) => {
  const q = await QueueBench.open(t);
  await q.queue.schedule('17 5 * * *');
  const schedule = () => [
    ...q.archive.rows<Record<string, unknown>>('SELECT name, cron, timezone FROM pgboss.schedule'),
  ];
  assert.deepEqual(schedule(), [{ name: 'due', cron: '17 5 * * *', timezone: 'UTC' }]);
  await assert.rejects(q.queue.schedule('at noon'));
  // The look that the schedule would put in.
  q.sql(`INSERT INTO pgboss.job (name, data) VALUES ('due', '{}')`);
  assert.deepEqual(await q.work(null, (text) => text.startsWith('done')), ['taken zone', 'done zone ok']);
  // Due again: it is well, and was walked through in full.
  q.sql(
    `UPDATE run_sites SET started_at = to_char(now() - interval '9 days', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  );
  await q.enqueue(null);
  const [light] = [
    ...q.archive.rows<{ options: string }>('SELECT options FROM runs ORDER BY id DESC LIMIT 1'),
  ];
  assert.deepEqual((JSON.parse(light?.options ?? '{}') as { light?: string[] }).light, ['zone']);
  await q.queue.schedule(null);
  assert.deepEqual(schedule(), []);
});

test('what monitoring asks for is in words that Prometheus reads, and right', { skip }, async (t) => {
  const q = await QueueBench.open(t);
  await q.enqueue();
  await q.work(null, (text) => text.startsWith('done'));
  q.archive.alarms.raise({ siteId: 'zone', cause: 'correction:one', message: 'one' });
  q.archive.alarms.raise({ siteId: 'zone', cause: 'correction:two', message: 'two' });
  const { archive, queue, meter } = q;
  const server = await serveMetrics({ host: '127.0.0.1', port: 0 }, () =>
    metricsText({ archive, queue, meter }),
  );
  t.after(() => server.close());
  const response = await fetch(server.url);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/u);
  const text = await response.text();
  for (const line of text.trimEnd().split('\n'))
    assert.match(
      line,
      /^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? [-\d.e+]+)$/u,
    );
  const lines = text.split('\n');
  for (const line of [
    'nianbao_alarms_open{cause="correction"} 2',
    'nianbao_reports 3',
    'nianbao_sites{health="ok"} 1',
    'nianbao_worker_sites_total{outcome="ok"} 1',
    'nianbao_worker_sites_active 0',
  ])
    assert.ok(lines.includes(line), `${line} is not in:\n${text}`);
  // A refused TLS handshake is a request that the portal's log has not.
  const requests = Number(/^nianbao_worker_requests_total (\d+)$/mu.exec(text)?.[1]);
  assert.ok(requests >= q.bench.portals.requests.length && requests < 20, `${requests} requests`);
  const at = Number(/nianbao_site_last_success_timestamp_seconds\{site="zone"\} (.+)/u.exec(text)?.[1]);
  assert.ok(Math.abs(at - Date.now() / 1000) < 120);
  assert.equal((await fetch(server.url.replace('/metrics', '/'))).status, 404);
});
