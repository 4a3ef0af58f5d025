import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../src/documents/read.ts';
import { gridsOf, rowsOf } from './blocks.ts';
import { drawTable } from './pdf-table.ts';
import { type PageContent, type PageText, writePdf } from './pdf-writer.ts';

const read = (...pages: PageContent[]) => readDocument(writePdf(pages));

test('figures in columns without ruling lines are a table; blanks keep their places', async () => {
  const widths = [160, 40, 40, 40, 40];
  const rows = [
    ['', '自然人', '企业', '机构', '总计'],
    ['一、本年新收', '1', '', '', '1'],
    ['二、上年结转', '', '2', '', '2'],
    ['三、予以公开', '5', '6', '7', '18'],
  ];
  const [grid] = gridsOf(await read(drawTable({ x: 60, y: 700, widths, rows, bare: true })));
  assert.deepEqual(rowsOf(grid).slice(-3), rows.slice(1));
  assert.equal(grid?.aligned, true);
});

test('rows of few figures without ruling lines are a table under the columns that their header names', async () => {
  const rows = [
    ['信息内容', '制发', '废止', '有效'],
    ['规章', '1', '', '3'],
    ['规范性文件', '', '2', ''],
  ];
  const drawn = drawTable({ x: 60, y: 700, widths: [160, 60, 60, 60], rows, bare: true });
  const [grid] = gridsOf(await read(drawn));
  assert.deepEqual(rowsOf(grid), rows);
});

test('a row without ruling lines whose header ends the page before keeps its blanks', async () => {
  const widths = Array(8).fill(60);
  const header = ['维持', '纠正', '其他', '未结', '总计', '撤回', '驳回', '合计'];
  const figures = ['', '1', '', '2', '3', '4', '5', '6'];
  const document = await read(
    drawTable({ x: 40, y: 90, widths, rows: [header], bare: true }),
    drawTable({ x: 40, y: 780, widths, rows: [figures], bare: true }),
  );
  assert.deepEqual(rowsOf(gridsOf(document)[0]), [figures]);
});

test('a label of several lines without ruling lines is whole, with that of its group beside it', async () => {
  const widths = [60, 210, 40, 40, 40];
  const figures = ['5', '6', '7'];
  const { texts } = drawTable({
    x: 60,
    y: 700,
    widths,
    rows: [
      ['', '1.申请人不补正', '1', '2', '3'],
      ['', '', ...figures],
      ['', '3.其他', '8', '9', '10'],
    ],
    bare: true,
  });
  const y = 658;
  const [grid] = gridsOf(
    await read({
      texts: [
        ...texts,
        { x: 124, y: y + 7, text: '2.申请人逾期未按收费通知要求缴' },
        { x: 64, y: y + 7, text: '（六）其' },
        { x: 64, y: y - 7, text: '他处理' },
        { x: 124, y: y - 7, text: '纳费用的' },
      ],
    }),
  );
  assert.deepEqual(rowsOf(grid), [
    ['1.申请人不补正', '1', '2', '3'],
    ['（六）其他处理', '<', '<', '<'],
    ['2.申请人逾期未按收费通知要求缴纳费用的', ...figures],
    ['3.其他', '8', '9', '10'],
  ]);
});

test('a numbered label without ruling lines begins its own row, though rows are set as close as lines', async () => {
  const row = (y: number, label: string, ...figures: string[]) => [
    { x: 60, y, text: label },
    ...figures.map((text, k) => ({ x: 300 + 40 * k, y, text })),
  ];
  const [grid] = gridsOf(
    await read({
      texts: [
        ...row(700, '5.要求确认已获取信息', '8', '2', '33'),
        ...row(686, '1.申请人不补正，行政机关不再'),
        ...row(672, '处理其申请', '21', '27', '40'),
        ...row(658, '3.其他', '4', '5', '6'),
      ],
    }),
  );
  assert.deepEqual(rowsOf(grid), [
    ['5.要求确认已获取信息', '8', '2', '33'],
    ['1.申请人不补正，行政机关不再处理其申请', '21', '27', '40'],
    ['3.其他', '4', '5', '6'],
  ]);
});

test('figures that nearly touch are of two columns where other rows have two', async () => {
  const row = (y: number, figures: readonly (readonly [number, string])[], label: string) => [
    { x: 60, y, text: label },
    ...figures.map(([x, text]) => ({ x, y, text })),
  ];
  const [grid] = gridsOf(
    await read({
      texts: [
        ...row(
          700,
          [
            [200, '1'],
            [250, '2296'],
            [295, '3172'],
          ],
          '一、本年新收',
        ),
        ...row(
          680,
          [
            [200, '2'],
            [268, '5'],
            [320, '7'],
          ],
          '二、上年结转',
        ),
        ...row(
          660,
          [
            [200, '3'],
            [268, '6'],
            [320, '9'],
          ],
          '三、予以公开',
        ),
      ],
    }),
  );
  assert.deepEqual(rowsOf(grid)[0], ['一、本年新收', '1', '2296', '3172']);
});

/** Words of a line, each at its place. */
const line = (y: number, ...words: readonly (readonly [x: number, text: string])[]): PageText[] =>
  words.map(([x, text]) => ({ x, y, text }));

test('the lines of a label beside whose middle the figures stand are told apart, though all are near', async () => {
  const figures = ['4', '5', '6'];
  const [grid] = gridsOf(
    await read({
      texts: [
        ...line(700, [60, '1.属于国家秘密'], [300, '1'], [340, '2'], [380, '3']),
        ...line(689, [60, '2.申请人逾期未缴纳费用的，行']),
        ...line(684, ...figures.map((text, k) => [300 + 40 * k, text] as const)),
        ...line(679, [60, '政机关不再处理其申请，下同']),
        ...line(667, [60, '3.其他'], [300, '7'], [340, '8'], [380, '9']),
      ],
    }),
  );
  assert.deepEqual(rowsOf(grid), [
    ['1.属于国家秘密', '1', '2', '3'],
    ['2.申请人逾期未缴纳费用的，行政机关不再处理其申请，下同', ...figures],
    ['3.其他', '7', '8', '9'],
  ]);
});

test('a label that nearly touches that of the first column is told from it by the figures', async () => {
  const [grid] = gridsOf(
    await read({
      texts: [
        ...line(700, [60, '等于第三项加第四项之和的自'], [195, '自然人'], [300, '企业'], [360, '总计']),
        ...line(670, [60, '一、本年新收'], [206, '1'], [310, '2'], [370, '3']),
        ...line(640, [60, '二、上年结转'], [206, '4'], [310, '5'], [370, '9']),
      ],
    }),
  );
  assert.deepEqual(rowsOf(grid)[0], ['等于第三项加第四项之和的自', '自然人', '企业', '总计']);
});

test('a figure set wide is one, whatever labels of another table stand over a part of it', async () => {
  const other = (y: number) => line(y, [196, '年'], [215, '3']);
  const rows = [700, 680].map((y) =>
    line(y, [60, '一、新收'], [200, '1'], [214, '9'], [300, '2'], [360, '3']),
  );
  const [grid] = gridsOf(
    await read({
      texts: [...rows.flat(), ...line(640, [60, '下表为收费情况。']), ...other(600), ...other(580)],
    }),
  );
  assert.deepEqual(rowsOf(grid)[0], ['一、新收', '19', '2', '3']);
});

test('a label of two lines set to one side is of one column, with figures and without', async () => {
  const columns = [60, 110, 160, 210, 260, 310, 360];
  for (const side of ['left', 'right'])
    for (const blank of [null, 2]) {
      const [grid] = gridsOf(
        await read({
          texts: [
            ...line(712, ...columns.map((x) => [x, '结果维'] as const)),
            ...line(700, ...columns.map((x) => [side === 'left' ? x : x + 24, '持'] as const)),
            ...line(
              670,
              ...columns.flatMap((x, k) => (k === blank ? [] : [[x + 14, String(k + 1)] as const])),
            ),
          ],
        }),
      );
      assert.deepEqual(rowsOf(grid), [
        columns.map(() => '结果维持'),
        columns.map((_, k) => (k === blank ? '' : String(k + 1))),
      ]);
    }
});

test('labels of columns with which a page ends keep the place of a blank on the next', async () => {
  const columns = [60, 110, 160, 210, 260];
  const others = [310, 360, 410];
  const document = await read(
    { texts: line(60, ...columns.map((x) => [x, '维持'] as const)) },
    {
      texts: [
        ...line(780, ...others.map((x) => [x, '总计'] as const)),
        ...line(750, ...[60, 160, 210, 260, ...others].map((x, k) => [x + 8, String(k)] as const)),
      ],
    },
  );
  assert.deepEqual(rowsOf(gridsOf(document).at(-1)).at(-1), ['0', '', '1', '2', '3', '4', '5', '6']);
});

test('where only columns are ruled, the figures of many rows in one cell are rows', async () => {
  const rows = [
    ['申请', '自然人', '企业', '总计'],
    ['一、本年新收', '1', '2', '3'],
    ['二、上年结转', '4', '5', '9'],
    ['三、予以公开', '6', '', '6'],
  ];
  const table = { x: 60, y: 700, widths: [160, 60, 60, 60], rows };
  const { texts, lines } = drawTable(table);
  const upright = lines.filter(([x0, , x1]) => x0 === x1);
  const [grid] = gridsOf(
    await read({ texts, lines: [...upright, [60, 700, 400, 700], [60, 580, 400, 580]] }),
  );
  assert.deepEqual(rowsOf(grid), rows);
});
