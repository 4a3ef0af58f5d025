import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLive } from '../../src/pipeline/check-live.ts';
import type { Site } from '../../src/sites/site.ts';
import { type LiveBench, liveBench } from './live.ts';

const NOW = new Date('2026-11-26T00:00:00Z');

async function faultsOf(
  bench: LiveBench,
  id: string,
  changes: Partial<Site> = {},
): Promise<readonly string[]> {
  const site = bench.sites.find((each) => each.id === id);
  assert.ok(site !== undefined);
  const { fetcher, settings } = bench;
  const sites = [{ ...site, ...changes }];
  const checks = await checkLive({ sites, fetcher, alarms: settings.alarms, now: NOW });
  return checks.flatMap(({ columns }) => columns.flatMap(({ faults }) => faults));
}

test('every replica looks as its file says, in few requests', async (t) => {
  const bench = await liveBench(t);
  const { fetcher, settings } = bench;
  const sites = bench.sites.filter(({ browser }) => !browser);
  const checks = await checkLive({ sites, fetcher, alarms: settings.alarms, now: NOW });
  assert.deepEqual(
    checks.filter(({ columns }) => columns.some(({ faults }) => faults.length > 0)),
    [],
  );
  assert.ok(checks.every(({ requests }) => requests <= 12));
});

test('a portal that changed its product, lost its column or blocks us is told, with the cause', async (t) => {
  const bench = await liveBench(t);
  assert.deepEqual(await faultsOf(bench, 'lintan', { crawler: 'ucap' }), [
    'its pages look like vsb, the file says ucap',
  ]);
  const gone = { columns: [{ url: 'http://www.lintan.gov.cn/zfxxgk/moved.htm', body: null }] };
  assert.match((await faultsOf(bench, 'lintan', gone)).join(), /the column does not arrive: not_found/);
  const empty = { columns: [{ url: 'http://www.lintan.gov.cn/zfxxgk.htm', body: '县教育局' }] };
  assert.deepEqual(await faultsOf(bench, 'lintan', empty), []);
  assert.match(
    (await faultsOf(bench, 'lintan', { regionCode: '410482' })).join(),
    /its identifier is that of 623021 临潭县, the file says 410482 汝州市/,
  );
  bench.portals.state.jinxiangChallenge = true;
  assert.match(
    (await faultsOf(bench, 'jinxiang')).join(),
    /the portal refuses us, so nothing can be told: blocked/,
  );
});

test('of a column that has ended nothing is demanded, and none but notes on an empty site', async (t) => {
  const bench = await liveBench(t);
  const url = 'http://www.lintan.gov.cn/zfxxgk/moved.htm';
  assert.deepEqual(await faultsOf(bench, 'lintan', { columns: [{ url, body: null, until: 2021 }] }), []);
  for (const planted of bench.portals.familyPlanted) {
    if (planted.portal === 'tinghu') bench.portals.state.hidden.add(planted.url);
  }
  assert.deepEqual(await faultsOf(bench, 'tinghu', { allowEmpty: true }), []);
});

test('a column whose reports are all gone is told so', async (t) => {
  const bench = await liveBench(t);
  for (const { portal, url } of bench.portals.familyPlanted) {
    if (portal === 'tinghu' || portal === 'yanjiang') bench.portals.state.hidden.add(url);
  }
  assert.match((await faultsOf(bench, 'tinghu')).join(), /no report is listed/);
  assert.match((await faultsOf(bench, 'yanjiang')).join(), /those that were tried hold no report/);
});
