import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vsb } from '../../src/crawlers/vsb.ts';
import { discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn'];
const COLUMN = `${BASE}/zfxxgk/nb.htm`;
const PAGE_SIZE = 2;

/** A list as the product prints it: page 1 is `nb.htm`, page 2 of n is `nb/<n-1>.htm`, the last is `nb/1.htm`. */
function list(url: string, ids: readonly number[]): string | undefined {
  const pages = Math.ceil(ids.length / PAGE_SIZE);
  const slot = /nb\/(\d+)\.htm$/.exec(url)?.[1];
  const number = slot === undefined ? 1 : pages - Number(slot) + 1;
  if (number < 1 || number > pages) return undefined;
  const up = number === 1 ? '../' : '../../';
  const rows = ids
    .slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    .map(
      (id, index) =>
        `<li id="line_u5_${index}"><a href="${up}info/1179/${id}.htm" title="某县第${id}局2023年政府信息公开工作年度报告">某县第${id}局2023年政府信息公…</a><span>2024-01-15</span></li>`,
    );
  const next =
    number < pages
      ? `<span class="p_next p_fun"><a href="${number === 1 ? 'nb/' : ''}${pages - number}.htm">下页</a></span><span class="p_last p_fun"><a href="${number === 1 ? 'nb/' : ''}1.htm">尾页</a></span>`
      : '<span class="p_next_d p_fun_d">下页</span>';
  return `<title>政府信息公开年报</title><a href="../index.htm">首页</a><ul>${rows.join('')}</ul>
<div class="pb_sys_common"><span class="p_t">共${ids.length}条</span><span class="p_no_d">${number}</span>${next}<span class="p_t">${number}/${pages}</span></div>`;
}

function idsIn(found: Awaited<ReturnType<typeof discover>>): number[] {
  return found.references.map(({ url }) => Number(/(\d+)\.htm/.exec(url)?.[1])).sort((a, b) => a - b);
}

test('follows the next links of pages that count down, with whole titles and dates', async () => {
  const found = await discover(vsb, COLUMN, { hosts: HOSTS, pages: (url) => list(url, [5, 4, 3, 2, 1]) });
  assert.equal(found.error, null);
  assert.deepEqual(found.requested, [COLUMN, `${BASE}/zfxxgk/nb/2.htm`, `${BASE}/zfxxgk/nb/1.htm`]);
  assert.deepEqual(found.references[0], {
    url: `${BASE}/info/1179/5.htm`,
    title: '某县第5局2023年政府信息公开工作年度报告',
    publishedOn: '2024-01-15',
    body: null,
    year: 2023,
    listedOn: COLUMN,
  });
  assert.deepEqual(idsIn(found), [1, 2, 3, 4, 5]);
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 5, seen: 5 }]);
});

test('a page that comes to the list between two requests renumbers all others, and none is lost', async () => {
  let requests = 0;
  const found = await discover(vsb, COLUMN, {
    hosts: HOSTS,
    pages: (url) => {
      requests += 1;
      return list(url, requests === 1 ? [6, 5, 4, 3, 2, 1] : [8, 7, 6, 5, 4, 3, 2, 1]);
    },
  });
  assert.deepEqual(idsIn(found), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 8, seen: 8 }]);
  assert.ok(requests <= 8, String(requests));
});

test('the directory of open information and dynamic addresses are articles, columns are not', async () => {
  const found = await discover(vsb, COLUMN, {
    hosts: HOSTS,
    pages: {
      [COLUMN]: `<title>年报</title>
<a href="/info/egovinfo/1007/overt_centent/dyx041-/2022-0302003.htm">铁锁乡人民政府2021年政府信息公开工作年度报告</a>
<a href="/content.jsp?urltype=news.NewsContentUrl&amp;wbtreeid=1179&amp;wbnewsid=7">教育局2021年政府信息公开工作年度报告</a>
<a href="/info/1179/8.htm">政府信息公开指南</a><a href="/zfxxgk/zn.htm">2021年年报</a>`,
      [`${BASE}/zfxxgk/zn.htm`]: '<p>无</p>',
    },
  });
  assert.deepEqual(
    found.references.map(({ url }) => url.replace(BASE, '')),
    [
      '/info/egovinfo/1007/overt_centent/dyx041-/2022-0302003.htm',
      '/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1179&wbnewsid=7',
    ],
  );
});

test('next links in a circle end', async () => {
  const found = await discover(vsb, COLUMN, {
    hosts: HOSTS,
    pages: () =>
      '<ul><li id="line_u5_0"><a href="/info/1/1.htm">甲局2023年政府信息公开工作年度报告</a></li></ul><div class="pb_sys_common"><a href="/zfxxgk/nb/1.htm">下页</a></div>',
  });
  assert.deepEqual([found.references.length, found.requested.length], [1, 2]);
});
