import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../src/documents/read.ts';

/** Far above what each takes, far below what a walk without a bound would. */
const PATIENCE_MS = 20_000;

const HOSTILE: readonly [what: string, bytes: Uint8Array, sign: RegExp][] = [
  ['a line of 20 MB', Buffer.alloc(20e6, '政府信息公开 '), /null/u],
  ['a line of 20 MB of tabs', Buffer.alloc(20e6, '1\t'), /null/u],
  ['a page of 5 MB without an end of line', Buffer.from(`<html><p>${'abc 123 '.repeat(650_000)}`), /null/u],
  ['5 MB of open tags', Buffer.from(`<html>${'<div>'.repeat(1_000_000)}`), /nested/u],
  ['5 MB of tables in tables', Buffer.from(`<html>${'<table><tr><td>'.repeat(330_000)}`), /nested/u],
  ['5 MB of less-than signs', Buffer.from(`<html><p>${'<'.repeat(5e6)}`), /null/u],
  ['half characters', Buffer.from(`<html><p>\u6587${'x'}`, 'utf8').subarray(0, 11), /null/u],
  [
    '5 MB of broken UTF-8',
    Buffer.concat([Buffer.from('<html><p>'), Buffer.alloc(5e6, Buffer.from([0xe4, 0xb8]))]),
    /null/u,
  ],
  [
    'a page full of NULs',
    Buffer.concat([Buffer.from('<html><p>1'), Buffer.alloc(1e6), Buffer.from('2')]),
    /null/u,
  ],
  ['100,000 table cells', Buffer.from(`<table>${`<tr>${'<td>1'.repeat(10)}`.repeat(10_000)}`), /null/u],
];

for (const [what, bytes, sign] of HOSTILE)
  test(`${what}: an end within the limit`, async () => {
    const begun = performance.now();
    const document = await readDocument(bytes);
    assert.ok(performance.now() - begun < PATIENCE_MS);
    assert.match(String(document.problem), sign);
  });
