import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lonsun } from '../../src/crawlers/lonsun.ts';
import { discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn'];
const DIRECTORY = `${BASE}/public/column/6601841?type=4&action=rel`;
const REPORT =
  '<h1>2023年某县卫生健康局政府信息公开工作年度报告</h1><p>一、总体情况</p><p>二、主动公开政府信息情况</p><table><tr><td>1</td></tr></table>';

function years(organ: number, list: readonly number[], more = ''): string {
  const links = list.map(
    (year) =>
      `<li><a href="/public/column/${organ}?type=3&amp;nav=3&amp;sub=0&amp;timeFrame=${year}&amp;hasContent=true">${year}年</a></li>`,
  );
  return `<title>信息公开年报</title><ul id="timeFrame">${links.join('')}${more}</ul>`;
}

test('every organ of the directory, every year that it links to, the shown year not twice', async () => {
  const pages = {
    [DIRECTORY]: `<ul class="clearfix"><li><a href="/public/column/601?type=4&amp;action=list" title="某县卫生健康局">某县卫生…</a></li>
<li><a href="/public/column/602?type=4&amp;action=list" title="某县教育局">某县教育局</a></li><li><a href="/public/column/1?type=2">指南</a></li>
<li><a href="http://www.mirror.example/public/column/603?type=4" title="某县公安局">某县公安局</a></li></ul>`,
    [`${BASE}/public/column/6601841?type=3`]: { outcome: 'not_found' },
    [`${BASE}/public/column/601?type=3`]: years(601, [2023, 2022]) + REPORT,
    [`${BASE}/public/column/602?type=3`]: years(
      602,
      [2021],
      '<li><a href="/public/column/602?type=3&amp;timeFrame=2020&amp;hasContent=false">2020年</a></li>',
    ),
  };
  const found = await discover(lonsun, DIRECTORY, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, body, year }) => [url.replace(BASE, ''), body, year]),
    [
      ['/public/column/601?type=3&nav=3&sub=0&timeFrame=2023&hasContent=true', '某县卫生健康局', 2023],
      ['/public/column/601?type=3&nav=3&sub=0&timeFrame=2022&hasContent=true', '某县卫生健康局', 2022],
      ['/public/column/602?type=3&nav=3&sub=0&timeFrame=2021&hasContent=true', '某县教育局', 2021],
    ],
  );
  assert.deepEqual([...found.requested].sort(), Object.keys(pages).sort());
  assert.match(found.notes.join(), /mirror\.example/);
});

test('a column that shows a report and no years is the report', async () => {
  const url = `${BASE}/public/column/601?type=3`;
  const found = await discover(lonsun, url, { hosts: HOSTS, pages: { [url]: REPORT } });
  assert.deepEqual(
    found.references.map((reference) => [reference.url, reference.title, reference.year]),
    [[url, '2023年某县卫生健康局政府信息公开工作年度报告', 2023]],
  );
});

/** Two pages of a list, answered as fragments. */
function fragment(index: number): string {
  const row = (id: number, title: string): string =>
    `<div class="xxgk_navli"><a href="/public/content/${id}">${title}</a><span class="date">2023-01-1${id}</span></div>`;
  return index === 1
    ? `${row(1, '某区民政局2022年政府信息公开工作年度报告')}${row(2, '政府信息公开指南')}<script>var p={pageCount:2,pageIndex:1}</script>`
    : `${row(3, '某区教育局2022年政府信息公开工作年度报告')}<script>var p={pageCount:2,pageIndex:2}</script>`;
}

test('a list that a script fills is asked for as the script does, given whole or in parts', async () => {
  const url = `${BASE}/public/column/601?type=3`;
  const whole =
    '<script>$.get("/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=1&organId=601&catId=9&type=4&pageSize=15&pageIndex=1")</script>';
  const parts =
    "<script>load({ IsAjax: 1, labelName: 'publicInfoList', siteId: '1', organId: 601, catId: \"9\", type: '4', pageSize: 15, pageIndex: 1 })</script>";
  for (const script of [whole, parts]) {
    const found = await discover(lonsun, url, {
      hosts: HOSTS,
      pages: (asked) => {
        const { pathname, searchParams } = new URL(asked);
        if (pathname !== '/site/label/8888') return `<title>信息公开年报</title><ul id="list"></ul>${script}`;
        assert.equal(searchParams.get('organId'), '601');
        assert.equal(searchParams.get('catId'), '9');
        return fragment(Number(searchParams.get('pageIndex')));
      },
    });
    assert.deepEqual(
      found.references.map((reference) => [reference.url.replace(BASE, ''), reference.publishedOn]),
      [
        ['/public/content/1', '2023-01-11'],
        ['/public/content/3', '2023-01-13'],
      ],
    );
    assert.equal(found.requested.length, 3);
  }
});

test('a script whose list never ends is left at the limit', async () => {
  const found = await discover(lonsun, `${BASE}/public/column/601?type=3`, {
    hosts: HOSTS,
    pagesPerSite: 12,
    pages: (asked) => {
      const index = new URL(asked).searchParams.get('pageIndex');
      if (index === null)
        return '<script>"/site/label/8888?labelName=publicInfoList&organId=601&pageIndex=1"</script>';
      return `<div><a href="/public/content/${index}">某局2022年政府信息公开年度报告</a></div><script>x={pageCount:9999}</script>`;
    },
  });
  assert.ok(found.requested.length <= 12, String(found.requested.length));
  assert.match(found.notes.join(), /more than/);
});
