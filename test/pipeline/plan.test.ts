import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planCrawl } from '../../src/pipeline/plan.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { benchFor } from './support.ts';

test('a plan counts what the last crawl asked, host by host, and the pauses between', async (t) => {
  const bench = await benchFor(t);
  const { settings, sites } = loadConfiguration(bench.config);
  const archive = bench.open();
  const only = ['ruzhou', 'jinshui'];
  const now = new Date();

  const before = planCrawl({ archive, settings, sites, only, now });
  assert.deepEqual(
    before.sites.map((s) => s.basis),
    ['columns', 'columns'],
  );

  await bench.crawl({ only, archive });
  const asked = new Map<string, number>();
  for (const { host } of bench.portals.requests) asked.set(host, (asked.get(host) ?? 0) + 1);
  const plan = planCrawl({ archive, settings, sites, only, now });
  assert.deepEqual(new Map(plan.hosts.map((h) => [h.host, h.requests])), asked);
  for (const { requests, leastSeconds } of plan.hosts)
    assert.equal(leastSeconds, ((requests - 1) * settings.politeness.delayMs) / 1000);
  const [longest] = plan.hosts;
  assert.equal(plan.leastSeconds, longest?.leastSeconds, 'two hosts side by side take as long as the longer');

  const due = planCrawl({ archive, settings, sites, only: null, now: new Date() });
  assert.deepEqual([due.notDue, due.sites.length], [2, sites.length - 2], 'what was just crawled is not due');
});
