import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnusablePage } from '../../src/crawlers/crawler.ts';
import { ucap } from '../../src/crawlers/ucap.ts';
import { type Answer, discover } from './context.ts';

const BASE = 'http://www.x.gov.cn';
const COLUMN = `${BASE}/x/c101039/zfxxgk_list.shtml`;
const HOSTS = ['www.x.gov.cn', 'x.gov.cn'];
const CHANNEL = '7cfa63d2b1a04e5f8c9d0e1f2a3b4c5d';

const hex = (number: number): string => number.toString(16).padStart(32, '0');
const article = (number: number): string => `${BASE}/x/c101039/202401/${hex(number)}.shtml`;

function frame(head: string, body = '', title = '信息公开年报'): string {
  return `<html><head><title>${title}</title>${head}</head><body><ul class="nav"><li><a href="/">首页</a></li></ul>${body}</body></html>`;
}

function entry(number: number, extra: object = {}): object {
  return {
    title: `第${number}局2023年政府信息公开工作年度报告`,
    url: `//www.x.gov.cn/x/c101039/202401/${hex(number)}.shtml`,
    publishedTime: 1705545600000,
    publishedTimeStr: '2024-01-18 10:00:00',
    channelName: '信息公开年报',
    ...extra,
  };
}

const answer = (total: unknown, results: readonly unknown[]): string =>
  JSON.stringify({ data: { channelId: CHANNEL, page: 1, rows: 2, total, results } });

const META = `<meta name="ChannelId" content="${CHANNEL}">`;

/** A portal with one column whose list comes as JSON; `list` gets the page number. */
function portal(list: (page: number) => Answer | undefined, head = META, body = '') {
  return {
    hosts: HOSTS,
    pages: (url: string): Answer | undefined => {
      if (url === COLUMN) return frame(head, body);
      const { searchParams } = new URL(url);
      return searchParams.get('_isJson') === 'true' ? list(Number(searchParams.get('page'))) : undefined;
    },
  };
}

test('a list as JSON: addresses of every kind made whole, dates, later pages until the total', async () => {
  const pages = [
    answer(5, [entry(1), entry(2, { url: `/x/c101039/202401/${hex(2)}.shtml`, publishedTimeStr: null })]),
    answer(5, [
      entry(3, { url: `http://x.gov.cn/x/c101039/202401/${hex(3)}.shtml` }),
      entry(4, { title: '<em>第4局</em>2023年政府信息公开工作年度报告' }),
    ]),
    answer(5, [entry(5, { publishedTimeStr: '', publishedTime: 1705507200000 })]),
  ];
  const found = await discover(
    ucap,
    COLUMN,
    portal((page) => pages[page - 1]),
  );
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, publishedOn }) => [url, publishedOn]),
    [
      [article(1), '2024-01-18'],
      [article(2), '2024-01-18'],
      [article(3).replace('www.', ''), '2024-01-18'],
      [article(4), '2024-01-18'],
      // 16:00 UTC is the next day in China.
      [article(5), '2024-01-18'],
    ],
  );
  assert.equal(found.references[3]?.title, '第4局2023年政府信息公开工作年度报告');
  assert.equal(found.requested.length, 4);
  const first = new URL(found.requested[1] ?? '');
  assert.equal(first.pathname, `/common/search/${CHANNEL}`);
  assert.equal(first.searchParams.get('page'), '1');
  assert.equal(first.searchParams.get('_isAgg'), 'true');
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 5, seen: 5 }]);
});

test('of entries from other channels only full titles count, and the total is reached with them', async () => {
  const found = await discover(
    ucap,
    COLUMN,
    portal(() =>
      answer('4', [
        entry(1),
        entry(2, { title: '某镇人民政府', channelName: '机构设置' }),
        entry(3, { title: '某局', channelName: '' }),
        entry(4, { channelName: '工作动态' }),
      ]),
    ),
  );
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [article(1), article(3), article(4)],
  );
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 4, seen: 4 }]);
});

test('the channel may stand in a script, which may use another path', async () => {
  const found = await discover(
    ucap,
    COLUMN,
    portal(
      () => answer(1, [entry(1)]),
      '',
      `<script>var channelId = "${CHANNEL}"; $.get("/searchList/" + channelId, show);</script>`,
    ),
  );
  assert.equal(found.references.length, 1);
  assert.equal(new URL(found.requested[1] ?? '').pathname, `/searchList/${CHANNEL}`);
});

test('what is no list of articles is thrown with its address; a broken entry is noted', async () => {
  for (const bad of ['{"data":', '[]', '{"data":{"results":[]}}', '{"code":500}', '<html>维护中</html>']) {
    const found = await discover(
      ucap,
      COLUMN,
      portal(() => bad),
    );
    assert.ok(found.error instanceof UnusablePage, bad);
    assert.equal(found.error.outcome, 'wrong_type');
    assert.match(found.error.message, /common\/search/);
  }
  const found = await discover(
    ucap,
    COLUMN,
    portal(() => answer(3, [entry(1), { title: '缺地址' }, null])),
  );
  assert.equal(found.references.length, 1);
  assert.match(found.notes.join(), /without title or url/);
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 3, seen: 1 }]);
});

test('a search that is gone is thrown', async () => {
  const found = await discover(
    ucap,
    COLUMN,
    portal(() => undefined),
  );
  assert.ok(found.error instanceof UnusablePage);
});

test('a search that gives the same page for every number, or never ends, is left', async () => {
  const same = await discover(
    ucap,
    COLUMN,
    portal(() => answer(50, [entry(1), entry(2)])),
  );
  assert.equal(same.requested.length, 3);
  assert.deepEqual(same.announced, [{ listUrl: COLUMN, total: 50, seen: 2 }]);
  const endless = await discover(ucap, COLUMN, {
    ...portal((page) => answer(1_000_000, [entry(page)])),
    pagesPerSite: 12,
  });
  assert.equal(endless.requested.length, 12);
  assert.match(endless.notes.join(), /more than 12 pages/);
});

test('an entry that arrives while the list is read is found, and none is lost', async () => {
  let asked = 0;
  const found = await discover(
    ucap,
    COLUMN,
    portal((page) => {
      asked += 1;
      const all = asked === 1 ? [1, 2, 3, 4] : [9, 1, 2, 3, 4];
      return answer(
        all.length,
        all.slice((page - 1) * 2, page * 2).map((number) => entry(number)),
      );
    }),
  );
  assert.deepEqual(found.references.map(({ url }) => url).sort(), [1, 2, 3, 4, 9].map(article).sort());
  assert.ok(found.requested.length <= 8);
  assert.deepEqual(found.announced, [{ listUrl: COLUMN, total: 5, seen: 5 }]);
});

test('rendered lists: files _2, _3 by the script’s call; the c01 form; the total of the call', async () => {
  const column = `${BASE}/hebmlx/c111202/zfxxgklby_nb.shtml`;
  const row = (number: number): string =>
    `<li><a href="//www.x.gov.cn/hebmlx/c111202/202309/c01_${number}.shtml" title="第${number}局2022年政府信息公开工作年度报告">第${number}局2022…</a><span>2023-09-14</span></li>`;
  const list = (rows: string, number: number): string =>
    frame(
      META,
      `<ul>${rows}</ul><script>createPageHTML('page_div',2, ${number},'zfxxgklby_nb','shtml',3);</script>`,
    );
  const pages = {
    [column]: list(row(925848) + row(925849), 1),
    [column.replace('_nb', '_nb_2')]: list(row(925850), 2),
  };
  const found = await discover(ucap, column, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [925848, 925849, 925850].map((number) => `${BASE}/hebmlx/c111202/202309/c01_${number}.shtml`),
  );
  assert.deepEqual(found.requested, Object.keys(pages));
  assert.deepEqual(found.announced, [{ listUrl: column, total: 3, seen: 3 }]);
});

test('rows that are shown, with a search behind them, are completed by it', async () => {
  const shown = `<ul><li><a href="/x/c101039/202401/${hex(1)}.shtml">第1局2023年政府信息公开工作年度报告</a></li></ul>`;
  const script = `<script>load("/common/search/${CHANNEL}", 2)</script>`;
  const found = await discover(
    ucap,
    COLUMN,
    portal(
      (page) => (page === 1 ? answer(3, [entry(1), entry(2)]) : answer(3, [entry(3)])),
      META,
      shown + script,
    ),
  );
  assert.deepEqual(
    found.references.map(({ url }) => url),
    [article(1), article(2), article(3)],
  );
  const plain = await discover(
    ucap,
    COLUMN,
    portal(() => undefined, META, shown),
  );
  assert.equal(plain.error, null);
  assert.equal(plain.requested.length, 1);
});

test('from the home page by the template of the column', async () => {
  const pages: Record<string, Answer> = {
    [`${BASE}/`]: frame(
      META,
      '<a href="/x/c1/common_zfxxgknb.shtml">年度公开</a><a href="/x/c2/xxgk_navs.shtml">公告</a>',
      '某县人民政府',
    ),
    [`${BASE}/x/c1/common_zfxxgknb.shtml`]: frame(
      '',
      `<a href="/x/c1/202401/${hex(7)}.shtml">第7局2023年政府信息公开工作年度报告</a>`,
    ),
  };
  const found = await discover(ucap, `${BASE}/`, { hosts: HOSTS, pages });
  assert.equal(found.references.length, 1);
  assert.deepEqual(found.requested, Object.keys(pages));
});
