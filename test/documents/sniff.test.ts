import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { readDocument } from '../../src/documents/read.ts';
import { sniff } from '../../src/documents/sniff.ts';
import { renderDocx } from '../fixtures/docx.ts';
import { makeReport } from '../fixtures/report.ts';
import { paragraphsOf } from './blocks.ts';
import { writePdf } from './pdf-writer.ts';

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ole = (stream: string): Buffer =>
  Buffer.concat([OLE, Buffer.alloc(504), iconv.encode(stream, 'utf16le')]);
const archive = (name: string): Buffer => Buffer.from(zipSync({ [name]: new Uint8Array([1]) }));

const CASES: readonly [what: string, bytes: Uint8Array, type: string][] = [
  ['nothing', Buffer.alloc(0), 'empty'],
  ['blanks', Buffer.from(' \r\n\0'), 'empty'],
  ['a page', Buffer.from('<!DOCTYPE html><html><body>x'), 'html'],
  ['a page in capitals', Buffer.from('<HTML><BODY>x'), 'html'],
  ['a page after a comment', Buffer.from(`<!-- ${'x'.repeat(500)} --><div>年报</div>`), 'html'],
  ['a fragment of a page', Buffer.from('<p>年报</p>'), 'html'],
  ['a fragment that begins in bold type', Buffer.from('<b>年报</b><br>'), 'html'],
  ['a comment and prose', Buffer.from('<!-- 正文 -->年报'), 'html'],
  ['a page in UTF-16 with a mark', iconv.encode('<html><body>年报', 'utf16le', { addBOM: true }), 'html'],
  ['a page in GBK', iconv.encode('<html><body>年报', 'gbk'), 'html'],
  ['XHTML', Buffer.from('\ufeff<?xml version="1.0" encoding="utf-8"?><x/>'), 'html'],
  ['text', Buffer.from('一、总体情况\n二、主动公开\n'), 'text'],
  ['text in GBK', iconv.encode('一、总体情况\n二、主动公开\n', 'gbk'), 'text'],
  ['text in UTF-16 with a mark', iconv.encode('一、总体情况', 'utf16le', { addBOM: true }), 'text'],
  ['text that speaks of smaller than', Buffer.from('1 < 2, 3 > 2'), 'text'],
  ['a PDF', writePdf([{}]), 'pdf'],
  ['a PDF after a line of noise', Buffer.concat([Buffer.from('\r\n\r\n'), writePdf([{}])]), 'pdf'],
  ['a Word file', renderDocx(makeReport({ body: '某县某局', year: 2023 })), 'docx'],
  ['a workbook', archive('xl/workbook.xml'), 'xlsx'],
  ['OFD', archive('OFD.xml'), 'ofd'],
  ['OpenDocument text', archive('mimetypeapplication/vnd.oasis.opendocument.text'), 'odt'],
  ['OpenDocument sheet', archive('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), 'ods'],
  ['another archive', archive('年报.txt'), 'zip'],
  ['a Word 97 file', ole('WordDocument'), 'doc'],
  ['an Excel 97 workbook', ole('Workbook'), 'xls'],
  ['an Excel 95 workbook', ole('Book'), 'xls'],
  ['another OLE file', ole('PowerPoint Document'), 'unknown'],
  ['RTF', Buffer.from('{\\rtf1\\ansi x}'), 'rtf'],
  ['PNG', Buffer.from('89504e470d0a1a0a00', 'hex'), 'image'],
  ['JPEG', Buffer.from('ffd8ffe000104a464946', 'hex'), 'image'],
  ['GIF', Buffer.from('GIF89a\x01\x00'), 'image'],
  ['TIFF', Buffer.from('II*\0\x08\0\0\0', 'latin1'), 'image'],
  ['WebP', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), 'image'],
  ['bytes of no kind', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7) % 32)), 'unknown'],
  ['many NULs', Buffer.alloc(100_000), 'unknown'],
];

for (const [what, bytes, type] of CASES)
  test(`${what} is ${type}`, () => {
    assert.equal(sniff(bytes), type);
  });

test('what a file holds decides, whatever the server calls it', async () => {
  const page = await readDocument(Buffer.from('<html><body><p>年报'), { contentType: 'application/pdf' });
  assert.deepEqual([page.type, page.mime, paragraphsOf(page)], ['html', 'text/html', ['年报']]);
  const pdf = await readDocument(writePdf([{ texts: [{ x: 50, y: 700, text: '年报' }] }]), {
    contentType: 'application/msword',
  });
  assert.deepEqual([pdf.type, paragraphsOf(pdf)], ['pdf', ['年报']]);
});

test('the caller may overrule recognition', async () => {
  const document = await readDocument(Buffer.from('<p>a</p>'), { type: 'text' });
  assert.deepEqual([document.type, paragraphsOf(document)], ['text', ['<p>a</p>']]);
});

test('what is not read says so in words and names a way out', async () => {
  for (const [bytes, words] of [
    [archive('OFD.xml'), /OFD.*PDF/u],
    [archive('年报.txt'), /archive: unpack/u],
    [Buffer.alloc(0), /empty/u],
    [Buffer.alloc(100_000), /no document of a known type/u],
  ] as const) {
    const document = await readDocument(bytes);
    assert.match(document.problem ?? '', words);
    assert.deepEqual(document.blocks, []);
  }
});
