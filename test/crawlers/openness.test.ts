import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openness } from '../../src/crawlers/openness.ts';
import { discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn'];
const ALL = `${BASE}/opennessAnnualReport/`;

test('the lists of all units and of the one that holds them all overlap; each report comes once', async () => {
  const pages = {
    [ALL]: `<div class="units"><a href="/opennessAnnualReport/?branch_id=11">某区卫健委</a><a href="/OpennessGuide/?branch_id=11">指南</a></div>
<ul><li><a href="/XxgkAnnualReport/show/5617.html" title="某区卫健委2023年政府信息公开工作年度报告">某区卫健委2023年政府信…</a><span>2024-01-20</span></li>
<li><a href="http://www.mirror.example/XxgkAnnualReport/show/5618.html">某区教育局2023年政府信息公开工作年度报告</a></li>
<li><a href="/XxgkAnnualReport/show/5600.html">政府网站工作年度报表</a></li></ul><div class="page"><a href="?page=2">下一页</a></div>`,
    [`${ALL}?page=2`]: `<ul><li><a href="/OpennessAnnualReport/show/6482.html">民族事务委员会2022年政府信息公开工作年度报告</a><span>2023-01-20</span></li></ul>`,
    [`${ALL}?branch_id=11`]: `<ul><li><a href="/XxgkAnnualReport/show/5617.html">某区卫健委2023年政府信息公开工作年度报告</a></li>
<li><a href="/XxgkAnnualReport/show/4100.html">2022年度</a><span>2023-01-18</span></li><li><a href="/OpennessContent/show/77.html">部门2022年工作总结</a></li></ul>`,
  };
  const found = await discover(openness, ALL, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, body, year }) => [url.replace(BASE, ''), body, year]),
    [
      ['/XxgkAnnualReport/show/5617.html', null, 2023],
      ['/OpennessAnnualReport/show/6482.html', null, 2022],
      ['/XxgkAnnualReport/show/4100.html', '某区卫健委', 2022],
    ],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
  assert.match(found.notes.join(), /mirror\.example/);
});

test('page links in a circle end', async () => {
  const found = await discover(openness, ALL, {
    hosts: HOSTS,
    pages: (url) => {
      const page = Number(new URL(url).searchParams.get('page') ?? 1);
      return `<ul><li><a href="/XxgkAnnualReport/show/${page}.html">某局2023年政府信息公开年度报告</a></li></ul><a href="?page=${(page % 3) + 1}">下一页</a>`;
    },
  });
  assert.equal(found.references.length, 3);
  assert.ok(found.requested.length <= 4, String(found.requested.length));
});
