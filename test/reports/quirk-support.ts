import type { AnnualReport } from '../../src/reports/report.ts';
import type { FormYear } from '../fixtures/forms.ts';
import { type Figures, plantValues } from '../fixtures/values.ts';
import { LAYOUTS } from './generate/layouts.ts';
import { makeSheet, type Sheet } from './generate/sheet.ts';
import { parse } from './support.ts';

/** A made-up report that a test changes before it is printed. */
export interface Draft {
  readonly form?: FormYear;
  readonly figures?: Figures;
  /** Changes cells before they are printed. */
  readonly change?: (sheet: Sheet) => void;
  /** Name of the layout; `text-spaces` by default. */
  readonly layout?: string;
  /** Changes the printed source: each pair is a text and what replaces its first occurrence. */
  readonly replace?: readonly (readonly [string | RegExp, string])[];
}

/** Prints the draft. @throws Error where a text to be replaced is not there: the test would prove nothing. */
export function print(draft: Draft): { source: string; sheet: Sheet } {
  const form = draft.form ?? '2021';
  const sheet = makeSheet({ form, values: plantValues(form, draft.figures ?? {}) });
  draft.change?.(sheet);
  const layout = LAYOUTS.find((l) => l.name === (draft.layout ?? 'text-spaces'));
  if (layout === undefined) throw new Error(`no layout ${draft.layout}`);
  let source = layout.write(sheet);
  for (const [old, fresh] of draft.replace ?? []) {
    const next = source.replace(old, () => fresh);
    if (next === source) throw new Error(`${old} is not in the source`);
    source = next;
  }
  return { source, sheet };
}

export async function readDraft(draft: Draft): Promise<AnnualReport> {
  return parse(print(draft).source);
}

/** Outcomes of a rule, by scope (`-` for the whole report). */
export function outcomes(report: AnnualReport, rule: string): Record<string, string> {
  return Object.fromEntries(
    report.checks.filter((c) => c.rule === rule).map((c) => [c.scope ?? '-', c.outcome]),
  );
}

/** The seven values of a row of table three. */
export function row(report: AnnualReport, id: string): (number | null | undefined)[] {
  const keys = [
    'natural_person',
    'business',
    'research',
    'public_welfare',
    'legal_service',
    'other_org',
    'total',
  ];
  return keys.map((key) => report.values[`requests.${id}.${key}`]);
}
