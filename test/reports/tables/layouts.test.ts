import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormYear } from '../../fixtures/forms.ts';
import { type Filling, makeFigures } from '../generate/figures.ts';
import { LAYOUTS } from '../generate/layouts.ts';
import { bytesOf } from '../generate/printing.ts';
import { Random } from '../generate/random.ts';
import { makeSheet, type Sheet } from '../generate/sheet.ts';
import { differences, documentOf, isWarned, parse } from '../support.ts';

const FORMS: readonly FormYear[] = ['2021', '2019'];

function sheets(fillings: readonly Filling[], seeds: number): Sheet[] {
  const made: Sheet[] = [];
  for (const form of FORMS)
    for (const filling of fillings)
      for (let seed = 0; seed < seeds; seed++)
        made.push(makeSheet({ form, values: makeFigures(form, filling, new Random(seed)) }));
  return made;
}

for (const layout of LAYOUTS) {
  test(`${layout.name}: every printed value of both forms`, async () => {
    for (const sheet of sheets(['zeros', 'sparse', 'dense', 'unbalanced'], 2)) {
      const report = await parse(bytesOf(layout, sheet), layout.type);
      assert.deepEqual(differences(sheet.values, report), []);
      assert.equal(report.status, 'complete');
      assert.deepEqual(report.forms, {
        disclosure: sheet.form,
        requests: sheet.form,
        litigation: sheet.form,
      });
      // Figures that do not add up are doubted where only spaces part them.
      const harmless = ['unit_unstated', ...(layout.hasColumns ? [] : ['row_unbalanced'])];
      assert.deepEqual(
        report.warnings.filter((w) => !harmless.includes(w.code)),
        [],
      );
    }
  });

  test(`${layout.name}: with blanks, nothing is wrong without a warning`, async () => {
    for (const sheet of sheets(['blanks'], 6)) {
      const report = await parse(bytesOf(layout, sheet), layout.type);
      const silent = differences(sheet.values, report).filter(
        (d) => !isWarned(report, d.split(':')[0] ?? ''),
      );
      assert.deepEqual(silent, []);
    }
  });
}

test('where blank cells keep their places, reports with blanks are read whole', async () => {
  for (const layout of LAYOUTS.filter((l) => l.hasColumns && l.name !== 'html-vanished'))
    for (const sheet of sheets(['blanks'], 6))
      assert.deepEqual(
        differences(sheet.values, await parse(bytesOf(layout, sheet), layout.type)),
        [],
        layout.name,
      );
});

test('columns in another order go by their header', async () => {
  const order = [
    'total',
    'other_org',
    'business',
    'research',
    'legal_service',
    'public_welfare',
    'natural_person',
  ];
  const [layout] = LAYOUTS;
  for (const form of FORMS) {
    const sheet = makeSheet({ form, order, values: makeFigures(form, 'dense', new Random(4)) });
    const report = await parse(layout?.write(sheet) ?? '', 'html');
    assert.deepEqual(differences(sheet.values, report), []);
  }
});

test('in a grid the cell that the evidence names holds the raw text', async () => {
  const layouts = LAYOUTS.filter((l) =>
    ['html-spans', 'html-vanished', 'text-tabs', 'text-markdown'].includes(l.name),
  );
  assert.equal(layouts.length, 4);
  for (const layout of layouts)
    for (const sheet of sheets(['dense'], 1)) {
      const source = layout.write(sheet);
      const { blocks } = await documentOf(source, layout.type);
      const report = await parse(source, layout.type);
      const cells = Object.keys(report.values).filter((f) => !f.startsWith('fees.'));
      assert.ok(cells.length >= 198);
      for (const field of cells) {
        const evidence = report.evidence[field];
        const [, table, row, column] = /^table (\d+) row (\d+) col (\d+)$/u.exec(evidence?.at ?? '') ?? [];
        const grid = blocks.find((b) => b.kind === 'grid' && b.index === Number(table));
        assert.ok(grid?.kind === 'grid', `${field} stands at ${evidence?.at}`);
        const cell = grid.cells.find((c) => c.row === Number(row) && c.column === Number(column));
        assert.equal(cell?.text, evidence?.raw, field);
        assert.equal(String(sheet.values[field]), evidence?.raw, field);
      }
    }
});

test('in text the line that the evidence names holds the raw text', async () => {
  const [sheet] = sheets(['dense'], 1);
  const layout = LAYOUTS.find((l) => l.name === 'text-spaces');
  assert.ok(sheet !== undefined && layout !== undefined);
  const source = layout.write(sheet);
  const report = await parse(source, 'text');
  for (const [field, { raw, at }] of Object.entries(report.evidence)) {
    if (field.startsWith('fees.')) continue;
    const line = source.split('\n')[Number(/^line (\d+)$/u.exec(at)?.[1]) - 1] ?? '';
    assert.ok(line.split(' ').includes(raw), `${field}: ${raw} in ${at}`);
  }
});
