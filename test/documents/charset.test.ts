import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { decodeText } from '../../src/documents/charset.ts';

const SENTENCE = '本年新收政府信息公开申请数量：3件。𠮷';
const page = (charset: string) =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"></head><body>${SENTENCE}</body></html>`;

const CASES: {
  name: string;
  bytes: Uint8Array;
  contentType?: string;
  charset: string;
  claimed: string | null;
}[] = [
  { name: 'utf-8', bytes: Buffer.from(page('utf-8')), charset: 'utf-8', claimed: 'utf-8' },
  { name: 'utf-8 that says gbk', bytes: Buffer.from(page('gbk')), charset: 'utf-8', claimed: 'gbk' },
  {
    name: 'gb18030 that says gb2312',
    bytes: iconv.encode(page('gb2312'), 'gb18030'),
    charset: 'gb18030',
    claimed: 'gb2312',
  },
  {
    name: 'gbk that says utf-8',
    bytes: iconv.encode(page('UTF-8'), 'gb18030'),
    charset: 'gb18030',
    claimed: 'utf-8',
  },
  {
    name: 'gbk whose header says Latin-1',
    bytes: iconv.encode(page('gbk'), 'gb18030'),
    contentType: 'text/html; charset=ISO-8859-1',
    charset: 'gb18030',
    claimed: 'iso-8859-1',
  },
  {
    name: 'gbk that claims nonsense',
    bytes: iconv.encode(page('no-such-thing'), 'gb18030'),
    charset: 'gb18030',
    claimed: 'no-such-thing',
  },
  {
    name: 'utf-16le with a mark',
    bytes: iconv.encode(page('utf-8'), 'utf-16le', { addBOM: true }),
    charset: 'utf-16le',
    claimed: null,
  },
  {
    name: 'utf-16le without a mark',
    bytes: iconv.encode(page('utf-16'), 'utf-16le'),
    charset: 'utf-16le',
    claimed: null,
  },
  {
    name: 'utf-16be without a mark',
    bytes: iconv.encode(page('utf-16'), 'utf-16be'),
    charset: 'utf-16be',
    claimed: null,
  },
];

for (const { name, bytes, contentType, charset, claimed } of CASES) {
  test(`decodes ${name}`, () => {
    const decoded = decodeText(bytes, { contentType });
    assert.ok(decoded.text.includes(SENTENCE), decoded.text.slice(0, 200));
    assert.equal(decoded.charset, charset);
    assert.equal(decoded.claimed, claimed);
  });
}

test('decodes Big5 only where it is claimed', () => {
  const bytes = iconv.encode('<meta charset="big5"><p>政府資訊公開</p>', 'big5');
  assert.deepEqual(decodeText(bytes).charset, 'big5');
  assert.match(decodeText(bytes).text, /政府資訊公開/);
});

test('leaves the byte order mark out and survives damage', () => {
  assert.equal(decodeText(Buffer.from('\uFEFF年报')).text, '年报');
  const damaged = Buffer.concat([
    iconv.encode('年报', 'gb18030'),
    Buffer.from([0xff]),
    Buffer.from('<td>1</td>'),
  ]);
  assert.match(decodeText(damaged).text, /年报\uFFFD<td>1<\/td>/);
  assert.deepEqual(decodeText(new Uint8Array()), { text: '', charset: 'utf-8', claimed: null });
});

test('keeps to UTF-8 when a title was cut inside a character', () => {
  const cut = Buffer.concat([
    Buffer.from(`<a title="${SENTENCE}${SENTENCE}`),
    Buffer.from('年').subarray(0, 2),
    Buffer.from('">年报</a>'),
  ]);
  const decoded = decodeText(cut);
  assert.equal(decoded.charset, 'utf-8');
  assert.match(decoded.text, /数量：3件.*\uFFFD">年报/);
});
