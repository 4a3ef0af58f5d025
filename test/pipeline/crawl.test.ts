import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArchiveError } from '../../src/archive/errors.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { benchFor, contentOf } from './support.ts';

const outcomes = (summary: {
  sites: readonly { siteId: string; outcome: string }[];
}): Record<string, string> => Object.fromEntries(summary.sites.map((s) => [s.siteId, s.outcome]));

test('two crawls of the five portals', async (t) => {
  const bench = await benchFor(t);
  await t.test(
    'the first finds every planted report, takes nothing else, and reads every value',
    async () => {
      const summary = await bench.crawl();
      assert.equal(summary.outcome, 'ok');
      assert.deepEqual(outcomes(summary), {
        jinshui: 'ok',
        jinxiang: 'ok',
        ruzhou: 'ok',
        zhq: 'ok',
        zone: 'ok',
      });

      const archive = bench.open();
      const reports = [
        ...archive.rows<{
          id: number;
          site_id: string;
          body: string;
          year: number;
          url: string;
          title: string;
        }>('SELECT id, site_id, body, year, url, title FROM reports'),
      ];
      const { planted } = bench.portals;
      const key = (r: { body: string; year: number }): string => `${r.body} ${r.year}`;
      assert.deepEqual(reports.map(key).sort(), planted.map(key).sort());
      for (const plant of planted) {
        const report = reports.find((r) => key(r) === key(plant));
        assert.ok(report);
        assert.equal(report.site_id, plant.portal);
        assert.ok(plant.urls.includes(report.url), `${report.url} is no address of ${key(plant)}`);
        assert.equal(report.title, plant.title.replace(/\s/gu, ''));
        const values = Object.fromEntries(
          [
            ...archive.rows<{ field: string; value: number | null }>(
              'SELECT field, value FROM report_values WHERE report_id = ?',
              report.id,
            ),
          ].map((v) => [v.field, v.value]),
        );
        assert.deepEqual(values, plant.values, key(plant));
        const stored = archive.captures.lastGood(plant.portal, plant.url);
        assert.ok(stored?.payloadSha256, `${plant.url} was not archived`);
        assert.equal(stored.payloadSha256, sha256(plant.payload(plant.url)), `bytes of ${plant.url}`);
      }
      assert.deepEqual(archive.verify(), []);
      const foreign = bench.portals.requests.filter((r) => /mirror|jining/u.test(r.host));
      assert.deepEqual(foreign, [], 'mirrors and foreign hosts are never contacted');
    },
  );

  await t.test(
    'the second finds nothing new, stores no payload again, and is answered 304 where the portal offers it',
    async () => {
      const archive = bench.open();
      const count = (): unknown =>
        [...archive.rows('SELECT count(*) AS n, sum(size) AS size FROM payloads')][0];
      const before = count();
      const content = contentOf(archive);
      const requests = bench.portals.requests.length;
      const summary = await bench.crawl();
      assert.ok(summary.sites.every((s) => s.outcome === 'unchanged' && s.new === 0 && s.changed === 0));
      assert.deepEqual(count(), before);
      assert.equal(contentOf(archive), content);
      const again = bench.portals.requests.slice(requests);
      for (const host of ['www.zhq.gov.cn', 'www.ruzhou.gov.cn'])
        assert.ok(
          again.some((r) => r.host === host && r.status === 304),
          `no 304 from ${host}`,
        );
    },
  );
});

test('a crawl of one site touches no other host', async (t) => {
  const bench = await benchFor(t);
  const summary = await bench.crawl({ only: ['ruzhou'] });
  assert.deepEqual(outcomes(summary), { ruzhou: 'ok' });
  assert.deepEqual(
    [...new Set(bench.portals.requests.map((r) => r.host.replace('www.', '')))],
    ['ruzhou.gov.cn'],
  );
});

test('a challenge is recorded as blocked, raised once, told with a remedy, and heals', async (t) => {
  const bench = await benchFor(t);
  bench.portals.state.jinxiangChallenge = true;
  const first = await bench.crawl({ only: ['jinxiang', 'zone'] });
  assert.equal(first.outcome, 'attention');
  const blocked = first.sites.find((s) => s.siteId === 'jinxiang');
  assert.equal(blocked?.outcome, 'blocked');
  assert.match(blocked?.message ?? '', /challenge/u);
  assert.match(blocked?.message ?? '', /browser/u);
  assert.deepEqual(
    blocked?.alarms.filter((a) => a.cause === 'blocked').map((a) => a.isNew),
    [true],
  );
  assert.equal(outcomes(first).zone, 'ok');

  const archive = bench.open();
  const cells = archive.status.coverage('jinxiang');
  assert.ok(cells.length > 0 && cells.every((c) => c.state === 'blocked' && c.body === null));
  const captures = [
    ...archive.rows<{ outcome: string; status: number }>(
      `SELECT c.outcome, c.status FROM captures c JOIN resources s ON s.id = c.resource_id WHERE s.site_id = 'jinxiang'`,
    ),
  ];
  assert.ok(captures.length > 0 && captures.every((c) => c.outcome === 'blocked' && c.status === 412));

  const second = await bench.crawl({ only: ['jinxiang'] });
  assert.deepEqual(
    second.sites[0]?.alarms.filter((a) => a.cause === 'blocked').map((a) => a.isNew),
    [false],
    'raised once',
  );

  bench.portals.state.jinxiangChallenge = false;
  const third = await bench.crawl({ only: ['jinxiang'] });
  assert.equal(third.sites[0]?.outcome, 'ok');
  assert.deepEqual(
    third.sites[0]?.healed.map((a) => a.cause),
    ['blocked'],
  );
  assert.equal(third.sites[0]?.new, 12);
});

test('a portal that is down fails by itself, and earlier reports stay', async (t) => {
  const bench = await benchFor(t);
  await bench.crawl({ only: ['zone', 'jinshui'] });
  const archive = bench.open();
  const content = contentOf(archive);
  for (const host of ['public.jinshui.gov.cn', 'www.jinshui.gov.cn']) bench.portals.state.down.add(host);
  const summary = await bench.crawl({ only: ['zone', 'jinshui'] });
  assert.deepEqual(outcomes(summary), { jinshui: 'failed', zone: 'unchanged' });
  assert.equal(summary.outcome, 'attention');
  assert.equal(contentOf(archive), content);
});

test('an amended report becomes a second edition, and its values change', async (t) => {
  const bench = await benchFor(t);
  await bench.crawl({ only: ['ruzhou'] });
  const plant = bench.portals.planted.find((p) => p.portal === 'ruzhou' && p.kind === 'html');
  assert.ok(plant);
  bench.portals.state.amended.set(plant.url, { 'disclosure.licensing.decisions': 777 });
  const summary = await bench.crawl({ only: ['ruzhou'] });
  assert.equal(summary.sites[0]?.changed, 1);
  assert.equal(summary.sites[0]?.outcome, 'ok');
  const archive = bench.open();
  const [change] = archive.status.recentChanges(1);
  assert.equal(change?.kind, 'changed');
  assert.equal(change?.body, plant.body);
  assert.deepEqual(
    change?.values.map((v) => [v.field, v.after]),
    [['disclosure.licensing.decisions', 777]],
  );
});

test('counters that move on every page make no edition', async (t) => {
  const bench = await benchFor(t);
  bench.portals.state.volatile = true;
  await bench.crawl({ only: ['zhq'] });
  const summary = await bench.crawl({ only: ['zhq'] });
  assert.equal(summary.sites[0]?.changed, 0);
  assert.equal(summary.sites[0]?.outcome, 'unchanged');
});

test('--year crawls only that year, --dry-run stores no page and no report', async (t) => {
  const bench = await benchFor(t);
  const dry = await bench.crawl({ only: ['zhq'], dryRun: true });
  assert.equal(dry.sites[0]?.references.length, dry.sites[0]?.found);
  assert.ok((dry.sites[0]?.found ?? 0) >= 12);
  const archive = bench.open();
  assert.deepEqual([...archive.rows('SELECT id FROM captures')], []);
  await bench.crawl({ only: ['zhq', 'jinxiang'], years: [2023] });
  const years = [...archive.rows<{ year: number }>('SELECT DISTINCT year FROM reports')].map((r) => r.year);
  assert.deepEqual(years, [2023]);
  // A crawl of one year says nothing of the list's length, and puts no schedule off.
  assert.equal(archive.runs.lastGoodCount('zhq'), null);
});

test('without a name only due sites are crawled', async (t) => {
  const bench = await benchFor(t);
  const sites = loadConfiguration(bench.config).sites.flatMap((site) =>
    ['zone', 'jinxiang'].includes(site.id)
      ? [{ ...site, politeness: { ...site.politeness, delayMs: 0 } }]
      : [],
  );
  const first = await bench.crawl({ sites, only: null, trigger: 'cron' });
  assert.equal(first.sites.length, 2);
  const second = await bench.crawl({ sites, only: null, trigger: 'cron' });
  assert.equal(second.sites.length, 0);
  assert.equal(second.notDue, 2);
});

test('a second crawl of the same database is refused while the first is at work', async (t) => {
  const bench = await benchFor(t);
  const first = bench.crawl({ archive: bench.open(), only: ['zhq'] });
  await assert.rejects(
    bench.crawl({ archive: bench.open(), only: ['zone'] }),
    (error) => error instanceof ArchiveError && error.code === 'locked',
  );
  assert.equal((await first).outcome, 'ok');
});

test('a deadline and a signal stop the crawl resumably', async (t) => {
  const bench = await benchFor(t);
  bench.portals.state.delayMs = 20;
  const only = ['zhq', 'zone'];
  const stopped = await bench.crawl({ only, deadlineMs: 300 });
  assert.equal(stopped.stopped, 'deadline');
  assert.equal(stopped.outcome, 'stopped');
  assert.ok(stopped.sites.every((s) => s.outcome === 'deferred' || s.outcome === 'ok'));
  const signal = new AbortController();
  const interrupted = bench.crawl({
    only,
    signal: signal.signal,
    listener: { progress: (_site, done) => done === 3 && signal.abort(new Error('SIGINT')) },
  });
  assert.equal((await interrupted).outcome, 'interrupted');
  bench.portals.state.delayMs = 0;
  const rest = await bench.crawl({ only });
  assert.equal(rest.outcome, 'ok');
  const archive = bench.open();
  const planted = bench.portals.planted.filter(({ portal }) => only.includes(portal));
  assert.equal([...archive.rows('SELECT id FROM reports')].length, planted.length);
  assert.deepEqual(archive.verify(), []);
});
