import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INFO_FEE } from '../../src/reports/forms.ts';
import { print } from './quirk-support.ts';
import { parse } from './support.ts';

test('a fee that cannot be looked for, since no running text was found, is doubted and not taken for silence', async () => {
  const { source, sheet } = print({ layout: 'html-spans', figures: { infoFee: 25 } });
  const tables = source.replace(/<p>[\s\S]*?<\/p>/gu, (p) => (p.includes(sheet.title) ? p : ''));
  const report = await parse(tables);
  assert.equal(report.values[INFO_FEE], null);
  assert.ok(report.warnings.some((w) => w.code === 'text_not_found' && w.field === INFO_FEE));
});

test('a text that is silent of the fee is no doubt', async () => {
  const { source } = print({ layout: 'html-spans', figures: { infoFee: null } });
  const report = await parse(source);
  assert.equal(report.values[INFO_FEE], null);
  assert.deepEqual(
    report.warnings.filter((w) => w.field === INFO_FEE),
    [],
  );
});
