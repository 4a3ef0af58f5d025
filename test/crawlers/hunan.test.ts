import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hunan } from '../../src/crawlers/hunan.ts';
import { discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn'];
const COLUMN = `${BASE}/25074/25162/37354/index.htm`;
const REPORT = '<p>一、总体情况</p><p>二、主动公开政府信息情况</p><table><tr><td>1</td></tr></table>';
const list = (rows: string, more = ''): string =>
  `<title>政府信息公开年报</title><ul class="list">${rows}</ul>${more}`;

test('reports that are columns, columns of bodies that are reports or lists, and columns of years', async () => {
  const pages = {
    [COLUMN]:
      list(`<li><a href="/25074/25162/37354/39633/index.htm">松木塘镇2022年政府信息公开工作年度报告</a><span>2023-01-18</span></li>
<li><a href="./39700/index.htm">某县教育局</a></li><li><a href="39800/default.htm">某县民政局</a></li><li><a href="39900/index.htm">2020年</a></li>
<li><a href="content_1.html">政府信息公开指南</a></li><li><a href="content_2.html">某县人民政府2021年政府信息公开工作年度报告</a></li>
<li><a href="/25074/25162/40000/index.htm">财政局</a></li><li><a href="http://www.mirror.example/25074/content_3.html">某县公安局2021年政府信息公开工作年度报告</a></li>`),
    [`${BASE}/25074/25162/37354/39700/index.htm`]: `<h1>某县教育局2022年政府信息公开工作年度报告</h1>${REPORT}`,
    [`${BASE}/25074/25162/37354/39800/default.htm`]: list(
      '<li><a href="content_11.html">2022年政府信息公开工作年度报告</a></li>',
      '<div class="page">共2条 <a href="default_2.htm">下一页</a></div>',
    ),
    [`${BASE}/25074/25162/37354/39800/default_2.htm`]: list(
      '<li><a href="content_12.html">2021年政府信息公开工作年度报告</a></li>',
    ),
    [`${BASE}/25074/25162/37354/39900/index.htm`]: list(
      '<li><a href="content_13.html">某县司法局2020年政府信息公开工作年度报告</a></li>',
    ),
  };
  const found = await discover(hunan, COLUMN, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, body, year }) => [url.replace(`${BASE}/25074/25162/37354`, ''), body, year]),
    [
      ['/39633/index.htm', null, 2022],
      ['/content_2.html', null, 2021],
      ['/39700/index.htm', '某县教育局', 2022],
      ['/39800/content_11.html', '某县民政局', 2022],
      ['/39800/content_12.html', '某县民政局', 2021],
      ['/39900/content_13.html', null, 2020],
    ],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
  assert.deepEqual(found.announced, [
    { listUrl: `${BASE}/25074/25162/37354/39800/default.htm`, total: 2, seen: 2 },
  ]);
});

test('a report’s own page as entry is that report', async () => {
  const entry = `${BASE}/25074/25162/37354/39633/index.htm`;
  const found = await discover(
    hunan,
    { url: entry, body: '松木塘镇' },
    { hosts: HOSTS, pages: { [entry]: `<title>松木塘镇2022年政府信息公开工作年度报告</title>${REPORT}` } },
  );
  assert.deepEqual(
    found.references.map(({ url, body, year }) => [url, body, year]),
    [[entry, '松木塘镇', 2022]],
  );
});

test('columns below columns without end are left after a few', async () => {
  const found = await discover(hunan, COLUMN, {
    hosts: HOSTS,
    pages: (url) => list(`<li><a href="${url.replace('index.htm', '1/index.htm')}">某县教育局</a></li>`),
  });
  assert.ok(found.requested.length <= 5, String(found.requested.length));
});
