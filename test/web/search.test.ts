import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { BodyNames } from '../../src/web/search/body-names.ts';
import { ConditionError, readCondition } from '../../src/web/search/conditions.ts';
import { excerpt, openingOf } from '../../src/web/search/excerpt.ts';
import { search } from '../../src/web/search/search.ts';
import { indexWords, matchExpression } from '../../src/web/search/words.ts';
import type { Viewer } from '../../src/web/viewer.ts';
import { Cleanup, plant, serving } from './support.ts';

const shared = new Cleanup();
let url = '';
let viewer: Viewer;

before(async () => {
  const { file } = await plant(shared);
  ({ url, viewer } = await serving(shared, file));
});
after(() => shared.run());

interface Asked {
  readonly words?: string;
  readonly body?: string;
  readonly year?: number;
  readonly where?: string;
}

/** Body and year of what is found. */
function found({ words = '', body = '', year, where }: Asked): string[] {
  const condition = where === undefined ? null : readCondition(where);
  const { hits, count } = search(viewer, { words, body, year: year ?? null, condition }, 0, 50);
  assert.equal(count, hits.length);
  return hits.map((hit) => `${hit.body} ${hit.year}`);
}

test('text is cut into pairs of characters, a question into phrases of them', () => {
  assert.equal(indexWords('公开目录 Ａbc12'), '公开 开目 目录 录 abc12');
  assert.equal(matchExpression('复议'), '"复议"');
  assert.equal(matchExpression('行政复议 “依申请”'), '"行政 政复 复议" AND "依申 申请"');
  assert.equal(matchExpression('省'), '"省"*');
  assert.equal(matchExpression('。、" ()'), null);
  assert.equal(matchExpression('a" OR b*'), '"a"* AND "or"* AND "b"*');
});

test('two-character words are found, the latest years first', () => {
  const all = found({ words: '公开' });
  assert.ok(all.length >= 10);
  const years = all.map((entry) => Number(entry.slice(-4)));
  assert.deepEqual(
    years,
    [...years].sort((a, b) => b - a),
  );
  assert.deepEqual(found({ words: '公开', body: '公安' }), ['汝州市公安局 2023']);
  assert.deepEqual(found({ words: '絕無此詞' }), []);
  assert.ok(found({ words: '公' }).length >= 10);
  assert.equal(found({ words: '开公' }).length, 0);
});

test('years and figures narrow a search, also without words', () => {
  assert.deepEqual(found({ body: '司法局', year: 2019 }), ['汝州市司法局 2019']);
  assert.deepEqual(found({ where: 'requests.new.total > 100' }).sort(), [
    '湛河区司法局 2023',
    '金水区司法局 2023',
  ]);
  assert.deepEqual(found({ words: '公开', where: 'requests_new_total = 12' }), ['汝州市司法局 2023']);
  assert.deepEqual(
    found({ where: 'requests.new.total > 100 and (requests.new.business < 40 or review.corrected = 1)' })
      .length,
    2,
  );
  assert.deepEqual(
    found({ where: 'requests.new.total - requests.new.natural_person = 40', year: 2023 }).length,
    2,
  );
});

test('a blank meets no comparison and is found as blank', () => {
  const blank = 'fees.info_processing.amount';
  const zero = found({ where: `${blank} = 0` });
  const notZero = found({ where: `${blank} != 0` });
  const none = found({ where: `${blank} is blank` });
  assert.ok(none.length > 0);
  assert.equal(zero.length + notZero.length + none.length, found({ words: '公开' }).length);
});

test('conditions that cannot be meant say where and what was expected', () => {
  for (const [text, position, message] of [
    ['requests.new.totl > 1', 1, /there is no field "requests.new.totl"/u],
    ['requests.new.total >', 21, /a field or a number/u],
    ['requests.new.total', 19, /one of < >/u],
    ['(requests.new.total > 1', 24, /\)/u],
    ['1 > 0; drop table reports', 6, /";"/u],
    ['requests.new.total is empty', 23, /blank/u],
    [`${'('.repeat(30)}1=1${')'.repeat(30)}`, 22, /brackets/u],
    ['1=1 '.repeat(200), 1, /longer than/u],
  ] as const)
    assert.throws(
      () => readCondition(text),
      (error) =>
        error instanceof ConditionError && message.test(error.message) && error.position === position,
      text,
    );
});

test('a faulty condition answers 400 with the words of the fault', async () => {
  const answer = await fetch(`${url}/search?where=${encodeURIComponent('requests.new > 1')}`);
  assert.equal(answer.status, 400);
  assert.match(await answer.text(), /there is no field &quot;requests\.new&quot;/u);
});

test('an excerpt shows the words where they stand', () => {
  const text = `${'前'.repeat(100)}依申请公开的答复${'后'.repeat(200)}`;
  const parts = excerpt(text, '答复 申请');
  assert.deepEqual(
    parts.filter(({ hit }) => hit).map((part) => part.text),
    ['申请', '答复'],
  );
  assert.equal(parts[0]?.text, '…');
  assert.equal(parts.at(-1)?.text, '…');
  assert.deepEqual(excerpt('短文', '没有'), [{ text: '短文', hit: false }]);
  assert.deepEqual(excerpt('ＡＢＣ说明', 'abc')[0], { text: 'ＡＢＣ', hit: true });
});

test('the opening of a text has the same excerpt as the text', () => {
  for (const text of [
    '',
    '短文',
    `  一、总体情况\n\n${'公开'.repeat(60)}`,
    '前'.repeat(121),
    `${'前'.repeat(119)}𠮷后`,
    `${'前'.repeat(120)}𠮷`,
    `${'前'.repeat(118)}𠮷𠮷𠮷后`,
    '空 \n'.repeat(400),
  ]) {
    assert.deepEqual(excerpt(openingOf(text), ''), excerpt(text, ''));
    assert.ok(openingOf(text).length <= 122);
  }
});

test('an excerpt cuts no character in two', () => {
  const text = `${'𠮷'.repeat(70)}复议${'𠮷'.repeat(70)}`;
  for (const { text: part } of [...excerpt(text, '复议'), ...excerpt(`前${text}`, '复议')])
    assert.ok(part.isWellFormed());
  assert.equal(excerpt(text, '复议').find(({ hit }) => hit)?.text, '复议');
});

test('names are found by any part of them, with the rows of each', () => {
  const names = ['某县司法局', '某县公安局', '局', '另县司法局司法局', '县司法'];
  const bodyOf = Int32Array.from([1, 0, -1, 3, 0, 4, 2, 3]);
  const bodies = new BodyNames(names, bodyOf);
  for (const part of ['局', '司法局', '某县', '县司法', '司法局司法', '局某', '局\n局', '无']) {
    const like = bodies.like(part);
    assert.deepEqual(
      like.map((i) => names[i]),
      names.filter((name) => name.includes(part)),
      part,
    );
    const rows = [...bodyOf.keys()].filter((row) => names[bodyOf[row] ?? -1]?.includes(part) === true);
    assert.deepEqual(bodies.rowsOf(like, rows.length), rows, part);
    if (rows.length > 0) assert.equal(bodies.rowsOf(like, rows.length - 1), null, part);
  }
});

test('the index follows what is read anew, and forgets what is gone', async (t) => {
  const { file } = await plant(t);
  const { viewer: own } = await serving(t, file);
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const count = (table: string): number =>
    own.database.get<{ n: number }>(`SELECT count(*) AS n FROM viewer.${table}`)?.n ?? 0;
  /** How many reports tell each measure, as counted and as there are. */
  const told = (): unknown[] => [
    own.database.all(
      'SELECT measure, year, body_kind, reports FROM viewer.told WHERE reports > 0 ORDER BY 1, 2, 3',
    ),
    own.database.all(
      `SELECT measure, year, body_kind, count(*) AS reports FROM viewer.measures GROUP BY 1, 2, 3
       UNION ALL SELECT '', year, body_kind, count(*) FROM viewer.documents GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    ),
  ];
  const before = count('documents');
  const [counted, there] = told();
  assert.deepEqual(counted, there);
  archive.reports.dropDerived();
  // The medians go last.
  while (count('peers') > 0 || count('stale_peers') > 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(told(), [[], []]);
  assert.ok(before >= 10);
  assert.deepEqual(search(own, { words: '公开', body: '', year: null, condition: null }, 0, 50).hits, []);
  assert.equal(count('documents'), 0);
  assert.equal(count('measures'), 0);
});
