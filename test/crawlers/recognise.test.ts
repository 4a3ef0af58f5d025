import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'cheerio';
import { recognisePage } from '../../src/crawlers/family.ts';
import { allCrawlers } from '../../src/crawlers/index.ts';
import { replicas, servedPage } from './replicas.ts';

/** The family that a page shows most. */
function familyOn(url: string, text: string): string | null {
  return recognisePage({ url, text, $: load(text) }, allCrawlers())?.crawler.family ?? null;
}

/**
 * Pages that cannot tell: they link to plain directories only, or to what several modules of one product have. No page
 * may show a family of another product.
 */
const SILENT: Readonly<Record<string, readonly string[]>> = {};

for (const { portal, site } of replicas()) {
  test(`${site.id}: its pages are those of ${site.crawler}`, () => {
    const article = portal.reports.find(({ kind }) => kind === 'html');
    const pages = {
      home: `http://${portal.hosts[0]}/`,
      column: site.columns[0]?.url ?? '',
      ...(article === undefined ? {} : { report: article.url }),
    };
    const shown = Object.entries(pages).map(([kind, url]) => {
      const { text } = servedPage(portal, url);
      return `${kind} ${familyOn(url, text)}`;
    });
    assert.deepEqual(shown, SILENT[site.id] ?? Object.keys(pages).map((kind) => `${kind} ${site.crawler}`));
  });
}
