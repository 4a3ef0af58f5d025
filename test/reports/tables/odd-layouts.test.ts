import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFigures } from '../generate/figures.ts';
import { ODD_LAYOUTS } from '../generate/odd-layouts.ts';
import { bytesOf, html, htmlTable, type Layout } from '../generate/printing.ts';
import { Random } from '../generate/random.ts';
import { emptyScore, scoreReport } from '../generate/score.ts';
import { makeSheet, type Sheet } from '../generate/sheet.ts';
import { differences, isWarned, parse } from '../support.ts';

/** Two reports, with some figures of many digits. */
const SHEETS: readonly Sheet[] = (['2021', '2019'] as const).map((form, n) => {
  const values = makeFigures(form, 'dense', new Random(n + 5));
  for (const [field, value] of Object.entries(values))
    if (value !== null && /made|valid|decisions|published/u.test(field)) values[field] = value * 1000 + 7;
  return makeSheet({ form, values });
});

for (const { layout, legible } of ODD_LAYOUTS)
  test(`${layout.name}: nothing is wrong without a warning`, async () => {
    for (const sheet of SHEETS) {
      const report = await parse(bytesOf(layout, sheet), layout.type);
      const score = emptyScore();
      scoreReport(score, sheet, report, layout.name);
      assert.deepEqual(score.examples, []);
      if (legible) assert.equal(score.right, score.cells);
    }
  });

const captioned = (caption: string): Layout =>
  html('', (t) => (t.name === 'disclosure' ? `<p>${caption}</p>` : '') + htmlTable(t));

test('the unit of money over a table holds where column and row state none', async () => {
  const sheet = SHEETS[1];
  assert.ok(sheet !== undefined);
  const amount = sheet.values['disclosure.procurement.amount'];
  assert.ok(typeof amount === 'number' && amount > 0);
  for (const caption of [
    '单位：元',
    '金额单位：元',
    '（单位：件、元）',
    '单位:人民币元',
    '计量单位：个，元',
  ]) {
    const report = await parse(bytesOf(captioned(caption), sheet), 'html');
    assert.equal(report.values['disclosure.procurement.amount'], Number(`${amount}e-4`), caption);
    assert.ok(isWarned(report, 'disclosure.procurement.amount'), caption);
  }
  for (const caption of ['单位：元氏县水利局', '填报单位：东山县水利局']) {
    const report = await parse(bytesOf(captioned(caption), sheet), 'html');
    assert.deepEqual(differences(sheet.values, report), [], caption);
  }
});

test('a unit over a table that its column contradicts is doubted', async () => {
  const sheet = SHEETS[0];
  assert.ok(sheet !== undefined);
  const report = await parse(bytesOf(captioned('单位：元'), sheet), 'html');
  assert.deepEqual(
    report.warnings.filter((w) => w.code === 'unit_disputed').map((w) => w.field),
    ['disclosure.fees.amount'],
  );
});
