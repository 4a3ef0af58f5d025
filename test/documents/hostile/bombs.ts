import { crc32, deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';

/** Documents made to break a reader: small files that swell, tables without end, nesting without end. */
export function bombs(): { readonly name: string; readonly bytes: Uint8Array }[] {
  const zeros = new Uint8Array(200e6);
  const page = (body: string): Buffer => Buffer.from(`<html><body>${body}`);
  const types =
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';
  const office = (member: string, content: Uint8Array): Uint8Array =>
    zipSync({ '[Content_Types].xml': Buffer.from(types), [member]: content }, { level: 6 });
  return [
    { name: 'zip bomb as Word file', bytes: office('word/document.xml', zeros) },
    { name: 'zip bomb as Excel file', bytes: office('xl/workbook.xml', zeros) },
    {
      name: 'Word file nested 200,000 deep',
      bytes: office('word/document.xml', Buffer.from('<w:p>'.repeat(200_000))),
    },
    { name: 'PDF stream that swells', bytes: pdfWith(deflateSync(zeros), '/Filter /FlateDecode') },
    {
      name: 'PDF stream that swells twice',
      bytes: pdfWith(deflateSync(deflateSync(zeros)), '/Filter [/FlateDecode /FlateDecode]'),
    },
    { name: 'PDF of a million lines', bytes: pdfWith(Buffer.from('0 0 m 9 9 l S\n'.repeat(1_000_000)), '') },
    {
      name: 'PDF whose page is its own parent',
      bytes: pdfWith(Buffer.from(''), '', '/Kids [2 0 R] /Count 99999'),
    },
    { name: 'PDF of enormous pages', bytes: pdfWith(Buffer.from('(1) Tj'), '', undefined, '[0 0 1e9 1e9]') },
    { name: 'PDF picture of 60,000 × 60,000', bytes: pdfPicture(60_000) },
    { name: '100,000 table cells', bytes: page(`<table>${`<tr>${'<td>1'.repeat(10)}`.repeat(10_000)}`) },
    { name: '2,000,000 table cells', bytes: page(`<table>${`<tr>${'<td>1'.repeat(10)}`.repeat(200_000)}`) },
    {
      name: 'endless spans',
      bytes: page(`<table>${'<tr><td colspan=999999999 rowspan=999999999>1'.repeat(3000)}`),
    },
    { name: 'tables in tables', bytes: page('<table><tr><td>'.repeat(300_000)) },
    { name: 'open formatting', bytes: page(`${'<b>'.repeat(3000)}${'<p><i>x</i></p>'.repeat(100_000)}`) },
    { name: '20 MB of tabs', bytes: Buffer.alloc(20e6, '1\t') },
    { name: '20 MB line', bytes: Buffer.alloc(20e6, '政府信息公开 ') },
    {
      name: '5 MB of broken UTF-8',
      bytes: Buffer.concat([page('<p>'), Buffer.alloc(5e6, Buffer.from([0xe4, 0xb8]))]),
    },
    {
      name: '5 MB script string',
      bytes: page(`<script>x="${'\\u003Ctd\\u003E1'.repeat(400_000)}"</script>`),
    },
    { name: 'RTF nested 1,000,000 deep', bytes: Buffer.from(`{\\rtf1 ${'{'.repeat(1_000_000)}`) },
    {
      name: 'RTF of 500,000 cells',
      bytes: Buffer.from(`{\\rtf1 \\trowd${'\\cellx1'.repeat(500_000)}${'1\\cell '.repeat(500_000)}\\row}`),
    },
    { name: 'JSON nested 1,000,000 deep', bytes: Buffer.from('['.repeat(1_000_000)) },
    { name: 'picture that claims 65,535 × 65,535', bytes: pngHead(65_535) },
  ];
}

function pdfWith(
  stream: Uint8Array,
  filter: string,
  pages = '/Kids [3 0 R] /Count 1',
  box = '[0 0 595 842]',
): Uint8Array {
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages ${pages}>>endobj\n` +
        `3 0 obj<</Type/Page/Parent 2 0 R/MediaBox ${box}/Contents 4 0 R/Resources<<>>>>endobj\n` +
        `4 0 obj<<${filter} /Length ${stream.length}>>stream\n`,
      'latin1',
    ),
    stream,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF', 'latin1'),
  ]);
}

function pdfPicture(side: number): Uint8Array {
  const data = deflateSync(new Uint8Array(1e6));
  return Buffer.concat([
    Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids [3 0 R]/Count 1>>endobj\n' +
        '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox [0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>endobj\n' +
        '4 0 obj<</Length 29>>stream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream endobj\n' +
        `5 0 obj<</Type/XObject/Subtype/Image/Width ${side}/Height ${side}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length ${data.length}>>stream\n`,
      'latin1',
    ),
    data,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF', 'latin1'),
  ]);
}

/** The first bytes of a picture, which are all that says how large it is. */
function pngHead(side: number): Uint8Array {
  const head = Buffer.from(
    '89504e470d0a1a0a0000000d49484452000000000000000008020000000000000000000000',
    'hex',
  );
  head.writeUInt32BE(side, 16);
  head.writeUInt32BE(side, 20);
  head.writeUInt32BE(crc32(head.subarray(12, 29)), 29);
  return head;
}
