import { fieldOf } from './catalogue.ts';
import { sidesOf } from './checks/sides.ts';
import { namesField } from './doubt.ts';
import type { TableForm } from './forms.ts';
import type { AnnualReport, Check, Evidence, Warning } from './report.ts';

/** All that a report tells about one of its values. */
export interface Explanation {
  readonly field: string;
  /** The official label, row and column; null where the catalogue has none. */
  readonly label: string | null;
  readonly unit: string | null;
  readonly value: number | null;
  /** Null where nothing is printed. */
  readonly evidence: Evidence | null;
  readonly warnings: readonly Warning[];
  /** The rules that look at the value, whatever came of them. */
  readonly checks: readonly Check[];
}

/**
 * Explains the values that a name stands for: a field, or a group of them (`requests.granted`, `requests.granted.*`).
 * @returns none where the report has no such field.
 */
export function explain(report: AnnualReport, name: string): Explanation[] {
  const { values, evidence, warnings, checks, forms } = report;
  const group = name.replace(/\.?\*$/u, '');
  const form: TableForm = forms.requests === '2019' ? '2019' : '2021';
  const looksAt = ({ rule, scope, detail }: Check, field: string): boolean => {
    const { left, right } = sidesOf(rule, scope, form);
    const named = rule.startsWith('VL.') && (detail ?? '').split(', ').some((f) => namesField(f, field));
    return named || left.includes(field) || right.includes(field);
  };
  return Object.keys(values)
    .filter((field) => field === name || field.startsWith(`${group}.`))
    .map((field) => ({
      field,
      label: fieldOf(field)?.label ?? null,
      unit: fieldOf(field)?.unit ?? null,
      value: values[field] ?? null,
      evidence: evidence[field] ?? null,
      warnings: warnings.filter((w) => w.field !== null && namesField(w.field, field)),
      checks: checks.filter((check) => looksAt(check, field)),
    }));
}
