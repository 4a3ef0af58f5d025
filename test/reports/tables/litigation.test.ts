import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LITIGATION_IDS } from '../../../src/reports/forms.ts';
import { linesOf } from '../../../src/reports/line.ts';
import { Reading } from '../../../src/reports/reading.ts';
import { readLitigation } from '../../../src/reports/tables/litigation.ts';
import { DAMAGES } from '../generate/damage.ts';
import { LAYOUTS } from '../generate/layouts.ts';
import { generate } from '../generate/run.ts';
import { emptyScore, scoreReport } from '../generate/score.ts';
import { print, readDraft } from '../quirk-support.ts';
import { documentOf, documentWith, gridOf, isWarned, parse } from '../support.ts';

async function read(text: string) {
  const reading = new Reading();
  const result = readLitigation(linesOf(await documentOf(text, 'text')), reading);
  return { result, reading, values: reading.values };
}

const HEADER = '行政复议 行政诉讼\n结果维持 结果纠正 其他结果 尚未审结 总计 未经复议直接起诉 复议后起诉\n';

test('fifteen values in the official order', async () => {
  const { values } = await read(`${HEADER}1 2 3 4 10 5 6 7 8 26 0 0 0 0 0`);
  assert.deepEqual(
    LITIGATION_IDS.map((id) => values[id]),
    [1, 2, 3, 4, 10, 5, 6, 7, 8, 26, 0, 0, 0, 0, 0],
  );
});

test('fifteen values, one a line', async () => {
  const { values } = await read(HEADER + LITIGATION_IDS.map((_, i) => i).join('\n'));
  assert.equal(values['litigation.after_review.total'], 14);
});

test('too few values are given to no column', async () => {
  const { values, reading } = await read(`${HEADER}1 2 3`);
  assert.ok(LITIGATION_IDS.every((id) => values[id] === null));
  assert.ok(
    LITIGATION_IDS.every((id) => reading.warnings.some((w) => w.field === id && w.code === 'ambiguous')),
  );
});

test('a header without a row of values is said', async () => {
  const { result, reading } = await read(HEADER);
  assert.equal(result.found, true);
  assert.equal(result.problems.length, 1);
  assert.ok(reading.warnings.some((w) => w.code === 'row_missing'));
});

test('labels of groups over the middle of their columns tell blank from printed columns', () => {
  const leaves = ['结果维持', '结果纠正', '其他结果', '尚未审结', '总计'];
  const places = (groups: readonly [number, string][]): string[] =>
    Array.from({ length: 15 }, (_, i) => groups.find(([at]) => at === i)?.[1] ?? '');
  const header = [
    places([
      [2, '行政复议'],
      [9, '行政诉讼'],
    ]),
    places([
      [6, '未经复议直接起诉'],
      [12, '复议后起诉'],
    ]),
    [...leaves, ...leaves, ...leaves],
  ];
  const figures = ['0', '', '0', '2', '2', '0', '0', '7', '0', '7', '6', '', '0', '0', '11'];
  const grid = gridOf([...header, figures]);
  const reading = new Reading();
  readLitigation(linesOf(documentWith(grid)), reading);
  assert.deepEqual(
    LITIGATION_IDS.map((id) => reading.values[id] ?? null),
    figures.map((text) => (text === '' ? null : Number(text))),
  );
  assert.deepEqual(reading.warnings, []);
});

test('no header, no table', async () => {
  const { result } = await read('0 0 0');
  assert.equal(result.found, false);
});

test('a first figure that reads like the number of a row is no value, and that is said', async () => {
  for (const layout of ['html-spans', 'html-nested', 'html-vanished', 'html-word', 'html-one-table'])
    for (const text of ['八', '9.']) {
      const report = await readDraft({
        layout,
        figures: { review: [1, 0, 2, 0] },
        change: ({ tables }) => {
          for (const cell of tables.flatMap((t) => t.rows.flatMap((r) => r.cells)))
            if (cell.field === 'review.upheld') cell.text = text;
        },
      });
      assert.equal(report.values['review.upheld'], null);
      assert.equal(report.evidence['review.upheld']?.raw, text);
      assert.ok(isWarned(report, 'review.upheld'), `${layout}: ${text}`);
      assert.equal(report.values['review.other'], 2);
      assert.equal(isWarned(report, 'review.other'), false);
    }
});

test('a second row of values is seen, however wide its gaps', async () => {
  const wide = Array.from({ length: 15 }, (_, i) => String(100 + i)).join(' '.repeat(20));
  const { reading } = await read(`${HEADER}1 2 3 4 10 5 6 7 8 26 0 0 0 0 0\n\n${HEADER}${wide}`);
  assert.equal(reading.values['review.upheld'], null);
  assert.ok(reading.warnings.some((w) => w.field === 'review.upheld' && w.code === 'ambiguous'));
});

test('a report that is one table is read with its text', async () => {
  const { source, sheet } = print({ layout: 'html-one-table' });
  const report = await parse(source);
  for (const text of sheet.text.problems) assert.ok(report.sections['5']?.includes(text.trim()), text);
  assert.doesNotMatch(Object.values(report.sections).join(''), /第二十条第|申请人情况/u);
});

test('a blank table with another below it, and a row that begins with an odd figure, are never read in silence', async () => {
  const cases = [
    ['html-gb18030', 'second-litigation', 4],
    ['html-one-table', 'odd-figures', 8],
  ] as const;
  for (const [layoutName, damageName, number] of cases) {
    const layout = LAYOUTS.find((l) => l.name === layoutName) ?? assert.fail(layoutName);
    const damage = DAMAGES.find((d) => d.name === damageName) ?? assert.fail(damageName);
    const { sheet, source } = generate(layout, damage, number);
    const score = emptyScore();
    scoreReport(score, sheet, await parse(source), `${layoutName} × ${damageName}`);
    assert.deepEqual(score.examples, []);
  }
});
