import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { findBrowser } from '../../src/fetch/find-browser.ts';
import { crawl } from '../../src/pipeline/crawl.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import type { Site } from '../../src/sites/site.ts';
import type { LoggedRequest } from '../portals/server.ts';
import { liveBench } from './live.ts';

/** Second replicas of a family are left out here: reading their reports takes time and shows nothing more. */
const SECOND = new Set(['longxian', 'tinghu', 'cqlp', 'mulan']);

const addressOf = ({ host, path, scheme }: LoggedRequest): string => `${scheme}://${host}${path}`;

/** Crawls twice; hands on what the second crawl asked for, robots.txt aside, once it is sure that it stored nothing. */
async function crawlTwice(
  t: TestContext,
  choose: (site: Site) => Site[],
  years: readonly number[] | null = null,
): Promise<{ readonly first: LoggedRequest[]; readonly again: LoggedRequest[] }> {
  const { portals, settings, sites: written, folder } = await liveBench(t);
  const ids = new Set(portals.familyPlanted.map(({ portal }) => portal));
  const sites = written.filter(({ id }) => ids.has(id)).flatMap(choose);
  const archive = Archive.open({ file: join(folder, 'nianbao.sqlite'), fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const run = () =>
    crawl({
      archive,
      settings,
      sites,
      corrections: [],
      only: sites.map(({ id }) => id),
      trigger: 'manual',
      years,
      refresh: false,
      dryRun: false,
      deadlineMs: null,
      connectTo: { host: portals.address, port: portals.port },
      allowPrivate: false,
      insecureTls: true,
      signal: new AbortController().signal,
      listener: {},
      now: () => new Date('2026-11-26T00:00:00Z'),
    });
  const payloads = (): unknown => [...archive.rows('SELECT count(*) AS n FROM payloads')];
  const asked = (from: number): LoggedRequest[] =>
    portals.requests.slice(from).filter(({ path, status }) => path !== '/robots.txt' && status !== 0);
  const first = await run();
  for (const { siteId, new: found, outcome } of first.sites) {
    assert.ok(['ok', 'unchanged', 'partial'].includes(outcome), `${siteId} ${outcome}`);
    const planted = portals.familyPlanted.filter(({ portal }) => portal === siteId);
    assert.equal(found, planted.filter(({ year }) => years?.includes(year) ?? true).length, siteId);
  }
  const stored = payloads();
  const sent = portals.requests.length;
  const before = asked(0);
  const second = await run();
  for (const site of second.sites) assert.equal(site.new + site.changed, 0, site.siteId);
  assert.deepEqual(payloads(), stored, 'a payload was stored although nothing changed');
  return { first: before, again: asked(sent) };
}

function assertAskedOnce(requests: readonly LoggedRequest[]): void {
  const addresses = requests.filter(({ method }) => method === 'GET').map(addressOf);
  assert.deepEqual(
    addresses.filter((address, index) => addresses.indexOf(address) < index),
    [],
    'asked twice',
  );
}

test('by auto, a second crawl of the families asks for each address once, conditionally, and stores nothing', async (t) => {
  const { first, again } = await crawlTwice(t, (site) =>
    site.browser || SECOND.has(site.id) ? [] : [{ ...site, crawler: 'auto' }],
  );
  assert.ok(again.length <= first.length);
  assertAskedOnce(first);
  assertAskedOnce(again);
  const whole = again.filter(
    ({ method, status, validated }) => method === 'GET' && status === 200 && validated,
  );
  assert.deepEqual(whole.map(addressOf), [], 'sent whole although nothing changed');
});

test('a second crawl through the browser asks for each page, script and list once, and stores nothing', {
  skip: findBrowser({ path: null }) === null && 'no Chromium is installed',
}, async (t) => {
  const { first, again } = await crawlTwice(t, (site) => (site.browser ? [site] : []), [2025]);
  assert.ok(again.length > 0);
  // What scripts fetch may have changed though their page has not: that it has not is only seen by running them.
  assert.equal(again.length, first.length);
  assertAskedOnce(first);
  assertAskedOnce(again);
});
