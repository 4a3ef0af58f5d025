import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { load } from 'cheerio';
import { type DiscoveryContext, type ReportReference, UnusablePage } from '../../src/crawlers/crawler.ts';
import { crawlerFor } from '../../src/crawlers/index.ts';
import { decodeText } from '../../src/documents/charset.ts';
import { Fetcher } from '../../src/fetch/fetcher.ts';
import { findBrowser } from '../../src/fetch/find-browser.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import type { Site } from '../../src/sites/site.ts';
import { demoConfig, familiesConfig } from '../portals/config.ts';
import { type PlantedReport, type Portals, startPortals } from '../portals/server.ts';

/** Site of a replica → the least requests in which its lists can be read; a line a site, those of the demo first. */
const LEAST_REQUESTS: Readonly<Record<string, number>> = {
  zhq: 8,
  ruzhou: 13,
  jinshui: 5,
  jinxiang: 3,
  zone: 2,
  hbkc: 4,
  longxian: 3,
  tinghu: 2,
  liangshan: 8,
  jiangyan: 8,
  chengxiang: 8,
  cqlp: 7,
  jxxf: 4,
  mulan: 4,
  lintan: 4,
  heping: 7,
  pingchang: 8,
  taojiang: 5,
  weidu: 2,
  xuanzhou: 4,
  yanjiang: 1,
  yuwangtai: 4,
};

const YEARS = [2025, 2024, 2023, 2022, 2021, 2020, 2019];

let portals: Portals;
let fetcher: Fetcher;
let sites: readonly Site[];
const directory = mkdtempSync(join(tmpdir(), 'nianbao-families-'));

before(async () => {
  demoConfig(directory);
  familiesConfig(directory);
  const configuration = loadConfiguration(directory);
  sites = configuration.sites;
  portals = await startPortals();
  fetcher = new Fetcher({
    connectTo: { host: portals.address, port: portals.port },
    allowPrivate: false,
    insecureTls: true,
    browser: configuration.settings.browser,
  });
});
after(async () => {
  await fetcher.close();
  await portals.close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => portals.state.hidden.clear());

interface Found {
  readonly references: readonly ReportReference[];
  readonly shortfalls: readonly string[];
  /** Requests for lists, robots.txt aside. */
  readonly requests: number;
}

async function discover(id: string, family?: string): Promise<Found> {
  const site = sites.find((each) => each.id === id);
  const crawler = crawlerFor(family ?? site?.crawler ?? '');
  assert.ok(site !== undefined && crawler !== null, id);
  const client = fetcher.site({ ...site, politeness: { ...site.politeness, delayMs: 0 } });
  const shortfalls: string[] = [];
  let requests = 0;
  const context: DiscoveryContext = {
    site,
    years: YEARS,
    async page(url, { form, referer } = {}) {
      requests += 1;
      const fetched = await client.fetch({
        url,
        expect: 'list',
        ...(site.browser ? { via: 'browser' as const } : {}),
        ...(form === undefined ? {} : { method: 'POST' as const, form }),
        ...(referer === undefined ? {} : { referer }),
      });
      if (fetched.outcome !== 'ok' || fetched.body === null) {
        throw new UnusablePage(url, fetched.outcome, fetched.detail);
      }
      const type = fetched.headers['content-type'];
      const text =
        fetched.rendered ??
        decodeText(fetched.body, { contentType: typeof type === 'string' ? type : undefined }).text;
      return { url: fetched.finalUrl, text, $: load(text) };
    },
    announce(listUrl, total, seen) {
      if (seen < total) shortfalls.push(`${listUrl}: ${seen} of ${total}`);
    },
    note: () => undefined,
  };
  const references: ReportReference[] = [];
  for (const column of site.columns) {
    for await (const reference of crawler.discover(column, context)) references.push(reference);
  }
  return { references, shortfalls, requests };
}

function allPlanted(): readonly PlantedReport[] {
  return [...portals.planted, ...portals.familyPlanted];
}

const noBrowser = findBrowser({ path: null }) === null;
/** Their lists are filled by scripts. */
const NEED_BROWSER: readonly string[] = ['yuwangtai'];

const CASES = Object.entries(LEAST_REQUESTS).flatMap(([id, least]) => [
  { id, least, called: 'its family named', family: undefined },
  { id, least, called: 'auto', family: 'auto' },
]);

for (const { id, least, called, family } of CASES) {
  const skip = noBrowser && NEED_BROWSER.includes(id) && 'no Chromium is installed';
  test(`${id}, ${called}: every report once, nothing else, in few requests`, {
    skip,
  }, async () => {
    const { references, shortfalls, requests } = await discover(id, family);
    const planted = allPlanted().filter(({ portal }) => portal === id);
    assert.ok(planted.length >= 3);
    const found = references.flatMap(({ url, mayBeEmpty }) => {
      const report = planted.find(({ urls }) => urls.includes(url));
      assert.ok(report !== undefined || mayBeEmpty === true, `${url} is no report`);
      return report === undefined ? [] : [report];
    });
    for (const report of planted) assert.ok(found.includes(report), `${report.url} was not found`);
    const addresses = references.map(({ url }) => url);
    assert.equal(new Set(addresses).size, addresses.length, 'an address came twice');
    assert.deepEqual(shortfalls, []);
    assert.ok(requests <= least * 1.2, `${requests} requests, ${least} would do`);
  });
}

test('every replica is crawled by a site file of its own', () => {
  const ids = Object.keys(LEAST_REQUESTS).sort();
  assert.deepEqual(
    sites.map(({ id }) => id),
    ids,
  );
  assert.deepEqual([...new Set(allPlanted().map(({ portal }) => portal))].sort(), ids);
});

test('page numbers that shift between two crawls hide nothing', async () => {
  const newest = portals.familyPlanted.find(({ portal, year }) => portal === 'lintan' && year === 2025);
  assert.ok(newest !== undefined);
  portals.state.hidden.add(newest.url);
  const before = await discover('lintan');
  portals.state.hidden.clear();
  const after = await discover('lintan');
  assert.equal(after.references.length, before.references.length + 1);
});
