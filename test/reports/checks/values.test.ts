import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkValues, type ValueFacts } from '../../../src/reports/checks/values.ts';
import { plantValues } from '../../fixtures/values.ts';
import { outcomes, readDraft } from '../quirk-support.ts';
import { isWarned } from '../support.ts';

const VALUES = plantValues('2021', {});
const at = (field: string, raw: string): Partial<ValueFacts> => ({
  evidence: { [field]: { raw, at: 'table 1 row 1 col 1', page: null } },
});
const set = (field: string, value: number | null): Partial<ValueFacts> => ({
  values: { ...VALUES, [field]: value },
});
const GRANTED = 'requests.granted.total';

function outcome(rule: string, facts: Partial<ValueFacts>): string {
  const all = { values: VALUES, evidence: {}, warnings: [], year: 2023, ...facts };
  return checkValues(all).find((c) => c.rule === rule)?.outcome ?? 'absent';
}

test('each rule of single values passes and fails', () => {
  const blankRow = Object.fromEntries(
    Object.keys(VALUES)
      .filter((f) => f.startsWith('requests.refused.third_party.'))
      .map((f) => [f, null]),
  );
  const broken: [string, Partial<ValueFacts>][] = [
    ['VL.NEGATIVE', set(GRANTED, -1)],
    ['VL.FRACTION', set(GRANTED, 1.5)],
    ['VL.UNREADABLE', { warnings: [{ code: 'value_unreadable', field: GRANTED, message: '' }] }],
    ['VL.PLACEHOLDER', { ...set(GRANTED, null), ...at(GRANTED, '/') }],
    ['VL.UNIT', at(GRANTED, '3元')],
    ['VL.MERGED', { warnings: [{ code: 'merged_values', field: 'requests.granted.*', message: '' }] }],
    ['VL.YEARLIKE', set(GRANTED, 2023)],
    ['VL.ORDINAL', { values: { ...VALUES, ...blankRow, 'requests.refused.third_party.natural_person': 4 } }],
  ];
  for (const [rule, facts] of broken) {
    assert.equal(outcome(rule, {}), 'pass', rule);
    assert.equal(outcome(rule, facts), 'fail', rule);
  }
  assert.equal(outcome('VL.NEGATIVE', set('disclosure.licensing.items_change', -3)), 'pass');
  assert.equal(outcome('VL.FRACTION', set('disclosure.fees.amount', 1.5)), 'pass');
  assert.equal(outcome('VL.UNIT', at('disclosure.fees.amount', '3元')), 'pass');
  assert.equal(outcome('VL.UNIT', at('disclosure.fees.amount', '3件')), 'fail');
});

test('a count printed with a unit of money, or as the year, is doubted', async () => {
  for (const text of ['3元', '2023']) {
    const report = await readDraft({
      layout: 'html-spans',
      change: ({ tables }) => {
        for (const cell of tables.flatMap((t) => t.rows.flatMap((r) => r.cells)))
          if (cell.field === 'disclosure.penalty.decisions') cell.text = text;
      },
    });
    assert.ok(isWarned(report, 'disclosure.penalty.decisions'), text);
    assert.deepEqual(outcomes(report, text === '2023' ? 'VL.YEARLIKE' : 'VL.UNIT'), { '-': 'fail' });
  }
});

test('a count alone on its line that is the page number missing between two others is doubted', async () => {
  const lines = (first: string, last: string): ReturnType<typeof readDraft> =>
    readDraft({
      layout: 'text-cell-lines',
      figures: { disclosure: { licensing: [4], penalty: [4] } },
      replace: [[/行政许可\n+4\n/u, `${first}\n\n行政许可\n\n4\n\n${last}\n\n`]],
    });
  const doubtful = await lines('- 3 -', '- 5 -');
  assert.ok(isWarned(doubtful, 'disclosure.licensing.decisions'));
  assert.ok(!isWarned(doubtful, 'disclosure.penalty.decisions'));
  assert.deepEqual(outcomes(doubtful, 'VL.YEARLIKE'), { '-': 'fail' });
  const sound = await lines('- 3 -', '- 4 -');
  assert.ok(!isWarned(sound, 'disclosure.licensing.decisions'));
  assert.deepEqual(outcomes(sound, 'VL.YEARLIKE'), { '-': 'pass' });
});
