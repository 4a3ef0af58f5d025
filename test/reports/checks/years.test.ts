import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDuplicates, checkGap, checkYears, type YearFacts } from '../../../src/reports/checks/years.ts';
import type { Check, Forms } from '../../../src/reports/report.ts';
import { plantValues } from '../../fixtures/values.ts';

const NEW: Forms = { disclosure: '2021', requests: '2021', litigation: '2021' };
const OLD: Forms = { disclosure: '2019', requests: '2019', litigation: '2019' };
const LEGACY: Forms = { disclosure: null, requests: null, litigation: null, legacy: '2014-national' };

const facts = (
  year: number,
  values: Readonly<Record<string, number | null>>,
  forms: Forms = NEW,
  text = '',
): YearFacts => ({
  year,
  forms,
  values: { ...plantValues(forms.requests === '2019' ? '2019' : '2021', {}), ...values },
  text,
});

const named = (checks: readonly Check[], rule: string): Record<string, string> =>
  Object.fromEntries(checks.filter((c) => c.rule === rule).map((c) => [c.scope ?? '-', c.outcome]));

const fails = (checks: readonly Check[]): string[] =>
  checks
    .filter((c) => c.outcome === 'fail')
    .map((c) => (c.scope === null ? c.rule : `${c.rule}[${c.scope}]`));

test('two blank-free years that agree break no rule', () => {
  const before = facts(2022, {
    'requests.carried_out.total': 2,
    'requests.carried_out.business': 2,
    'disclosure.normative.valid': 7,
    'review.pending': 1,
  });
  const now = facts(2023, {
    'requests.carried_in.total': 2,
    'requests.carried_in.business': 2,
    'disclosure.normative.made': 3,
    'disclosure.normative.repealed': 1,
    'disclosure.normative.valid': 9,
    'review.total': 1,
  });
  assert.deepEqual(fails(checkYears(now, before)), []);
});

test('each rule between years fails where its own figures break it', () => {
  const cases: [failed: string[], before: Record<string, number>, now: Record<string, number>][] = [
    [['XY.CARRY[total]'], { 'requests.carried_out.total': 2 }, { 'requests.carried_in.total': 1 }],
    [['XY.CARRY[research]'], { 'requests.carried_out.research': 1 }, {}],
    [['XY.VALID[normative]'], { 'disclosure.normative.valid': 5 }, { 'disclosure.normative.valid': 4 }],
    [
      ['XY.VALID[normative]', 'T2.REPEAL[normative]'],
      { 'disclosure.normative.valid': 5 },
      { 'disclosure.normative.repealed': 6 },
    ],
    [
      ['T2.FEEUNIT[years]', 'XY.JUMP[disclosure.fees.amount]'],
      { 'disclosure.fees.amount': 0.5 },
      { 'disclosure.fees.amount': 5000 },
    ],
    [['T4.PENDING[after]'], { 'litigation.after_review.pending': 1 }, {}],
    [['T4.AFTER'], { 'review.total': 1 }, { 'litigation.after_review.total': 2 }],
    [['T4.SCALE'], {}, { 'review.total': 4, 'litigation.direct.total': 2 }],
    [
      ['XY.JUMP[disclosure.penalty.decisions]'],
      { 'disclosure.penalty.decisions': 300 },
      { 'disclosure.penalty.decisions': 3 },
    ],
  ];
  for (const [failed, before, now] of cases)
    assert.deepEqual(fails(checkYears(facts(2023, now), facts(2022, before))), failed, failed.join());
});

test('items of the 2019 form are chained, and no stock is carried from one form to the other', () => {
  const before = facts(2019, { 'disclosure.fees.items_prev': 4, 'disclosure.fees.items_change': -1 }, OLD);
  const now = facts(2020, { 'disclosure.fees.items_prev': 4 }, OLD);
  assert.deepEqual(named(checkYears(now, before), 'T2-19.CHAIN'), {
    licensing: 'pass',
    other_services: 'pass',
    penalty: 'pass',
    coercion: 'pass',
    fees: 'fail',
  });
  const border = checkYears(facts(2021, { 'disclosure.normative.valid': 3 }), now);
  assert.deepEqual(named(border, 'XY.VALID'), { regulations: 'not_applicable', normative: 'not_applicable' });
  assert.deepEqual(named(border, 'T2-19.CHAIN'), {});
  assert.equal(named(border, 'XY.CARRY').total, 'pass');
});

test('nothing is carried over the border of 2018', () => {
  const checks = checkYears(facts(2019, { 'requests.carried_in.total': 3 }, OLD), facts(2018, {}, LEGACY));
  assert.deepEqual([...new Set(Object.values(named(checks, 'XY.CARRY')))], ['not_applicable']);
});

test('what is blank in either year cannot be held against the other', () => {
  const before = facts(2022, { 'requests.carried_out.total': null, 'disclosure.normative.valid': null });
  const checks = checkYears(
    facts(2023, { 'requests.carried_in.total': 3, 'disclosure.normative.repealed': 9 }),
    before,
  );
  assert.equal(named(checks, 'XY.CARRY').total, 'unassessable');
  assert.equal(named(checks, 'XY.VALID').normative, 'unassessable');
  assert.equal(named(checks, 'T2.REPEAL').normative, 'unassessable');
});

test('without the year before only bounds that this year keeps by itself are said', () => {
  const within = checkYears(facts(2023, { 'review.total': 5 }), null);
  assert.deepEqual(
    within.map((c) => [c.rule, c.outcome]),
    [
      ['T4.AFTER', 'pass_blank'],
      ['T4.SCALE', 'pass_blank'],
    ],
  );
  const beyond = checkYears(facts(2023, { 'review.total': 9, 'litigation.after_review.total': 10 }), null);
  assert.deepEqual([...new Set(beyond.map((c) => c.outcome))], ['unassessable']);
});

test("last year's report with only the year changed", () => {
  const text = (year: number): string =>
    `${year}年，我局${'认真落实条例，加强组织领导，完善工作制度，拓宽公开渠道；'.repeat(4)}${'在水利工程、河湖管理、防汛抗旱、农村饮水等方面主动公开，接受监督，回应关切，解读政策。'.repeat(3)}`;
  const figures = {
    'disclosure.penalty.decisions': 4,
    'disclosure.licensing.decisions': 9,
    'requests.new.total': 2,
  };
  const copied = checkYears(facts(2023, figures, NEW, text(2023)), facts(2022, figures, NEW, text(2022)));
  const copy = copied.find((c) => c.rule === 'XY.COPY');
  assert.equal(copy?.outcome, 'fail');
  assert.match(copy?.detail ?? '', /all 3 figures.*text is that of 2022/u);
  const few = { 'disclosure.penalty.decisions': 4, 'disclosure.licensing.decisions': 9 };
  assert.equal(named(checkYears(facts(2023, few), facts(2022, few)), 'XY.COPY')['-'], 'pass');
  const rewritten = `${text(2023).slice(0, 150)}本年新建政务公开专区，开展政府开放日，举办在线访谈，整理规范性文件，优化检索，方便群众查询办事。`;
  const other = checkYears(facts(2023, few, NEW, rewritten), facts(2022, few, NEW, text(2022)));
  assert.equal(named(other, 'XY.COPY')['-'], 'pass');
});

test('a year missing between two, and a second report of one year', () => {
  assert.equal(checkGap(2023, 2022).outcome, 'pass');
  assert.equal(checkGap(2023, null).outcome, 'not_applicable');
  assert.match(checkGap(2023, 2020).detail ?? '', /2021 to 2022/u);
  assert.equal(checkDuplicates([]).outcome, 'pass');
  assert.equal(checkDuplicates(['https://a.cn/2']).outcome, 'fail');
});
