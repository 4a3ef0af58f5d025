import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pcList } from '../../src/crawlers/pc-list.ts';
import { discover } from './context.ts';

const BASE = 'https://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn'];
const COLUMN = `${BASE}/xxrmzf/zfxxgknb/pc/list.html`;

test('the list as the browser shows it: rows, dates, pages that are links', async () => {
  const pages = {
    [COLUMN]: `<title>政府信息公开年报</title><div class="menu"><a href="/xxrmzf/c00189/pc/list.html">部门年报</a><a href="/xxrmzf/zfxxgkzn/pc/list.html">公开指南</a></div>
<ul><li><a href="/xxrmzf/zfxxgknb/pc/content/content_1867500000000000001.html" title="某县人民政府2024年政府信息公开工作年度报告">某县人民政府2024年…</a><span>2025-03-12</span></li>
<li><a href="../../c1/pc/content/content_1867500000000000002.html">某县2024年法治政府建设年度报告</a><span>2025-03-10</span></li>
<li><a href="http://www.mirror.example/pc/content/content_9.html">某县公安局2024年政府信息公开工作年度报告</a><span>2025-01-10</span></li></ul>
<div class="pagination"><a href="javascript:;">1</a><a href="list_2.html">2</a></div>`,
    [`${BASE}/xxrmzf/zfxxgknb/pc/list_2.html`]: `<title>政府信息公开年报</title><ul><li><a href="/xxrmzf/zfxxgknb/pc/content/content_1600.html">2021年</a><span>2022-03-12</span></li></ul>`,
    [`${BASE}/xxrmzf/c00189/pc/list.html`]: `<title>部门年报</title><ul><li><a href="/xxrmzf/c00189/pc/content/content_1700.html">某县教育局2023年政府信息公开工作年度报告</a><span>2024-01-12</span></li></ul>`,
  };
  const found = await discover(pcList, COLUMN, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, publishedOn, year }) => [/content_\d+/.exec(url)?.[0], publishedOn, year]),
    [
      ['content_1867500000000000001', '2025-03-12', 2024],
      ['content_1600', '2022-03-12', 2021],
      ['content_1700', '2024-01-12', 2023],
    ],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
});

test('a list that says more than it shows is announced so: its page numbers are no links', async () => {
  const found = await discover(pcList, COLUMN, {
    hosts: HOSTS,
    pages: {
      [COLUMN]:
        '<title>年报</title><ul><li><a href="pc/content/content_1.html">某局2023年政府信息公开年度报告</a><span>2024-01-02</span></li></ul><div class="page">共40条 <a onclick="go(2)">2</a></div>',
    },
  });
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 40, seen: 1 }]);
});
