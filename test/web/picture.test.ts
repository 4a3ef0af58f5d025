import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureOf } from '../../src/web/archived/picture.ts';
import { encodePng } from '../../src/web/archived/png.ts';
import { viewDocument } from '../../src/web/archived/view-document.ts';

test('the size of a picture is read from its header, whatever its kind', () => {
  const png = encodePng(3, 2, new Uint8Array(18));
  assert.deepEqual(pictureOf(png), { mime: 'image/png', extension: '.png', size: { width: 3, height: 2 } });
  const jpeg = Uint8Array.from([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
    ...[0xff, 0xc0, 0, 17, 8, 0x01, 0x02, 0x03, 0x04, 3, 0, 0],
  ]);
  assert.deepEqual(pictureOf(jpeg)?.size, { width: 0x0304, height: 0x0102 });
  const gif = Uint8Array.from([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 5, 0, 7, 0]);
  assert.deepEqual(pictureOf(gif)?.size, { width: 5, height: 7 });
});

test('a picture cut off in its header has no size, and what browsers do not show is none', () => {
  assert.equal(pictureOf(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0]))?.size, null);
  assert.equal(pictureOf(Uint8Array.from([0x49, 0x49, 0x2a, 0])), null);
});

test('a picture is shown as it is', async () => {
  const bytes = encodePng(3, 2, new Uint8Array(18));
  const input = { documentKey: 'png', bytes, contentType: null, rendered: false, at: null, printed: null };
  assert.deepEqual(await viewDocument(input), { kind: 'image', size: { width: 3, height: 2 }, mark: null });
});
