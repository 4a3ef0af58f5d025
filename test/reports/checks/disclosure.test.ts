import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDisclosure } from '../../../src/reports/checks/disclosure.ts';
import type { TableForm } from '../../../src/reports/forms.ts';
import { plantValues } from '../../fixtures/values.ts';

interface Facts {
  readonly form?: TableForm;
  readonly disclosure?: Record<string, readonly number[]>;
  readonly set?: Record<string, number | null>;
  readonly body?: string;
  readonly raw?: string;
  readonly unitless?: boolean;
}

function outcome(rule: string, scope: string | null, facts: Facts): string {
  const form = facts.form ?? '2021';
  const unit = { code: 'unit_unstated', field: 'disclosure.procurement.amount', message: '' };
  const checks = checkDisclosure(form, {
    values: plantValues(form, { disclosure: facts.disclosure ?? {}, set: facts.set ?? {} }),
    evidence:
      facts.raw === undefined ? {} : { 'disclosure.fees.amount': { raw: facts.raw, at: '', page: null } },
    warnings: facts.unitless === true ? [unit] : [],
    body: facts.body ?? '临河县水利局',
  });
  return checks.find((c) => c.rule === rule && c.scope === scope)?.outcome ?? 'absent';
}

test('T2.VALID: what was made and not repealed is in force', () => {
  assert.equal(outcome('T2.VALID', 'normative', { disclosure: { normative: [3, 1, 2] } }), 'pass');
  assert.equal(outcome('T2.VALID', 'normative', { disclosure: { normative: [3, 1, 1] } }), 'fail');
  assert.equal(outcome('T2.VALID', 'regulations', { disclosure: { regulations: [1, 0, 1] } }), 'pass');
  assert.equal(outcome('T2.VALID', 'regulations', { disclosure: { regulations: [1, 0, 0] } }), 'fail');
  assert.equal(
    outcome('T2.VALID', 'normative', {
      disclosure: { normative: [3, 1, 2] },
      set: { 'disclosure.normative.valid': null },
    }),
    'unassessable',
  );
  // Nothing made: whatever the blank hides, there is enough in force.
  assert.equal(
    outcome('T2.VALID', 'normative', { set: { 'disclosure.normative.valid': null } }),
    'pass_blank',
  );
});

test('T2.REGPOWER: a county body has no rules of its own', () => {
  assert.equal(outcome('T2.REGPOWER', null, {}), 'pass');
  assert.equal(outcome('T2.REGPOWER', null, { disclosure: { regulations: [2, 0, 2] } }), 'fail');
  assert.equal(
    outcome('T2.REGPOWER', null, { set: { 'disclosure.regulations.made': null } }),
    'unassessable',
  );
  assert.equal(outcome('T2.REGPOWER', null, { body: '郑州市人民政府' }), 'not_applicable');
});

test('T2.FEEUNIT: a fee of 100 000 万元 is yuan', () => {
  assert.equal(outcome('T2.FEEUNIT', null, { disclosure: { fees: [12.5] } }), 'pass');
  assert.equal(outcome('T2.FEEUNIT', null, { disclosure: { fees: [250000] } }), 'fail');
  assert.equal(outcome('T2.FEEUNIT', null, { disclosure: { fees: [1.1234567] }, raw: '1.1234567' }), 'fail');
  assert.equal(outcome('T2.FEEUNIT', null, { set: { 'disclosure.fees.amount': null } }), 'unassessable');
});

test('T2-19.ITEMS, NOITEM and MISREAD: items and decisions', () => {
  const of = (licensing: readonly number[]): Facts => ({ form: '2019', disclosure: { licensing } });
  assert.equal(outcome('T2-19.ITEMS', 'licensing', of([5, -5, 0])), 'pass');
  assert.equal(outcome('T2-19.ITEMS', 'licensing', of([5, -6, 0])), 'fail');
  assert.equal(outcome('T2-19.NOITEM', 'licensing', of([0, 0, 4])), 'fail');
  assert.equal(outcome('T2-19.NOITEM', 'licensing', of([1, 0, 4])), 'pass');
  assert.equal(outcome('T2-19.MISREAD', 'licensing', of([21, 19, 40])), 'fail');
  assert.equal(outcome('T2-19.MISREAD', 'licensing', of([21, 0, 21])), 'fail');
  assert.equal(outcome('T2-19.MISREAD', 'licensing', of([21, 0, 20])), 'pass');
  assert.equal(outcome('T2-19.MISREAD', 'licensing', of([0, 0, 0])), 'pass');
  assert.equal(outcome('T2-19.NOITEM', 'fees', of([0, 0, 0])), 'absent');
});

test('T2-19.PUBLIC and OPEN: produced, published, public', () => {
  const of = (normative: readonly number[]): Facts => ({ form: '2019', disclosure: { normative } });
  assert.equal(outcome('T2-19.PUBLIC', 'normative', of([1, 1, 1])), 'pass');
  assert.equal(outcome('T2-19.PUBLIC', 'normative', of([1, 1, 0])), 'fail');
  assert.equal(outcome('T2-19.OPEN', 'normative', of([1, 2, 2])), 'fail');
  assert.equal(outcome('T2-19.OPEN', 'normative', of([2, 2, 2])), 'pass');
});

test('T2-19.PROC and PROCUNIT: projects, money, unit', () => {
  const of = (procurement: readonly number[], unitless = false): Facts => ({
    form: '2019',
    disclosure: { procurement },
    unitless,
  });
  assert.equal(outcome('T2-19.PROC', null, of([0, 0])), 'pass');
  assert.equal(outcome('T2-19.PROC', null, of([2, 0])), 'fail');
  assert.equal(outcome('T2-19.PROCUNIT', null, of([1, 8040], true)), 'fail');
  assert.equal(outcome('T2-19.PROCUNIT', null, of([1, 8040])), 'pass');
});
