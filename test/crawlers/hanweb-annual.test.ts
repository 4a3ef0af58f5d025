import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnusablePage } from '../../src/crawlers/crawler.ts';
import { hanwebAnnual } from '../../src/crawlers/hanweb-annual.ts';
import { discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const HOSTS = ['www.x.gov.cn', 'xfj.x.gov.cn'];
const HEALTH = '113708280043266302';
const annual = (area: string, year: number, base = BASE): string =>
  `${base}/module/xxgk/xxgkAnnualReport.jsp?area=${area}&fbtime=${year}`;

const PAGES = {
  [`${BASE}/col/col73931/index.html`]: `<html><body><a href="/col/col73931/index.html?vc_xxgkarea=11370828004330000A&amp;number=A08">规范性文件</a>
<a href="http://www.weather.example/?area=jining">天气</a>
<script>loadTree("/module/xxgk/tree.jsp?standardXxgk=1&area=11370828004330000A&divid=div73931"); var name="财政局";</script></body></html>`,
  [`${BASE}/module/xxgk/tree.jsp?standardXxgk=1&area=11370828004330000A&divid=div73931`]: `<ul>
<li><a href="/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023&area=${HEALTH}">金乡县卫生健康局</a></li>
<li><a href="http://xfj.x.gov.cn/col/col9/index.html?vc_xxgkarea=${HEALTH}">金乡县卫生健康局</a></li>
<li><a href="http://xfj.x.gov.cn/col/col9/index.html?vc_xxgkarea=jnslsx">金乡县信访局</a></li>
<li><a href="http://www.mirror.example/module/xxgk/xxgkAnnualReport.jsp?area=11990000&fbtime=2023">某县教育局</a></li>
<li><a href="javascript:show('/module/xxgk/xxgkAnnualReport.jsp?area=00423579-8&fbtime=2022')">胡集镇人民政府</a></li></ul>
<script>d.add(7,1,'羊山镇人民政府','/col/col1/index.html?vc_xxgkarea=001008003008007');d.add(8,1,'x','/other?area='+code);</script>`,
};

test('units of the page, its tree and its scripts, each with every year asked for', async () => {
  const found = await discover(hanwebAnnual, `${BASE}/col/col73931/index.html`, {
    hosts: HOSTS,
    pages: PAGES,
    years: [2023, 2022],
  });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, body, year }) => [url, body, year]),
    [
      ['11370828004330000A', null, BASE],
      [HEALTH, '金乡县卫生健康局', BASE],
      ['jnslsx', '金乡县信访局', 'http://xfj.x.gov.cn'],
      ['00423579-8', '胡集镇人民政府', BASE],
      ['001008003008007', '羊山镇人民政府', BASE],
    ].flatMap(([area, body, base]) =>
      [2023, 2022].map((year) => [annual(area ?? '', year, base ?? BASE), body, year]),
    ),
  );
  assert.ok(found.references.every((reference) => reference.mayBeEmpty === true && reference.title === null));
  assert.match(found.notes.join(), /mirror\.example/);
  assert.deepEqual(found.requested, Object.keys(PAGES));
});

test('a report address as entry gives its own unit', async () => {
  const entry = annual(HEALTH, 2023);
  const found = await discover(
    hanwebAnnual,
    { url: entry, body: '金乡县卫生健康局' },
    { hosts: HOSTS, pages: { [entry]: '<div id="zoom"></div>' }, years: [2021] },
  );
  assert.deepEqual(
    found.references.map(({ url, body }) => [url, body]),
    [[annual(HEALTH, 2021), '金乡县卫生健康局']],
  );
});

test('a challenge in front of the entry is thrown', async () => {
  const found = await discover(hanwebAnnual, `${BASE}/col/col73931/index.html`, {
    hosts: HOSTS,
    pages: { [`${BASE}/col/col73931/index.html`]: { outcome: 'blocked' } },
  });
  assert.ok(found.error instanceof UnusablePage);
  assert.equal(found.error.outcome, 'blocked');
  assert.equal(found.references.length, 0);
});

test('a tree that does not arrive is thrown after the units that are known', async () => {
  const found = await discover(hanwebAnnual, `${BASE}/col/col73931/index.html`, {
    hosts: HOSTS,
    pages: { [`${BASE}/col/col73931/index.html`]: PAGES[`${BASE}/col/col73931/index.html`] ?? '' },
  });
  assert.equal(found.references.length, 2);
  assert.ok(found.error instanceof UnusablePage);
});

test('trees that name ever new trees are left at the limit', async () => {
  const found = await discover(hanwebAnnual, `${BASE}/col/col1/index.html`, {
    hosts: HOSTS,
    years: [2023],
    pages: (url) => {
      const number = Number(/area=u0*(\d+)/.exec(url)?.[1] ?? 0) + 1;
      return `<a href="/module/xxgk/tree.jsp?area=u${String(number).padStart(4, '0')}">某局</a>`;
    },
  });
  assert.equal(found.requested.length, 21);
});

test('a page without any unit is noted', async () => {
  const found = await discover(hanwebAnnual, `${BASE}/col/col1/index.html`, {
    hosts: HOSTS,
    pages: { [`${BASE}/col/col1/index.html`]: '<p>维护中</p>' },
  });
  assert.equal(found.references.length, 0);
  assert.match(found.notes.join(), /no unit codes/);
});
