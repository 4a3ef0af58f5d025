import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { readDocument } from '../../src/documents/read.ts';
import { gridsOf, paragraphsOf, rowsOf } from './blocks.ts';

const PAGE = '<html><body><p>一、总体情况</p><table><tr><td colspan=2>规章<td>0</table></body></html>';

function message(encoding: string, body: string, charset = 'gb2312'): Buffer {
  return Buffer.from(
    [
      'From: <Saved by Microsoft Internet Explorer 5>',
      'Subject: =?gb2312?B?xOqxqA==?=',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related;',
      '\ttype="text/html";',
      '\tboundary="----=_NextPart_1"',
      '',
      'This is a multi-part message in MIME format.',
      '',
      '------=_NextPart_1',
      'Content-Type: image/gif',
      'Content-Transfer-Encoding: base64',
      '',
      'R0lGODdhAQABAIABAAAAAP',
      '------=_NextPart_1',
      'Content-Type: text/html;',
      `\tcharset="${charset}"`,
      `Content-Transfer-Encoding: ${encoding}`,
      'Content-Location: http://example.invalid/nb.htm',
      '',
      body,
      '------=_NextPart_1--',
      '',
    ].join('\r\n'),
    'latin1',
  );
}

const bytes = iconv.encode(PAGE, 'gbk');
const quoted = [...bytes]
  .map((b) =>
    b > 126 || b === 61 ? `=${b.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(b),
  )
  .join('')
  .replace(/(.{60}[^=]{3})/gu, '$1=\r\n');

for (const [encoding, body] of [
  ['quoted-printable', quoted],
  ['base64', bytes.toString('base64').replace(/(.{76})/gu, '$1\r\n')],
  ['8bit', bytes.toString('latin1')],
] as const)
  test(`a saved page in ${encoding}`, async () => {
    const document = await readDocument(message(encoding, body));
    assert.deepEqual([document.type, document.charset, document.problem], ['html', 'gb18030', null]);
    assert.deepEqual(paragraphsOf(document), ['一、总体情况']);
    assert.deepEqual(rowsOf(gridsOf(document)[0]), [['规章', '<', '0']]);
  });

test('a message without a page says so', async () => {
  const document = await readDocument(
    Buffer.from(
      'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\nno\r\n--x--',
    ),
  );
  assert.match(document.problem ?? '', /holds no page/u);
});
