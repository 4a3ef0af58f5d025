import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generic } from '../../src/crawlers/generic.ts';
import { crawlerFor, families } from '../../src/crawlers/index.ts';
import { discover } from './context.ts';

const BASE = 'http://www.zone.gov.cn';
const HOSTS = ['www.zone.gov.cn'];
const frame = (inner: string): string =>
  `<html><head><title>某开发区</title></head><body><div class="nav"><a href="/">首页</a><a href="/xw/">新闻</a></div>
<div class="breadcrumb"><a href="/">首页</a> &gt; <a href="/zwgk/nb/">政府信息公开年报</a></div>${inner}<div class="footer"><a href="/nb2.htm">年报</a></div></body></html>`;

test('from the home page over 下一页 to articles, files and rows without a title', async () => {
  const pages = {
    [`${BASE}/`]: '<a href="/zwgk/">政务公开</a><a href="/xw/1.html">区卫健委召开会议</a>',
    [`${BASE}/zwgk/`]:
      '<a href="zhinan/">信息公开指南</a><a href="nb/">政府信息公开年报</a><a href="fz/">法治政府建设年度报告</a>',
    [`${BASE}/zwgk/nb/`]:
      frame(`<ul><li><a href="./202401/t20240117_1.html">卫健委</a><span>2024-01-17</span></li>
<li><a href="./202301/t20230118_2.html" title="2022年度">2022年度</a><span>[2023年1月18日]</span></li>
<li><a href="./202301/t20230118_3.html">信息公开工作制度</a><span>2023-01-18</span></li>
<li><a href="/files/2021nb.pdf">教育局2021年政府信息公开工作年度报告.pdf</a><span>2022-01-18</span></li></ul>
<div class="pages">共5条 1/2页 <a href="index_1.html">下一页</a></div>`),
    [`${BASE}/zwgk/nb/index_1.html`]:
      frame(`<ul><li><a href="./201901/t20190117_9.html">党工委管委会办公室2018年政府信息公开年度报告</a><span>2019-01-17</span></li></ul>
<div class="pages">共5条 2/2页 <a href="index_1.html">下一页</a></div>`),
  };
  const found = await discover(generic, `${BASE}/`, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, title, publishedOn, year }) => [
      url.replace(BASE, ''),
      title,
      publishedOn,
      year,
    ]),
    [
      ['/zwgk/nb/202401/t20240117_1.html', '卫健委', '2024-01-17', null],
      ['/zwgk/nb/202301/t20230118_2.html', '2022年度', '2023-01-18', 2022],
      ['/files/2021nb.pdf', '教育局2021年政府信息公开工作年度报告.pdf', '2022-01-18', 2021],
      [
        '/zwgk/nb/201901/t20190117_9.html',
        '党工委管委会办公室2018年政府信息公开年度报告',
        '2019-01-17',
        2018,
      ],
    ],
  );
  assert.deepEqual(found.announced, [{ listUrl: `${BASE}/zwgk/nb/`, total: 5, seen: 5 }]);
  assert.ok(!found.requested.some((url) => /zhinan|fz|xw|nb2/.test(url)));
});

test('a list that states more than it shows is announced so', async () => {
  const pages = {
    [`${BASE}/nb/`]: frame(
      '<ul><li><a href="/a/10001.html">卫健委2023年政府信息公开年报</a><span>2024-01-17</span></li></ul><div class="pagination">共12条</div>',
    ),
  };
  const found = await discover(generic, `${BASE}/nb/`, { hosts: HOSTS, pages });
  assert.deepEqual(found.announced, [{ listUrl: `${BASE}/nb/`, total: 12, seen: 1 }]);
});

test('a report shown in the column page itself is taken', async () => {
  const text =
    '<h1>某区2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>二、主动公开政府信息情况</p><table><tr><td>1</td></tr></table>';
  const pages = {
    [`${BASE}/zwgk/`]: '<a href="/zwgk/nb/index.html">政府信息公开年报</a>',
    [`${BASE}/zwgk/nb/index.html`]: `<title>政府信息公开年报</title>${text}`,
  };
  const found = await discover(generic, `${BASE}/zwgk/`, { hosts: HOSTS, pages });
  assert.deepEqual(
    found.references.map(({ url, title, year }) => [url, title, year]),
    [[`${BASE}/zwgk/nb/index.html`, '某区2023年政府信息公开工作年度报告', 2023]],
  );
});

test('news with a home page’s page numbers is not paged, and a column’s body is handed on', async () => {
  const pages = {
    [`${BASE}/`]:
      '<ul><li><a href="/n/20240001.html">要闻</a> 2024-01-01</li></ul><div class="page"><a href="/2.html">下一页</a></div>',
    [`${BASE}/wjw/`]: '<ul><li><a href="/wjw/20240001.html">2023年年报</a> 2024-01-01</li></ul>',
  };
  const home = await discover(generic, `${BASE}/`, { hosts: HOSTS, pages });
  assert.deepEqual(home.requested, [`${BASE}/`]);
  const own = await discover(generic, { url: `${BASE}/wjw/`, body: '区卫健委' }, { hosts: HOSTS, pages });
  assert.deepEqual(
    own.references.map(({ url, body, year }) => [url, body, year]),
    [[`${BASE}/wjw/20240001.html`, '区卫健委', 2023]],
  );
});

test('columns that lead ever deeper are left after a few', async () => {
  const found = await discover(generic, `${BASE}/nb/`, {
    hosts: HOSTS,
    pages: (url) => `<title>年报</title><ul><li><a href="${url}x/">部门年报</a></li></ul>`,
  });
  assert.ok(found.requested.length <= 5, String(found.requested.length));
});

test('what is an article and what a list is told by addresses of many products', async () => {
  const articles = [
    '/c/2026-01-15/7097241.shtml',
    '/xxgknb/1881520818601160706.html',
    '/2022/gzj/tpz/63d48a80f8fd1c4c213ab9ff.html',
    '/columns/bad1076f-2ae9-4523-89c8-24da0a0c344c/202301/30/1679499a-c94e-4010-9085-37f2a3fc315d.html',
    '/gk/bmxxgknb/content_198972',
    '/xam/2023-09/26/article_2024041412163583826.html',
    '/mzj/zfxxgknb/2023041717400835193/index.html',
    '/html/HCS/202601/0176947114070778.html',
    '/zfxxgk/GovOpenShow.aspx?id=20190314181033458',
    '/view/2021/150852.html',
    '/files/nb.pdf',
  ];
  const lists = [
    '/zfxxgk/nb/',
    '/zfxxgk/nb/index_1.shtml',
    '/htmls/ab_xxgknb/list-1.html',
    '/zfxxgknb/1.html',
    '/xxgk-list-zfxxgknb.html',
    '/List_zlm.aspx?lmid=7',
    '/gongkai/channel_bad1076f2ae9452389c824da/',
  ];
  const rows = (addresses: readonly string[], name: string): string =>
    addresses.map((address) => `<li><a href="${address}">${name}</a><span>2023-01-12</span></li>`).join('');
  const found = await discover(generic, `${BASE}/nb/`, {
    hosts: HOSTS,
    pages: (url) =>
      url === `${BASE}/nb/`
        ? `<title>政府信息公开年报</title><ul>${rows(articles, '卫健委2022年政府信息公开年报')}${rows(lists, '2022年政府信息公开年报')}
<li><a href="/zfxxgk/2291822/2292928/index.html">教育局2022年政府信息公开年报</a></li><li><a href="/nb2022.html">2022年</a></li></ul>`
        : '<title>年报</title><p>暂无</p>',
  });
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [...articles.map((path) => BASE + path), `${BASE}/zfxxgk/2291822/2292928/index.html`],
  );
  assert.deepEqual(found.requested, [
    `${BASE}/nb/`,
    ...lists.map((path) => BASE + path),
    `${BASE}/nb2022.html`,
  ]);
});

test('the registry knows the families, auto and nothing else', () => {
  assert.deepEqual([...families()].sort(), [...families()]);
  for (const family of families()) assert.equal(crawlerFor(family)?.family, family);
  assert.equal(crawlerFor('auto')?.family, 'auto');
  assert.ok(!families().includes('auto'));
  assert.equal(crawlerFor('no-such-family'), null);
});

test('nothing outside the crawlers names a family', () => {
  const folder = fileURLToPath(new URL('../../src/', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.[jt]s$/.test(path) && !path.startsWith('crawlers'),
  );
  assert.ok(sources.length > 50);
  for (const path of sources) {
    const source = readFileSync(join(folder, path), 'utf8');
    for (const family of families()) {
      assert.ok(!new RegExp(`['"\`/]${family}(\\.ts)?['"\`]`).test(source), `${path} names ${family}`);
    }
  }
});
