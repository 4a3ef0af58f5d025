import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Archive } from '../../src/archive/archive.ts';
import type { SiteOutcome } from '../../src/archive/runs.ts';
import { annualReport, Clock, crawlReport, LAW, openArchive, RUZHOU, rows } from './support.ts';

const A = 'https://www.ruzhou.gov.cn/a.html';
const FINANCE = { body: '汝州市财政局', year: 2022, regionCode: '410482' };

function ended(
  archive: Archive,
  siteId: string,
  outcome: SiteOutcome,
  message: string | null = null,
  options: Readonly<Record<string, unknown>> = {},
): number {
  const at = '2024-02-01T00:00:00.000Z';
  const runId = archive.runs.start({ trigger: 'manual', startedAt: at, options, versions: {} });
  const counts = { found: 4, new: 1, changed: 0, unchanged: 3, blocked: 0, failed: 0 };
  const rest = { startedAt: at, finishedAt: at, whole: true, message, retryAt: null };
  archive.runs.recordSite({ runId, siteId, outcome, ...counts, ...rest });
  archive.runs.finish(runId, { outcome: outcome === 'ok' ? 'ok' : 'attention', finishedAt: at });
  return runId;
}

const states = (archive: Archive, siteId: string) =>
  archive.status.coverage(siteId).map(({ body, year, state }) => `${body} ${year} ${state}`);

test('coverage crosses the bodies known with the years expected', (t) => {
  const archive = openArchive(t);
  archive.sites.expect(new Map([['ruzhou', [2021, 2022, 2023]]]));
  archive.sites.expect(new Map([['ruzhou', [2022, 2023]]]));
  crawlReport(archive, A, 3);
  crawlReport(archive, `${A}?2`, 3, { identity: FINANCE });
  // A report of a year that nobody expected is there all the same.
  const early = crawlReport(archive, `${A}?3`, 3, { identity: { ...FINANCE, year: 2015 } });
  ended(archive, 'ruzhou', 'ok');
  assert.deepEqual(states(archive, 'ruzhou'), [
    '汝州市司法局 2022 missing',
    '汝州市司法局 2023 found',
    '汝州市财政局 2015 found',
    '汝州市财政局 2022 found',
    '汝州市财政局 2023 missing',
  ]);
  assert.equal(archive.status.coverage('ruzhou')[2]?.reportId, early.reportId);
});

test('a scan that nobody can read counts as failed', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3, { report: annualReport(null, { status: 'unreadable' }) });
  assert.deepEqual(states(archive, 'ruzhou'), ['汝州市司法局 2023 failed']);
});

test('a dry run gives no absence its reason', (t) => {
  const archive = openArchive(t);
  archive.sites.expect(new Map([['jinshui', [2023]]]));
  ended(archive, 'jinshui', 'blocked');
  ended(archive, 'jinshui', 'ok', null, { dryRun: true });
  assert.deepEqual(states(archive, 'jinshui'), ['null 2023 blocked']);
  ended(archive, 'jinshui', 'ok', null, { dryRun: false });
  assert.deepEqual(states(archive, 'jinshui'), ['null 2023 missing']);
  ended(archive, 'jinshui', 'broken', null, { dryRun: true });
  assert.deepEqual(states(archive, 'jinshui'), ['null 2023 missing']);
});

test('an absence takes its reason from the last crawl, and is healed by the next', (t) => {
  const archive = openArchive(t);
  archive.sites.expect(new Map([['jinshui', [2023]]]));
  const turns: [SiteOutcome, string][] = [
    ['blocked', 'blocked'],
    // A crawl that was put off has learned nothing new.
    ['deferred', 'blocked'],
    ['failed', 'failed'],
    ['broken', 'failed'],
    ['partial', 'missing'],
    ['unchanged', 'missing'],
    ['ok', 'missing'],
  ];
  assert.deepEqual(states(archive, 'jinshui'), ['null 2023 missing']);
  for (const [outcome, state] of turns) {
    ended(archive, 'jinshui', outcome);
    assert.deepEqual(states(archive, 'jinshui'), [`null 2023 ${state}`], outcome);
  }
  ended(archive, 'jinshui', 'blocked');
  crawlReport(archive, A, 3, { siteId: 'jinshui' });
  assert.deepEqual(states(archive, 'jinshui'), ['汝州市司法局 2023 found']);
});

test('nothing is missing of a retired site', (t) => {
  const archive = openArchive(t);
  archive.sites.expect(new Map([['jinshui', [2022, 2023]]]));
  crawlReport(archive, A, 3, { siteId: 'jinshui' });
  archive.sites.put([RUZHOU]);
  assert.deepEqual(states(archive, 'jinshui'), ['汝州市司法局 2023 found']);
});

test('the health of a site is its last run, its last good one and its alarms', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  ended(archive, 'ruzhou', 'ok');
  ended(archive, 'ruzhou', 'blocked', 'a challenge page');
  archive.alarms.raise({ siteId: 'ruzhou', cause: 'blocked', message: 'a challenge page' });
  archive.health.record('ruzhou', 'blocked', 'a challenge page');
  const [jinshui, ruzhou] = archive.status.siteHealth();
  assert.deepEqual(jinshui, {
    siteId: 'jinshui',
    name: '金水区',
    status: 'active',
    health: null,
    healthSince: null,
    healthWhy: null,
    reports: 0,
    bodies: 0,
    lastRunAt: null,
    lastOutcome: null,
    lastMessage: null,
    lastGoodAt: null,
    alarms: [],
  });
  assert.deepEqual(ruzhou && { ...ruzhou, alarms: ruzhou.alarms.map(({ cause }) => cause) }, {
    siteId: 'ruzhou',
    name: '汝州市',
    status: 'active',
    health: 'blocked',
    healthSince: ruzhou?.healthSince,
    healthWhy: 'a challenge page',
    reports: 1,
    bodies: 1,
    lastRunAt: '2024-02-01T00:00:00.000Z',
    lastOutcome: 'blocked',
    lastMessage: 'a challenge page',
    lastGoodAt: '2024-02-01T00:00:00.000Z',
    alarms: ['blocked'],
  });
  assert.equal(archive.status.siteHealth('ruzhou').length, 1);
});

test('the last runs, latest first, with what they found in all', (t) => {
  const archive = openArchive(t);
  ended(archive, 'ruzhou', 'ok');
  const second = ended(archive, 'ruzhou', 'failed');
  const open = archive.runs.start({
    trigger: 'cron',
    startedAt: '2024-02-02T00:00:00.000Z',
    options: {},
    versions: {},
  });
  const [first, next] = archive.status.recentRuns(2);
  assert.deepEqual(
    [first?.runId, first?.trigger, first?.outcome, first?.sites, first?.found],
    [open, 'cron', null, 0, 0],
  );
  assert.deepEqual(
    [next?.runId, next?.outcome, next?.sites, next?.found, next?.new],
    [second, 'attention', 1, 4, 1],
  );
});

test('the last changes, latest first, with the figures that differ', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  crawlReport(archive, `${A}?2`, 3, { identity: FINANCE });
  crawlReport(archive, A, 5);
  assert.deepEqual(
    archive.status.recentChanges(3).map(({ kind, body, year, values }) => ({ kind, body, year, values })),
    [
      {
        kind: 'changed',
        body: LAW.body,
        year: 2023,
        values: [{ field: 'requests.new.natural_person', before: 3, after: 5 }],
      },
      { kind: 'new', body: FINANCE.body, year: 2022, values: [] },
      { kind: 'new', body: LAW.body, year: 2023, values: [] },
    ],
  );
  assert.equal(archive.status.recentChanges(1).length, 1);
});

test('findings are the failed checks of current editions, with the report', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 5);
  const { reportId } = crawlReport(archive, A, 4);
  crawlReport(archive, A, 4, { siteId: 'jinshui' });
  assert.deepEqual(archive.status.findings({ siteId: 'ruzhou' }), [
    {
      siteId: 'ruzhou',
      reportId,
      body: LAW.body,
      year: 2023,
      title: '汝州市司法局2023年政府信息公开工作年度报告',
      url: A,
      status: 'complete',
      rule: 'T3.FLOW',
      scope: 'total',
      outcome: 'fail',
      severity: 'error',
      expected: 3,
      actual: 4,
      detail: 'in words',
    },
  ]);
  assert.equal(archive.status.findings().length, 2);
  assert.equal(archive.status.findings({ outcomes: ['fail', 'pass'] }).length, 4);
});

test('rows are handed out one by one', (t) => {
  const archive = openArchive(t);
  const sql = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i FROM n WHERE i > ?`;
  for (const { i } of archive.rows<{ i: number }>(sql, 2)) {
    if (i === 5) break;
  }
  assert.throws(() => rows(archive, 'SELECT nobody FROM sites'), /nobody/);
  archive.sites.put([RUZHOU]);
});

test('the health of a site has a beginning for each of its states, and its latest reason', (t) => {
  const clock = new Clock();
  const archive = openArchive(t, { clock });
  const since = clock.now().toISOString();
  archive.health.record('ruzhou', 'broken', '4 of 10');
  clock.forward(60);
  archive.health.record('ruzhou', 'broken', '3 of 10');
  assert.deepEqual(archive.health.current('ruzhou'), { health: 'broken', why: '3 of 10', since });
  archive.health.record('ruzhou', 'ok', null);
  assert.equal(archive.health.current('ruzhou')?.since, clock.now().toISOString());
  assert.equal(rows(archive, 'SELECT id FROM site_health').length, 2);
  clock.forward(60);
  archive.sites.put([]);
  archive.sites.put([]);
  assert.deepEqual(archive.health.current('ruzhou'), {
    health: 'retired',
    why: 'its file is no longer in the configuration',
    since: clock.now().toISOString(),
  });
});
