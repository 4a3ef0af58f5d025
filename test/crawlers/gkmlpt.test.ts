import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnusablePage } from '../../src/crawlers/crawler.ts';
import { gkmlpt } from '../../src/crawlers/gkmlpt.ts';
import { discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn', 'x.gov.cn'];

/** The index page of a unit, as the platform prints it: everything in a script. */
function index(tree: unknown, sid = '200025', links = ''): string {
  return `<html><head><title>政府信息公开平台</title></head><body><div id="app"></div>${links}
<script>window._CONFIG = { SID: '${sid}', NAME: "县[某]局", TREE: ${JSON.stringify(tree)}, URL: '/gkmlpt' };</script></body></html>`;
}

const TREE = [
  { id: 5200, name: '政府信息公开指南', parent: 0, children: [], jump_url: '', post_count: 1 },
  {
    id: 5240,
    name: '法定主动公开内容',
    parent: 0,
    jump_url: '',
    post_count: 40,
    children: [
      { id: 5241, name: '政府信息公开年报', parent: 5240, children: [], jump_url: '', post_count: 3 },
      { id: 5242, name: '法治政府建设年度报告', parent: 5240, children: [], jump_url: '', post_count: 1 },
    ],
  },
];

function articles(total: number, rows: readonly object[]): string {
  return JSON.stringify({ classify: { id: 5241 }, total, articles: rows });
}

function article(id: number, title: string, more: object = {}): object {
  return {
    id,
    title,
    publisher: '某县教育局',
    date: 1580400000,
    display_publish_time: 1580695200,
    url: `http://www.x.gov.cn/jyj/gkmlpt/content/0/344/post_${id}.html`,
    ...more,
  };
}

const LIST = `${BASE}/jyj/gkmlpt/api/all/5241?page=1&sid=200025`;

test('finds the category in the tree and reads its list by number to the total', async () => {
  const pages = {
    [`${BASE}/jyj/gkmlpt/index`]: index(TREE),
    [LIST]: articles(3, [
      article(3, '某县教育局2019年政府信息公开工作年度报告'),
      article(2, '某县教育局2019年政府信息公开指南'),
    ]),
    [`${BASE}/jyj/gkmlpt/api/all/5241?page=2&sid=200025`]: articles(3, [
      article(1, '2018年政府信息公开工作年度报告', {
        url: '//x.gov.cn/jyj/gkmlpt/content/0/1/post_1.html',
        publisher: '本网',
        date: 0,
        display_publish_time: 0,
        created_at: '2019-03-01 10:00:00',
      }),
    ]),
  };
  const found = await discover(gkmlpt, `${BASE}/jyj/gkmlpt/index#5241`, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, title, body, publishedOn, year }) => [url, title, body, publishedOn, year]),
    [
      [
        'http://www.x.gov.cn/jyj/gkmlpt/content/0/344/post_3.html',
        '某县教育局2019年政府信息公开工作年度报告',
        '某县教育局',
        '2020-02-03',
        2019,
      ],
      [
        'http://x.gov.cn/jyj/gkmlpt/content/0/1/post_1.html',
        '2018年政府信息公开工作年度报告',
        null,
        '2019-03-01',
        2018,
      ],
    ],
  );
  assert.deepEqual(found.announced, [{ listUrl: LIST, total: 3, seen: 3 }]);
  assert.deepEqual(found.requested, Object.keys(pages));
});

test('a category with years below is read by its leaves, and itself only for what these do not hold', async () => {
  const years = (own: number) => [
    {
      id: 1,
      name: '公开年报',
      post_count: own,
      children: [
        { id: 11, name: '2022年', post_count: 1, children: [] },
        { id: 12, name: '2023年', post_count: 1, children: [] },
      ],
    },
  ];
  const pages = (own: number) => (url: string) =>
    url.includes('/api/')
      ? articles(1, [article(Number(/all\/(\d+)/.exec(url)?.[1]), '某局2023年政府信息公开年度报告')])
      : index(years(own));
  const ids = async (own: number) =>
    (await discover(gkmlpt, `${BASE}/gkmlpt/`, { hosts: HOSTS, pages: pages(own) })).references.map(
      ({ url }) => /post_(\d+)/.exec(url)?.[1],
    );
  assert.deepEqual(await ids(2), ['11', '12']);
  assert.deepEqual(await ids(3), ['1', '11', '12']);
});

test('from the county over its units, and where a category jumps to static lists over these', async () => {
  const pages = {
    [`${BASE}/`]: '<a href="/gkmlpt/index">政府信息公开</a><a href="/xw/">新闻</a>',
    [`${BASE}/gkmlpt/index`]: index(
      [{ id: 7, name: '政府信息公开年报', children: [], jump_url: '/zwgk/xxgknb/', post_count: 0 }],
      '1',
      '<a href="/jyj/gkmlpt/index">某县教育局</a><a href="http://www.mirror.example/gkmlpt/index">某县公安局</a>',
    ),
    [`${BASE}/zwgk/xxgknb/`]: `<ul><li><a href="http://www.x.gov.cn/zwgk/xxgknb/content/post_2147681.html">某县人民政府2022年政府信息公开工作年度报告</a><span>2023-03-20</span></li>
<li><a href="/zwgk/xxgknb/content/post_9.html">网站工作年度报表</a></li></ul><div class="page">共2页</div>`,
    [`${BASE}/jyj/gkmlpt/index`]: index(TREE),
    [`${BASE}/zwgk/xxgknb/index_2.html`]: `<ul><li><a href="content/mpost_11.html">某县人民政府2021年政府信息公开工作年度报告</a></li></ul>`,
    [LIST]: articles(1, [article(5, '2023年政府信息公开工作年度报告')]),
  };
  const found = await discover(gkmlpt, `${BASE}/`, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, body }) => [url.replace(BASE, ''), body]),
    [
      ['/zwgk/xxgknb/content/post_2147681.html', null],
      ['/zwgk/xxgknb/content/mpost_11.html', null],
      ['/jyj/gkmlpt/content/0/344/post_5.html', '某县教育局'],
    ],
  );
  assert.match(found.notes.join(), /mirror\.example/);
  assert.deepEqual([...found.requested].sort(), Object.keys(pages).sort());
});

test('what is no JSON is an error that names the address, not a crash', async () => {
  for (const answer of ['<html>维护中</html>', '[]', '{"total":1}', 'null']) {
    const found = await discover(gkmlpt, `${BASE}/jyj/gkmlpt/index`, {
      hosts: HOSTS,
      pages: { [`${BASE}/jyj/gkmlpt/index`]: index(TREE), [LIST]: answer },
    });
    assert.ok(found.error instanceof UnusablePage, answer);
    assert.equal(found.error.url, LIST);
  }
});

test('a page of the platform without a tree is noted', async () => {
  for (const page of ['<p>维护中</p>', '<script>window._CONFIG={SID:"1",TREE:[{bad}]}</script>']) {
    const found = await discover(gkmlpt, `${BASE}/gkmlpt/index`, {
      hosts: HOSTS,
      pages: { [`${BASE}/gkmlpt/index`]: page },
    });
    assert.match(found.notes.join(), /no tree of categories/);
  }
});

test('a list that never reaches its total ends', async () => {
  const found = await discover(gkmlpt, `${BASE}/jyj/gkmlpt/index`, {
    hosts: HOSTS,
    pages: (url) =>
      url.includes('/api/') ? articles(500, [article(1, '某局2023年政府信息公开年度报告')]) : index(TREE),
  });
  assert.equal(found.requested.length, 3);
  assert.deepEqual(found.announced, [{ listUrl: LIST, total: 500, seen: 1 }]);
});
