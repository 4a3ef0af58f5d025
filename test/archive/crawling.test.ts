import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Archive } from '../../src/archive/archive.ts';
import type { RunSite } from '../../src/archive/runs.ts';
import { Clock, FIELDS, JINSHUI, openArchive, RUZHOU, rows, temporaryFile } from './support.ts';

const alive = () => true;
const dead = () => false;

function runSite(runId: number, change: Partial<RunSite> = {}): RunSite {
  return {
    runId,
    siteId: 'ruzhou',
    startedAt: '2024-02-01T00:00:00.000Z',
    finishedAt: '2024-02-01T00:01:00.000Z',
    outcome: 'ok',
    whole: true,
    found: 10,
    new: 1,
    changed: 2,
    unchanged: 3,
    blocked: 0,
    failed: 0,
    message: null,
    retryAt: null,
    ...change,
  };
}

const start = (archive: Archive, startedAt = '2024-02-01T00:00:00.000Z') =>
  archive.runs.start({ trigger: 'cron', startedAt, options: { year: 2023 }, versions: { parser: '1' } });

test('sites follow the configuration; one that is gone from it is retired, not forgotten', (t) => {
  const archive = openArchive(t);
  const sites = () => rows(archive, 'SELECT id, name, region_code, crawler, status FROM sites ORDER BY id');
  archive.sites.put([{ ...RUZHOU, name: '汝州' }]);
  assert.deepEqual(sites(), [
    { id: 'jinshui', name: '金水区', region_code: '410105', crawler: 'zz-public', status: 'retired' },
    { id: 'ruzhou', name: '汝州', region_code: '410482', crawler: 'siteserver', status: 'active' },
  ]);
  archive.sites.put([JINSHUI]);
  assert.deepEqual(
    sites().map(({ status }) => status),
    ['active', 'retired'],
  );
});

test('the second crawl is told who holds the lock and since when', (t) => {
  const file = temporaryFile(t);
  const clock = new Clock();
  const first = openArchive(t, { file, clock });
  const second = Archive.open({ file, fields: FIELDS, mode: 'write', now: clock.now });
  t.after(() => second.close());
  first.lock.acquire({ pid: 41, host: 'alpha', isAlive: alive });
  clock.forward(60);
  assert.throws(() => second.lock.acquire({ pid: 42, host: 'alpha', isAlive: alive }), {
    name: 'ArchiveError',
    code: 'locked',
    message: /process 41 on alpha, since 2024-02-01T00:00:00\.000Z/,
  });
  first.lock.release();
  second.lock.acquire({ pid: 42, host: 'alpha', isAlive: alive });
  // Giving back what one does not hold takes nothing from the holder.
  first.lock.release();
  second.lock.heartbeat();
  assert.throws(() => second.lock.acquire({ pid: 42, host: 'alpha', isAlive: alive }), { code: 'locked' });
});

test('the lock of a process that is gone is taken over at once, on its own host only', (t) => {
  const file = temporaryFile(t);
  const clock = new Clock();
  openArchive(t, { file, clock }).lock.acquire({ pid: 41, host: 'alpha', isAlive: alive });
  const second = Archive.open({ file, fields: FIELDS, mode: 'write', now: clock.now });
  t.after(() => second.close());
  assert.throws(() => second.lock.acquire({ pid: 41, host: 'beta', isAlive: dead }), { code: 'locked' });
  second.lock.acquire({ pid: 42, host: 'alpha', isAlive: (pid) => pid !== 41 });
  assert.deepEqual(rows(second, 'SELECT pid FROM lock'), [{ pid: 42 }]);
});

test('a holder that is silent for more than two minutes loses the lock, and is told', (t) => {
  const file = temporaryFile(t);
  const clock = new Clock();
  const first = openArchive(t, { file, clock });
  const second = Archive.open({ file, fields: FIELDS, mode: 'write', now: clock.now });
  t.after(() => second.close());
  const request = { pid: 41, host: 'alpha', isAlive: alive };
  first.lock.acquire(request);
  clock.forward(119);
  first.lock.heartbeat();
  clock.forward(120);
  assert.throws(() => second.lock.acquire(request), { code: 'locked' });
  clock.forward(1);
  second.lock.acquire(request);
  assert.throws(() => first.lock.heartbeat(), { code: 'lock_lost', message: /2 minutes/ });
  first.lock.release();
  second.lock.heartbeat();
});

test('a run keeps how it was asked for; one that was killed is closed by the next', (t) => {
  const archive = openArchive(t);
  const killed = start(archive);
  const run = start(archive, '2024-02-02T00:00:00.000Z');
  archive.runs.finish(run, { outcome: 'attention', finishedAt: '2024-02-02T00:05:00.000Z' });
  start(archive, '2024-02-03T00:00:00.000Z');
  assert.deepEqual(
    rows(archive, 'SELECT id, trigger, outcome, finished_at, options, versions FROM runs LIMIT 2'),
    [
      {
        id: killed,
        trigger: 'cron',
        outcome: 'interrupted',
        finished_at: '2024-02-02T00:00:00.000Z',
        options: '{"year":2023}',
        versions: '{"parser":"1"}',
      },
      {
        id: run,
        trigger: 'cron',
        outcome: 'attention',
        finished_at: '2024-02-02T00:05:00.000Z',
        options: '{"year":2023}',
        versions: '{"parser":"1"}',
      },
    ],
  );
});

test('what a run did for a site is written once, the last word counts', (t) => {
  const archive = openArchive(t);
  const runId = start(archive);
  assert.equal(archive.runs.lastSite('ruzhou'), null);
  archive.runs.recordSite(runSite(runId, { outcome: 'partial' }));
  const last = runSite(runId, { outcome: 'blocked', message: 'a challenge', whole: false });
  archive.runs.recordSite(last);
  assert.deepEqual(archive.runs.lastSite('ruzhou'), last);
  assert.equal(rows(archive, 'SELECT id FROM run_sites').length, 1);
});

test('the last good list is that of a whole crawl that went well', (t) => {
  const archive = openArchive(t);
  assert.equal(archive.runs.lastGoodCount('ruzhou'), null);
  const deeds: Partial<RunSite>[] = [
    { found: 10 },
    { found: 12, outcome: 'unchanged' },
    { found: 2, whole: false },
    { found: 1, outcome: 'broken' },
    { found: 7, siteId: 'jinshui' },
  ];
  for (const deed of deeds) archive.runs.recordSite(runSite(start(archive), deed));
  assert.equal(archive.runs.lastGoodCount('ruzhou'), 12);
});

test('a site is due by its last whole crawl', (t) => {
  const archive = openArchive(t);
  assert.equal(archive.runs.dueInfo('ruzhou'), null);
  archive.runs.recordSite(runSite(start(archive)));
  const retryAt = '2024-02-03T00:00:00.000Z';
  const later = { startedAt: '2024-02-02T00:00:00.000Z', finishedAt: '2024-02-02T00:01:00.000Z' };
  archive.runs.recordSite(runSite(start(archive), { ...later, outcome: 'deferred', retryAt }));
  archive.runs.recordSite(runSite(start(archive), { whole: false }));
  assert.deepEqual(archive.runs.dueInfo('ruzhou'), {
    lastStartedAt: later.startedAt,
    lastFinishedAt: later.finishedAt,
    lastOutcome: 'deferred',
    retryAt,
    lastGoodAt: '2024-02-01T00:01:00.000Z',
  });
});

test('an alarm is raised once, renewed while it lasts, closed when healed', (t) => {
  const clock = new Clock();
  const archive = openArchive(t, { clock });
  const since = clock.now().toISOString();
  const raise = (message: string) =>
    archive.alarms.raise({ siteId: 'ruzhou', cause: 'shrunken_list', message });
  assert.equal(raise('10 of 30'), true);
  assert.equal(archive.alarms.raise({ siteId: 'jinshui', cause: 'shrunken_list', message: 'x' }), true);
  clock.forward(60);
  assert.equal(raise('9 of 30'), false);
  const lastSeen = clock.now().toISOString();
  const alarm = { siteId: 'ruzhou', cause: 'shrunken_list', message: '9 of 30', since, lastSeen };
  assert.deepEqual(archive.alarms.open('ruzhou'), [alarm]);
  assert.equal(archive.alarms.open().length, 2);

  assert.deepEqual(archive.alarms.close('ruzhou', ['shrunken_list', 'other']), []);
  assert.deepEqual(archive.alarms.close('ruzhou', ['other']), [alarm]);
  assert.deepEqual(
    archive.alarms.open().map(({ siteId }) => siteId),
    ['jinshui'],
  );
  assert.equal(raise('again'), true);
  assert.equal(rows(archive, `SELECT id FROM alarms WHERE site_id = 'ruzhou'`).length, 2);
});

test('of several processes that ask at the same moment, one gets the lock', async (t) => {
  const file = temporaryFile(t);
  openArchive(t, { file });
  const at = Date.now() + 700;
  const code = `import { Archive } from ${JSON.stringify(new URL('../../src/archive/archive.ts', import.meta.url).href)};
    const archive = Archive.open({ file: ${JSON.stringify(file)}, fields: ${JSON.stringify(FIELDS)}, mode: 'write' });
    while (Date.now() < ${at});
    try {
      archive.lock.acquire({ pid: process.pid, host: 'here', isAlive: () => true });
      console.log('mine');
    } catch (error) {
      console.log(error.code);
    }`;
  const run = promisify(execFile);
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => run(process.execPath, ['--input-type=module', '-e', code])),
  );
  assert.deepEqual(answers.map(({ stdout }) => stdout.trim()).sort(), ['locked', 'locked', 'locked', 'mine']);
});
