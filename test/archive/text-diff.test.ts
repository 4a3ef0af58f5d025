import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffText } from '../../src/archive/text-diff.ts';

test('sentences that only one text has are told, the others are the same', () => {
  assert.deepEqual(diffText('甲。乙。丙。', '甲。丁。丙。戊。'), [
    { kind: 'same', text: '甲。' },
    { kind: 'removed', text: '乙。' },
    { kind: 'added', text: '丁。' },
    { kind: 'same', text: '丙。' },
    { kind: 'added', text: '戊。' },
  ]);
});

test('white space is no difference, and equal texts have none', () => {
  assert.deepEqual(diffText('甲 乙。\n丙', '甲乙。\n丙'), [{ kind: 'same', text: '甲乙。\n丙' }]);
  assert.deepEqual(diffText('', ''), []);
  assert.deepEqual(diffText('', '甲。'), [{ kind: 'added', text: '甲。' }]);
});

test('the parts always give both texts', () => {
  let state = 7;
  const random = (n: number): number => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  const text = (): string => Array.from({ length: random(12) }, () => `${'甲乙丙丁'[random(4)]}。`).join('');
  for (let turn = 0; turn < 300; turn += 1) {
    const [before, after] = [text(), text()];
    const parts = diffText(before, after);
    const of = (kind: string): string =>
      parts
        .filter((p) => p.kind === 'same' || p.kind === kind)
        .map((p) => p.text)
        .join('');
    assert.deepEqual([of('removed'), of('added')], [before, after]);
  }
});

test('very long texts without anything in common take no time', () => {
  const long = (c: string): string => Array.from({ length: 5000 }, (_, i) => `${c}${i}。`).join('');
  assert.deepEqual(
    diffText(long('甲'), long('乙')).map((p) => p.kind),
    ['removed', 'added'],
  );
});
