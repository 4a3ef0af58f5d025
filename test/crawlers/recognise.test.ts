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
 * Replicas with pages that cannot tell, reviewed: some link to plain directories only, some to what several modules of
 * one product have. No page shows a family of another product.
 */
const SILENT: Readonly<Record<string, readonly string[]>> = {
  // Its entry is a column of the product's oldest module; only the column of annual reports names the tree of units.
  jinxiang: ['home hanweb-jcms', 'column hanweb-jcms', 'report hanweb-annual'],
  // The search that fills the lists stands in the column only; articles look alike in all modules.
  liangshan: ['home hanweb-jcms', 'column hanweb-xxgk', 'report hanweb-jcms'],
  // Of no known product, but its articles are named as this product names them, and are found as that product's are.
  zone: ['home null', 'column trs-wcm'],
  // Directories only, until the first article or list.
  jiangyan: ['home null', 'column hanweb-jpaas', 'report hanweb-jpaas'],
  chengxiang: ['home null', 'column null', 'report trs-wcm'],
  cqlp: ['home null', 'column null', 'report trs-wcm'],
};

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

test('addresses that only resemble a family’s are not taken for it', () => {
  const look: Readonly<Record<string, string | null>> = {
    'http://www.x.gov.cn/25074/25162/37354/index.htm': 'hunan',
    'http://www.x.gov.cn/2024/05/': null,
    'http://www.x.gov.cn/003/003001/': null,
    'http://www.x.gov.cn/D42Y/4678298.jhtml': 'zz-public',
    'http://www.x.gov.cn/jdbsc/24971296.jhtml': null,
    'http://www.x.gov.cn/col/4039_446643/art/17356608/17364738729029ffO7DUB.html': null,
    'http://www.x.gov.cn/xam/2023-09/26/article_2024041412163583826.html': null,
    'http://www.x.gov.cn/html/site_gov/articles/202301/171064.html': null,
    'http://www.x.gov.cn/gk/content_198972': null,
  };
  for (const [url, family] of Object.entries(look)) assert.equal(familyOn(url, ''), family, url);
});
