import assert from 'node:assert/strict';
import { test } from 'node:test';
import { align } from '../../src/reports/align.ts';

const pairs = (found: string, expected: string): string =>
  align(
    [...found].map((f) => [...expected].map((e) => (f === e ? 1 : 0))),
    expected.length,
  )
    .matches.map((m) => `${found[m.found]}${m.found}-${m.expected}`)
    .join(' ');

test('what is missing or foreign on either side is passed over', () => {
  assert.equal(pairs('abd', 'abcd'), 'a0-0 b1-1 d2-3');
  assert.equal(pairs('axbcd', 'abcd'), 'a0-0 b2-1 c3-2 d4-3');
  assert.equal(pairs('', 'abc'), '');
});

test('matches never cross', () => assert.equal(pairs('ba', 'ab').split(' ').length, 1));

test('the better of two partners wins', () => {
  const scores = [
    [0.6, 0],
    [0.9, 0],
  ];
  const { matches, score } = align(scores, 2);
  assert.deepEqual(matches, [{ found: 1, expected: 0, score: 0.9 }]);
  assert.equal(score, 0.9);
});
