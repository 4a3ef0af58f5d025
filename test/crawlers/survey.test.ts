import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'cheerio';
import { type ListPage, UnusablePage } from '../../src/crawlers/crawler.ts';
import { recognisable } from '../../src/crawlers/index.ts';
import { OutOfRequests, type Survey, survey } from '../../src/crawlers/survey.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';

const HOST = 'http://www.x.gov.cn';

/** Looks at a pretended portal from its home page, with so many requests. */
async function look(
  pages: Readonly<Record<string, string>>,
  budget = 26,
  start = `${HOST}/`,
): Promise<Survey & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  let granted = budget;
  const { crawlers, fallback } = recognisable();
  const answers = new Map<string, string>();
  const found = await survey(
    start,
    {
      site: {
        id: 'x',
        name: '某县',
        regionCode: '410411',
        crawler: 'auto',
        hosts: ['www.x.gov.cn'],
        columns: [],
        since: 2019,
        evidence: 'seen',
        allowEmpty: false,
        browser: false,
        tls: 'modern',
        politeness: DEFAULT_SETTINGS.politeness,
        limits: DEFAULT_SETTINGS.limits,
        file: '',
      },
      years: [2023, 2022],
      left: () => budget - asked.length,
      grant: (requests) => {
        granted = Math.min(budget, asked.length + requests);
      },
      async page(url): Promise<ListPage> {
        const known = answers.get(url);
        if (known !== undefined) return { url, text: known, $: load(known) };
        if (asked.length >= granted) throw new OutOfRequests('enough');
        asked.push(url);
        const text = pages[url];
        if (text === undefined) throw new UnusablePage(url, 'not_found', null);
        answers.set(url, text);
        return { url, text, $: load(text) };
      },
      announce: () => undefined,
      note: () => undefined,
    },
    crawlers,
    fallback,
    null,
  );
  return { ...found, asked };
}

const report = (path: string, title: string): string =>
  `<li><a href="${path}">${title}</a><span>2024-01-12</span></li>`;

test('a column is found by what it is called, by its directory, and by what its page calls itself', async () => {
  const list = (name: string, number: number): string =>
    `<meta name="ColumnType" content="${name}"><ul>${report(`/c/2024-01-12/700${number}001.shtml`, `某县第${number}局2023年政府信息公开工作年度报告`)}</ul>`;
  const { columns } = await look({
    [`${HOST}/`]: '<a href="/zwgk/">政务公开</a>',
    [`${HOST}/zwgk/`]:
      '<a href="/gk/a/">部门信息公开年报</a><a href="/zfxxgknb_12/">往年</a><a href="/fzzf/ndbg/">法治政府建设年度报告</a><a href="/gk/b/">信息公开</a>',
    [`${HOST}/gk/a/`]: list('', 1),
    [`${HOST}/zfxxgknb_12/`]: list('', 2),
    [`${HOST}/gk/b/`]: list('信息公开年报', 3),
    [`${HOST}/fzzf/ndbg/`]: list('', 4),
  });
  assert.deepEqual(
    columns.map(({ url, crawler }) => [url, crawler.family]).sort(),
    [`${HOST}/gk/a/`, `${HOST}/gk/b/`, `${HOST}/zfxxgknb_12/`].map((url) => [url, 'generic']),
  );
});

test('what only repeats another column is left out; what is none is named', async () => {
  const rows = [1, 2, 3].map((n) =>
    report(`/c/2024-01-12/700${n}001.shtml`, `某县第${n}局2023年政府信息公开工作年度报告`),
  );
  const found = await look({
    [`${HOST}/`]:
      '<a href="/nb/">政府信息公开年报</a><a href="/bmnb/">部门年报</a><a href="/empty/">年度报告</a>',
    [`${HOST}/nb/`]: `<ul>${rows.join('')}</ul>`,
    [`${HOST}/bmnb/`]: `<ul>${rows[1]}</ul>`,
    [`${HOST}/empty/`]: '<p>栏目建设中</p>',
  });
  assert.deepEqual(
    found.columns.map(({ url }) => url),
    [`${HOST}/nb/`],
  );
  assert.deepEqual(found.fruitless, [`${HOST}/empty/`]);
});

test('a portal that is larger than the budget is looked at as far as it goes, and says so', async () => {
  const pages: Record<string, string> = { [`${HOST}/`]: '<a href="/nb/index.html">政府信息公开年报</a>' };
  for (let n = 1; n <= 60; n += 1) {
    const next = n < 60 ? `<div class="page"><a href="/nb/index_${n + 1}.html">下一页</a></div>` : '';
    pages[`${HOST}/nb/index${n === 1 ? '' : `_${n}`}.html`] =
      `<ul>${report(`/c/2024-01-12/70${n + 100}01.shtml`, `某县第${n}局2023年政府信息公开工作年度报告`)}</ul>${next}`;
  }
  const { columns, asked } = await look(pages);
  assert.equal(columns.length, 1);
  assert.equal(columns[0]?.isWhole, false);
  assert.ok((columns[0]?.references.length ?? 0) >= 20);
  assert.ok(asked.length <= 26);
});

test('a disclosure platform of the city is shown, not entered', async () => {
  const { columns, elsewhere, asked } = await look({
    [`${HOST}/`]: '<a href="http://zwgk.city.gov.cn/x/">政府信息公开</a>',
  });
  assert.deepEqual(columns, []);
  assert.deepEqual(elsewhere, ['http://zwgk.city.gov.cn/x/']);
  assert.deepEqual(asked, [`${HOST}/`]);
});
