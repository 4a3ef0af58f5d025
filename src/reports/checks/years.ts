import { APPLICANTS } from '../forms.ts';
import type { Check, Forms } from '../report.ts';
import { type Operand, type Values, verdict } from './arithmetic.ts';
import { checkCopy, checkJump } from './years-alike.ts';

/** What the rules between years know of one report. */
export interface YearFacts {
  readonly year: number;
  readonly forms: Forms;
  readonly values: Values;
  /** All running text. */
  readonly text: string;
}

const DOCUMENTS = ['regulations', 'normative'] as const;
const ITEM_KINDS = ['licensing', 'other_services', 'penalty', 'coercion', 'fees'] as const;
const CASES = [
  ['review', 'review'],
  ['direct', 'litigation.direct'],
  ['after', 'litigation.after_review'],
] as const;

/**
 * Rules that hold a report against the one of the year before, by the same body (XY, and those of T2 and T4 that need
 * it). Deterministic, and the same whichever of the two was found first.
 * @param before null where the archive has no report for the year before: then only what holds without it is said.
 */
export function checkYears(now: YearFacts, before: YearFacts | null): Check[] {
  const checks = [...checkAfter(now, before), ...checkScale(now, before)];
  if (before === null) return checks;
  return [
    ...checkCarry(now, before),
    ...checkDocuments(now, before),
    ...checkChain(now, before),
    ...checkFee(now, before),
    ...checkPending(now, before),
    ...checks,
    checkCopy(now, before),
    ...checkJump(now, before),
  ];
}

/**
 * XY.GAP: a year without a report between two that have one.
 * @param earlier the latest year before this one for which the archive has a report; null where it is the first.
 */
export function checkGap(year: number, earlier: number | null): Check {
  if (earlier === null) return verdict('XY.GAP', 'info', 'not_applicable');
  const missing = year - earlier - 1;
  const years = missing === 1 ? String(year - 1) : `${earlier + 1} to ${year - 1}`;
  return verdict('XY.GAP', 'info', missing === 0 ? 'pass' : 'fail', {
    expected: year - 1,
    actual: earlier,
    detail: missing === 0 ? null : `no report for ${years}, though there is one for ${earlier}`,
  });
}

/**
 * HD.DUP: one body and year, one report.
 * @param others addresses that show another report of the body for the year, with other content.
 */
export function checkDuplicates(others: readonly string[]): Check {
  return verdict('HD.DUP', 'warning', others.length === 0 ? 'pass' : 'fail', {
    expected: 0,
    actual: others.length,
    detail: others.length === 0 ? null : `another report for the same year: ${others.join(', ')}`,
  });
}

/** A rule whose operands may be blank: `compare` says what the printed numbers mean. */
function compared(
  rule: string,
  scope: string | null,
  severity: Check['severity'],
  operands: readonly Operand[],
  compare: (values: readonly number[]) => {
    holds: boolean;
    expected: number;
    actual: number;
    detail: string;
  },
): Check {
  const values = operands.filter((v) => v !== null);
  if (values.length < operands.length) return verdict(rule, severity, 'unassessable', { scope });
  const { holds, expected, actual, detail } = compare(values);
  return verdict(rule, severity, holds ? 'pass' : 'fail', {
    scope,
    expected,
    actual,
    detail: holds ? null : detail,
  });
}

/** What was carried out of the year before comes in. The table of 2018 has no such row: there is no rule across that border. */
function checkCarry(now: YearFacts, before: YearFacts): Check[] {
  const applies = now.forms.requests !== null && before.forms.requests !== null;
  return [...APPLICANTS].reverse().map(({ key }) => {
    const severity = key === 'total' ? 'error' : 'warning';
    if (!applies) return verdict('XY.CARRY', severity, 'not_applicable', { scope: key });
    const operands = [value(before, `requests.carried_out.${key}`), value(now, `requests.carried_in.${key}`)];
    return compared('XY.CARRY', key, severity, operands, ([out = 0, into = 0]) => ({
      holds: out === into,
      expected: out,
      actual: into,
      detail: `${out} carried out of ${before.year}, ${into} carried into ${now.year}`,
    }));
  });
}

/** XY.VALID and T2.REPEAL. 对外公开总数量 of the 2019 form is no base for the stock of the 2021 form. */
function checkDocuments(now: YearFacts, before: YearFacts): Check[] {
  const applies = now.forms.disclosure === '2021' && before.forms.disclosure === '2021';
  return DOCUMENTS.flatMap((k) => {
    if (!applies)
      return ['XY.VALID', 'T2.REPEAL'].map((rule) =>
        verdict(rule, 'warning', 'not_applicable', { scope: k }),
      );
    const stock = value(before, `disclosure.${k}.valid`);
    const [made, repealed, valid] = ['made', 'repealed', 'valid'].map((c) =>
      value(now, `disclosure.${k}.${c}`),
    );
    return [
      compared(
        'XY.VALID',
        k,
        'warning',
        [stock, made ?? null, repealed ?? null, valid ?? null],
        ([s = 0, m = 0, r = 0, v = 0]) => ({
          holds: v === s + m - r,
          expected: s + m - r,
          actual: v,
          detail: `${s} in force in ${before.year}, ${m} made and ${r} repealed, yet ${v} in force`,
        }),
      ),
      compared(
        'T2.REPEAL',
        k,
        'warning',
        [stock, made ?? null, repealed ?? null],
        ([s = 0, m = 0, r = 0]) => ({
          holds: r <= s + m,
          expected: s + m,
          actual: r,
          detail: `${r} repealed, yet only ${s} were in force in ${before.year} and ${m} were made since`,
        }),
      ),
    ];
  });
}

function checkChain(now: YearFacts, before: YearFacts): Check[] {
  if (now.forms.disclosure !== '2019' || before.forms.disclosure !== '2019') return [];
  return ITEM_KINDS.map((k) => {
    const operands = [
      value(before, `disclosure.${k}.items_prev`),
      value(before, `disclosure.${k}.items_change`),
      value(now, `disclosure.${k}.items_prev`),
    ];
    return compared('T2-19.CHAIN', k, 'warning', operands, ([prev = 0, change = 0, start = 0]) => ({
      holds: start === prev + change,
      expected: prev + change,
      actual: start,
      detail: `${before.year} ended with ${prev} + ${change} items, ${now.year} starts with ${start}`,
    }));
  });
}

/** The unit of the fee, as far as the year before tells: a hundred times as much is probably printed in 元. */
function checkFee(now: YearFacts, before: YearFacts): Check[] {
  if (now.forms.disclosure !== '2021' || before.forms.disclosure !== '2021') return [];
  const operands = [value(before, 'disclosure.fees.amount'), value(now, 'disclosure.fees.amount')];
  return [
    compared('T2.FEEUNIT', 'years', 'warning', operands, ([last = 0, amount = 0]) => ({
      holds: last === 0 || amount < 100 * last,
      expected: last,
      actual: amount,
      detail: `${amount} 万元 after ${last} 万元 in ${before.year}: probably printed in 元`,
    })),
  ];
}

function checkPending(now: YearFacts, before: YearFacts): Check[] {
  return CASES.map(([scope, group]) => {
    if (now.forms.litigation === null || before.forms.litigation === null)
      return verdict('T4.PENDING', 'info', 'not_applicable', { scope });
    const operands = [value(before, `${group}.pending`), value(now, `${group}.total`)];
    return compared('T4.PENDING', scope, 'info', operands, ([pending = 0, total = 0]) => ({
      holds: total >= pending,
      expected: pending,
      actual: total,
      detail: `${pending} cases were open at the end of ${before.year}, yet ${now.year} counts only ${total}`,
    }));
  });
}

/** A lawsuit after reconsideration needs a reconsideration, this year or the year before. */
function checkAfter(now: YearFacts, before: YearFacts | null): Check[] {
  if (now.forms.litigation === null) return [];
  return [
    atMost(
      'T4.AFTER',
      value(now, 'litigation.after_review.total'),
      value(now, 'review.total'),
      before === null ? null : value(before, 'review.total'),
      (own, last) => own + last,
      'lawsuits after reconsideration',
    ),
  ];
}

/** Cases do not outnumber requests by far. */
function checkScale(now: YearFacts, before: YearFacts | null): Check[] {
  if (now.forms.litigation === null || now.forms.requests === null) return [];
  const [review, direct] = [value(now, 'review.total'), value(now, 'litigation.direct.total')];
  return [
    atMost(
      'T4.SCALE',
      review === null || direct === null ? null : review + direct,
      value(now, 'requests.total.total'),
      before === null ? null : value(before, 'requests.total.total'),
      (own, last) => 2 * (own + last) + 5,
      'reconsiderations and lawsuits',
    ),
  ];
}

/** A bound that two years make: where this year's figure already suffices, the other need not be known. */
function atMost(
  rule: string,
  actual: number | null,
  own: number | null,
  last: number | null,
  bound: (own: number, last: number) => number,
  what: string,
): Check {
  if (actual === null || own === null) return verdict(rule, 'info', 'unassessable');
  const most = bound(own, last ?? 0);
  const shown = { expected: `at most ${most}`, actual };
  if (actual <= most) return verdict(rule, 'info', last === null ? 'pass_blank' : 'pass', shown);
  if (last === null) return verdict(rule, 'info', 'unassessable', shown);
  return verdict(rule, 'info', 'fail', {
    ...shown,
    detail: `${actual} ${what}, where ${most} are the most to be expected`,
  });
}

const value = ({ values }: YearFacts, field: string): number | null => values[field] ?? null;
