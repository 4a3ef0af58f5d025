import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PageOptions, UnusablePage } from '../../src/crawlers/crawler.ts';
import { hanwebJpaas } from '../../src/crawlers/hanweb-jpaas.ts';
import { type Answer, discover } from './context.ts';

const BASE = 'https://www.x.gov.cn';
const COLUMN = `${BASE}/zfxxgk/zfxxgknb/2025/qjbm/index.html`;
const HOSTS = ['www.x.gov.cn'];
const BUILD = '/api-gateway/jpaas-publish-server/front/page/build/unit';

const hex = (number: number): string => number.toString(16).padStart(32, '0');
const article = (number: number): string =>
  `${BASE}/zfxxgk/zfxxgknb/2025/qjbm/art/2026/art_${hex(number)}.html`;

function list(numbers: readonly number[], count: number | null, size = 2): string {
  const items = numbers.map(
    (number) =>
      `<li class="clearfix"><a href="art/2026/art_${hex(number)}.html" title="第${number}局2025年政府信息公开工作年度报告">第${number}局2025…</a><span>2026-01-21</span></li>`,
  );
  const pager = count === null ? '' : `<div class="pagination" rows="${size}" count="${count}"></div>`;
  return `<div class="page-content"><ul>${items.join('')}</ul>${pager}</div>`;
}

const PARAMETERS = `{'parseType':'bulidstatic','webId':'39d0','tplSetId':'ac51','pageType':'column','tagId':'栏目列表','editType':'null','pageId':'p1'}`;
const built = (markup: string): string => JSON.stringify({ success: true, data: { html: markup } });

function page(inner: string, parameters = PARAMETERS): string {
  return `<html><head><title>信息公开年报</title></head><body><div class="left" url="${BUILD}" queryData="${parameters.replace('栏目列表', '导航')}"></div>
<div class="list" url="${BUILD}" queryData="${parameters}">${inner}</div></body></html>`;
}

interface Asked {
  readonly url: URL;
  readonly options: PageOptions;
}

function portal(column: string, build: (number: number, asked: Asked) => Answer | undefined) {
  const asked: Asked[] = [];
  return {
    asked,
    hosts: HOSTS,
    pages: (url: string, options: PageOptions): Answer | undefined => {
      if (url === COLUMN) return column;
      const request = { url: new URL(url), options };
      if (request.url.pathname !== BUILD) return undefined;
      asked.push(request);
      const number = Number(/"pageNo":(\d+)/.exec(request.url.searchParams.get('paramJson') ?? '')?.[1]);
      return build(number, request);
    },
  };
}

test('pages built anew, by the parameters of the part that holds the rows, until the count', async () => {
  const site = portal(page(list([1, 2], 5)), (number) =>
    built(number === 2 ? list([3, 4], 5) : number === 3 ? list([5], 5) : ''),
  );
  const found = await discover(hanwebJpaas, COLUMN, site);
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, publishedOn }) => [url, publishedOn]),
    [1, 2, 3, 4, 5].map((number) => [article(number), '2026-01-21']),
  );
  assert.deepEqual(Object.fromEntries(site.asked[0]?.url.searchParams ?? []), {
    parseType: 'bulidstatic',
    webId: '39d0',
    tplSetId: 'ac51',
    pageType: 'column',
    tagId: '栏目列表',
    editType: 'null',
    pageId: 'p1',
    paramJson: '{"pageNo":2,"pageSize":2}',
  });
  assert.equal(site.asked[0]?.options.referer, COLUMN);
  assert.equal(site.asked.length, 2);
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 5, seen: 5 }]);
});

test('a page without rows is asked for from page 1; the spelling and the element may differ', async () => {
  const script = `<div class="con"><script url="${BUILD}" queryData="${PARAMETERS.replace('bulidstatic', 'buildstatic')}"></script></div>`;
  const site = portal(
    `<html><head><title>信息公开年报</title></head><body>${script}</body></html>`,
    (number) => built(number === 1 ? list([1, 2, 3], 3, 15) : ''),
  );
  const found = await discover(hanwebJpaas, COLUMN, site);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [1, 2, 3].map(article),
  );
  assert.equal(site.asked.length, 1);
  assert.equal(site.asked[0]?.url.searchParams.get('paramJson'), '{"pageNo":1,"pageSize":15}');
});

test('a list without a count is all there is', async () => {
  const site = portal(page(list([1, 2], null)), () => undefined);
  const found = await discover(hanwebJpaas, COLUMN, site);
  assert.equal(found.error, null);
  assert.equal(found.references.length, 2);
  assert.equal(site.asked.length, 0);
});

test('an answer without HTML is thrown with its address; a refusal is a block', async () => {
  for (const bad of ['{"success":false}', 'null', '{"data":{"html":null}}', '<html>系统维护</html>']) {
    const found = await discover(
      hanwebJpaas,
      COLUMN,
      portal(page(list([1, 2], 4)), () => bad),
    );
    assert.equal(found.references.length, 2);
    assert.ok(found.error instanceof UnusablePage, bad);
    assert.equal(found.error.outcome, 'wrong_type');
    assert.match(found.error.message, /build\/unit/);
  }
  const refused = await discover(
    hanwebJpaas,
    COLUMN,
    portal(page(list([1, 2], 4)), () => ({ outcome: 'blocked' })),
  );
  assert.ok(refused.error instanceof UnusablePage);
  assert.equal(refused.error.outcome, 'blocked');
});

test('answers that repeat themselves, end early, or never end', async () => {
  const same = await discover(
    hanwebJpaas,
    COLUMN,
    portal(page(list([1, 2], 90)), () => built(list([1, 2], 90))),
  );
  assert.equal(same.requested.length, 2);
  assert.deepEqual(same.announced, [{ listUrl: COLUMN, total: 90, seen: 2 }]);
  const early = await discover(
    hanwebJpaas,
    COLUMN,
    portal(page(list([1, 2], 9)), () => built('')),
  );
  assert.equal(early.error, null);
  assert.deepEqual(early.announced, [{ listUrl: COLUMN, total: 9, seen: 2 }]);
  const endless = await discover(hanwebJpaas, COLUMN, {
    ...portal(page(list([1], 100_000, 1)), (number) => built(list([number], 100_000, 1))),
    pagesPerSite: 10,
  });
  assert.equal(endless.requested.length, 10);
});

test('an entry that arrives while the list is read', async () => {
  let all = [1, 2, 3, 4];
  const show = (number: number): string => list(all.slice(number * 2 - 2, number * 2), all.length);
  const site = {
    hosts: HOSTS,
    pages: (url: string): Answer => {
      if (url === COLUMN) return page(show(1));
      all = [9, 1, 2, 3, 4];
      return built(show(Number(/pageNo%22%3A(\d+)/.exec(url)?.[1])));
    },
  };
  const found = await discover(hanwebJpaas, COLUMN, site);
  assert.deepEqual(found.references.map(({ url }) => url).sort(), [1, 2, 3, 4, 9].map(article).sort());
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 5, seen: 5 }]);
});

test('a hub of blocks: their rows once, their columns by 更多, yearly archives by name', async () => {
  const hub = `${BASE}/zfxxgk/zfxxgknb/index.html`;
  const row = (path: string, number: number): string =>
    `<li><a href="${path}/art/2026/art_${hex(number)}.html">第${number}局2025年政府信息公开工作年度报告</a></li>`;
  const block = (name: string, href: string, rows: string): string =>
    `<div class="box"><div class="tit"><span class="name">${name}</span><a class="xxgk_more" href="${href}">更多>></a></div><ul>${rows}</ul></div>`;
  const pages: Record<string, Answer> = {
    [hub]: `<html><head><title>信息公开年报</title></head><body>${block('区级机关部门', './2025/qjbm/index.html', row('./2025/qjbm', 1))}${block('通知公告', '/tzgg/index.html', '')}<a href="./2024n/index.html">2024年</a></body></html>`,
    [COLUMN]: page(list([1, 2], 2)),
    [`${BASE}/zfxxgk/zfxxgknb/2024n/index.html`]: `<ul>${row('.', 7)}</ul>`,
  };
  const found = await discover(hanwebJpaas, hub, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [article(1), article(2), `${BASE}/zfxxgk/zfxxgknb/2024n/art/2026/art_${hex(7)}.html`],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
});

test('the skin of the former product over the same program', async () => {
  const column = `${BASE}/col/col1229233089/index.html`;
  const found = await discover(hanwebJpaas, column, {
    hosts: HOSTS,
    pages: (url) =>
      url === column
        ? page(
            '<ul><li><a href="/art/2025/1/16/art_1229233089_4327349.html">某街道办事处2024年政府信息公开工作年度报告</a></li></ul><div class="pagination" rows="1" count="2"></div>',
          )
        : built(
            '<li><a href="/col/col1229233089/art/2025/art_99f2702a91aa43edaab3ef5037d8d0ad.html">某局2024年政府信息公开工作年度报告</a></li>',
          ),
  });
  assert.deepEqual(
    found.references.map(({ url }) => new URL(url).pathname),
    [
      '/art/2025/1/16/art_1229233089_4327349.html',
      '/col/col1229233089/art/2025/art_99f2702a91aa43edaab3ef5037d8d0ad.html',
    ],
  );
});
