import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from 'cheerio';
import { recognisePage } from '../../src/crawlers/family.ts';
import { allCrawlers } from '../../src/crawlers/index.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { sitesPage } from '../../src/sites/table.ts';

const { sites } = loadConfiguration(fileURLToPath(new URL('../../config', import.meta.url)));

test('the project’s own site files are valid and cover the country', () => {
  assert.ok(sites.length >= 60, String(sites.length));
  assert.ok(new Set(sites.map(({ regionCode }) => regionCode.slice(0, 2))).size >= 12);
});

test('a file of which nothing but inference is known says what was seen or inferred', () => {
  for (const { evidence, file } of sites) {
    if (evidence === 'inferred') assert.match(readFileSync(file, 'utf8'), /#.*(seen|inferred)/i, file);
  }
});

test('no site takes a host that is known to be a mirror, and no two share a column', () => {
  const columns = sites.flatMap((site) => site.columns.map(({ url }) => url));
  assert.equal(new Set(columns).size, columns.length);
  for (const { hosts, file } of sites) {
    for (const host of hosts) assert.match(host, /\.gov\.cn$|^\d+\.\d+\.\d+\.\d+$/, file);
  }
});

test('no address that a file names, in its columns or as seen, is that of another family', () => {
  const crawlers = allCrawlers();
  for (const { file, crawler } of sites) {
    for (const [url] of readFileSync(file, 'utf8').matchAll(/https?:\/\/[^\s()（）]+/g)) {
      if (!URL.canParse(url)) continue;
      const shown = recognisePage({ url, text: '', $: load('') }, crawlers)?.crawler.family ?? crawler;
      // Modules of one product share their columns' addresses.
      if (crawler.startsWith('hanweb-')) assert.match(shown, /^hanweb-/, `${file}: ${url}`);
      else assert.equal(shown, crawler, `${file}: ${url}`);
    }
  }
});

test('the table of sites is that of the site files', () => {
  const page = readFileSync(new URL('../../config/sites/README.md', import.meta.url), 'utf8');
  assert.equal(page, sitesPage(sites), 'out of date: npm run docs:sites');
});
