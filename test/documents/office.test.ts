import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { utils, type WorkBook, write } from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { convert, findLibreOffice } from '../../src/documents/libreoffice.ts';
import { readDocument } from '../../src/documents/read.ts';
import { parseReports } from '../../src/reports/parse.ts';
import { renderDocx } from '../fixtures/docx.ts';
import { OFFICE_REPORT } from '../fixtures/office/report.ts';
import { gridsOf, paragraphsOf, rowsOf } from './blocks.ts';

// Damaged files are LibreOffice's when it is here: these tests are about our own readers.
const PATH = process.env.PATH ?? '';
process.env.PATH = '';
const libreOffice = await findLibreOffice(PATH);

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/office/${name}`, import.meta.url));

for (const name of ['water-2022.doc', 'water-2022.xls'])
  test(`${name}: every value`, async () => {
    const document = await readDocument(fixture(name));
    const [report] = parseReports(document);
    assert.equal(report?.status, 'complete');
    assert.deepEqual({ ...report?.values }, { ...OFFICE_REPORT.values });
  });

test('a Word 97 file: paragraphs, and tables with columns and merged cells', async () => {
  const document = await readDocument(fixture('water-2022.doc'));
  assert.deepEqual([document.type, document.problem], ['doc', null]);
  assert.equal(paragraphsOf(document)[0], OFFICE_REPORT.title);
  assert.deepEqual(
    gridsOf(document).map((g) => [g.rows, g.columns, g.aligned]),
    [
      [14, 4, true],
      [28, 10, true],
      [4, 15, true],
    ],
  );
  assert.deepEqual(rowsOf(gridsOf(document)[2]).slice(0, 2), [
    ['行政复议', '<', '<', '<', '<', '行政诉讼', ...Array<string>(9).fill('<')],
    [
      '结果维持',
      '结果纠正',
      '其他结果',
      '尚未审结',
      '总计',
      '未经复议直接起诉',
      '<',
      '<',
      '<',
      '<',
      '复议后起诉',
      '<',
      '<',
      '<',
      '<',
    ],
  ]);
});

test('a Word 97 file that is cut or damaged ends in words or in its text', async () => {
  const whole = fixture('water-2022.doc');
  for (let part = 1; part < 12; part++) {
    const document = await readDocument(whole.subarray(0, (whole.length * part) / 12), { type: 'doc' });
    assert.ok(document.problem !== null || document.blocks.length > 0);
  }
});

function workbook(rows: readonly (readonly (string | number | null)[])[], hidden = false): WorkBook {
  const book = utils.book_new();
  const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]));
  sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 2 } }];
  utils.book_append_sheet(book, sheet, '年报');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['底稿', 9]]), '草稿');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: hidden ? 1 : 0 }] };
  return book;
}

const ROWS = [
  ['第二十条第（八）项', null, null],
  ['信息内容', '本年收费金额', null],
  ['行政事业性收费', 18.871, null],
  ['行政处罚', null, 0],
];

for (const bookType of ['xlsx', 'biff8'] as const)
  test(`a workbook (${bookType}): merged cells, blanks in their places, a grid a sheet`, async () => {
    const document = await readDocument(write(workbook(ROWS), { type: 'buffer', bookType }));
    assert.equal(document.problem, null);
    const [first, second] = gridsOf(document);
    assert.deepEqual(rowsOf(first), [
      ['第二十条第（八）项', '<', '<'],
      ['信息内容', '本年收费金额', ''],
      ['行政事业性收费', '18.871', ''],
      ['行政处罚', '', '0'],
    ]);
    assert.deepEqual(rowsOf(second), [['底稿', '9']]);
  });

test('hidden sheets are not read, numbers are as they are shown', async () => {
  const book = workbook([['标题'], ['规章', 3.5, 0]], true);
  Object.assign(book.Sheets.年报?.B2 ?? {}, { z: '0.0000' });
  const document = await readDocument(write(book, { type: 'buffer', bookType: 'xlsx' }));
  assert.deepEqual(gridsOf(document).map(rowsOf), [
    [
      ['标题', '<', '<'],
      ['规章', '3.5000', '0'],
    ],
  ]);
});

test('an old workbook whose text record has no content is damaged: its reader would read on for ever', async () => {
  const bytes = Uint8Array.from(fixture('water-2022.xls'));
  // A record without content, as there is one in each workbook, made one of text.
  const at = Buffer.from(bytes).indexOf(Buffer.from([0xe2, 0, 0, 0]));
  bytes.set([0x07, 0], at);
  const { problem } = await readDocument(bytes);
  assert.match(problem ?? '', /the file is damaged/u);
});

test('archives that swell are refused by what they say, and by what comes out', async () => {
  const files = { 'word/document.xml': new Uint8Array(97 * 1024 * 1024) };
  const honest = Buffer.from(zipSync(files, { level: 1 }));
  assert.ok(honest.length < 1024 * 1024);
  const lying = Buffer.from(honest);
  // The directory then says that the member has 1,000 bytes.
  lying.writeUInt32LE(1000, lying.lastIndexOf('word/document.xml') - 46 + 24);
  for (const bytes of [honest, lying]) {
    const document = await readDocument(bytes);
    assert.match(document.problem ?? '', /more than 96 MiB/u);
  }
});

test('many members, and the same name again and again', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [`word/document${i}.xml`, strToU8('x')]),
  );
  assert.match((await readDocument(Buffer.from(zipSync(many)))).problem ?? '', /5000 members/u);
});

test('a Word file inside a protected container, and an unknown one, say so', async () => {
  const ole = (stream: string): Buffer =>
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(504),
      Buffer.from(stream, 'utf16le'),
    ]);
  assert.match((await readDocument(ole('EncryptedPackage'))).problem ?? '', /password/u);
  assert.match((await readDocument(ole('WordDocument'))).problem ?? '', /damaged/u);
});

test('LibreOffice converts what is given to it', {
  skip: libreOffice === null && 'LibreOffice is not installed here',
}, async () => {
  process.env.PATH = PATH;
  const converted = await convert(libreOffice ?? assert.fail(), renderDocx(OFFICE_REPORT), 'docx', 'docx');
  const [report] = parseReports(await readDocument(converted ?? assert.fail()));
  assert.deepEqual({ ...report?.values }, { ...OFFICE_REPORT.values });
});

test('prose in a sheet, with the headings next to it, is paragraphs; the table between is a grid', async () => {
  const rows = [
    ['某局2023年年报'],
    ['一、总体情况'],
    ['全年公开信息12条。'],
    ['二、主动公开'],
    ['规章', 0],
    ['四、结转', null],
    ['六、其他'],
    ['未收取信息处理费。'],
  ];
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), 's');
  const document = await readDocument(write(book, { type: 'buffer', bookType: 'xlsx' }));
  assert.deepEqual(
    document.blocks.map((b) => (b.kind === 'paragraph' ? b.text : rowsOf(b))),
    [
      '某局2023年年报',
      '一、总体情况',
      '全年公开信息12条。',
      '二、主动公开',
      [
        ['规章', '0'],
        ['四、结转', ''],
      ],
      '六、其他',
      '未收取信息处理费。',
    ],
  );
});

test('where LibreOffice is not on the path, none is found', async () => {
  assert.equal(await findLibreOffice('/nonexistent'), null);
});

test('pictures in a file of a type whose pictures are not read: said where no table is in it, and only there', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex').toString('hex');
  const heading = '\\u19968?\\u12289?x\\par ';
  const source = (body: string): Buffer => Buffer.from(`{\\rtf1\\ansi ${body}}`, 'latin1');
  const pict = `{\\pict\\pngblip ${png}}`;
  const row = '\\trowd\\cellx1000\\cellx2000\\cellx3000\\pard\\intbl A\\cell 1\\cell 2\\cell\\row ';
  const shown = await readDocument(source(`${heading}${pict}\\par`));
  assert.match(shown.unread ?? '', /a picture in its text/u);
  assert.equal(shown.images, 1);
  assert.equal((await readDocument(source(heading))).unread, undefined);
  assert.equal(
    (await readDocument(source(`${heading}${pict}\\par ${row.repeat(4)}\\pard`))).unread,
    undefined,
  );
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([['一、总体情况']]), 's');
  const members = unzipSync(write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array);
  const withPicture = await readDocument(
    zipSync({ ...members, 'xl/media/image1.png': Buffer.from(png, 'hex') }),
  );
  assert.match(withPicture.unread ?? '', /pictures? in its text.*save it as PDF or DOCX/u);
});
