import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { crawlerFor } from '../../src/crawlers/index.ts';
import { pageKey } from '../../src/crawlers/links.ts';
import { findBrowser } from '../../src/fetch/find-browser.ts';
import { NotAddable, type Proposal, proposeSite, type Settled } from '../../src/pipeline/add-site.ts';
import { LivePages } from '../../src/pipeline/live-pages.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import type { Site } from '../../src/sites/site.ts';
import { siteFileText } from '../../src/sites/write.ts';
import { replicas } from '../crawlers/replicas.ts';
import { type LiveBench, liveBench } from './live.ts';

const NOW = new Date('2026-11-26T00:00:00Z');
const YEARS = [2025, 2024, 2023, 2022, 2021, 2020, 2019];

let bench: LiveBench;
const closing: (() => Promise<void> | void)[] = [];
before(async () => {
  bench = await liveBench({ after: (close) => void closing.push(close as () => Promise<void>) });
});
after(async () => {
  for (const close of closing) await close();
});

function propose(
  url: string,
  settled: Partial<Settled> = {},
  sites: readonly Site[] = [],
): Promise<Proposal> {
  const { fetcher, settings } = bench;
  return proposeSite({
    url,
    settled: { hosts: [], ...settled },
    settings,
    sites,
    replaces: false,
    fetcher,
    now: NOW,
  });
}

/** Addresses that a site file leads to, as portals tell them apart. */
async function found(site: Site): Promise<readonly string[]> {
  const crawler = crawlerFor(site.crawler);
  assert.ok(crawler !== null);
  const { fetcher } = bench;
  const pages = new LivePages({ fetcher, site, years: YEARS, budget: 1000, growsHosts: false });
  const references: string[] = [];
  for (const column of site.columns) {
    for await (const { url } of crawler.discover(column, pages)) references.push(pageKey(url));
  }
  return [...new Set(references)].sort();
}

/** Writes a proposal as the command does, and reads it back as a crawl does. */
function asConfigured(proposal: Proposal): Site {
  assert.ok(proposal.site !== null, proposal.questions.map(({ text }) => text).join());
  const config = join(bench.folder, proposal.site.id);
  mkdirSync(join(config, 'sites'), { recursive: true });
  copyFileSync(
    fileURLToPath(new URL('../portals/config/nianbao.yaml', import.meta.url)),
    join(config, 'nianbao.yaml'),
  );
  writeFileSync(join(config, 'sites', `${proposal.site.id}.yaml`), siteFileText(proposal.site, ['seen']));
  const site = loadConfiguration(config).sites[0];
  assert.ok(site !== undefined);
  return { ...site, politeness: bench.settings.politeness };
}

/** What only a person can know of the zone: its host is none under gov.cn, and it has no identifier. */
const BY_HAND: Readonly<Record<string, Partial<Settled>>> = {
  zone: { hosts: ['www.zone.example'], regionCode: '130102' },
};
const noBrowser = findBrowser({ path: null }) === null;

for (const { portal, site } of replicas()) {
  const skip = site.browser && noBrowser && 'no Chromium is installed';
  test(`${site.id}: from the home page to a file that finds what the hand-written one finds`, {
    skip,
  }, async () => {
    const sent = bench.portals.requests.length;
    const proposal = await propose(`http://${portal.hosts[0]}/`, BY_HAND[site.id]);
    const requests = bench.portals.requests.length - sent;
    assert.ok(requests < 30, `${requests} requests`);
    const written = asConfigured(proposal);
    assert.equal(written.regionCode, site.regionCode);
    assert.equal(written.browser, site.browser);
    if (site.id !== 'zone') assert.equal(written.crawler, site.crawler);
    const hand = bench.sites.find(({ id }) => id === site.id);
    assert.ok(hand !== undefined);
    assert.deepEqual(await found(written), await found(hand));
  });

  test(`${site.id}: from a column or a report, too`, { skip }, async () => {
    const report = portal.reports[0]?.url ?? '';
    const expected = await found(bench.sites.find(({ id }) => id === site.id) ?? site);
    for (const url of [site.columns[0]?.url ?? '', report]) {
      const proposal = await propose(url, BY_HAND[site.id]);
      assert.deepEqual(await found(asConfigured(proposal)), expected, url);
    }
  });
}

test('what is found is shown by column and year', async () => {
  const { columns, region } = await propose('http://www.ruzhou.gov.cn/');
  assert.deepEqual(region, { code: '410482', name: '汝州市' });
  assert.equal(columns.length, 1);
  assert.deepEqual(
    [...(columns[0]?.byYear ?? [])],
    [
      [2019, 1],
      [2020, 4],
      [2021, 1],
      [2023, 1],
      [2024, 4],
    ],
  );
});

test('what it cannot settle it asks for, and what is settled it takes', async () => {
  const open = await propose('http://www.zone.example/', { hosts: ['www.zone.example'] });
  assert.equal(open.site, null);
  assert.deepEqual(
    open.questions.map(({ about }) => about),
    ['region'],
  );
  assert.match(open.questions[0]?.text ?? '', /--region/);
  const settled = {
    hosts: ['www.zone.example'],
    regionCode: '130102',
    id: 'east-port',
    name: '东港',
    since: 2021,
  };
  const { site } = await propose('http://www.zone.example/', { ...settled, crawler: 'generic' });
  assert.deepEqual(
    { id: site?.id, name: site?.name, crawler: site?.crawler, since: site?.since },
    { id: 'east-port', name: '东港', crawler: 'generic', since: 2021 },
  );
});

test('an address that does not arrive is said so; from news the way leads to the platform', async () => {
  await assert.rejects(propose('http://www.lintan.gov.cn/nothing.htm'), /cannot be looked at: .*not_found/);
  const { site } = await propose('https://www.jinshui.gov.cn/zwyw/index.jhtml');
  assert.equal(site?.crawler, 'zz-public');
});

test('mirrors and copies are refused before or after the first page', async () => {
  const sent = bench.portals.requests.length;
  await assert.rejects(propose('http://www-lintan-gov-cn.mirror.example/'), (error) => {
    assert.ok(error instanceof NotAddable);
    assert.match(error.message, /no host under gov\.cn.*--host/);
    return true;
  });
  assert.equal(bench.portals.requests.length, sent);
});

test('a column that is configured already is refused with the name of its site', async () => {
  await assert.rejects(
    propose('http://www.lintan.gov.cn/', {}, bench.sites),
    /is one of the site lintan already/,
  );
});
