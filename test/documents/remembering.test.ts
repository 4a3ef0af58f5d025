import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remembering } from '../../src/documents/remembering.ts';

function asked(limits?: { most?: number; longest?: number }) {
  const questions: string[] = [];
  const answer = remembering((text) => {
    questions.push(text);
    return text === 'nothing' ? null : text.length;
  }, limits);
  return { answer, questions };
}

test('a text is asked for once, whatever the answer', () => {
  const { answer, questions } = asked();
  const texts = ['规章', 'nothing', '本年新收政府信息公开申请数量'];
  for (const text of [...texts, ...texts])
    assert.equal(answer(text), text === 'nothing' ? null : text.length);
  assert.deepEqual(questions, texts);
});

test('half characters are remembered as they are', () => {
  const { answer, questions } = asked();
  const text = `\ud800 ${'政府'.repeat(10)} \udc00`;
  assert.equal(answer(text), answer(text));
  assert.deepEqual(questions, [text]);
});

test('of more texts than fit only the last are remembered, and none that is long', () => {
  const { answer, questions } = asked({ most: 2, longest: 3 });
  for (const text of ['a', 'b', 'c', 'a', 'c', 'long', 'long']) answer(text);
  assert.deepEqual(questions, ['a', 'b', 'c', 'a', 'long', 'long']);
});
