import type { DocumentType } from './document.ts';
import { isMhtml } from './mhtml.ts';

export const MIME: Readonly<Record<DocumentType, string>> = {
  html: 'text/html',
  text: 'text/plain',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  rtf: 'application/rtf',
  image: 'image/*',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  ofd: 'application/ofd',
  zip: 'application/zip',
  empty: 'application/x-empty',
  unknown: 'application/octet-stream',
};

const MARKUP =
  /<(?:!-|!doctype|html|head|body|meta|title|link|style|script|iframe|frameset|table|tbody|tr|td|div|section|article|form|p|h[1-6]|ul|ol|li|dl|center|font|span|strong|b|br|a|img)[\s>/-]/iu;

/**
 * What a file is, by its content alone: extensions and Content-Type lie too often on these portals.
 * Magic numbers first, then whether the bytes read as mark-up or as text.
 */
export function sniff(bytes: Uint8Array): DocumentType {
  const head = latin1(bytes.subarray(0, 4096));
  if (bytes.length === 0 || /^[\s\0]*$/u.test(head)) return bytes.length > 4096 ? 'unknown' : 'empty';
  if (head.slice(0, 1024).includes('%PDF-')) return 'pdf';
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return zipKind(bytes);
  if (isOle(bytes)) return oleKind(bytes);
  if (head.startsWith('{\\rtf')) return 'rtf';
  if (
    head.startsWith('\x89PNG') ||
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('GIF8') ||
    head.startsWith('BM') ||
    head.startsWith('II*\0') ||
    head.startsWith('MM\0*') ||
    (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP')
  )
    return 'image';
  const wide = head.startsWith('\xff\xfe') || head.startsWith('\xfe\xff');
  const plain = wide ? head.replaceAll('\0', '') : head;
  if (MARKUP.test(plain) || isMhtml(plain)) return 'html';
  if (/^\s*(?:\xef\xbb\xbf)?\s*<\?xml/u.test(plain)) return 'html';
  return wide || isText(bytes) ? 'text' : 'unknown';
}

/** The part names of a zip stand uncompressed in its headers: enough to tell the Office formats apart. */
function zipKind(bytes: Uint8Array): DocumentType {
  const names = latin1(bytes.subarray(0, 65_536)) + latin1(bytes.subarray(-65_536));
  if (names.includes('word/document')) return 'docx';
  if (names.includes('xl/workbook')) return 'xlsx';
  if (names.includes(MIME.odt)) return 'odt';
  if (names.includes(MIME.ods)) return 'ods';
  if (names.includes('OFD.xml')) return 'ofd';
  return 'zip';
}

function oleKind(bytes: Uint8Array): DocumentType {
  if (hasStream(bytes, 'WordDocument')) return 'doc';
  return hasStream(bytes, 'Workbook') || hasStream(bytes, 'Book') ? 'xls' : 'unknown';
}

/** An OLE compound file: the container of Word 97 and Excel 97 files, of WPS files, and of protected newer ones. */
export function isOle(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, 8)) === '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
}

/** A DOCX or XLSX with a password is an OLE file that holds it encrypted. */
export function isProtectedOffice(bytes: Uint8Array): boolean {
  return isOle(bytes) && hasStream(bytes, 'EncryptedPackage');
}

/** Stream names of an OLE file are UTF-16LE in its directory. */
function hasStream(bytes: Uint8Array, name: string): boolean {
  return latin1(bytes).includes([...name].map((c) => `${c}\0`).join(''));
}

function isText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 65_536);
  let odd = 0;
  for (const byte of sample) if (byte === 0 || (byte < 32 && ![9, 10, 12, 13, 27].includes(byte))) odd += 1;
  return odd <= sample.length / 200;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
