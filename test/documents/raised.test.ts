import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { utils, write } from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { readDocument } from '../../src/documents/read.ts';
import { readCell } from '../../src/reports/value.ts';
import { gridsOf, rowsOf } from './blocks.ts';
import { writePdf } from './pdf-writer.ts';

// A note's number glued to a figure is no digit of it: 12¹ is not 121.

const cells = async (bytes: Uint8Array): Promise<string[][]> =>
  gridsOf(await readDocument(bytes)).flatMap(rowsOf);

const isNoFigure = (text: string | undefined): void => {
  assert.equal(readCell(text ?? '').kind, 'unreadable', text);
};

test('a page: a number raised or lowered by its style, and struck digits', async () => {
  const styles = [
    'vertical-align:super;font-size:smaller',
    'font-size:6pt; vertical-align: 4pt',
    'position:relative;top:-4.0pt;mso-text-raise:4.0pt',
    'vertical-align:sub',
  ];
  const rows = styles.map((s) => `<tr><td>规章<td>12<span style="${s}">1</span></tr>`).join('');
  for (const row of await cells(Buffer.from(`<table>${rows}</table>`))) isNoFigure(row[1]);
  assert.deepEqual(
    await cells(
      Buffer.from(
        '<table><tr><td>规章<td>1<span style="text-decoration: line-through">2</span>3<tr><td style="vertical-align:super">件<td><span style="vertical-align:super">12</span><tr><td>x<td><span style="margin-top:-1px;vertical-align:baseline">1</span><span style="vertical-align:0pt">2</span></table>',
      ),
    ),
    [
      ['规章', '13'],
      ['件', '12'],
      ['x', '12'],
    ],
  );
});

test('RTF: a number raised or lowered behind a figure, and struck digits', async () => {
  const row = (figure: string): string =>
    `\\trowd\\cellx1000\\cellx2000\\pard\\intbl A\\cell ${figure}\\cell\\row\n`;
  const source = (figures: readonly string[]): Buffer =>
    Buffer.from(`{\\rtf1\\ansi ${figures.map(row).join('')}\\pard}`, 'latin1');
  for (const [, figure] of await cells(
    source(['12{\\super 1}', '12\\up6 1\\up0', '12{\\b\\sub 12}', '12\\super 1\\nosupersub']),
  ))
    isNoFigure(figure);
  assert.deepEqual(await cells(source(['{\\strike 1}2', '\\super 12\\nosupersub', '1\\up0 2'])), [
    ['A', '2'],
    ['A', '12'],
    ['A', '12'],
  ]);
});

test('DOC: a number raised or lowered behind a figure, and struck digits', async () => {
  const file = new URL('../fixtures/office/raised.doc', import.meta.url);
  const [raised, lowered, struck, plain, bold, lifted] = await cells(readFileSync(file));
  for (const row of [raised, lowered, lifted]) isNoFigure(row?.[1]);
  assert.deepEqual([struck?.[1], plain?.[1], bold?.[1]], ['2', '12', '12']);
});

test('XLSX: a number raised behind a figure, and struck digits', async () => {
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['规章', 'one', 'two', '3'],
      ['规范性文件', 4, 5, 6],
    ]),
    's',
  );
  const members = unzipSync(write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true }) as Uint8Array);
  const strings = Buffer.from(members['xl/sharedStrings.xml'] ?? []).toString();
  const run = (text: string, properties = ''): string =>
    `<r><rPr>${properties}<sz val="11"/></rPr><t>${text}</t></r>`;
  const changed = strings
    .replace('<t>one</t>', run('12') + run('1', '<vertAlign val="superscript"/>'))
    .replace('<t>two</t>', run('1', '<strike/>') + run('2'));
  assert.notEqual(changed, strings);
  const [first] = await cells(zipSync({ ...members, 'xl/sharedStrings.xml': strToU8(changed) }));
  isNoFigure(first?.[1]);
  assert.deepEqual(first?.slice(2), ['2', '3']);
});

test('PDF: a small raised number behind a figure, with and without ruling lines', async () => {
  // As most programs set it, and as LibreOffice does: four fifths of the size.
  for (const { size, lift } of [
    { size: 6, lift: 4 },
    { size: 8.2, lift: 4 },
  ]) {
    const texts = [0, 1, 2, 3].flatMap((r) => [
      { x: 60, y: 700 - r * 30, text: '自然人' },
      { x: 160, y: 700 - r * 30, text: '12' },
      { x: 172, y: 700 + lift - r * 30, text: '1', size },
      { x: 260, y: 700 - r * 30, text: '7' },
      { x: 360, y: 700 - r * 30, text: '8' },
      { x: 460, y: 700 - r * 30, text: '9' },
    ]);
    const pdf = writePdf([{ width: 595, height: 842, texts }]);
    const document = await readDocument(pdf);
    const all = JSON.stringify(document.blocks);
    assert.ok(!all.includes('121'), all);
    assert.ok(/12(?:¹|[ "\\])/u.test(all), all);
  }
});
