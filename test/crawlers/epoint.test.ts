import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epoint } from '../../src/crawlers/epoint.ts';
import { discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn'];
const ORGAN = '11411002005750994L';
const CATEGORY = `/govxxgk/${ORGAN}/category/035/035001`;
const SHELL = `${BASE}/govxxgk/${ORGAN}/openSubPage.html?specialurl=${CATEGORY}/govlist.html&righttitle=${encodeURIComponent('信息公开年度报告')}`;
const guid = (id: number): string => `99aa5aa9-0000-4000-8000-${String(id).padStart(12, '0')}`;

function row(id: number, title: string, number: string, date: string): string {
  return `<tr><td><span title="${number}">…</span></td><td><a class="ewb-infoname" onclick="linkToNew('${guid(id)}','002008');">${title}</a></td><td class="ewb-rqnr"><span>${date}</span></td></tr>`;
}

test('the framed list is asked for directly; rows get the address that their call opens', async () => {
  const pages = {
    [`${BASE}${CATEGORY}/govlist.html`]: `<table>${row(1, '某区教育局2021年政府信息公开工作年度报告', '11411023071371351L/202207-03263', '2022-01-10')}
${row(2, '2022年度', '', '2023-01-12')}${row(3, '政府信息公开指南', '', '2022-01-09')}
<tr><td><a href="http://www.mirror.example/govxxgk/1/2022-01-01/${guid(9)}.html">某区公安局2021年政府信息公开工作年度报告</a></td></tr></table>
<ul><li class="wb-page-item"><a href="${CATEGORY}/2.html">2</a></li></ul>`,
    [`${BASE}${CATEGORY}/2.html`]: `<table>${row(4, '某区司法局2020年政府信息公开工作年度报告', '', '2021-01-10')}</table>`,
  };
  const found = await discover(epoint, SHELL, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, title, publishedOn, year }) => [
      url.replace(BASE, ''),
      title,
      publishedOn,
      year,
    ]),
    [
      [
        `/govxxgk/11411023071371351L/2022-01-10/${guid(1)}.html`,
        '某区教育局2021年政府信息公开工作年度报告',
        '2022-01-10',
        2021,
      ],
      [`/govxxgk/${ORGAN}/2023-01-12/${guid(2)}.html`, '2022年度', '2023-01-12', 2022],
      [
        `/govxxgk/${ORGAN}/2021-01-10/${guid(4)}.html`,
        '某区司法局2020年政府信息公开工作年度报告',
        '2021-01-10',
        2020,
      ],
    ],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
  assert.match(found.notes.join(), /mirror\.example/);
});

test('where the script opens articles dynamically, the answer that it asks for is taken', async () => {
  const pages = {
    [`${BASE}${CATEGORY}/govlist.html`]: `<table>${row(1, '某区教育局2021年政府信息公开工作年度报告', '', '2022-01-10')}</table>
<script>var siteGuid = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"; function linkToNew(id){ window.open('openDetailDynamic.html?infoid='+id); }</script>`,
  };
  const found = await discover(epoint, SHELL, { hosts: HOSTS, pages });
  assert.deepEqual(
    found.references.map(({ url }) => url.replace(BASE, '')),
    [
      `/EpointWebBuilder/zNJSAction.action?cmd=getOpenDetail&infoid=${guid(1)}&siteguid=7eb5f7f1-9041-43ad-8e13-8fcb82ea831a`,
    ],
  );
});

test('static portals: columns by name, pages by number, articles by day and GUID', async () => {
  const pages = {
    [`${BASE}/`]: '<a href="/003/subPage.html">政府信息公开</a><a href="/001/moreinfo.html">新闻</a>',
    [`${BASE}/003/subPage.html`]:
      '<a href="/003/003001/about.html">政府信息公开年报</a><a href="/003/003002/about.html">指南</a>',
    [`${BASE}/003/003001/about.html`]: `<ul><li><a href="/003/003001/20240118/${guid(5)}.html">某区民政局2023年政府信息公开年报</a><span>2024-01-18</span></li></ul><div class="pager">1/2</div>`,
    [`${BASE}/003/003001/2.html`]: `<ul><li><a href="/003/003001/20230118/${guid(6)}.html">某区民政局2022年政府信息公开年报</a></li>
<li><a href="/showinfo.html?infoGuid=${guid(7)}">某区民政局2021年政府信息公开年报</a></li></ul>`,
  };
  const found = await discover(epoint, `${BASE}/`, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url }) => url.replace(BASE, '')),
    [
      `/003/003001/20240118/${guid(5)}.html`,
      `/003/003001/20230118/${guid(6)}.html`,
      `/showinfo.html?infoGuid=${guid(7)}`,
    ],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
});

test('a hub’s links to frames lead to the framed lists, of any name', async () => {
  const hub = `${BASE}/govxxgk/${ORGAN}/openSubPage.html`;
  const found = await discover(epoint, `${BASE}/`, {
    hosts: HOSTS,
    pages: {
      [`${BASE}/`]: `<a href="${SHELL}">公开年报</a><a href="${hub}?specialurl=/x/govlist.html&righttitle=x">机构</a>`,
      [`${BASE}${CATEGORY}/govlist.html`]: `<table>${row(1, '2021年', '', '2022-01-10')}</table>`,
    },
  });
  assert.deepEqual([found.references.length, found.requested.length], [1, 2]);
});
