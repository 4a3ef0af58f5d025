import { fieldOf } from '../catalogue.ts';
import { applicantFields, REQUESTS } from '../forms.ts';
import type { Line } from '../line.ts';
import type { Check, Evidence, Severity, Warning } from '../report.ts';
import { isMoney, readCell } from '../value.ts';
import { type Values, verdict } from './arithmetic.ts';

export interface ValueFacts {
  readonly values: Values;
  readonly evidence: Readonly<Record<string, Evidence>>;
  readonly warnings: readonly Warning[];
  readonly year: number | null;
  /** Fields whose count is a number that the pages' sequence lacks, see `pagelike`. */
  readonly pagelike?: readonly string[];
  /** Fields whose count is the year, see `yearlike`, where they are known already. */
  readonly yearlike?: readonly string[];
}

/** Rules of single values (VL). Each names the fields that break it; it passes where none does. */
export function checkValues(facts: ValueFacts): Check[] {
  const { values, evidence, warnings } = facts;
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
    const raw = evidence[id]?.raw ?? '';
    const unit = ENDS_IN_DIGIT.test(raw) ? null : readCell(raw).unit;
    if (unit !== null && isMoney(unit) !== isMoney(field.unit)) oddUnit.push(id);
  }
  for (const id in evidence)
    if (values[id] === null && readCell(evidence[id]?.raw ?? '').kind === 'placeholder') placeholder.push(id);
  return [
    rule('VL.NEGATIVE', 'error', negative),
    rule('VL.FRACTION', 'error', fraction),
    rule('VL.UNREADABLE', 'error', fieldsWith('value_unreadable', warnings)),
    rule('VL.PLACEHOLDER', 'info', placeholder),
    rule('VL.UNIT', 'warning', oddUnit),
    // Numbers that share a cell and are told apart by their count beyond doubt break nothing.
    rule('VL.MERGED', 'warning', fieldsWith('merged_values', warnings)),
    rule('VL.YEARLIKE', 'warning', [...(facts.yearlike ?? yearlike(facts)), ...(facts.pagelike ?? [])]),
    rule('VL.ORDINAL', 'warning', ordinals(facts)),
  ];
}

/** A unit stands behind the number. */
const ENDS_IN_DIGIT = /[0-9]$/u;

/** The fields that have a warning of that kind. */
function fieldsWith(code: string, warnings: readonly Warning[]): string[] {
  const fields: string[] = [];
  for (const warning of warnings)
    if (warning.code === code && warning.field !== null) fields.push(warning.field);
  return fields;
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
  const fields: string[] = [];
  if (year === null) return fields;
  for (const id in values) if (values[id] === year && fieldOf(id)?.type === 'integer') fields.push(id);
  return fields;
}

const PAGE_MARK = /^[-—–~·\s]*第?\s*(\d{1,3})\s*页?[-—–~·\s]*$/u;

/**
 * Counts that stand alone on their line, between the marks of two pages (`- 3 -`, `- 5 -`) whose sequence lacks this very
 * number: a mark that lost its decoration.
 */
export function pagelike(
  lines: readonly Line[],
  { values, evidence }: Pick<ValueFacts, 'values' | 'evidence'>,
): string[] {
  const marks: { number: number; index: number }[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const number = line?.pieces.length === 0 ? PAGE_MARK.exec(line.text.trim())?.[1] : undefined;
    if (number !== undefined) marks.push({ number: Number(number), index });
  }
  const suspects = new Map<string, number>();
  for (const [i, { number, index }] of marks.entries()) {
    const next = marks[i + 1];
    if (next?.number !== number + 2) continue;
    for (const { pieces } of lines.slice(index + 1, next.index)) {
      const [only] = pieces;
      if (pieces.length === 1 && only?.value === number + 1) suspects.set(only.at, number + 1);
    }
  }
  if (suspects.size === 0) return [];
  return Object.entries(evidence).flatMap(([id, { at }]) =>
    suspects.has(at) && values[id] === suspects.get(at) ? [id] : [],
  );
}

/** The fields of each row that bears a number of its own, and the number. */
const ORDINALS: readonly { readonly number: number; readonly fields: readonly string[] }[] = ordinalRows();

function ordinalRows(): { number: number; fields: readonly string[] }[] {
  // Most rows are of both forms.
  const rows = new Map<string, { number: number; fields: readonly string[] }>();
  for (const { id, label } of Object.values(REQUESTS).flat()) {
    const number = /^(\d)[.．、]/u.exec(label)?.[1];
    if (number !== undefined) rows.set(id, { number: Number(number), fields: applicantFields(id) });
  }
  return [...rows.values()];
}

/** Counts that are their row's own number, and the only ones of their row: the number of the label. */
export function ordinals({ values }: Pick<ValueFacts, 'values'>): string[] {
  const found: string[] = [];
  for (const { number, fields } of ORDINALS) {
    const only = onlyPrinted(fields, values);
    if (only !== null && values[only] === number) found.push(only);
  }
  return found;
}

/** The only field of several in which a value is printed; null where there are none, or more. */
function onlyPrinted(fields: readonly string[], values: Values): string | null {
  let only: string | null = null;
  for (const field of fields) {
    if ((values[field] ?? null) === null) continue;
    if (only !== null) return null;
    only = field;
  }
  return only;
}
