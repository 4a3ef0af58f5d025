import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FIELDS, fieldOf } from '../../src/reports/catalogue.ts';
import { REQUESTS, RESULT_ROWS, TABLE_IDS } from '../../src/reports/forms.ts';
import { COLUMN_KEYS, resultKeys } from '../fixtures/forms.ts';

const TABLES = ['disclosure', 'requests', 'litigation'] as const;

test('the forms have as many cells as the notices print', () => {
  assert.deepEqual(
    TABLES.map((t) => TABLE_IDS[t]['2021'].length),
    [10, 175, 15],
  );
  assert.deepEqual(
    TABLES.map((t) => TABLE_IDS[t]['2019'].length),
    [22, 161, 15],
  );
});

test('every cell of a form is a field of the catalogue, once', () => {
  for (const form of ['2021', '2019'] as const) {
    const ids = TABLES.flatMap((t) => TABLE_IDS[t][form]);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.ok(fieldOf(id)?.forms.includes(form), id);
  }
  assert.equal(new Set(FIELDS.map((f) => f.id)).size, FIELDS.length);
});

test('columns are safe names for SQL and CSV, and unique', () => {
  for (const field of FIELDS) assert.match(field.column, /^[a-z][a-z0-9_]{2,62}$/u);
  assert.equal(new Set(FIELDS.map((f) => f.column)).size, FIELDS.length);
});

test('only money has decimals and only the change of items has a sign', () => {
  for (const field of FIELDS) {
    assert.equal(field.signed, field.id.endsWith('.items_change'), field.id);
    if (field.id.startsWith('requests.')) assert.equal(field.type, 'integer');
  }
  assert.equal(fieldOf('disclosure.fees.amount')?.unit, '万元');
  assert.equal(fieldOf('fees.info_processing.amount')?.unit, '元');
  assert.equal(fieldOf('disclosure.licensing.items_prev')?.unit, '项');
  assert.equal(fieldOf('no.such.field'), undefined);
});

test('rows and result rows agree with the forms written down independently', () => {
  for (const form of ['2021', '2019'] as const) {
    const rows = ['new', 'carried_in', ...resultKeys(form), 'total', 'carried_out'];
    assert.deepEqual(
      REQUESTS[form].map((r) => r.id),
      rows.map((r) => `requests.${r}`),
    );
    assert.deepEqual(
      RESULT_ROWS[form],
      resultKeys(form).map((r) => `requests.${r}`),
    );
  }
  const [first = ''] = TABLE_IDS.requests['2021'];
  assert.equal(first, `requests.new.${COLUMN_KEYS[0]}`);
});

test('the parser reads nothing from disk', () => {
  const folder = new URL('../../src/reports/', import.meta.url);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((n) =>
    n.endsWith('.ts'),
  ))
    assert.doesNotMatch(readFileSync(new URL(name, folder), 'utf8'), /node:|\bfetch\(|process\./u, name);
});
