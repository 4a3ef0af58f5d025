import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TableForm } from '../../../src/reports/forms.ts';
import { linesOf } from '../../../src/reports/line.ts';
import { Reading } from '../../../src/reports/reading.ts';
import { openDisclosure, readDisclosure } from '../../../src/reports/tables/disclosure.ts';
import { documentOf, documentWith, gridOf } from '../support.ts';

async function read(source: string | readonly (readonly string[])[], preferred: TableForm = '2021') {
  const document =
    typeof source === 'string' ? await documentOf(source, 'text') : documentWith(gridOf(source));
  const reading = new Reading();
  const result = readDisclosure(openDisclosure(linesOf(document)), preferred, reading);
  return { result, reading, values: reading.values };
}

const BLOCK_ONE = [
  ['第二十条第（一）项', '', '', ''],
  ['信息内容', '本年制发件数', '本年废止件数', '现行有效件数'],
  ['规章', '1', '2', '3'],
  ['行政规范性文件', '4', '5', '6'],
];

test('columns go by the heading line of the block, in whatever order', async () => {
  const swapped = BLOCK_ONE.map(([a = '', b = '', c = '', d = '']) => [a, d, b, c]);
  for (const rows of [BLOCK_ONE, swapped]) {
    const { values } = await read(rows);
    assert.equal(values['disclosure.normative.made'], 4);
    assert.equal(values['disclosure.normative.repealed'], 5);
    assert.equal(values['disclosure.normative.valid'], 6);
  }
});

test('a block of the other form is read for what it is', async () => {
  const { result, values } = await read(
    '信息内容 上一年项目数量 本年增/减 处理决定数量\n行政许可 21 +19 40\n行政处罚 26 -12 41',
  );
  assert.equal(result.form, '2019');
  assert.equal(values['disclosure.licensing.items_change'], 19);
  assert.equal(values['disclosure.penalty.items_change'], -12);
});

test('only the row that is there is read; the rest is null with a warning', async () => {
  const { result, values, reading } = await read('信息内容 本年处理决定数量\n行政处罚 7\n行政强制 0');
  assert.equal(values['disclosure.penalty.decisions'], 7);
  assert.equal(values['disclosure.licensing.decisions'], null);
  assert.ok(reading.warnings.some((w) => w.code === 'row_missing' && w.field === 'disclosure.licensing.*'));
  assert.ok(result.problems.length > 0);
});

test('money is converted from the unit in the cell or in the label', async () => {
  const { values } = await read('信息内容 本年收费金额（单位：元）\n行政事业性收费 12500');
  assert.equal(values['disclosure.fees.amount'], 1.25);
  const glued = await read('信息内容 采购项目数量 采购总金额\n政府集中采购 53 1767.06万元', '2019');
  assert.equal(glued.values['disclosure.procurement.amount'], 1767.06);
  assert.equal(
    glued.reading.warnings.some((w) => w.code === 'unit_unstated'),
    false,
  );
});

test('an amount without any unit is taken as 万元 and flagged', async () => {
  const { values, reading } = await read('信息内容 采购项目数量 采购总金额\n政府集中采购 1 8040', '2019');
  assert.equal(values['disclosure.procurement.amount'], 8040);
  assert.ok(reading.warnings.some((w) => w.code === 'unit_unstated'));
});

test('a cell spanning all columns gives its value to none of them', async () => {
  const grid = gridOf([...BLOCK_ONE.slice(0, 2), ['规章', '7', '', ''], BLOCK_ONE[3] ?? []]);
  const cells = grid.cells
    .filter((c) => !(c.row === 3 && c.column > 2))
    .map((c) => (c.row === 3 && c.column === 2 ? { ...c, columnSpan: 3 } : c));
  const reading = new Reading();
  readDisclosure(openDisclosure(linesOf(documentWith({ ...grid, cells }))), '2021', reading);
  assert.equal(reading.values['disclosure.regulations.made'], null);
  assert.ok(
    reading.warnings.some((w) => w.code === 'ambiguous' && w.field === 'disclosure.regulations.made'),
  );
});

test('text in the place of a value makes its row doubtful', async () => {
  for (const rest of [
    ['11', '见附件', '3'],
    ['11', '2', '详见官网'],
  ]) {
    const { values, reading } = await read([...BLOCK_ONE.slice(0, 2), ['规章', ...rest], BLOCK_ONE[3] ?? []]);
    assert.notEqual(values['disclosure.regulations.repealed'], 3);
    assert.ok(
      reading.warnings.some((w) => w.field === 'disclosure.regulations.*'),
      rest.join(),
    );
    assert.equal(values['disclosure.normative.valid'], 6);
    assert.ok(!reading.warnings.some((w) => w.field === 'disclosure.normative.*'));
  }
});

test('rows that one label spans are parts of its row: neither is taken for it without a warning', async () => {
  const document = await documentOf(
    '<table><tr><td>信息内容</td><td colspan=2>本年处理决定数量</td></tr><tr><td rowspan=2>行政处罚</td><td>简易程序</td><td>80</td></tr><tr><td>普通程序</td><td>7</td></tr><tr><td>行政强制</td><td colspan=2>5</td></tr></table>',
    'html',
  );
  const reading = new Reading();
  readDisclosure(openDisclosure(linesOf(document)), '2021', reading);
  assert.deepEqual(
    reading.warnings.filter((w) => w.code === 'label_repeated').map((w) => w.field),
    ['disclosure.penalty.*'],
  );
  assert.equal(reading.values['disclosure.coercion.decisions'], 5);
});

test('a column of last year or of all years is not that of this year, however alike their labels are', async () => {
  const beside = await read([
    ['信息内容', '上年处理决定数量', '本年处理决定数量'],
    ['行政许可', '1400', '1523'],
  ]);
  assert.equal(beside.values['disclosure.licensing.decisions'], 1523);
  assert.deepEqual(
    beside.reading.warnings.filter((w) => w.field === 'disclosure.licensing.*'),
    [],
  );
  const alone = await read([
    ['信息内容', '上年处理决定数量'],
    ['行政许可', '1400'],
  ]);
  assert.ok(alone.reading.warnings.some((w) => w.field === 'disclosure.licensing.*'));
});
