import type { Check, Forms } from '../report.ts';
import { verdict } from './arithmetic.ts';

export interface StructureFacts {
  readonly forms: Forms;
  readonly headings: readonly number[];
  readonly extra: readonly string[];
  readonly problems: readonly string[];
  readonly mixed: boolean;
  /** Rows and columns that do not stand where the form has them. */
  readonly disordered: readonly string[];
}

/** Rules of structure (ST): whether the document has the parts that the form demands. */
export function checkStructure({
  forms,
  headings,
  extra,
  problems,
  mixed,
  disordered,
}: StructureFacts): Check[] {
  const tables = [forms.disclosure, forms.requests, forms.litigation].filter((f) => f !== null).length;
  const missingRows = problems.filter((p) => p.startsWith('row '));
  const missingColumns = problems.filter((p) => p.startsWith('column '));
  const disagree =
    forms.disclosure !== null && forms.requests !== null && forms.disclosure !== forms.requests;
  return [
    verdict('ST.SECTIONS', 'warning', headings.length === 6 ? 'pass' : 'fail', {
      expected: 6,
      actual: headings.length,
      detail: headings.length === 6 ? null : `only chapters ${headings.join(', ') || 'none'} were found`,
    }),
    verdict('ST.TABLES', 'error', tables === 3 ? 'pass' : 'fail', {
      expected: 3,
      actual: tables,
      detail: tables === 3 ? null : problems.filter((p) => p.endsWith('not found')).join('; '),
    }),
    verdict('ST.ROWS', 'warning', missingRows.length === 0 ? 'pass' : 'fail', {
      expected: 0,
      actual: missingRows.length,
      detail: missingRows.length === 0 ? null : missingRows.join('; '),
    }),
    verdict('ST.COLUMNS', 'error', missingColumns.length === 0 ? 'pass' : 'fail', {
      expected: 0,
      actual: missingColumns.length,
      detail: missingColumns.length === 0 ? null : missingColumns.join('; '),
    }),
    verdict('ST.ORDER', 'warning', disordered.length === 0 ? 'pass' : 'fail', {
      expected: 0,
      actual: disordered.length,
      detail: disordered.length === 0 ? null : `not where the form has them: ${disordered.join('; ')}`,
    }),
    verdict('ST.MIXED', 'warning', disagree || mixed ? 'fail' : 'pass', {
      detail: disagree ? `section two is of ${forms.disclosure}, table three of ${forms.requests}` : null,
    }),
    verdict('ST.EXTRA', 'info', extra.length > 0 ? 'fail' : 'pass', {
      expected: 0,
      actual: extra.length,
      detail: extra.length > 0 ? extra.join('; ') : null,
    }),
  ];
}
