import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryable } from '../../src/crawlers/query.ts';
import { FamilyMarks } from '../../src/pipeline/family-marks.ts';

const page = (text: string) => ({ url: 'http://www.lh.gov.cn/nb', text, $: queryable(text) });
const PLAIN = page('<p>政府信息公开年报</p>');
const VSB = page('<a href="/info/1023/4711.htm">2023年年报</a><div class="pb_sys_common"></div>');
const SITESERVER = page('<a href="/contents/36774/325901.html">2023年年报</a>');

function marksOf(expected: string | null, ...pages: readonly (typeof PLAIN)[]) {
  const marks = new FamilyMarks(expected);
  for (const each of pages) marks.see(each);
  return { family: marks.family, looksLike: marks.looksLike };
}

test('a column is of the family that is expected as soon as one of its first pages bears the marks', () => {
  assert.equal(marksOf('vsb', PLAIN, SITESERVER, VSB).family, 'vsb');
  assert.deepEqual(marksOf('vsb', VSB, SITESERVER), { family: 'vsb', looksLike: null });
});

test('where none of them does, it is told what the first one that shows anything looks like', () => {
  assert.deepEqual(marksOf('vsb', PLAIN, SITESERVER), { family: null, looksLike: 'siteserver' });
  assert.deepEqual(marksOf('vsb', PLAIN), { family: null, looksLike: null });
});

test('with no family expected it is the one that the first telling page shows', () => {
  assert.deepEqual(marksOf(null, PLAIN, VSB, SITESERVER), { family: 'vsb', looksLike: 'vsb' });
  assert.deepEqual(marksOf(null), { family: null, looksLike: null });
});

test('pages far down a column are not looked at', () => {
  assert.equal(marksOf('vsb', PLAIN, PLAIN, PLAIN, PLAIN, VSB).family, 'vsb');
  assert.equal(marksOf('vsb', PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, VSB).family, null);
});
