import { namesField } from '../reports/doubt.ts';
import {
  APPLICANTS,
  DISCLOSURE,
  type FormColumn,
  type FormRow,
  INFO_FEE,
  LITIGATION_COLUMNS,
  LITIGATION_GROUPS,
  REQUESTS,
  type TableForm,
} from '../reports/forms.ts';
import { INDICATORS, type LegacyForm } from '../reports/legacy/form.ts';
import type { AnnualReport, Check, Warning } from '../reports/report.ts';
import { clip, paint, table } from './output.ts';

const FORM_YEARS = { disclosure: '二 主动公开', requests: '三 申请', litigation: '四 复议诉讼' } as const;
/** So that table three fits into 120 columns. */
const WIDEST_LABEL = 50;
/** Stands behind a value that a warning names. */
const DOUBT = '?';

/**
 * A report as a person reads it: laid out as the official form, blanks as blanks, doubtful values marked, and beneath
 * the rules that it breaks.
 */
export function reportText(report: AnnualReport): string {
  const { body, year, title, status, reason, forms } = report;
  const state = { complete: 'green', partial: 'yellow', unreadable: 'red', not_a_report: 'gray' } as const;
  const head = [
    paint('bold', title ?? '(no title)'),
    `${body ?? '(no body)'} · ${year ?? '(no year)'} · ${paint(state[status], status)}${reason === null ? '' : `: ${reason}`}`,
  ];
  if (status === 'not_a_report' || status === 'unreadable') return head.join('\n');
  const cells = cellsOf(report);
  const blocks = [
    ...(forms.disclosure === '2021' || forms.disclosure === '2019'
      ? [disclosureText(forms.disclosure, cells)]
      : []),
    ...(forms.requests === '2021' || forms.requests === '2019' ? [requestsText(forms.requests, cells)] : []),
    ...(forms.litigation === null ? [] : [litigationText(cells)]),
    ...(forms.legacy === undefined ? [] : [legacyText(forms.legacy, report, cells)]),
    ...(INFO_FEE in report.values
      ? [`${FORM_YEARS.requests}: 信息处理费 ${cells(INFO_FEE) || '(blank)'} 元`]
      : []),
    ...listed('Warnings', gathered(report.warnings).map(warningText)),
    ...listed('Broken rules', report.checks.filter((c) => c.outcome === 'fail').map(checkText)),
  ];
  return [head.join('\n'), ...blocks].join('\n\n');
}

type Cells = (field: string) => string;

/** What stands in a cell: as the number is stored, a doubt marked, nothing where nothing is printed. */
function cellsOf({ values, evidence, warnings }: AnnualReport): Cells {
  const doubted = warnings.flatMap((w) => (w.field === null ? [] : [w.field]));
  const isDoubted = (field: string): boolean => doubted.some((d) => namesField(d, field));
  return (field) => {
    const value = values[field] ?? null;
    const shown = value === null ? (evidence[field]?.raw ?? '') : String(value);
    return isDoubted(field) ? paint('yellow', `${shown}${DOUBT}`) : shown;
  };
}

function gridText(
  caption: string,
  columns: readonly FormColumn[],
  rows: readonly FormRow[],
  cells: Cells,
): string {
  const lines = rows.flatMap((row, i) => {
    const above = rows[i - 1]?.path ?? [];
    // A group's label stands over its first row, as in the form.
    const groups = row.path.flatMap((label, depth) =>
      above[depth] === label ? [] : [[indent(depth) + label, ...columns.map(() => '')]],
    );
    const label = clip(indent(row.path.length) + row.label, WIDEST_LABEL);
    return [...groups, [label, ...columns.map((c) => cells(`${row.id}.${c.key}`))]];
  });
  return table(
    [[caption, ...columns.map((c) => (c.key === 'amount' ? `${c.label}（万元）` : c.label))], ...lines],
    ['left', ...columns.map(() => 'right' as const)],
  );
}

const indent = (depth: number): string => '  '.repeat(depth);

function disclosureText(form: TableForm, cells: Cells): string {
  return DISCLOSURE[form].map((b) => gridText(b.article, b.columns, b.rows, cells)).join('\n\n');
}

function requestsText(form: TableForm, cells: Cells): string {
  return gridText(`${FORM_YEARS.requests}（${form}）`, APPLICANTS, REQUESTS[form], cells);
}

function litigationText(cells: Cells): string {
  const groups = LITIGATION_GROUPS.map((g) => ({
    id: g.id,
    label: g.label,
    variants: [],
    path: [],
    name: g.name,
  }));
  return gridText(FORM_YEARS.litigation, LITIGATION_COLUMNS, groups, cells);
}

/** Every indicator of the national table, and the local ones that are there. */
function legacyText(form: LegacyForm, report: AnnualReport, cells: Cells): string {
  const rows = INDICATORS.filter((i) => i.id in report.values);
  return table(
    [[`政府信息公开情况统计（${form}）`, '', ''], ...rows.map((i) => [i.label, cells(i.id), i.unit])],
    ['left', 'right', 'left'],
  );
}

function listed(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[`${heading}:`, ...lines.map((line) => `  ${line}`)].join('\n')];
}

/** The same doubt about several cells of a row is told once. */
function gathered(warnings: readonly Warning[]): Warning[] {
  const told = new Map<string, Warning & { fields: string[] }>();
  for (const warning of warnings) {
    const row = warning.field?.slice(0, warning.field.lastIndexOf('.')) ?? '';
    const key = `${warning.code} ${row} ${warning.message}`;
    const known = told.get(key);
    if (known === undefined) told.set(key, { ...warning, fields: [warning.field ?? ''] });
    else if (warning.field !== null) known.fields.push(warning.field);
  }
  return [...told.values()].map(({ fields, ...warning }) =>
    fields.length === 1
      ? warning
      : { ...warning, field: `${warning.field?.slice(0, warning.field.lastIndexOf('.'))}.*` },
  );
}

export function warningText({ code, field, message }: Warning): string {
  return `${paint('yellow', code)}${field === null ? '' : ` ${field}`}: ${message}`;
}

export function checkText({ rule, scope, severity, detail, expected, actual }: Check): string {
  const name = scope === null ? rule : `${rule}[${scope}]`;
  const colour = severity === 'error' ? 'red' : severity === 'warning' ? 'yellow' : 'gray';
  return `${paint(colour, severity)} ${name}: ${detail ?? `expected ${expected}, found ${actual}`}`;
}
