import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PageOptions, UnusablePage } from '../../src/crawlers/crawler.ts';
import { hanwebJcms } from '../../src/crawlers/hanweb-jcms.ts';
import { type Answer, discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const COLUMN = `${BASE}/col/col61490/index.html`;
const HOSTS = ['www.x.gov.cn'];
const PROXY = '/module/web/jpage/dataproxy.jsp';

const article = (number: number): string => `${BASE}/art/2024/1/26/art_61490_${number}.html`;

function record(number: number, tag = 'li'): string {
  const link = `<a href='/art/2024/1/26/art_61490_${number}.html' title='第${number}局2023年政府信息公开工作年度报告'>第${number}局2023年…</a>`;
  const inner = tag === 'tr' ? `<td>${link}</td><td>2024-01-\n26</td>` : `${link}<span>2024-\n01-26</span>`;
  return `<record><![CDATA[<${tag}>${inner}</${tag}>]]></record>`;
}

interface StoreParts {
  readonly total?: number;
  readonly next?: string;
  readonly tag?: string;
}

const NEXT = `${PROXY}?page=2&webid=39&path=/&columnid=61490&unitid=247686&webname=%E6%9F%90%E5%8E%BF&permissiontype=0`;

function store(numbers: readonly number[], { total, next, tag }: StoreParts = {}): string {
  const group = next === undefined ? '' : `<nextgroup><![CDATA[<a href="${next}"></a>]]></nextgroup>`;
  const said = total === undefined ? '' : `<totalrecord>${total}</totalrecord><totalpage>9</totalpage>`;
  return `<datastore>${group}${said}<recordset>${numbers.map((each) => record(each, tag)).join('')}</recordset></datastore>`;
}

const page = (body: string): string =>
  `<html><head><title>政府信息公开年报</title></head><body><div class="head"><a href="/">首页</a></div>${body}</body></html>`;

const island = (xml: string): string => `<div id="247686"><script type="text/xml">${xml}</script></div>`;

interface Asked {
  readonly url: URL;
  readonly options: PageOptions;
}

/** A portal with one column; `proxy` answers for the rows behind it. */
function portal(column: string, proxy: (asked: Asked) => Answer | undefined) {
  const asked: Asked[] = [];
  return {
    asked,
    hosts: HOSTS,
    pages: (url: string, options: PageOptions): Answer | undefined => {
      if (url === COLUMN) return column;
      const request = { url: new URL(url), options };
      asked.push(request);
      return proxy(request);
    },
  };
}

test('the rows of the page’s XML, with full titles and dates broken over lines', async () => {
  const site = portal(page(island(store([1, 2], { total: 2, next: NEXT }))), () => undefined);
  const found = await discover(hanwebJcms, COLUMN, site);
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, title, publishedOn }) => [url, title, publishedOn]),
    [1, 2].map((number) => [article(number), `第${number}局2023年政府信息公开工作年度报告`, '2024-01-26']),
  );
  assert.equal(site.asked.length, 0);
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 2, seen: 2 }]);
});

test('further groups by record numbers, with the ids of the page, as a form with Referer', async () => {
  const all = Array.from({ length: 8 }, (_, index) => index + 1);
  const site = portal(
    page(`${island(store([1, 2, 3], { total: 8, next: NEXT }))}<script>jpage({perPage:1})</script>`),
    ({ url }) => {
      const start = Number(url.searchParams.get('startrecord'));
      const end = Number(url.searchParams.get('endrecord'));
      return store(all.slice(start - 1, end), { total: 8, next: NEXT, tag: 'tr' });
    },
  );
  const found = await discover(hanwebJcms, COLUMN, site);
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    all.map(article),
  );
  assert.ok(found.references.every(({ publishedOn }) => publishedOn === '2024-01-26'));
  assert.deepEqual(
    site.asked.map(({ url }) => url.search),
    ['?startrecord=4&endrecord=6&perpage=1', '?startrecord=7&endrecord=9&perpage=1'],
  );
  assert.deepEqual(site.asked[0]?.options, {
    form: {
      col: '1',
      appid: '1',
      sourceContentType: '1',
      webid: '39',
      path: '/',
      columnid: '61490',
      unitid: '247686',
      webname: '某县',
      permissiontype: '0',
    },
    referer: COLUMN,
    continues: { url: COLUMN },
  });
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 8, seen: 8 }]);
});

test('a program that gives nothing leaves the page’s rows, a note, and the gap in the announcement', async () => {
  for (const nothing of [
    '<datastore>\r\n<nextgroup/>\r\n<recordset/>\r\n</datastore>\n',
    { outcome: 'soft_404' },
  ]) {
    const encrypted = NEXT.replace('61490', 'kR3%2FbWt9xA%3D%3D');
    const site = portal(page(island(store([1, 2, 3], { total: 5, next: encrypted }))), () => nothing);
    const found = await discover(hanwebJcms, COLUMN, site);
    assert.equal(found.error, null);
    assert.equal(found.references.length, 3);
    assert.equal(site.asked.length, 1);
    assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 5, seen: 3 }]);
    assert.match(found.notes.join(), /dataproxy/);
  }
});

test('without a total, groups are asked for until one is not full', async () => {
  const site = portal(page(island(store([1, 2, 3], { next: NEXT }))), ({ url }) =>
    url.searchParams.get('startrecord') === '4' ? store([4, 5, 6]) : store([7]),
  );
  const found = await discover(hanwebJcms, COLUMN, site);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [1, 2, 3, 4, 5, 6, 7].map(article),
  );
  assert.equal(site.asked.length, 2);
});

test('“load more” by page numbers, in XML or as bare rows', async () => {
  const script =
    '<script>var url = "/module/web/jpage/morecolumndataproxy.jsp?page=2&amp;appid=1&webid=9&path=/&columnid=61490&unitid=6412&keyWordCount=30";</script>';
  const site = portal(page(island(store([1, 2], { total: 5 })) + script), ({ url }) =>
    url.searchParams.get('page') === '2'
      ? store([3, 4], { total: 5 })
      : '<li><a href="/art/2024/1/26/art_61490_5.html">第5局2023年政府信息公开工作年度报告</a></li>',
  );
  const found = await discover(hanwebJcms, COLUMN, site);
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [1, 2, 3, 4, 5].map(article),
  );
  assert.deepEqual(
    site.asked.map(({ url, options }) => [url.searchParams.get('page'), options.form]),
    [
      ['2', undefined],
      ['3', undefined],
    ],
  );
});

test('what is no rows at all is thrown with its address', async () => {
  const site = portal(page(island(store([1], { total: 5, next: NEXT }))), () => '{"code":500}');
  const found = await discover(hanwebJcms, COLUMN, site);
  assert.equal(found.references.length, 1);
  assert.ok(found.error instanceof UnusablePage);
  assert.match(found.error.message, /dataproxy\.jsp.*wrong_type/);
});

test('a program that gives the same group for ever, or ever new ones, is left', async () => {
  const same = portal(page(island(store([1, 2], { total: 90, next: NEXT }))), () =>
    store([3, 4], { total: 90 }),
  );
  const found = await discover(hanwebJcms, COLUMN, same);
  assert.equal(same.asked.length, 2);
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 90, seen: 4 }]);
  const endless = portal(page(island(store([1], { next: NEXT }))), ({ url }) =>
    store([Number(url.searchParams.get('startrecord'))]),
  );
  const long = await discover(hanwebJcms, COLUMN, { ...endless, pagesPerSite: 10 });
  assert.equal(long.requested.length, 10);
});

test('an entry that goes while the list is read lets none slip through', async () => {
  let asked = 0;
  const site = {
    hosts: HOSTS,
    pages: (url: string): Answer => {
      asked += 1;
      const all = asked === 1 ? [1, 2, 3, 4, 5] : [2, 3, 4, 5];
      const start = Number(new URL(url).searchParams.get('startrecord') ?? 1);
      const xml = store(all.slice(start - 1, start + 1), { total: all.length, next: NEXT });
      return url === COLUMN ? page(island(xml)) : xml;
    },
  };
  const found = await discover(hanwebJcms, COLUMN, site);
  assert.deepEqual(found.references.map(({ url }) => url).sort(), [1, 2, 3, 4, 5].map(article).sort());
  assert.ok(found.requested.length <= 8, `${found.requested.length} requests`);
});

test('two lists on a page: both shown, the one that goes on is followed', async () => {
  const site = portal(
    page(island(store([1, 2], { total: 2, next: NEXT })) + island(store([3], { total: 2, next: NEXT }))),
    ({ url }) => (url.searchParams.get('startrecord') === '2' ? store([4], { total: 2 }) : undefined),
  );
  const found = await discover(hanwebJcms, COLUMN, site);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [1, 2, 3, 4].map(article),
  );
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 4, seen: 4 }]);
});

test('columns of years and groups are walked; records lead by relative addresses too', async () => {
  const relative = store([1]).replace("'/art/", "'../../art/");
  const pages: Record<string, Answer> = {
    [COLUMN]: page(
      '<a href="../col61491/index.html">2023年</a><a href="/col/col5/index.html">财政预决算</a>',
    ),
    [`${BASE}/col/col61491/index.html`]: page(island(relative)),
  };
  const found = await discover(hanwebJcms, COLUMN, { hosts: HOSTS, pages });
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [article(1)],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
});
