import {
  CASE_GROUPS,
  CASE_KEYS,
  COLUMN_KEYS,
  DISCLOSURE,
  type FormYear,
  resultKeys,
} from '../../fixtures/forms.ts';
import type { Random } from './random.ts';

/** How a made-up report is filled in. */
export type Filling = 'zeros' | 'sparse' | 'dense' | 'unbalanced' | 'blanks';

/** Values of a whole form. All but `unbalanced` obey the sums of the form; `blanks` then leaves cells empty. */
export function makeFigures(form: FormYear, filling: Filling, random: Random): Record<string, number | null> {
  const values: Record<string, number | null> = {};
  const share = { zeros: 0, sparse: 0.12, dense: 0.9, unbalanced: 0.5, blanks: 0.4 }[filling];
  const count = (most = 60): number => (random.chance(share) ? random.whole(1, most) : 0);
  for (const block of DISCLOSURE[form])
    for (const row of block.rows)
      for (const field of row.fields)
        values[`disclosure.${row.key}.${field}`] =
          field === 'amount'
            ? random.chance(share)
              ? random.whole(1, 99_999_999) / 10_000
              : 0
            : field === 'items_change'
              ? count() * (random.chance(0.3) ? -1 : 1) || 0
              : count(field === 'decisions' ? 5000 : 300);
  const results = resultKeys(form);
  const parts = COLUMN_KEYS.slice(0, 6);
  for (const column of parts) {
    let sum = 0;
    for (const row of results) {
      const value = count(filling === 'sparse' ? 9 : 40);
      values[`requests.${row}.${column}`] = value;
      sum += value;
    }
    const out = count(5);
    const carriedIn = Math.min(sum + out, count(8));
    values[`requests.total.${column}`] = sum;
    values[`requests.carried_out.${column}`] = out;
    values[`requests.carried_in.${column}`] = carriedIn;
    values[`requests.new.${column}`] = sum + out - carriedIn;
  }
  for (const row of ['new', 'carried_in', ...results, 'total', 'carried_out'])
    values[`requests.${row}.total`] = parts.reduce((n, c) => n + (values[`requests.${row}.${c}`] ?? 0), 0);
  for (const group of CASE_GROUPS) {
    let sum = 0;
    for (const key of CASE_KEYS.slice(0, -1)) {
      const value = count(12);
      values[`${group}.${key}`] = value;
      sum += value;
    }
    values[`${group}.total`] = sum;
  }
  const fields = Object.keys(values);
  if (filling === 'unbalanced')
    for (const field of fields)
      if (!field.startsWith('disclosure') && random.chance(0.2)) values[field] = random.whole(0, 70);
  if (filling === 'blanks') leaveBlank(values, fields, random);
  values['fees.info_processing.amount'] = random.pick([null, 0, 25, 120.5]);
  return values;
}

/** Single cells, whole rows, or all zeros are left empty. */
function leaveBlank(values: Record<string, number | null>, fields: readonly string[], random: Random): void {
  const way = random.whole(0, 2);
  const emptyRows = new Set(
    fields.map((f) => f.slice(0, f.lastIndexOf('.'))).filter(() => random.chance(0.2)),
  );
  for (const field of fields) {
    const row = field.slice(0, field.lastIndexOf('.'));
    const empty = way === 0 ? random.chance(0.15) : way === 1 ? emptyRows.has(row) : values[field] === 0;
    if (empty) values[field] = null;
  }
}
