import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PageOptions, UnusablePage } from '../../src/crawlers/crawler.ts';
import { hanwebXxgk } from '../../src/crawlers/hanweb-xxgk.ts';
import { type Answer, discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn'];
const COLUMN = `${BASE}/col/col33381/index.html`;
const TREE = `${BASE}/module/xxgk/tree.jsp?standardXxgk=1&area=1137083000433565XHA&divid=div33381`;
const HEALTH = '113708300043266302';
const COUNTY = '1137083000433565XHA';

const article = (number: number): string => `${BASE}/art/2024/1/26/art_33381_${number}.html`;

function rows(entries: readonly (readonly [number, string])[], footer = ''): string {
  const lines = entries.map(
    ([number, title], index) =>
      `<tr class="tr_main_value_${index % 2 ? 'even' : 'odd'}"><td><a title='${title}' href='/art/2024/1/26/art_33381_${number}.html'>${title.slice(0, 9)}…</a></td><td>2024-01-26</td></tr>`,
  );
  return `<table>${lines.join('')}</table><p>${footer}</p>`;
}

const LOADER = `<script>$("#div33381").load("/module/xxgk/search.jsp?standardXxgk=1", {infotypeId:"A0801", jdid: 3, area:"${COUNTY}", divid:"div33381"});</script>`;

function column(script = LOADER, title = '政府信息公开年报'): string {
  return `<html><head><title>${title}</title></head><body><div id="div33381"></div>${script}<script>tree("${TREE.slice(BASE.length)}")</script></body></html>`;
}

const tree = `<ul><li><a href="/col/col33381/index.html?vc_xxgkarea=${HEALTH}&number=A0801">某县卫生健康局</a></li></ul>`;

interface Asked {
  readonly url: URL;
  readonly form: Readonly<Record<string, string>>;
}

function portal(page: string, search: (asked: Asked) => Answer | undefined) {
  const asked: Asked[] = [];
  return {
    asked,
    hosts: HOSTS,
    pages: (url: string, { form }: PageOptions): Answer | undefined => {
      if (url.startsWith(COLUMN)) return page;
      if (url === TREE) return tree;
      if (form === undefined) return undefined;
      const request = { url: new URL(url), form };
      asked.push(request);
      return search(request);
    },
  };
}

test('each unit of the page and its tree is searched by form, page by page', async () => {
  const site = portal(column(), ({ form }) => {
    if (form.area === COUNTY) return rows([[1, '某县人民政府2023年政府信息公开工作年度报告']], '共1页');
    return form.currpage === '1'
      ? rows(
          [
            [2, '某县卫生健康局2023年政府信息公开工作年度报告'],
            [3, '某县卫生健康局政府信息公开指南'],
          ],
          '共2页 第1页',
        )
      : rows([[4, '2022年']], '共2页 第2页')
          .replace('<table>', '')
          .replace('</table>', '');
  });
  const found = await discover(hanwebXxgk, COLUMN, site);
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, body, publishedOn, year }) => [url, body, publishedOn, year]),
    [
      [article(1), null, '2024-01-26', 2023],
      [article(2), '某县卫生健康局', '2024-01-26', 2023],
      [article(4), '某县卫生健康局', '2024-01-26', 2022],
    ],
  );
  assert.equal(found.references[0]?.title, '某县人民政府2023年政府信息公开工作年度报告');
  assert.deepEqual(
    site.asked.map(({ form }) => [form.area, form.currpage]),
    [
      [COUNTY, '1'],
      [HEALTH, '1'],
      [HEALTH, '2'],
    ],
  );
  const [first] = site.asked;
  assert.equal(first?.url.pathname, '/module/xxgk/search.jsp');
  assert.deepEqual(first?.form, {
    standardXxgk: '1',
    isAllList: '1',
    texttype: '0',
    fbtime: '-1',
    vc_all: '',
    vc_filenumber: '',
    vc_title: '',
    vc_number: '',
    currpage: '1',
    sortfield: ',compaltedate:0',
    infotypeId: 'A0801',
    jdid: '3',
    divid: 'div33381',
    area: COUNTY,
  });
  assert.deepEqual(
    found.announced.map(({ total, seen }) => [total, seen]),
    [[2, 2]],
  );
  assert.equal(found.requested.length, 5);
});

test('the topic may stand in a call put together, or in the column’s address', async () => {
  const script =
    "<script>loadDynamic('/module/xxgk/search.jsp?standardXxgk=1&infotypeId='+a+'&vc_title='+encodeURI(b)+'&area=x1', 'div4', '0','0','950','7','','');</script>";
  const site = portal(column(script), () => rows([]));
  await discover(hanwebXxgk, `${COLUMN}?vc_xxgkarea=jnslsx&number=LSA17&jh=263`, site);
  const { infotypeId, jdid, divid, area } = site.asked[0]?.form ?? {};
  assert.deepEqual(
    { infotypeId, jdid, divid, area },
    { infotypeId: 'LSA17', jdid: '7', divid: 'div4', area: 'jnslsx' },
  );
});

test('where no page names the topic, only full titles are taken', async () => {
  const site = portal(column('<script>load("/module/xxgk/search.jsp")</script>'), ({ form }) =>
    form.area === HEALTH
      ? rows([
          [1, '某县卫生健康局2023年政府信息公开工作年度报告'],
          [2, '2023年'],
          [3, '某县卫生健康局'],
        ])
      : rows([]),
  );
  const found = await discover(hanwebXxgk, COLUMN, site);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [article(1)],
  );
});

test('a unit answered with nothing has no entries; a broken search is thrown at the end', async () => {
  const empty = await discover(
    hanwebXxgk,
    COLUMN,
    portal(column(), ({ form }) =>
      form.area === COUNTY ? { outcome: 'soft_404' } : rows([[1, '2023年政府信息公开工作年度报告']]),
    ),
  );
  assert.equal(empty.error, null);
  assert.equal(empty.references.length, 1);
  assert.match(empty.notes.join(), /no entries.*soft_404/);
  for (const answer of [{ outcome: 'server_error' }, '{"error":1}'] as const) {
    const broken = await discover(
      hanwebXxgk,
      COLUMN,
      portal(column(), ({ form }) =>
        form.area === COUNTY ? answer : rows([[1, '2023年政府信息公开工作年度报告']]),
      ),
    );
    assert.equal(broken.references.length, 1);
    assert.ok(broken.error instanceof UnusablePage);
  }
});

test('a search without end is left at the limit; one that repeats itself ends', async () => {
  const endless = await discover(hanwebXxgk, COLUMN, {
    ...portal(column(), ({ form }) =>
      form.area === COUNTY
        ? rows([[Number(form.currpage), '2023年政府信息公开年度报告']], '共9999页')
        : rows([]),
    ),
    pagesPerSite: 10,
  });
  assert.equal(endless.references.length, 10);
  const same = await discover(
    hanwebXxgk,
    COLUMN,
    portal(column(), () => rows([[1, '2023年政府信息公开年度报告']], '共50页')),
  );
  assert.equal(same.references.length, 1);
  assert.ok(same.requested.length <= 6);
});

test('an entry that leads to the column, with the topic in its link', async () => {
  const home = `${BASE}/`;
  const site = portal(column('<script>load("/module/xxgk/search.jsp")</script>'), ({ form }) =>
    form.area === HEALTH && form.infotypeId === 'A0801' ? rows([[1, '2023年']]) : rows([]),
  );
  const found = await discover(hanwebXxgk, home, {
    ...site,
    pages: (url, options) =>
      url === home
        ? `<a href="/col/col33381/index.html?vc_xxgkarea=${COUNTY}&number=A0801">政府信息公开年报</a>`
        : site.pages(url, options),
  });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [article(1)],
  );
});
