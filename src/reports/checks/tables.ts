import {
  APPLICANTS,
  applicantFields,
  fieldId,
  LITIGATION_GROUPS,
  REQUESTS,
  RESULT_ROWS,
  type TableForm,
} from '../forms.ts';
import type { Check, CheckOutcome } from '../report.ts';
import { atMostCheck, compareSums, sumCheck, type Values, verdict } from './arithmetic.ts';

const COLUMNS: readonly string[] = APPLICANTS.map((c) => c.key);
const PARTS = COLUMNS.slice(0, 6);

/**
 * Rules of table three (T3): the form itself prints the first, 第一项加第二项之和等于第三项加第四项之和.
 * @param claimsRequests whether the running text says that requests were received; asked only where it matters.
 */
export function checkRequests(values: Values, form: TableForm, claimsRequests: () => boolean): Check[] {
  const rows = REQUESTS[form];
  // Every cell is an operand of many rules: looked up once.
  const cellsOf = new Map(
    rows.map((row) => [row.id, applicantFields(row.id).map((field) => values[field] ?? null)]),
  );
  const v = (row: string, column: string): number | null =>
    cellsOf.get(row)?.[COLUMNS.indexOf(column)] ?? null;
  const results = RESULT_ROWS[form];
  const checks: Check[] = [];

  for (const c of COLUMNS) {
    const intake = [v('requests.new', c), v('requests.carried_in', c)];
    const outcome = [v('requests.total', c), v('requests.carried_out', c)];
    const flow = compareSums(intake, outcome);
    const [left, right] = [sum(intake), sum(outcome)];
    checks.push(
      verdict('T3.FLOW', 'error', flow, {
        scope: c,
        expected: left,
        actual: right,
        detail: flow === 'fail' ? `new + carried in = ${left}, concluded + carried out = ${right}` : null,
      }),
    );
    checks.push(
      sumCheck(
        'T3.COLSUM',
        c,
        'error',
        v('requests.total', c),
        results.map((r) => v(r, c)),
        '（七）总计',
      ),
    );
    checks.push(
      checkIdle(
        c,
        intake,
        results.map((r) => v(r, c)),
      ),
    );
  }
  for (const row of rows) {
    const cells = cellsOf.get(row.id) ?? [];
    const total = cells[6] ?? null;
    const rowSum = sumCheck('T3.ROWSUM', row.id, 'error', total, cells.slice(0, 6), row.label);
    checks.push(rowSum, checkShift(row.id, cells, rowSum.outcome));
    if (results.includes(row.id))
      checks.push(
        atMostCheck(
          'T3.BOUND',
          row.id,
          'error',
          [total],
          [v('requests.new', 'total'), v('requests.carried_in', 'total')],
          (outcomes, received) => `${outcomes} outcomes of ${received} requests`,
        ),
      );
  }
  checks.push(checkGrand(v, results), ...checkBlanks([...cellsOf.values()], claimsRequests));
  return checks;
}

const sum = (operands: readonly (number | null)[]): number =>
  operands.reduce<number>((total, x) => total + (x ?? 0), 0);

function checkIdle(
  column: string,
  intake: readonly (number | null)[],
  results: readonly (number | null)[],
): Check {
  const outcomes = sum(results);
  const blank = intake.includes(null);
  // What is printed came in, whatever the blanks hide; and where nothing came out, it does not matter.
  if (sum(intake) > 0) return verdict('T3.IDLE', 'error', blank ? 'pass_blank' : 'pass', { scope: column });
  if (blank) {
    const nothing = outcomes === 0 && !results.includes(null);
    return verdict('T3.IDLE', 'error', nothing ? 'pass_blank' : 'unassessable', { scope: column });
  }
  if (outcomes > 0)
    return verdict('T3.IDLE', 'error', 'fail', {
      scope: column,
      expected: 0,
      actual: outcomes,
      detail: `no request came in, yet ${outcomes} outcomes are printed`,
    });
  return verdict('T3.IDLE', 'error', results.includes(null) ? 'pass_blank' : 'pass', { scope: column });
}

/**
 * A row that does not add up, but would one column further right or left, was read wrongly: a fault of ours. To the
 * right: the last part is the sum of those before it, and nothing is at the total. To the left: the first cell is the
 * sum of all others.
 */
function checkShift(rowId: string, cells: readonly (number | null)[], rowSum: CheckOutcome): Check {
  const broken = rowSum === 'fail' || (rowSum === 'unassessable' && (cells[6] ?? null) === null);
  const at = (from: number, to: number): number => sum(cells.slice(from, to));
  const right = (cells[6] ?? 0) === 0 && (cells[5] ?? 0) > 0 && at(0, 5) === cells[5];
  const left = (cells[0] ?? 0) > 0 && at(1, 7) === cells[0] && rowSum === 'fail';
  const shifted = broken && (right || left);
  const outcome = shifted ? 'fail' : rowSum === 'unassessable' ? 'unassessable' : 'pass';
  return verdict('T3.SHIFT', 'error', outcome, {
    scope: rowId,
    detail: shifted
      ? `the row adds up when moved one column to the ${right ? 'right' : 'left'}: it was probably misread`
      : null,
  });
}

function checkGrand(v: (row: string, column: string) => number | null, results: readonly string[]): Check {
  const total = v('requests.total', 'total');
  if (total === null) return verdict('T3.GRAND', 'error', 'unassessable');
  const across = compareSums(
    [total],
    PARTS.map((c) => v('requests.total', c)),
  );
  const down = compareSums(
    [total],
    results.map((r) => v(r, 'total')),
  );
  const worst = (['fail', 'unassessable', 'pass_blank', 'pass'] as const).find(
    (o) => o === across || o === down,
  );
  return verdict('T3.GRAND', 'error', worst ?? 'pass', {
    expected: sum(PARTS.map((c) => v('requests.total', c))),
    actual: total,
    detail:
      worst === 'fail' ? `the corner cell is ${total} and does not agree with its row and its column` : null,
  });
}

function checkBlanks(rows: readonly (readonly (number | null)[])[], claimsRequests: () => boolean): Check[] {
  const cells = rows.flat();
  const blank = cells.filter((value) => value === null);
  const empty = blank.length === cells.length;
  const partly = !empty && blank.length > 0;
  const blankRows = rows.filter((row) => row.every((value) => value === null));
  const allZero = blank.length < cells.length && cells.every((value) => (value ?? 0) === 0);
  const contradicted = allZero && claimsRequests();
  return [
    verdict('T3.BLANKS', 'warning', partly ? 'fail' : 'pass', {
      expected: 0,
      actual: blank.length,
      detail: partly
        ? `${blank.length} of ${cells.length} cells are blank, ${blankRows.length} rows wholly`
        : null,
    }),
    verdict('T3.EMPTY', 'warning', empty ? 'fail' : 'pass', {
      detail: empty ? 'the whole table is blank: nothing was reported, which is not zero' : null,
    }),
    verdict('T3.ALLZERO', 'warning', contradicted ? 'fail' : 'pass', {
      detail: contradicted ? 'every cell is 0 although the text speaks of requests' : null,
    }),
  ];
}

/** Rules of table four (T4) that need one report only. */
export function checkLitigation(values: Values): Check[] {
  const scopes = {
    review: 'review',
    'litigation.direct': 'direct',
    'litigation.after_review': 'after',
  } as const;
  return LITIGATION_GROUPS.map((group) =>
    sumCheck(
      'T4.SUM',
      scopes[group.id],
      'error',
      values[fieldId(group.id, 'total')] ?? null,
      ['upheld', 'corrected', 'other', 'pending'].map((k) => values[fieldId(group.id, k)] ?? null),
      `${group.label} 总计`,
    ),
  );
}
