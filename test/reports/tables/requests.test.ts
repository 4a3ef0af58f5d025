import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFigures } from '../generate/figures.ts';
import { LAYOUTS } from '../generate/layouts.ts';
import { Random } from '../generate/random.ts';
import { makeSheet } from '../generate/sheet.ts';
import { differences, isWarned, parse } from '../support.ts';

const sheet = makeSheet({ form: '2021', values: makeFigures('2021', 'dense', new Random(1)) });
const ROW = /<tr><td>6\.属于四类过程性信息<\/td>(.*?)<\/tr>/su;

/** The report with the row of 6.属于四类过程性信息 written in another way. */
function withRow(write: (cells: string) => string) {
  const source =
    LAYOUTS.find((l) => l.name === 'html-spans')
      ?.write(sheet)
      .toString() ?? '';
  assert.match(source, ROW);
  return parse(source.replace(ROW, (_, cells: string) => write(cells)));
}

for (const [name, write] of [
  [
    'whose figures and label a converter parted',
    (cells: string) =>
      `<tr><td>6.属于四类</td>${cells}</tr><tr><td>过程性信息</td>${'<td></td>'.repeat(7)}</tr>`,
  ],
  ['that lost its cells, alone in its table', () => '<tr><td>6.属于四类过程性信息</td></tr>'],
] as const)
  test(`a row ${name}: no gap without a warning`, async () => {
    const report = await withRow(write);
    const silent = differences(sheet.values, report).filter((d) => !isWarned(report, d.split(':')[0] ?? ''));
    assert.deepEqual(silent, []);
  });

test('a row of blank cells is blank, and not in doubt', async () => {
  const report = await withRow(() => `<tr><td>6.属于四类过程性信息</td>${'<td></td>'.repeat(7)}</tr>`);
  assert.equal(report.values['requests.refused.process_info.total'], null);
  assert.equal(isWarned(report, 'requests.refused.process_info.total'), false);
});

test('a line that names all columns tells their order, wherever the heading of five of them stands', async () => {
  const source =
    LAYOUTS.find((l) => l.name === 'html-spans')
      ?.write(sheet)
      .toString() ?? '';
  const header = /<tr>(?:(?!<tr>).)*申请人情况.*?(?=<tr>(?:(?!<tr>).)*本年新收)/su;
  assert.match(source, header);
  const names = ['商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计'];
  const cells = ['等于第三项加第四项之和自然人', ...names].map((n) => `<td>${n}</td>`).join('');
  const report = await parse(
    source.replace(
      header,
      `<tr><td colspan="10">申请人情况</td></tr><tr><td colspan="10">法人或其他组织</td></tr><tr><td colspan="3"></td>${cells}</tr>`,
    ),
  );
  assert.deepEqual(differences(sheet.values, report), []);
});
