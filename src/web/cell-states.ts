import { sidesOf } from '../reports/checks/sides.ts';
import { namesField } from '../reports/doubt.ts';
import type { TableForm } from '../reports/forms.ts';
import type { Check } from '../reports/report.ts';
import type { Reading, WarningRow } from './report-queries.ts';

/** What the checks say of a cell: the worst counts. */
export type CellState = 'fail' | 'doubt' | 'ok' | 'unchecked';

export interface CellVerdict {
  readonly state: CellState;
  /** The ids of the findings on the page that name this cell. */
  readonly findings: readonly string[];
}

const RANK: Readonly<Record<CellState, number>> = { fail: 3, doubt: 2, ok: 1, unchecked: 0 };
const UNCHECKED: CellVerdict = { state: 'unchecked', findings: [] };

/** The form whose rows and rules a reading's table three follows. */
export function requestsForm({ forms }: Reading): TableForm {
  return forms.requests === '2019' ? '2019' : '2021';
}

/** Id on the page of the finding of a check. */
export function findingId({ rule, scope }: Pick<Check, 'rule' | 'scope'>): string {
  return `check-${rule}${scope === null ? '' : `-${scope}`}`;
}

/** Checks and doubts by the cells that they are about. */
export class CellStates {
  readonly #verdicts = new Map<string, { state: CellState; findings: string[] }>();
  readonly #groups: string[] = [];

  constructor(reading: Reading, checks: readonly Check[], warnings: readonly WarningRow[]) {
    const form = requestsForm(reading);
    for (const check of checks) {
      const { left, right } = sidesOf(check.rule, check.scope, form);
      for (const field of [...left, ...right])
        if (check.outcome === 'fail')
          this.#set(field, check.severity === 'error' ? 'fail' : 'doubt', findingId(check));
        else if (check.outcome === 'pass' || check.outcome === 'pass_blank') this.#set(field, 'ok', null);
    }
    for (const { field } of warnings) {
      if (field === null) continue;
      if (field.includes('*')) this.#groups.push(field);
      else this.#set(field, 'doubt', 'warnings');
    }
  }

  of(field: string): CellVerdict {
    const own = this.#verdicts.get(field) ?? UNCHECKED;
    if (own.state === 'fail' || !this.#groups.some((group) => namesField(group, field))) return own;
    return { state: 'doubt', findings: [...own.findings, 'warnings'] };
  }

  #set(field: string, state: CellState, finding: string | null): void {
    const so = this.#verdicts.get(field) ?? { state: 'unchecked', findings: [] };
    if (RANK[state] > RANK[so.state]) so.state = state;
    if (finding !== null && !so.findings.includes(finding)) so.findings.push(finding);
    this.#verdicts.set(field, so);
  }
}
