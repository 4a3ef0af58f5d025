import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnusablePage } from '../../src/crawlers/crawler.ts';
import { unitYear } from '../../src/crawlers/unit-year.ts';
import { discover } from './context.ts';

const BASE = 'http://gk.x.gov.cn';
const HOSTS = ['gk.x.gov.cn'];
const report = (dept: number, year: number): string => `${BASE}/year_details.aspx?dept=${dept}&year=${year}`;

test('units from links, calls and the choice on the page, each with every year asked for', async () => {
  const entry = report(58, 2022);
  const found = await discover(unitYear, entry, {
    hosts: HOSTS,
    years: [2023, 2022],
    pages: {
      [entry]: `<select name="ddlDept"><option value="0">请选择</option><option value="58">区卫生健康局</option><option value="61">区教育局</option></select>
<a href="list.aspx?dept=70">迎接镇人民政府</a><a href="javascript:go('year_details.aspx?dept=71&year=2022')">老君镇人民政府</a>
<a href="http://www.mirror.example/year_details.aspx?dept=99&year=2022">区公安局</a><a href="guide.aspx">公开指南</a>`,
    },
  });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, body, year }) => [url, body, year]),
    [
      [58, '区卫生健康局'],
      [70, '迎接镇人民政府'],
      [71, '老君镇人民政府'],
      [61, '区教育局'],
    ].flatMap(([dept, body]) => [2023, 2022].map((year) => [report(Number(dept), year), body, year])),
  );
  assert.ok(found.references.every(({ mayBeEmpty, title }) => mayBeEmpty === true && title === null));
  assert.deepEqual(found.requested, [entry]);
  assert.match(found.notes.join(), /mirror\.example/);
});

test('from a home page over the pages of annual reports, to the platform’s own report page', async () => {
  const pages = {
    [`${BASE}/`]: '<a href="/year.aspx">信息公开年报</a><a href="/news.aspx">要闻</a>',
    [`${BASE}/year.aspx`]: '<a href="/dept.aspx?dept=3">某局</a>',
  };
  const found = await discover(unitYear, `${BASE}/`, { hosts: HOSTS, pages, years: [2021] });
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [report(3, 2021)],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
});

test('a page of units that does not arrive is thrown after the units that are known; a page without any is noted', async () => {
  const lost = await discover(unitYear, `${BASE}/`, {
    hosts: HOSTS,
    pages: { [`${BASE}/`]: '<a href="/year.aspx">信息公开年报</a><a href="/dept.aspx?dept=3">某局</a>' },
    years: [2021],
  });
  assert.equal(lost.references.length, 1);
  assert.ok(lost.error instanceof UnusablePage);
  const none = await discover(unitYear, `${BASE}/`, { hosts: HOSTS, pages: { [`${BASE}/`]: '<p>维护</p>' } });
  assert.match(none.notes.join(), /no units/);
});

test('pages that lead to ever new pages are left at the limit', async () => {
  let count = 0;
  const found = await discover(unitYear, `${BASE}/`, {
    hosts: HOSTS,
    years: [2021],
    pages: () => {
      count += 1;
      return `<a href="/year${count}.aspx">年报</a>`;
    },
  });
  assert.ok(found.requested.length <= 21, String(found.requested.length));
});
