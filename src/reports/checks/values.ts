import { fieldOf } from '../catalogue.ts';
import { applicantFields, REQUESTS } from '../forms.ts';
import type { Check, Evidence, Severity, Warning } from '../report.ts';
import { isMoney, readCell } from '../value.ts';
import { type Values, verdict } from './arithmetic.ts';

export interface ValueFacts {
  readonly values: Values;
  readonly evidence: Readonly<Record<string, Evidence>>;
  readonly warnings: readonly Warning[];
  readonly year: number | null;
}

/** Rules of single values (VL). Each names the fields that break it; it passes where none does. */
export function checkValues(facts: ValueFacts): Check[] {
  const { values, evidence, warnings } = facts;
  const codes = (code: string): string[] =>
    warnings.flatMap((w) => (w.code === code && w.field !== null ? [w.field] : []));
  const negative: string[] = [];
  const fraction: string[] = [];
  const oddUnit: string[] = [];
  const placeholder: string[] = [];
  for (const id in values) {
    const field = fieldOf(id);
    const value = values[id] ?? null;
    if (field === undefined || value === null) continue;
    if (value < 0 && !field.signed) negative.push(id);
    if (field.type === 'integer' && !Number.isInteger(value)) fraction.push(id);
    const unit = readCell(evidence[id]?.raw ?? '').unit;
    if (unit !== null && isMoney(unit) !== isMoney(field.unit)) oddUnit.push(id);
  }
  for (const id in evidence)
    if (values[id] === null && readCell(evidence[id]?.raw ?? '').kind === 'placeholder') placeholder.push(id);
  return [
    rule('VL.NEGATIVE', 'error', negative),
    rule('VL.FRACTION', 'error', fraction),
    rule('VL.UNREADABLE', 'error', codes('value_unreadable')),
    rule('VL.PLACEHOLDER', 'info', placeholder),
    rule('VL.UNIT', 'warning', oddUnit),
    // Numbers that share a cell and are told apart by their count beyond doubt break nothing.
    rule('VL.MERGED', 'warning', codes('merged_values')),
    rule('VL.YEARLIKE', 'warning', yearlike(facts)),
    rule('VL.ORDINAL', 'warning', ordinals(facts)),
  ];
}

function rule(id: string, severity: Severity, fields: readonly string[]): Check {
  return verdict(id, severity, fields.length === 0 ? 'pass' : 'fail', {
    expected: 0,
    actual: fields.length,
    detail: fields.length === 0 ? null : fields.join(', '),
  });
}

/** Counts that are the year of the report: a number of a caption or a date that got into the table. */
export function yearlike({ values, year }: Pick<ValueFacts, 'values' | 'year'>): string[] {
  if (year === null) return [];
  return Object.keys(values).filter((id) => values[id] === year && fieldOf(id)?.type === 'integer');
}

/** The fields of each row that bears a number of its own, and the number. */
const ORDINALS: ReadonlyMap<string, { readonly number: number; readonly fields: readonly string[] }> =
  new Map(
    Object.values(REQUESTS)
      .flat()
      .flatMap((row) => {
        const number = /^(\d)[.．、]/u.exec(row.label)?.[1];
        const fields = applicantFields(row.id);
        return number === undefined ? [] : [[row.id, { number: Number(number), fields }] as const];
      }),
  );

/** Counts that are their row's own number, and the only ones of their row: the number of the label. */
export function ordinals({ values }: Pick<ValueFacts, 'values'>): string[] {
  return [...ORDINALS.values()].flatMap(({ number, fields }) => {
    const printed = fields.filter((f) => (values[f] ?? null) !== null);
    const [only] = printed;
    return printed.length === 1 && only !== undefined && values[only] === number ? [only] : [];
  });
}
