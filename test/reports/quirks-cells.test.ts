/** Quirks Q01 to Q18: what stands in cells. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomes, print, readDraft, row } from './quirk-support.ts';
import { isWarned, parse } from './support.ts';

const SEVEN = [3, 0, 0, 0, 0, 0, 3];
const BLANK = [null, null, null, null, null, null, null];

test('Q01 rows left blank among filled ones are null, never 0', async () => {
  const report = await readDraft({
    layout: 'text-tabs',
    figures: { requests: { new: [3] }, blank: ['requests.granted.', 'requests.partial.'] },
  });
  assert.deepEqual(row(report, 'granted'), BLANK);
  assert.deepEqual(row(report, 'new'), SEVEN);
  assert.deepEqual(outcomes(report, 'T3.BLANKS'), { '-': 'fail' });
});

test('Q02 the official form with no cell filled is an empty table', async () => {
  for (const layout of ['html-spans', 'text-cell-lines']) {
    const report = await readDraft({
      layout,
      figures: { blank: ['requests.', 'disclosure.', 'review.', 'litigation.'] },
    });
    assert.deepEqual(
      Object.values(report.values).filter((v) => v !== null),
      [],
    );
    assert.deepEqual(outcomes(report, 'T3.EMPTY'), { '-': 'fail' });
  }
});

test('Q03 a lone total is read where cells show its place, and only there', async () => {
  const blank = [
    'natural_person',
    'business',
    'research',
    'public_welfare',
    'legal_service',
    'other_org',
  ].map((c) => `requests.new.${c}`);
  const figures = { set: { 'requests.new.total': 4 }, blank };
  const inCells = await readDraft({ layout: 'html-spans', figures });
  assert.deepEqual(row(inCells, 'new'), [null, null, null, null, null, null, 4]);
  const inText = await readDraft({ layout: 'text-spaces', figures });
  assert.deepEqual(row(inText, 'new'), BLANK);
  assert.ok(isWarned(inText, 'requests.new.total'));
});

test('Q04 a value in a merged run of cells belongs to no column for certain', async () => {
  const { source } = print({ layout: 'html-spans' });
  const merged = source.replace(
    /(本年新收政府信息公开申请数量<\/td>)(?:<td>0<\/td>){7}/u,
    '$1<td colspan="7">6</td>',
  );
  assert.notEqual(merged, source);
  const report = await parse(merged);
  assert.deepEqual(row(report, 'new'), BLANK);
  assert.ok(isWarned(report, 'requests.new.natural_person'));
  assert.equal(report.evidence['requests.new.natural_person']?.raw, '6');
});

test('Q05 blanks between printed values do not close up', async () => {
  const figures = {
    disclosure: { licensing: [7, 0, 9] },
    set: { 'disclosure.licensing.items_change': null },
  };
  const report = await readDraft({ form: '2019', layout: 'html-spans', figures });
  assert.equal(report.values['disclosure.licensing.items_prev'], 7);
  assert.equal(report.values['disclosure.licensing.items_change'], null);
  assert.equal(report.values['disclosure.licensing.decisions'], 9);
});

test('a count that no county can reach is given with a doubt', async () => {
  const field = 'disclosure.licensing.decisions';
  const of = (count: number) =>
    readDraft({ layout: 'html-spans', figures: { disclosure: { licensing: [count] } } });
  const run = await of(106_600_150);
  assert.equal(run.values[field], 106_600_150);
  assert.ok(isWarned(run, field));
  assert.ok(!isWarned(await of(1_066_015), field));
});

test('Q06 a dash is null with its raw text, no minus and no zero', async () => {
  const report = await readDraft({ form: '2019', replace: [['行政强制 0 0 0', '行政強制 4 4 -']] });
  assert.equal(report.values['disclosure.coercion.items_change'], 4);
  assert.equal(report.values['disclosure.coercion.decisions'], null);
  assert.equal(report.evidence['disclosure.coercion.decisions']?.raw, '-');
});

test('Q07 placeholders are null with their raw text, in cells and in metadata', async () => {
  for (const sign of ['/', '—', '无', '*']) {
    const report = await readDraft({
      layout: 'html-spans',
      change: ({ tables }) => {
        for (const cell of tables.flatMap((t) => t.rows.flatMap((r) => r.cells)))
          if (cell.field === 'requests.new.total') cell.text = sign;
      },
      replace: [['<body>', '<body><table><tr><td>文号</td><td>无文号</td></tr></table>']],
    });
    assert.equal(report.values['requests.new.total'], null);
    assert.equal(report.evidence['requests.new.total']?.raw, sign);
    assert.equal(isWarned(report, 'requests.new.total'), false);
    assert.equal(report.meta['meta.document_number'], null);
  }
});

test('Q08 spaces of every kind round a number do not matter', async () => {
  const report = await readDraft({
    layout: 'html-spans',
    figures: { disclosure: { licensing: [12] } },
    replace: [['<td colspan="3">12</td>', '<td colspan="3">&nbsp;　12\u200b </td>']],
  });
  assert.equal(report.values['disclosure.licensing.decisions'], 12);
});

test('Q09 a unit inside the cell is read and converted', async () => {
  const of = async (raw: string) => {
    const report = await readDraft({ replace: [['行政事业性收费 0', `行政事业性收费 ${raw}`]] });
    return report.values['disclosure.fees.amount'];
  };
  assert.equal(await of('1767.06万元'), 1767.06);
  assert.equal(await of('12500元'), 1.25);
  assert.equal(await of('0.3亿元'), 3000);
});

test('Q10 an amount with no unit anywhere is taken as 万元 and flagged', async () => {
  const report = await readDraft({ form: '2019', figures: { disclosure: { procurement: [1, 8040] } } });
  assert.equal(report.values['disclosure.procurement.amount'], 8040);
  assert.ok(report.warnings.some((w) => w.code === 'unit_unstated'));
});

test('Q11 a unit stated in the label is read from it', async () => {
  const of = (unit: string) =>
    readDraft({
      form: '2019',
      figures: { disclosure: { procurement: [1, 8040] } },
      replace: [['采购总金额', `采购总金额(单位:${unit},保留4位小数)`]],
    });
  const report = await of('万元');
  assert.equal(report.values['disclosure.procurement.amount'], 8040);
  assert.equal(isWarned(report, 'disclosure.procurement.amount'), false);
  assert.equal((await of('元')).values['disclosure.procurement.amount'], 0.804);
});

test('Q12 decimals keep their printed digits', async () => {
  for (const raw of ['190.457379', '18.8710']) {
    const report = await readDraft({ replace: [['行政事业性收费 0', `行政事业性收费 ${raw}`]] });
    assert.equal(report.values['disclosure.fees.amount'], Number(raw));
    assert.equal(report.evidence['disclosure.fees.amount']?.raw, raw);
  }
});

test('Q13 signs belong to 本年增/减 only', async () => {
  const report = await readDraft({
    form: '2019',
    replace: [
      ['行政处罚 0 0 0', '行政处罚 26 -12 41'],
      ['行政许可 0 0 0', '行政许可 21 +19 7'],
      ['行政强制 0 0 0', '行政强制 -3 0 0'],
    ],
  });
  assert.equal(report.values['disclosure.penalty.items_change'], -12);
  assert.equal(report.values['disclosure.licensing.items_change'], 19);
  assert.equal(isWarned(report, 'disclosure.penalty.items_change'), false);
  assert.equal(isWarned(report, 'disclosure.coercion.items_prev'), true);
});

test('Q14 a count that the filer added up is kept as printed and named', async () => {
  const report = await readDraft({ form: '2019', replace: [['行政许可 0 0 0', '行政许可 21 +19 40']] });
  assert.equal(report.values['disclosure.licensing.decisions'], 40);
  assert.equal(outcomes(report, 'T2-19.MISREAD').licensing, 'fail');
});

test('Q15 a sentence whose number is missing claims nothing', async () => {
  const report = await readDraft({
    figures: { requests: { new: [3], granted: [3] } },
    change: (sheet) => {
      Object.assign(sheet, { text: { ...sheet.text, overview: ['2023年收到政府信息公开申请  件。'] } });
    },
  });
  assert.deepEqual(outcomes(report, 'NT.NEW'), {});
});

test('Q16 about-numbers are bounds, not values', async () => {
  const of = (text: string) =>
    readDraft({
      figures: { disclosure: { licensing: [312] } },
      change: (sheet) => {
        Object.assign(sheet, { text: { ...sheet.text, overview: [text] } });
      },
    });
  assert.deepEqual(outcomes(await of('办理行政许可300余件。'), 'NT.LICENSING'), { '-': 'pass' });
  assert.deepEqual(outcomes(await of('办理行政许可400余件。'), 'NT.LICENSING'), { '-': 'fail' });
});

test('Q17 two values in one cell, or a label with its value, are told apart by their number', async () => {
  const report = await readDraft({
    layout: 'text-tabs',
    figures: { disclosure: { regulations: [1, 2, 3], licensing: [8] } },
    replace: [
      ['规章\t1\t2\t3', '规章\t1\t2 3\t'],
      ['行政许可\t8', '行政许可 8\t'],
    ],
  });
  assert.equal(report.values['disclosure.regulations.made'], 1);
  assert.equal(report.values['disclosure.regulations.repealed'], 2);
  assert.equal(report.values['disclosure.regulations.valid'], 3);
  assert.equal(report.values['disclosure.licensing.decisions'], 8);
});

test('Q18 stray digits near tables are no values', async () => {
  const report = await readDraft({
    layout: 'text-tabs',
    figures: { requests: { new: [3] } },
    replace: [
      ['第二十条第（一）项', '2\t第二十条第（一）项'],
      [
        '三、收到和处理政府信息公开申请情况',
        '三、收到和处理政府信息公开申请情况\n\n表 2 收到和处理政府信息公开申请情况',
      ],
    ],
  });
  assert.deepEqual(row(report, 'new'), SEVEN);
  assert.equal(report.values['disclosure.regulations.made'], 0);
  assert.equal(report.status, 'complete');
});
