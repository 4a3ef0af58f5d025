import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readDocument } from '../../src/documents/read.ts';
import { parseReports } from '../../src/reports/parse.ts';
import { makeReport } from '../fixtures/report.ts';
import { ZONE_ARTICLES } from '../portals/data/zone.ts';
import { gridsOf, paragraphsOf, rowsOf } from './blocks.ts';
import { drawTable } from './pdf-table.ts';
import { type PageContent, writePdf } from './pdf-writer.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/pdf/${name}`, import.meta.url));
const read = (...pages: PageContent[]) => readDocument(writePdf(pages));

for (const article of ZONE_ARTICLES)
  test(`${article.fixture}: every value, and every cell has its page and box`, async () => {
    const document = await readDocument(fixture(article.fixture));
    const [report] = parseReports(document);
    assert.equal(report?.status, 'complete');
    assert.deepEqual({ ...report?.values }, { ...makeReport(article.report).values });
    for (const grid of gridsOf(document))
      for (const cell of grid.cells) {
        assert.ok((cell.page ?? 0) >= 1);
        assert.ok(cell.box !== null && cell.box.x1 > cell.box.x0 && cell.box.y1 > cell.box.y0);
      }
  });

test('tables without ruling lines, one of them over two pages: every value', async () => {
  const [article] = ZONE_ARTICLES.filter((a) => a.fixture === 'health-2022.pdf');
  assert.ok(article !== undefined);
  const [report] = parseReports(await readDocument(fixture('health-2022-unruled.pdf')));
  assert.equal(report?.status, 'complete');
  assert.deepEqual({ ...report?.values }, { ...makeReport(article.report).values });
});

test('a table that goes on over the page is one grid, rows numbered on', async () => {
  const widths = [200, 60, 60];
  const head = drawTable({
    x: 60,
    y: 160,
    widths,
    rows: [
      ['规章', '1', '2'],
      ['行政规范性文件', '3', '4'],
    ],
  });
  const tail = drawTable({ x: 60, y: 780, widths, rows: [['行政许可', '5', '6']] });
  const document = await read(head, tail);
  const [grid, ...others] = gridsOf(document);
  assert.equal(others.length, 0);
  assert.deepEqual(rowsOf(grid), [
    ['规章', '1', '2'],
    ['行政规范性文件', '3', '4'],
    ['行政许可', '5', '6'],
  ]);
  assert.deepEqual(
    grid?.cells.map((c) => c.page),
    [1, 1, 1, 1, 1, 1, 2, 2, 2],
  );
});

const LONG = [150, 40, 40, 40, 40];
const cutOver = (head: readonly string[], tail: readonly string[]) =>
  read(
    drawTable({ x: 60, y: 160, widths: LONG, rows: [['1.属于国家秘密', '1', '2', '3', '4'], head] }),
    drawTable({ x: 60, y: 780, widths: LONG, rows: [tail, ['3.其他', '9', '8', '7', '6']] }),
  );
const CUT_ROW = ['2.其他法律行政法规\n禁止公开', '5', '6', '7', '8'];

test('a row that a page break cuts through is one row, whichever page its figures are on', async () => {
  for (const [head, tail] of [
    [
      ['2.其他法律行政法规', '5', '6', '7', '8'],
      ['禁止公开', '', '', '', ''],
    ],
    [
      ['2.其他法律行政法规', '', '', '', ''],
      ['禁止公开', '5', '6', '7', '8'],
    ],
  ] as const) {
    const [grid] = gridsOf(await cutOver(head, tail));
    assert.deepEqual(rowsOf(grid)[1], CUT_ROW);
    assert.equal(grid?.rows, 3);
  }
});

test('a numbered row without figures at the top of a page is a row of its own', async () => {
  const [grid] = gridsOf(
    await cutOver(['2.禁止公开', '5', '6', '7', '8'], ['3.危及“三安全一稳定”', '', '', '', '']),
  );
  assert.equal(grid?.rows, 4);
});

test('what stands in a frame round tables is text of the page, a row that a page break cuts in it is whole', async () => {
  const framed = (
    { texts, lines }: ReturnType<typeof drawTable>,
    ...prose: { y: number; text: string }[]
  ) => ({
    texts: [...texts, ...prose.map((p) => ({ ...p, x: 64 }))],
    // Down from the table's corner, past its right edge and its end, as a cell round it is drawn.
    lines: [
      ...lines,
      ...([60, 380, 400] as const).map((x) => [x, 60, x, 790] as const),
      ...([60, 790] as const).map((y) => [60, y, 400, y] as const),
    ],
  });
  const document = await read(
    framed(
      drawTable({
        x: 60,
        y: 160,
        widths: LONG,
        rows: [
          ['1.属于国家秘密', '1', '2', '3', '4'],
          ['2.其他法律行政法规', '5', '6', '7', '8'],
        ],
      }),
      { y: 700, text: '一、总体情况' },
      { y: 300, text: '三、收到和处理政府信息公开申请情况' },
    ),
    framed(
      drawTable({
        x: 60,
        y: 790,
        widths: LONG,
        rows: [
          ['禁止公开', '', '', '', ''],
          ['3.其他', '9', '8', '7', '6'],
        ],
      }),
      { y: 600, text: '五、存在的主要问题' },
    ),
  );
  assert.deepEqual(paragraphsOf(document), [
    '一、总体情况',
    '三、收到和处理政府信息公开申请情况',
    '五、存在的主要问题',
  ]);
  const [grid, other] = gridsOf(document);
  assert.equal(other, undefined);
  assert.deepEqual(rowsOf(grid)[1], CUT_ROW);
  assert.equal(grid?.rows, 3);
});

test('a table of another shape on the next page is another grid', async () => {
  const first = drawTable({ x: 60, y: 160, widths: [200, 60, 60], rows: [['规章', '1', '2']] });
  const second = drawTable({ x: 60, y: 780, widths: [100, 100, 120], rows: [['复议', '5', '6']] });
  assert.equal(gridsOf(await read(first, second)).length, 2);
});

test('text between two tables keeps them apart', async () => {
  const widths = [200, 60];
  const first = drawTable({ x: 60, y: 160, widths, rows: [['规章', '1']] });
  const second = drawTable({ x: 60, y: 700, widths, rows: [['复议', '5']] });
  const document = await read(first, {
    ...second,
    texts: [...second.texts, { x: 60, y: 760, text: '四、政府信息公开行政复议' }],
  });
  assert.deepEqual(
    document.blocks.map((b) => b.kind),
    ['grid', 'paragraph', 'grid'],
  );
});

test('places without a line between them are one cell', async () => {
  const { texts, lines } = drawTable({
    x: 60,
    y: 700,
    widths: [50, 50, 50],
    rows: [
      ['申请人', '', ''],
      ['甲', '1', '2'],
    ],
  });
  const merged = lines.flatMap((line): (typeof line)[] =>
    line[0] === line[2] && line[0] > 60 && line[0] < 210 ? [[line[0], 640, line[0], 670]] : [line],
  );
  const [grid] = gridsOf(await read({ texts, lines: merged }));
  assert.deepEqual(rowsOf(grid), [
    ['申请人', '<', '<'],
    ['甲', '1', '2'],
  ]);
});

test('a page turned by 90°, drawn for it, reads as people see it', async () => {
  const page: PageContent = {
    rotate: 90,
    texts: [
      { x: 112, y: 104, text: '规章', angle: 90 },
      { x: 112, y: 204, text: '17', angle: 90 },
    ],
    lines: [
      [100, 100, 100, 300],
      [120, 100, 120, 300],
      [100, 100, 120, 100],
      [100, 200, 120, 200],
      [100, 300, 120, 300],
    ],
  };
  assert.deepEqual(rowsOf(gridsOf(await read(page))[0]), [['规章', '17']]);
});

test('page numbers are no text, numbers elsewhere are', async () => {
  const document = await read({
    texts: [
      { x: 280, y: 40, text: '- 3 -' },
      { x: 60, y: 500, text: '3' },
      { x: 280, y: 20, text: '第 3 页 共 9 页' },
    ],
  });
  assert.deepEqual(paragraphsOf(document), ['3']);
});

test('a scan on which nothing is legible says so', async () => {
  const image = { width: 4, height: 4, pixels: new Uint8Array(16).fill(200) };
  const document = await read({ image });
  assert.match(document.problem ?? '', /scanned PDF on which no text/u);
  assert.deepEqual([document.images, document.blocks], [1, []]);
});

test('a PDF of blank pages says so', async () => {
  assert.match((await read({})).problem ?? '', /without any text/u);
});

test('damaged, cut and protected files end in words, and the next file is read as ever', async () => {
  const whole = fixture('health-2022.pdf');
  const good = writePdf([{ texts: [{ x: 60, y: 700, text: '年报' }] }]);
  for (const [bytes, words] of [
    [writePdf([{ texts: [{ x: 60, y: 700, text: '年报' }] }], 'secret'), /password/u],
    [Buffer.from('%PDF-1.4\nnothing'), /cannot be opened/u],
    [whole.subarray(0, 200), /cannot be opened/u],
  ] as const) {
    const document = await readDocument(bytes);
    assert.match(document.problem ?? '', words);
    assert.equal(document.type, 'pdf');
    assert.deepEqual(paragraphsOf(await readDocument(good)), ['年报']);
  }
});

test('a file that needs no password is read though it is encrypted', async () => {
  const document = await readDocument(writePdf([{ texts: [{ x: 60, y: 700, text: '年报' }] }], ''));
  assert.deepEqual(paragraphsOf(document), ['年报']);
});

test('a file cut in its middle gives its text or words, never an exception', async () => {
  const whole = fixture('finance-2020.pdf');
  for (let part = 1; part < 10; part++) {
    const document = await readDocument(whole.subarray(0, (whole.length * part) / 10));
    assert.equal(document.type, 'pdf');
    assert.ok(document.problem !== null || document.blocks.length > 0);
  }
});
