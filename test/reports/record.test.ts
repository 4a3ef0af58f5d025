import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../src/reports/line.ts';
import { type Record, recordsOf } from '../../src/reports/record.ts';
import { documentOf, documentWith, gridOf } from './support.ts';

const shown = (records: readonly Record[]): string[] =>
  records.map((r) => `${r.labels.map((p) => p.text).join('+')} = ${r.slots.map((s) => s.text).join('|')}`);

const ofText = async (text: string): Promise<string[]> =>
  shown(recordsOf(linesOf(await documentOf(text, 'text'))));

test('a row of a grid, a line, and a line per value make the same record', async () => {
  const expected = ['行政许可 = 10|0|373'];
  const grid = documentWith(gridOf([['行政许可', '10', '0', '373']]));
  assert.deepEqual(shown(recordsOf(linesOf(grid))), expected);
  assert.deepEqual(await ofText('行政许可 10 0 373'), expected);
  assert.deepEqual(await ofText('行政许可\t10\t0\t373'), expected);
  assert.deepEqual(await ofText('行政许可\n10\n0\n373'), expected);
  assert.deepEqual(await ofText('行政许可\n|\n10\n|\n0\n|\n373\n|'), expected);
  assert.deepEqual(await ofText('行政许可\n10 0 373'), expected);
});

test('a label broken over lines collects its pieces', async () =>
  assert.deepEqual(await ofText('（三）不予\n\n公开\n1.属于国家秘密 0 0'), [
    '（三）不予+公开+1.属于国家秘密 = 0|0',
  ]));

test('a blank place is a slot in a grid', () =>
  assert.deepEqual(shown(recordsOf(linesOf(documentWith(gridOf([['规章', '', '0', '']]))))), ['规章 = |0|']));

test('a number before a label belongs to no label', async () =>
  assert.deepEqual(await ofText('12\t第二十条第(一)项\t'), [' = 12', '第二十条第(一)项 = ']));

test('a figure that spans two rows is in the place of both, and says so in both', () => {
  const grid = gridOf([
    ['a', '1'],
    ['b', ''],
  ]);
  const cells = grid.cells
    .filter((c) => !(c.row === 2 && c.column === 2))
    .map((c) => (c.text === '1' ? { ...c, rowSpan: 2 } : c));
  const records = recordsOf(linesOf(documentWith({ ...grid, cells })));
  assert.deepEqual(shown(records), ['a = 1', 'b = 1']);
  // What is read from such a place is given with a warning (reading.ts).
  assert.deepEqual(
    records.flatMap(({ slots }) => slots.map(({ spanning }) => spanning)),
    [true, true],
  );
});

test('every place says where it stands', async () => {
  const [line] = linesOf(documentWith({ ...gridOf([['规章', '0 7']]), index: 3 }));
  assert.deepEqual(
    line?.pieces.map((p) => [p.at, p.text]),
    [
      ['table 3 row 1 col 1', '规章'],
      ['table 3 row 1 col 2', '0'],
      ['table 3 row 1 col 2', '7'],
    ],
  );
  const [, second] = linesOf(await documentOf('标题\n行政许可 5', 'text'));
  assert.deepEqual(
    second?.pieces.map((p) => p.at),
    ['line 2', 'line 2'],
  );
});
