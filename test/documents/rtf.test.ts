import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { readDocument } from '../../src/documents/read.ts';
import { gridsOf, paragraphsOf, rowsOf } from './blocks.ts';

/** Chinese as bytes of GBK, as Word and WPS write it. */
const gbk = (text: string): string =>
  [...iconv.encode(text, 'gbk')]
    .map((b) => (b < 128 ? String.fromCharCode(b) : `\\'${b.toString(16)}`))
    .join('');
const unicode = (text: string): string => [...text].map((c) => `\\u${c.charCodeAt(0)}?`).join('');
const read = (
  body: string,
  head = '\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1 Arial;}}',
) => readDocument(Buffer.from(`{${head}${body}}`, 'latin1'));

test('paragraphs in GBK bytes and in Unicode, with breaks and special characters', async () => {
  const document = await read(
    `\\pard ${gbk('一、总体情况')}\\par\n{\\b ${unicode('规章')}}\\line ${gbk('本年')}\\{1\\}\\~2\\par \\uc2 \\u19968\\'d2\\'bb${gbk('件')}\\par`,
  );
  assert.equal(document.type, 'rtf');
  assert.deepEqual(paragraphsOf(document), ['一、总体情况', '规章', '本年{1} 2', '一件']);
});

test('a table with merged cells', async () => {
  const row = (definitions: string, ...cells: string[]): string =>
    `\\trowd\\trleft-108${definitions}\\pard\\intbl ${cells.map((c) => `${c}\\cell`).join(' ')}\\row\n`;
  const document = await read(
    row('\\clvmgf\\cellx1000\\clmgf\\cellx2000\\clmrg\\cellx3000', gbk('申请人'), gbk('法人'), '') +
      row('\\clvmrg\\cellx1000\\cellx2000\\cellx3010', '', `${gbk('商业')}\\par ${gbk('企业')}`, '12') +
      row('\\cellx2003\\cellx3000', gbk('总计'), '') +
      `\\pard ${gbk('完')}\\par`,
  );
  const [grid] = gridsOf(document);
  assert.deepEqual(rowsOf(grid), [
    ['申请人', '法人', '<'],
    ['^', '商业\n企业', '12'],
    ['总计', '<', ''],
  ]);
  assert.equal(grid?.aligned, true);
  assert.deepEqual(paragraphsOf(document), ['完']);
});

test('rows whose cells are not defined keep their order, not aligned', async () => {
  const document = await read('\\trowd\\pard\\intbl a\\cell 1\\cell\\row\\pard\\par');
  const [grid] = gridsOf(document);
  assert.deepEqual([rowsOf(grid), grid?.aligned], [[['a', '1']], false]);
});

test('deleted and hidden text, notes, pictures and instructions are left out', async () => {
  const document = await read(
    `{\\deleted 8}9{\\v 7}{\\footnote n}{\\pict ffd8}{\\*\\unknown x}{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt ${gbk('条')}}}{\\bin4 }}}}\\par`,
  );
  assert.deepEqual(paragraphsOf(document), ['9条']);
});

test('groups without an end and words without sense', async () => {
  assert.deepEqual(
    paragraphsOf(await read("{{{ a\\foo-99999999999 b}\\cell\\row\\u\\'zz")).slice(0, 1).length,
    1,
  );
  assert.match((await read('{'.repeat(5000))).problem ?? '', /nested more than 2000/u);
});

test('a table that only lays out the page is the lines in it, tables in its cells included', async () => {
  const long = gbk('本年度认真贯彻条例。'.repeat(50));
  const document = await read(
    `\\trowd\\cellx9000\\pard\\intbl ${gbk('标题')}\\cell\\row` +
      `\\trowd\\cellx9000\\pard\\intbl ${gbk('一、总体情况')}\\par ${long}\\par ${gbk('规章')}\\par 0\\par 3\\cell\\row\\pard\\par`,
  );
  assert.deepEqual(rowsOf(gridsOf(document)[0]), [['标题']]);
  const paragraphs = paragraphsOf(document);
  assert.deepEqual([paragraphs[0], ...paragraphs.slice(2)], ['一、总体情况', '规章', '0', '3']);
});
