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
import {
  atMostCheck,
  compareSums,
  type Operand,
  printedSum,
  sumCheck,
  type Values,
  verdict,
} from './arithmetic.ts';

const COLUMNS: readonly string[] = APPLICANTS.map((c) => c.key);
/** Where a row has its total, behind its parts. */
const TOTAL = COLUMNS.indexOf('total');

/** The cells of each row, in the order of the columns. */
type Cells = ReadonlyMap<string, readonly Operand[]>;

/**
 * Rules of table three (T3): the form itself prints the first, 第一项加第二项之和等于第三项加第四项之和.
 * @param claimsRequests whether the running text says that requests were received; asked only where it matters.
 */
export function checkRequests(values: Values, form: TableForm, claimsRequests: () => boolean): Check[] {
  const rows = REQUESTS[form];
  // Every cell is an operand of many rules: looked up once.
  const cells = new Map<string, readonly Operand[]>();
  for (const { id } of rows) cells.set(id, valuesOf(applicantFields(id), values));
  const results = RESULT_ROWS[form];
  const checks: Check[] = [];

  for (const [i, column] of COLUMNS.entries()) {
    const intake = [cellAt(cells, 'requests.new', i), cellAt(cells, 'requests.carried_in', i)];
    const total = cellAt(cells, 'requests.total', i);
    const outcome = [total, cellAt(cells, 'requests.carried_out', i)];
    const flow = compareSums(intake, outcome);
    const [left, right] = [printedSum(intake), printedSum(outcome)];
    const parts = columnOf(cells, results, i);
    checks.push(
      verdict('T3.FLOW', 'error', flow, {
        scope: column,
        expected: left,
        actual: right,
        detail: flow === 'fail' ? `new + carried in = ${left}, concluded + carried out = ${right}` : null,
      }),
      sumCheck('T3.COLSUM', column, 'error', total, parts, '（七）总计'),
      checkIdle(column, intake, parts),
    );
  }
  const received = [cellAt(cells, 'requests.new', TOTAL), cellAt(cells, 'requests.carried_in', TOTAL)];
  for (const { id, label } of rows) {
    const own = cells.get(id) ?? [];
    const total = own[TOTAL] ?? null;
    const rowSum = sumCheck('T3.ROWSUM', id, 'error', total, own.slice(0, TOTAL), label);
    checks.push(rowSum, checkShift(id, own, rowSum.outcome));
    if (results.includes(id))
      checks.push(atMostCheck('T3.BOUND', id, 'error', [total], received, outcomesOfReceived));
  }
  checks.push(checkGrand(cells, results), ...checkBlanks([...cells.values()], claimsRequests));
  return checks;
}

const outcomesOfReceived = (outcomes: number, received: number): string =>
  `${outcomes} outcomes of ${received} requests`;

function valuesOf(fields: readonly string[], values: Values): Operand[] {
  const found: Operand[] = [];
  for (const field of fields) found.push(values[field] ?? null);
  return found;
}

const cellAt = (cells: Cells, row: string, column: number): Operand => cells.get(row)?.[column] ?? null;

function columnOf(cells: Cells, rows: readonly string[], column: number): Operand[] {
  const found: Operand[] = [];
  for (const row of rows) found.push(cellAt(cells, row, column));
  return found;
}

function checkIdle(
  column: string,
  intake: readonly (number | null)[],
  results: readonly (number | null)[],
): Check {
  const outcomes = printedSum(results);
  const blank = intake.includes(null);
  // What is printed came in, whatever the blanks hide; and where nothing came out, it does not matter.
  if (printedSum(intake) > 0)
    return verdict('T3.IDLE', 'error', blank ? 'pass_blank' : 'pass', { scope: column });
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
  const right = (cells[6] ?? 0) === 0 && (cells[5] ?? 0) > 0 && printedSum(cells.slice(0, 5)) === cells[5];
  const left = (cells[0] ?? 0) > 0 && printedSum(cells.slice(1, 7)) === cells[0] && rowSum === 'fail';
  const shifted = broken && (right || left);
  const outcome = shifted ? 'fail' : rowSum === 'unassessable' ? 'unassessable' : 'pass';
  return verdict('T3.SHIFT', 'error', outcome, {
    scope: rowId,
    detail: shifted
      ? `the row adds up when moved one column to the ${right ? 'right' : 'left'}: it was probably misread`
      : null,
  });
}

/** Outcomes of two comparisons: the worse one comes first. */
const WORST_FIRST: readonly CheckOutcome[] = ['fail', 'unassessable', 'pass_blank', 'pass'];

function checkGrand(cells: Cells, results: readonly string[]): Check {
  const total = cellAt(cells, 'requests.total', TOTAL);
  if (total === null) return verdict('T3.GRAND', 'error', 'unassessable');
  const parts = (cells.get('requests.total') ?? []).slice(0, TOTAL);
  const across = compareSums([total], parts);
  const down = compareSums([total], columnOf(cells, results, TOTAL));
  const worst = WORST_FIRST[Math.min(WORST_FIRST.indexOf(across), WORST_FIRST.indexOf(down))];
  return verdict('T3.GRAND', 'error', worst ?? 'pass', {
    expected: printedSum(parts),
    actual: total,
    detail:
      worst === 'fail' ? `the corner cell is ${total} and does not agree with its row and its column` : null,
  });
}

function checkBlanks(rows: readonly (readonly (number | null)[])[], claimsRequests: () => boolean): Check[] {
  let [all, blank, blankRows] = [0, 0, 0];
  let isZero = true;
  for (const row of rows) {
    const blanks = row.filter(isBlank).length;
    all += row.length;
    blank += blanks;
    if (blanks === row.length) blankRows += 1;
    isZero &&= !row.some(isCounted);
  }
  const empty = blank === all;
  const partly = !empty && blank > 0;
  const allZero = blank < all && isZero;
  const contradicted = allZero && claimsRequests();
  return [
    verdict('T3.BLANKS', 'warning', partly ? 'fail' : 'pass', {
      expected: 0,
      actual: blank,
      detail: partly ? `${blank} of ${all} cells are blank, ${blankRows} rows wholly` : null,
    }),
    verdict('T3.EMPTY', 'warning', empty ? 'fail' : 'pass', {
      detail: empty ? 'the whole table is blank: nothing was reported, which is not zero' : null,
    }),
    verdict('T3.ALLZERO', 'warning', contradicted ? 'fail' : 'pass', {
      detail: contradicted ? 'every cell is 0 although the text speaks of requests' : null,
    }),
  ];
}

const isBlank = (value: Operand): boolean => value === null;
const isCounted = (value: Operand): boolean => (value ?? 0) !== 0;

/** Rules of table four (T4) that need one report only. */
export function checkLitigation(values: Values): Check[] {
  const checks: Check[] = [];
  for (const { scope, total, parts, what } of LITIGATION_SUMS)
    checks.push(sumCheck('T4.SUM', scope, 'error', values[total] ?? null, valuesOf(parts, values), what));
  return checks;
}

const LITIGATION_SCOPES = {
  review: 'review',
  'litigation.direct': 'direct',
  'litigation.after_review': 'after',
} as const;

const LITIGATION_SUMS = LITIGATION_GROUPS.map(({ id, label }) => ({
  scope: LITIGATION_SCOPES[id],
  total: fieldId(id, 'total'),
  parts: ['upheld', 'corrected', 'other', 'pending'].map((key) => fieldId(id, key)),
  what: `${label} 总计`,
}));
