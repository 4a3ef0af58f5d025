import type { Check, CheckOutcome, Severity } from '../report.ts';

export type Values = Readonly<Record<string, number | null>>;

/** What a rule compares; a null operand is a cell in which nothing is printed. */
export type Operand = number | null;

/** Sums of decimals must not fail for a binary rounding in the last place. */
const TOLERANCE = 1e-9;

export function printedSum(operands: readonly Operand[]): number {
  let sum = 0;
  for (const operand of operands) sum += operand ?? 0;
  return sum;
}

const hasBlank = (operands: readonly Operand[]): boolean => operands.includes(null);
const isPrinted = (operand: Operand): operand is number => operand !== null;

/**
 * Whether two sums of counts agree. Counts cannot be negative, so a blank can only add: what is printed on a
 * side is the least that the side can be. Unknown is never read as zero, except to say `pass_blank`.
 */
export function compareSums(left: readonly Operand[], right: readonly Operand[]): CheckOutcome {
  const l = printedSum(left);
  const r = printedSum(right);
  const equal = Math.abs(l - r) < TOLERANCE;
  if (!hasBlank(left) && !hasBlank(right)) return equal ? 'pass' : 'fail';
  if (!left.some(isPrinted) && !right.some(isPrinted)) return 'unassessable';
  if (equal) return 'pass_blank';
  // The side that is complete is exact; the other can only be more than it prints.
  if (!hasBlank(left) && r > l) return 'fail';
  if (!hasBlank(right) && l > r) return 'fail';
  return 'unassessable';
}

/** `total = Σ parts`; a blank total says nothing. */
export function sumCheck(
  rule: string,
  scope: string | null,
  severity: Severity,
  total: Operand,
  parts: readonly Operand[],
  what: string,
): Check {
  const outcome = total === null ? 'unassessable' : compareSums([total], parts);
  const sum = printedSum(parts);
  return {
    rule,
    scope,
    severity,
    outcome,
    expected: sum,
    actual: total,
    detail: outcome === 'fail' ? `${what}: printed ${total}, its parts add up to ${sum}` : null,
  };
}

/** A rule that is a condition on printed numbers: any blank operand makes it unassessable. */
export function conditionCheck(
  rule: string,
  scope: string | null,
  severity: Severity,
  operands: readonly Operand[],
  holds: (values: readonly number[]) => boolean,
  show: (values: readonly number[]) => {
    expected: number | string | null;
    actual: number | string | null;
    detail: string;
  },
): Check {
  const values = operands.filter(isPrinted);
  if (values.length < operands.length)
    return { rule, scope, severity, outcome: 'unassessable', expected: null, actual: null, detail: null };
  const shown = show(values);
  return holds(values)
    ? { rule, scope, severity, outcome: 'pass', expected: shown.expected, actual: shown.actual, detail: null }
    : { rule, scope, severity, outcome: 'fail', ...shown };
}

/** A rule with its verdict already known. */
export function verdict(
  rule: string,
  severity: Severity,
  outcome: CheckOutcome,
  more: Partial<Pick<Check, 'scope' | 'expected' | 'actual' | 'detail'>> = {},
): Check {
  return { rule, scope: null, severity, outcome, expected: null, actual: null, detail: null, ...more };
}

/**
 * `Σ lesser ≤ Σ greater`, of counts. Blanks on the greater side can only help, those on the lesser only harm.
 * @param detail for people, where it fails.
 */
export function atMostCheck(
  rule: string,
  scope: string | null,
  severity: Severity,
  lesser: readonly Operand[],
  greater: readonly Operand[],
  detail: (lesser: number, greater: number) => string,
): Check {
  const l = printedSum(lesser);
  const g = printedSum(greater);
  const outcome = boundOutcome(l <= g + TOLERANCE, hasBlank(lesser), hasBlank(greater));
  const shown = outcome === 'unassessable' ? { expected: null, actual: null } : { expected: g, actual: l };
  return verdict(rule, severity, outcome, {
    scope,
    ...shown,
    detail: outcome === 'fail' ? detail(l, g) : null,
  });
}

function boundOutcome(holds: boolean, lesserOpen: boolean, greaterOpen: boolean): CheckOutcome {
  if (!lesserOpen && !greaterOpen) return holds ? 'pass' : 'fail';
  if (!lesserOpen && holds) return 'pass_blank';
  return !greaterOpen && !holds ? 'fail' : 'unassessable';
}
