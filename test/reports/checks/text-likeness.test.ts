import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textLikeness } from '../../../src/reports/checks/text-likeness.ts';
import { generator } from '../../bench/random.ts';

/** The same written down as it is meant, of texts without white space and years. */
function plainly(a: string, b: string): number {
  const runs = (text: string): string[] =>
    Array.from({ length: text.length - 4 }, (_, i) => text.slice(i, i + 5));
  const left = Map.groupBy(runs(a), (run) => run);
  const shared = runs(b).filter((run) => left.get(run)?.pop() !== undefined).length;
  return (2 * shared) / (runs(a).length + runs(b).length);
}

test('likeness is the share of runs of five characters', () => {
  const random = generator(11);
  const words = '加强 完善 规范 细化 政府 信息 公开 工作 报告 条 件 次 。 ，'.split(' ');
  for (let changed = 0; changed <= 20; changed++) {
    const said = Array.from({ length: 400 }, () => words[random(words.length)] ?? '');
    const again = said.map((word) => (random(20) < changed ? (words[random(words.length)] ?? '') : word));
    const [a, b] = [said.join(''), again.join('')];
    assert.equal(textLikeness(a, b), plainly(a, b));
    assert.equal(textLikeness(a, a), 1);
  }
});

test('white space and years do not count, short texts and those of other lengths are not alike', () => {
  const text = '全年主动公开政府信息若干条，受理申请若干件。'.repeat(10);
  assert.equal(textLikeness(`2022年\n${text}`, `2023年 ${text}`), 1);
  assert.equal(textLikeness(text.slice(0, 199), text.slice(0, 199)), 0);
  assert.equal(textLikeness(text, text.repeat(2)), 0);
});
