import {
  APPLICANTS,
  DISCLOSURE,
  INFO_FEE,
  LITIGATION_COLUMNS,
  LITIGATION_GROUPS,
  REQUESTS,
  type TableForm,
} from './forms.ts';
import { INDICATORS } from './legacy/form.ts';
import type { Form } from './report.ts';

/** One numeric value that a report can hold: what is stored, exported and documented under its id. */
export interface Field {
  /** Stable, dotted. */
  readonly id: string;
  /** The id with underscores: safe as a column name. */
  readonly column: string;
  /** The wide table that holds it. */
  readonly table: 'disclosure' | 'requests' | 'litigation' | 'legacy';
  readonly forms: readonly Form[];
  readonly type: 'integer' | 'decimal';
  readonly unit: string;
  /** Only these may be negative. */
  readonly signed: boolean;
  /** The official label, row and column. */
  readonly label: string;
  /** English name. */
  readonly name: string;
}

const COLUMN_NAMES: Readonly<Record<string, string>> = {
  made: 'made',
  repealed: 'repealed',
  valid: 'in force',
  produced: 'produced',
  published: 'published',
  public_total: 'public in all',
  decisions: 'decisions',
  items_prev: 'items last year',
  items_change: 'change this year',
  amount: 'amount',
  items: 'projects',
  natural_person: 'natural persons',
  business: 'businesses',
  research: 'research institutions',
  public_welfare: 'public welfare organisations',
  legal_service: 'legal service organisations',
  other_org: 'other organisations',
  total: 'total',
  upheld: 'upheld',
  corrected: 'corrected',
  other: 'other outcome',
  pending: 'pending',
};

const FORMS: readonly TableForm[] = ['2021', '2019'];

function unitOf(table: Field['table'], key: string): string {
  if (key === 'amount') return '万元';
  return table === 'disclosure' && key.startsWith('items') ? '项' : '件';
}

function makeFields(): Field[] {
  const found = new Map<string, { field: Field; forms: TableForm[] }>();
  const add = (
    table: Field['table'],
    form: TableForm,
    row: { id: string; label: string; name: string },
    column: { key: string; label: string },
  ): void => {
    const id = `${row.id}.${column.key}`;
    const known = found.get(id);
    if (known !== undefined) {
      known.forms.push(form);
      return;
    }
    const forms: TableForm[] = [form];
    const field: Field = {
      id,
      column: id.replaceAll('.', '_'),
      table,
      forms,
      type: column.key === 'amount' ? 'decimal' : 'integer',
      unit: unitOf(table, column.key),
      signed: column.key === 'items_change',
      label: `${row.label} / ${column.label}`,
      name: `${row.name}: ${COLUMN_NAMES[column.key] ?? column.key}`,
    };
    found.set(id, { field, forms });
  };
  for (const form of FORMS) {
    for (const block of DISCLOSURE[form])
      for (const row of block.rows) for (const column of block.columns) add('disclosure', form, row, column);
    for (const row of REQUESTS[form]) for (const column of APPLICANTS) add('requests', form, row, column);
    for (const group of LITIGATION_GROUPS)
      for (const column of LITIGATION_COLUMNS) add('litigation', form, group, column);
  }
  const fields = [...found.values()].map((f) => f.field);
  fields.push({
    id: INFO_FEE,
    column: INFO_FEE.replaceAll('.', '_'),
    table: 'requests',
    forms: FORMS,
    type: 'decimal',
    unit: '元',
    signed: false,
    label: '收取信息处理费情况',
    name: 'Information processing fee collected',
  });
  fields.push(...legacyFields());
  return fields;
}

function legacyFields(): Field[] {
  return INDICATORS.map(({ id, label, name, type, unit }) => ({
    id,
    column: id.replaceAll('.', '_'),
    table: 'legacy',
    forms: ['legacy'],
    type,
    unit,
    signed: false,
    label,
    name,
  }));
}

/** Every numeric field, in the order of the forms: 2021 and 2019, then those of legacy reports. */
export const FIELDS: readonly Field[] = makeFields();

const BY_ID: ReadonlyMap<string, Field> = new Map(FIELDS.map((f) => [f.id, f]));

/** The field of an id, or undefined where the catalogue has none. */
export function fieldOf(id: string): Field | undefined {
  return BY_ID.get(id);
}
