import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnusablePage } from '../../src/crawlers/crawler.ts';
import { siteserver } from '../../src/crawlers/siteserver.ts';
import { discover } from './context.ts';

const BASE = 'https://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn', 'x.gov.cn'];

function page(title: string, body: string): string {
  return `<html><head><title>${title}_某区人民政府</title></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/channels/1.html">新闻中心</a></li></ul></div>
${body}
<div class="footer"><a href="http://www.pds.gov.cn/">平顶山市人民政府</a><a href="https://www.gov.cn/">中国政府网</a></div></body></html>`;
}

function list(rows: string, info = '1/1', pager = ''): string {
  return `<div class="content_list"><ul>${rows}</ul></div><div class="page"><span class="page-info">${info}</span>${pager}</div>`;
}

const PORTAL = {
  [`${BASE}/contents/36774/325901.html`]: page(
    '政府信息公开',
    '<div class="tree"><a href="/channels/36778.html">领导之窗</a><a href="../../channels/36770.html">政府信息公开年报</a><a href="/channels/36789.html">法治政府建设年度报告</a></div>',
  ),
  [`${BASE}/channels/36770.html`]: page(
    '政府信息公开年报',
    '<ul class="left"><li><a href="./37551.html">2019年</a></li><li><a href="./37548.html">2020年</a></li></ul>',
  ),
  [`${BASE}/channels/37551.html`]: page(
    '2019年',
    list(
      '<li><a href="/contents/37551/328079.html">某市人民政府2019年政府信息公开工作年度报告</a><span>2020-03-01</span></li>',
    ),
  ),
  [`${BASE}/channels/37548.html`]: page(
    '2020年',
    '<a href="./37560.html">市直部门</a> <a href="./37551.html">2019年</a>',
  ),
  [`${BASE}/channels/37560.html`]: page(
    '市直部门',
    list(
      `<li><a href="/contents/37560/1.html" title="某市住房和城乡建设局2020年政府信息公开工作年度报告">某市住房和城乡建设局2020年政府信息…</a><span>2021-01-29</span></li>
<li><a href="./../contents/37560/2.html">政府信息公开指南</a><span>2021-01-28</span></li>
<li><a href="http://mirror.example/contents/37560/3.html">某市教育局2020年政府信息公开工作年度报告</a><span>2021-01-27</span></li>`,
      '1/2',
      '<a href="/channels/37560_2.html">下一页</a>',
    ),
  ),
  [`${BASE}/channels/37560_2.html`]: page(
    '市直部门',
    list(
      '<li><a href="/contents/37560/4.html#top">某市民政局2020年政府信息公开工作年度报告</a><span>2021/1/5</span></li>',
      '2/2',
    ),
  ),
};

test('walks from a content page over year and group channels, taking reports only', async () => {
  const found = await discover(siteserver, `${BASE}/contents/36774/325901.html`, {
    hosts: HOSTS,
    pages: PORTAL,
  });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, title, publishedOn, year }) => [url, title, publishedOn, year]),
    [
      [
        `${BASE}/contents/37551/328079.html`,
        '某市人民政府2019年政府信息公开工作年度报告',
        '2020-03-01',
        2019,
      ],
      [
        `${BASE}/contents/37560/1.html`,
        '某市住房和城乡建设局2020年政府信息公开工作年度报告',
        '2021-01-29',
        2020,
      ],
      [`${BASE}/contents/37560/4.html`, '某市民政局2020年政府信息公开工作年度报告', '2021-01-05', 2020],
    ],
  );
  assert.equal(found.references[2]?.listedOn, `${BASE}/channels/37560_2.html`);
  assert.deepEqual(found.announced, [{ listUrl: `${BASE}/channels/37560.html`, total: 2, seen: 2 }]);
  assert.equal(found.notes.length, 1);
  assert.match(found.notes[0] ?? '', /mirror\.example/);
  assert.deepEqual(found.requested, Object.keys(PORTAL));
});

test('finds the way from the home page through the hub, and a new year is just another channel', async () => {
  const pages = {
    [`${BASE}/`]: page('首页', '<a href="http://x.gov.cn/channels/7092.html">政府信息公开</a>'),
    'http://x.gov.cn/channels/7092.html': page('政府信息公开', '<a href="./8000.html">信息公开年报</a>'),
    'http://x.gov.cn/channels/8000.html': page(
      '信息公开年报',
      '<a href="8025.html">2025年</a><a href="8026.html">2026年</a>',
    ),
    'http://x.gov.cn/channels/8025.html': page(
      '2025年',
      list('<li><a href="/contents/8025/1.html">某区教育局2025年政府信息公开工作年度报告</a></li>'),
    ),
    'http://x.gov.cn/channels/8026.html': page(
      '2026年',
      list('<li><a href="/contents/8026/1.html">某区教育局2026年政府信息公开工作年度报告</a></li>'),
    ),
  };
  const found = await discover(siteserver, `${BASE}/`, { hosts: HOSTS, pages });
  assert.deepEqual(
    found.references.map(({ year }) => year),
    [2025, 2026],
  );
  assert.equal(found.references[0]?.publishedOn, null);
});

test('a list without a next link is paged by its page info', async () => {
  const pages = {
    [`${BASE}/channels/5.html`]: page(
      '政府信息公开年报',
      list('<li><a href="/contents/5/1.html">甲局2023年政府信息公开年度报告</a></li>', '1/2'),
    ),
    [`${BASE}/channels/5_2.html`]: page(
      '政府信息公开年报',
      list('<li><a href="/contents/5/2.html">乙局2023年政府信息公开年度报告</a></li>', '2/2'),
    ),
  };
  const found = await discover(siteserver, `${BASE}/channels/5.html`, { hosts: HOSTS, pages });
  assert.equal(found.references.length, 2);
});

test('a lost page is announced, the rest is still found, and the loss is thrown at the end', async () => {
  const { [`${BASE}/channels/37560_2.html`]: _lost, ...pages } = PORTAL;
  const found = await discover(siteserver, `${BASE}/contents/36774/325901.html`, { hosts: HOSTS, pages });
  assert.equal(found.references.length, 2);
  assert.deepEqual(found.announced, [{ listUrl: `${BASE}/channels/37560.html`, total: 2, seen: 1 }]);
  assert.ok(found.error instanceof UnusablePage);
  assert.equal(found.error.outcome, 'not_found');
});

test('a block ends the walk at once', async () => {
  const pages = { ...PORTAL, [`${BASE}/channels/37551.html`]: { outcome: 'blocked' } };
  const found = await discover(siteserver, `${BASE}/contents/36774/325901.html`, { hosts: HOSTS, pages });
  assert.ok(found.error instanceof UnusablePage);
  assert.equal(found.requested.at(-1), `${BASE}/channels/37551.html`);
});

test('an entry that does not arrive is thrown', async () => {
  const found = await discover(siteserver, `${BASE}/channels/5.html`, { hosts: HOSTS, pages: {} });
  assert.ok(found.error instanceof UnusablePage);
});

test('a list that never ends is left at the limit', async () => {
  const found = await discover(siteserver, `${BASE}/channels/5.html`, {
    hosts: HOSTS,
    pagesPerSite: 20,
    pages: (url) => {
      const number = Number(/_(\d+)\.html/.exec(url)?.[1] ?? 1);
      return page(
        '年报',
        list(
          `<li><a href="/contents/5/${number}.html">局${number}2023年政府信息公开年度报告</a></li>`,
          '',
          `<a href="/channels/5_${number + 1}.html">下一页</a>`,
        ),
      );
    },
  });
  assert.equal(found.requested.length, 20);
  assert.match(found.notes.join(), /more than 20 pages/);
});

test('a list that shows the same rows under every number ends', async () => {
  const rows = '<li><a href="/contents/5/1.html">甲局2023年政府信息公开年度报告</a></li>';
  const found = await discover(siteserver, `${BASE}/channels/5.html`, {
    hosts: HOSTS,
    pages: (url) => {
      const number = Number(/_(\d+)\.html/.exec(url)?.[1] ?? 1);
      return page('年报', list(rows, `${number}/9`, `<a href="/channels/5_${number + 1}.html">下一页</a>`));
    },
  });
  assert.equal(found.requested.length, 2);
  assert.equal(found.references.length, 1);
  assert.deepEqual(found.announced, [{ listUrl: `${BASE}/channels/5.html`, total: 9, seen: 1 }]);
});

test('channels that link to each other are visited once', async () => {
  const menu =
    '<a href="/channels/5.html">政府信息公开年报</a><a href="/channels/6.html">部门年报</a><a href="http://x.gov.cn/channels/6.html">部门年报</a>';
  const found = await discover(siteserver, `${BASE}/channels/5.html`, {
    hosts: HOSTS,
    pages: {
      [`${BASE}/channels/5.html`]: page('年报', menu),
      [`${BASE}/channels/6.html`]: page('年报', menu),
    },
  });
  assert.deepEqual(found.requested, [`${BASE}/channels/5.html`, `${BASE}/channels/6.html`]);
});
