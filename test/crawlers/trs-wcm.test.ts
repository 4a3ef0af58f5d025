import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'cheerio';
import { UnusablePage } from '../../src/crawlers/crawler.ts';
import { trsWcm } from '../../src/crawlers/trs-wcm.ts';
import { discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const COLUMN = `${BASE}/zwgk/zfxxgknb_56878/`;
const HOSTS = ['www.x.gov.cn'];

function row(number: number, href = `./202401/t20240117_${number}.htm`): string {
  return `<li><a href="${href}" title="第${number}局2023年政府信息公开工作年度报告">第${number}局2023年政府信息公…</a><span>2024-01-17</span></li>`;
}

function list(rows: string, script = ''): string {
  return `<html><head><title>某区政府</title></head><body><div class="header"><a href="/zwgk/fzzf/ndbg/">法治政府建设年度报告</a></div>
<ul class="list">${rows}</ul><script>${script}</script></body></html>`;
}

const article = (number: number): string => `${COLUMN}202401/t20240117_${number}.htm`;
const call = (pages: number, current: number): string =>
  `createPageHTML(${pages}, ${current}, "index", "htm");`;

test('pages by the script’s call, full titles, addresses relative to the column', async () => {
  const pages = {
    [COLUMN]: list(row(1) + row(2), call(3, 0)),
    [`${COLUMN}index_1.htm`]: list(row(3) + row(4), call(3, 1)),
    [`${COLUMN}index_2.htm`]: list(row(5), call(3, 2)),
  };
  const found = await discover(trsWcm, COLUMN, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [1, 2, 3, 4, 5].map(article),
  );
  assert.equal(found.references[0]?.title, '第1局2023年政府信息公开工作年度报告');
  assert.equal(found.references[0]?.publishedOn, '2024-01-17');
  assert.equal(found.references[0]?.year, 2023);
  assert.equal(found.references[4]?.listedOn, `${COLUMN}index_2.htm`);
  assert.deepEqual(found.requested, Object.keys(pages));
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 3, seen: 3 }]);
});

test('where page 2 is index_2, that is found out once for all lists', async () => {
  const group = (name: string, first: number): Record<string, string> => ({
    [`${COLUMN}${name}/`]: list(row(first), call(3, 0)),
    [`${COLUMN}${name}/index_2.htm`]: list(row(first + 1), call(3, 1)),
    [`${COLUMN}${name}/index_3.htm`]: list(row(first + 2), call(3, 2)),
  });
  const pages = {
    [COLUMN]: list('<li><a href="./bm/">区级部门</a></li><li><a href="./jz/">镇街</a></li>'),
    ...group('bm', 1),
    ...group('jz', 11),
  };
  const found = await discover(trsWcm, COLUMN, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.equal(found.references.length, 6);
  assert.deepEqual(
    found.requested.filter((url) => !(url in pages)),
    [`${COLUMN}bm/index_1.htm`],
  );
});

test('index_1 that shows page 1 once more does not hide the pages behind it', async () => {
  const pages = {
    [COLUMN]: list(row(1), call(2, 0)),
    [`${COLUMN}index_1.htm`]: list(row(1), call(2, 0)),
    [`${COLUMN}index_2.htm`]: list(row(2), call(2, 1)),
  };
  const found = await discover(trsWcm, COLUMN, { hosts: HOSTS, pages });
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [article(1), article(2)],
  );
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 2, seen: 2 }]);
});

test('a call that says so numbers from 1', async () => {
  const found = await discover(trsWcm, COLUMN, {
    hosts: HOSTS,
    pages: { [COLUMN]: list(row(1), call(2, 1)), [`${COLUMN}index_2.htm`]: list(row(2), call(2, 2)) },
  });
  assert.equal(found.references.length, 2);
  assert.equal(found.requested.length, 2);
});

test('a stub inside the announced pages ends the list, and the announcement shows the gap', async () => {
  const found = await discover(trsWcm, COLUMN, {
    hosts: HOSTS,
    pages: {
      [COLUMN]: list(row(1), call(4, 0)),
      [`${COLUMN}index_1.htm`]: list(row(2), call(4, 1)),
      [`${COLUMN}index_2.htm`]: { outcome: 'soft_404' },
    },
  });
  assert.equal(found.error, null);
  assert.equal(found.references.length, 2);
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 4, seen: 2 }]);
  assert.match(found.notes.join(), /index_2\.htm/);
});

test('a server that breaks down is no end of a list', async () => {
  const found = await discover(trsWcm, COLUMN, {
    hosts: HOSTS,
    pages: { [COLUMN]: list(row(1), call(2, 0)), [`${COLUMN}index_1.htm`]: { outcome: 'server_error' } },
  });
  assert.equal(found.references.length, 1);
  assert.ok(found.error instanceof UnusablePage);
});

test('without a readable count pages are tried until there is none', async () => {
  const script = 'createPageHTML(total(), 0, "index", "htm");';
  const found = await discover(trsWcm, COLUMN, {
    hosts: HOSTS,
    pages: { [COLUMN]: list(row(1), script), [`${COLUMN}index_1.htm`]: list(row(2), script) },
  });
  assert.equal(found.error, null);
  assert.equal(found.references.length, 2);
  assert.deepEqual(found.requested, [COLUMN, `${COLUMN}index_1.htm`, `${COLUMN}index_2.htm`]);
});

test('a list without end is left at the limit', async () => {
  const found = await discover(trsWcm, COLUMN, {
    hosts: HOSTS,
    pagesPerSite: 15,
    pages: (url) => {
      const number = Number(/index_(\d+)/.exec(url)?.[1] ?? 0);
      return list(row(100 + number), call(number + 2, number));
    },
  });
  assert.equal(found.requested.length, 15);
  assert.equal(found.references.length, 15);
  assert.match(found.notes.join(), /more than 15 pages/);
});

test('an entry that arrives while the list is read pushes none out', async () => {
  let asked = 0;
  const found = await discover(trsWcm, COLUMN, {
    hosts: HOSTS,
    pages: (url) => {
      asked += 1;
      const all = asked === 1 ? [1, 2, 3, 4] : [9, 1, 2, 3, 4];
      const number = Number(/index_(\d+)/.exec(url)?.[1] ?? 0);
      const rows = all.slice(number * 2, number * 2 + 2).map((each) => row(each));
      return list(rows.join(''), call(Math.ceil(all.length / 2), number));
    },
  });
  assert.deepEqual(found.references.map(({ url }) => url).sort(), [1, 2, 3, 4, 9].map(article).sort());
  assert.ok(found.requested.length <= 8, `${found.requested.length} requests`);
});

test('twins for telephones are the article itself', async () => {
  const found = await discover(trsWcm, COLUMN, {
    hosts: HOSTS,
    pages: {
      [COLUMN]: list(
        `${row(1)}<li><a href="./202401/t20240117_1_wap.htm">第1局2023年政府信息公开工作年度报告</a></li>
<li><a href="./202401/t20240117_2_wap.htm">第2局2023年政府信息公开工作年度报告</a></li>`,
      ),
    },
  });
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [article(1), article(2)],
  );
});

test('columns of one body below the column give it as a hint; neighbours with other matter are left alone', async () => {
  const pages = {
    [COLUMN]: list(
      '<li><a href="./qwsjkw/">区卫生健康委员会</a></li><li><a href="./fz/ndbg/">法治政府建设年度报告</a></li><li><a href="/zwgk/jgzn/">区财政局</a></li>',
    ),
    [`${COLUMN}qwsjkw/`]: list('<li><a href="./t17873020.shtml">2023年政府信息公开工作年度报告</a></li>'),
  };
  const found = await discover(trsWcm, COLUMN, { hosts: HOSTS, pages });
  assert.deepEqual(
    found.references.map(({ url, body }) => [url, body]),
    [[`${COLUMN}qwsjkw/t17873020.shtml`, '区卫生健康委员会']],
  );
  assert.deepEqual(found.requested, Object.keys(pages));
});

test('a block of new entries leads to its column by 更多', async () => {
  const entry = `${BASE}/zwgk/`;
  const pages = {
    [entry]: list(
      `<div class="block"><div class="title"><h3>政府信息公开年报</h3><a href="./nb/">更多&gt;&gt;</a></div><ul><li><a href="./nb/202401/t20240117_1.htm">第1局2023年政府信息公开工作年度报告</a></li></ul></div>
<div class="block"><div class="title"><h3>财政预决算</h3><a href="./czyjs/">更多&gt;&gt;</a></div></div>`,
    ),
    [`${entry}nb/`]: list(row(1) + row(2)),
  };
  const found = await discover(trsWcm, entry, { hosts: HOSTS, pages });
  assert.equal(found.references.length, 2);
  assert.deepEqual(found.requested, Object.keys(pages));
});

test('a long article names its further pages', () => {
  const url = `${BASE}/xxgkml_15/202401/t20240116_7794230.shtml`;
  const pagesOf = (at: string, script: string) => {
    const text = `<div class="TRS_Editor"><p>一、总体情况</p></div><script>${script}</script>`;
    return trsWcm.pages?.({ url: at, text, $: load(text) });
  };
  assert.deepEqual(pagesOf(url, 'createPageHTML(3, 0, "t20240116_7794230", "shtml");'), [
    url.replace('.shtml', '_1.shtml'),
    url.replace('.shtml', '_2.shtml'),
  ]);
  assert.deepEqual(pagesOf(url, 'createPageHTML(1, 0, "t20240116_7794230", "shtml");'), []);
  assert.deepEqual(pagesOf(url, 'createPageHTML(3, 0, "index", "shtml");'), []);
  assert.deepEqual(
    pagesOf(url.replace('.shtml', '_1.shtml'), 'createPageHTML(3, 1, "t20240116_7794230", "shtml");'),
    [],
  );
});
