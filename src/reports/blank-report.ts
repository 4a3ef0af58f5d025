import { INFO_FEE, TABLE_IDS, type TableForm } from './forms.ts';
import { NATIONAL_IDS } from './legacy/form.ts';
import type { AnnualReport, ParseHints } from './report.ts';

const NOTHING = {
  forms: { disclosure: null, requests: null, litigation: null },
  title: null,
  body: null,
  year: null,
  meta: {},
  values: {},
  sections: {},
  asides: {},
  evidence: {},
  checks: [],
  warnings: [],
} as const;

/** What is left of a report that nobody could read: the fields of the form that its year speaks for, all blank. */
export function unreadable(reason: string, hints: ParseHints): AnnualReport {
  const { year } = hints;
  const form: TableForm = year !== null && year <= 2020 ? '2019' : '2021';
  const ids =
    year !== null && year <= 2018
      ? NATIONAL_IDS
      : [...TABLE_IDS.disclosure[form], ...TABLE_IDS.requests[form], ...TABLE_IDS.litigation[form], INFO_FEE];
  return {
    ...NOTHING,
    status: 'unreadable',
    reason,
    values: Object.fromEntries(ids.map((id) => [id, null])),
    warnings: [{ code: 'unreadable', message: reason, field: null }],
  };
}

export function notAReport(title: string | null): AnnualReport {
  return {
    ...NOTHING,
    status: 'not_a_report',
    reason: 'neither tables nor chapters of the form were found',
    title,
  };
}
