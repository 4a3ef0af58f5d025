import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSums, sumCheck } from '../../../src/reports/checks/arithmetic.ts';
import { checkLitigation, checkRequests } from '../../../src/reports/checks/tables.ts';
import type { Check } from '../../../src/reports/report.ts';
import { plantValues } from '../../fixtures/values.ts';
import { outcomes, readDraft } from '../quirk-support.ts';

const outcome = (checks: readonly Check[], rule: string, scope: string | null = null): string =>
  checks.find((c) => c.rule === rule && c.scope === scope)?.outcome ?? 'absent';

/** A report with one request, granted, and whatever is said last. */
function t3(set: Record<string, number | null> = {}, claims = false): Check[] {
  const values = plantValues('2021', { requests: { new: [1], granted: [1] }, set });
  return checkRequests(values, '2021', () => claims);
}

test('two sums with blanks agree, disagree or say nothing', () => {
  assert.equal(compareSums([3], [1, 2]), 'pass');
  assert.equal(compareSums([3], [1, 1]), 'fail');
  assert.equal(compareSums([3], [3, null]), 'pass_blank');
  assert.equal(compareSums([3], [4, null]), 'fail');
  assert.equal(compareSums([3], [1, null]), 'unassessable');
  assert.equal(compareSums([null, 3], [3]), 'pass_blank');
  assert.equal(compareSums([null], [null]), 'unassessable');
  assert.equal(sumCheck('X', null, 'error', null, [1], 'x').outcome, 'unassessable');
});

test('decimals that binary numbers cannot hold still add up', () =>
  assert.equal(compareSums([0.3], [0.1, 0.2]), 'pass'));

test('T3.FLOW: new and carried in are concluded or carried out', () => {
  assert.equal(outcome(t3(), 'T3.FLOW', 'natural_person'), 'pass');
  assert.equal(outcome(t3({ 'requests.new.business': 2 }), 'T3.FLOW', 'business'), 'fail');
  assert.equal(outcome(t3({ 'requests.carried_in.total': null }), 'T3.FLOW', 'total'), 'pass_blank');
  assert.equal(outcome(t3({ 'requests.new.total': null }), 'T3.FLOW', 'total'), 'unassessable');
});

test('T3.ROWSUM: a row adds up', () => {
  assert.equal(outcome(t3(), 'T3.ROWSUM', 'requests.granted'), 'pass');
  assert.equal(outcome(t3({ 'requests.granted.total': 2 }), 'T3.ROWSUM', 'requests.granted'), 'fail');
  assert.equal(
    outcome(t3({ 'requests.granted.research': null }), 'T3.ROWSUM', 'requests.granted'),
    'pass_blank',
  );
  assert.equal(
    outcome(t3({ 'requests.granted.total': null }), 'T3.ROWSUM', 'requests.granted'),
    'unassessable',
  );
});

test('T3.COLSUM and T3.GRAND: the total row is the sum of the outcomes', () => {
  assert.equal(outcome(t3(), 'T3.COLSUM', 'total'), 'pass');
  assert.equal(outcome(t3(), 'T3.GRAND'), 'pass');
  const broken = t3({ 'requests.total.total': 5 });
  assert.equal(outcome(broken, 'T3.COLSUM', 'total'), 'fail');
  assert.equal(outcome(broken, 'T3.GRAND'), 'fail');
  assert.equal(
    outcome(t3({ 'requests.granted.natural_person': null }), 'T3.COLSUM', 'natural_person'),
    'unassessable',
  );
  assert.equal(
    outcome(t3({ 'requests.partial.natural_person': null }), 'T3.COLSUM', 'natural_person'),
    'pass_blank',
  );
  assert.equal(outcome(t3({ 'requests.total.total': null }), 'T3.GRAND'), 'unassessable');
});

test('T3.IDLE: no intake, no outcome', () => {
  assert.equal(outcome(t3(), 'T3.IDLE', 'business'), 'pass');
  assert.equal(outcome(t3({ 'requests.granted.business': 1 }), 'T3.IDLE', 'business'), 'fail');
  assert.equal(outcome(t3({ 'requests.partial.business': null }), 'T3.IDLE', 'business'), 'pass_blank');
  // Nothing came out: whatever came in, the rule holds.
  assert.equal(outcome(t3({ 'requests.new.business': null }), 'T3.IDLE', 'business'), 'pass_blank');
  assert.equal(
    outcome(t3({ 'requests.new.business': null, 'requests.granted.business': 1 }), 'T3.IDLE', 'business'),
    'unassessable',
  );
  assert.equal(
    outcome(t3({ 'requests.carried_in.natural_person': null }), 'T3.IDLE', 'natural_person'),
    'pass_blank',
  );
});

test('T3.BOUND: no outcome exceeds the intake', () => {
  assert.equal(outcome(t3(), 'T3.BOUND', 'requests.granted'), 'pass');
  assert.equal(outcome(t3({ 'requests.partial.total': 9 }), 'T3.BOUND', 'requests.partial'), 'fail');
  assert.equal(outcome(t3({ 'requests.new.total': null }), 'T3.BOUND', 'requests.granted'), 'unassessable');
});

test('T3.SHIFT: a row that would add up one column further right or left is our fault', () => {
  const COLUMNS = 'natural_person business research public_welfare legal_service other_org total'.split(' ');
  const granted = (...cells: (number | null)[]): Check | undefined =>
    t3(Object.fromEntries(COLUMNS.map((c, i) => [`requests.granted.${c}`, cells[i] ?? null]))).find(
      (c) => c.rule === 'T3.SHIFT' && c.scope === 'requests.granted',
    );
  const moved = (check: Check | undefined): string =>
    `${check?.outcome} ${/to the (?:right|left)/u.exec(check?.detail ?? '')?.[0] ?? ''}`;
  assert.equal(granted(2, 1, 0, 0, 0, 0, 3)?.outcome, 'pass');
  assert.equal(moved(granted(2, 1, 0, 0, 0, 3, 0)), 'fail to the right');
  assert.equal(moved(granted(2, 1, 0, 0, 0, 3, null)), 'fail to the right');
  assert.equal(moved(granted(6, 0, 2, 1, 0, 0, 3)), 'fail to the left');
  assert.equal(moved(granted(3, 2, 1, 0, 0, 0, 0)), 'fail to the left');
  // Wrong in itself, and no better anywhere else: the publisher's fault.
  assert.equal(granted(2, 1, 0, 0, 0, 0, 4)?.outcome, 'pass');
  assert.equal(granted(2, 1, 0, 0, 0, null, null)?.outcome, 'unassessable');
});

test('T3.SHIFT: a row moved in either direction is doubted as a whole', async () => {
  for (const cells of [
    ['2', '1', '0', '0', '0', '3', '0'],
    ['3', '2', '1', '0', '0', '0', '0'],
  ]) {
    const report = await readDraft({
      layout: 'html-spans',
      change: ({ tables }) => {
        const row = tables.flatMap((t) => t.rows).find((r) => r.id === 'requests.granted');
        for (const [i, cell] of (row?.cells ?? []).filter((c) => c.field !== null).entries())
          cell.text = cells[i] ?? '';
      },
    });
    assert.equal(outcomes(report, 'T3.SHIFT')['requests.granted'], 'fail');
    assert.ok(report.warnings.some((w) => w.code === 'row_shifted' && w.field === 'requests.granted.*'));
    assert.equal(outcomes(report, 'T3.SHIFT')['requests.partial'], 'pass');
  }
});

test('T3.BLANKS, T3.EMPTY and T3.ALLZERO: blank, empty, and zero against the text', () => {
  assert.equal(outcome(t3(), 'T3.BLANKS'), 'pass');
  assert.equal(outcome(t3({ 'requests.partial.total': null }), 'T3.BLANKS'), 'fail');
  const nothing = plantValues('2021', { blank: ['requests.'] });
  assert.equal(
    outcome(
      checkRequests(nothing, '2021', () => false),
      'T3.EMPTY',
    ),
    'fail',
  );
  assert.equal(
    outcome(
      checkRequests(nothing, '2021', () => false),
      'T3.BLANKS',
    ),
    'pass',
  );
  const zero = plantValues('2021', {});
  assert.equal(
    outcome(
      checkRequests(zero, '2021', () => false),
      'T3.EMPTY',
    ),
    'pass',
  );
  assert.equal(
    outcome(
      checkRequests(zero, '2021', () => true),
      'T3.ALLZERO',
    ),
    'fail',
  );
  assert.equal(
    outcome(
      checkRequests(zero, '2021', () => false),
      'T3.ALLZERO',
    ),
    'pass',
  );
  assert.equal(outcome(t3({}, true), 'T3.ALLZERO'), 'pass');
});

test('the 2019 form sums its own nineteen outcomes', () => {
  const values = plantValues('2019', { requests: { new: [2], 'other.undivided': [2] } });
  const checks = checkRequests(values, '2019', () => false);
  assert.equal(outcome(checks, 'T3.COLSUM', 'total'), 'pass');
  assert.equal(checks.filter((c) => c.rule === 'T3.ROWSUM').length, 23);
});

test('T4.SUM: outcomes of each kind of case add up', () => {
  const checks = (set: Record<string, number | null>): Check[] =>
    checkLitigation(plantValues('2021', { review: [1, 0, 0, 1], set }));
  assert.equal(outcome(checks({}), 'T4.SUM', 'review'), 'pass');
  assert.equal(outcome(checks({ 'review.total': 3 }), 'T4.SUM', 'review'), 'fail');
  assert.equal(outcome(checks({}), 'T4.SUM', 'direct'), 'pass');
  assert.equal(outcome(checks({ 'litigation.direct.total': 1 }), 'T4.SUM', 'direct'), 'fail');
  assert.equal(outcome(checks({}), 'T4.SUM', 'after'), 'pass');
  assert.equal(outcome(checks({ 'litigation.after_review.upheld': 1 }), 'T4.SUM', 'after'), 'fail');
  assert.equal(outcome(checks({ 'litigation.after_review.upheld': null }), 'T4.SUM', 'after'), 'pass_blank');
  assert.equal(outcome(checks({ 'review.total': null }), 'T4.SUM', 'review'), 'unassessable');
});
