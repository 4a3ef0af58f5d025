import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Crawler } from '../../src/crawlers/crawler.ts';
import { hasMore, type ListReader, readList, type Stated } from '../../src/crawlers/read-list.ts';
import { type Discovery, discover } from './context.ts';

const BASE = 'http://www.x.gov.cn/list?page=';

interface Answer extends Partial<Stated> {
  readonly rows: readonly string[];
}

const reader: ListReader<readonly string[]> = {
  read({ text }) {
    const { rows, entries = null, pages = null } = JSON.parse(text) as Answer;
    return { content: rows, rows, stated: { entries, pages } };
  },
  next: (sheet, progress) => (hasMore(sheet, progress) ? { url: `${BASE}${progress.number + 1}` } : null),
};

const crawler: Crawler = {
  family: 'numbered',
  async *discover(column, context) {
    for await (const rows of readList({ url: column.url }, reader, context)) {
      for (const url of rows) {
        yield { url, title: null, publishedOn: null, body: null, year: null, listedOn: column.url };
      }
    }
  },
};

/** @param answer what the list says: the page asked for, and how many requests came before. */
function walkList(answer: (page: number, asked: number) => Answer, pagesPerSite = 1000): Promise<Discovery> {
  let asked = 0;
  return discover(crawler, `${BASE}1`, {
    hosts: ['www.x.gov.cn'],
    pagesPerSite,
    pages: (url) => {
      const page = Number(/page=(\d+)/.exec(url)?.[1]);
      const text = JSON.stringify(answer(page, asked));
      asked += 1;
      return text;
    },
  });
}

function found({ references }: Discovery): string[] {
  return [...new Set(references.map(({ url }) => url))].sort();
}

const slice = (items: readonly string[], page: number, size = 2): readonly string[] =>
  items.slice((page - 1) * size, page * size);

test('a stated number of entries ends the list without a request too many', async () => {
  const items = ['a', 'b', 'c', 'd'];
  const list = await walkList((page) => ({ rows: slice(items, page), entries: 4 }));
  assert.deepEqual(found(list), items);
  assert.equal(list.requested.length, 2);
  assert.deepEqual(list.announced, [{ listUrl: `${BASE}1`, total: 4, seen: 4 }]);
});

test('without any total a short page or a repeated one is the end', async () => {
  const short = await walkList((page) => ({ rows: slice(['a', 'b', 'c'], page) }));
  assert.deepEqual([found(short), short.requested.length], [['a', 'b', 'c'], 2]);
  const repeated = await walkList((page) => ({ rows: slice(['a', 'b', 'c', 'd'], Math.min(page, 2)) }));
  assert.deepEqual([found(repeated), repeated.requested.length], [['a', 'b', 'c', 'd'], 3]);
  assert.deepEqual(repeated.announced, []);
});

test('what is added in front while the list is read is found by reading it again', async () => {
  const list = await walkList((page, asked) => {
    const items = asked === 0 ? ['a', 'b', 'c', 'd'] : ['new', 'a', 'b', 'c', 'd'];
    return { rows: slice(items, page), entries: items.length };
  });
  assert.deepEqual(found(list), ['a', 'b', 'c', 'd', 'new']);
  assert.deepEqual(list.announced, [{ listUrl: `${BASE}1`, total: 5, seen: 5 }]);
  assert.equal(list.requested.length, 4);
});

test('a list without total shows what was added by beginning a page with the end of the one before', async () => {
  const list = await walkList((page, asked) => ({
    rows: slice(asked === 0 ? ['a', 'b', 'c', 'd', 'e'] : ['new', 'a', 'b', 'c', 'd', 'e'], page),
  }));
  assert.deepEqual(found(list), ['a', 'b', 'c', 'd', 'e', 'new']);
});

test('what slips forward when an entry goes is found by reading the whole list again', async () => {
  const list = await walkList((page, asked) => {
    const items = asked === 0 ? ['a', 'b', 'c', 'd', 'e', 'f'] : ['b', 'c', 'd', 'e', 'f'];
    return { rows: slice(items, page), entries: items.length };
  });
  assert.ok(found(list).includes('c'), 'the entry that moved from the second page to the first');
  assert.deepEqual(found(list), ['a', 'b', 'c', 'd', 'e', 'f']);
  assert.equal(list.announced.at(-1)?.total, 5);
});

test('a list that moves with every request ends', async () => {
  const list = await walkList((page, asked) => {
    const items = Array.from({ length: 6 + asked }, (_, index) => `r${6 + asked - index}`);
    return { rows: slice(items, page), entries: items.length };
  });
  assert.ok(list.requested.length <= 40, String(list.requested.length));
});

test('a pinned row on every page is no sign of movement', async () => {
  const items = ['a', 'b', 'c', 'd'];
  const list = await walkList((page) => ({ rows: ['pinned', ...slice(items, page)], pages: 2 }));
  assert.equal(list.requested.length, 2);
});

test('a list that never ends is left at the limit of pages', async () => {
  const list = await walkList((page) => ({ rows: [`${page}a`, `${page}b`] }), 15);
  assert.equal(list.requested.length, 15);
  assert.match(list.notes.join(), /more than 15 pages/);
});

test('a list that falls short of its total is announced so', async () => {
  const list = await walkList((page) => ({ rows: slice(['a', 'b', 'c'], page), entries: 9 }));
  assert.deepEqual(list.announced, [{ listUrl: `${BASE}1`, total: 9, seen: 3 }]);
  assert.equal(list.requested.length, 3);
});
