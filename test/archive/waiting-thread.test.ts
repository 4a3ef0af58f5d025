import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WaitingThread } from '../../src/archive/waiting-thread.ts';

test('each question gets its own answer, whatever else wakes who asks', () => {
  const thread = new WaitingThread<number, number>(new URL('waiting-thread.child.ts', import.meta.url));
  const asked = Array.from({ length: 50 }, (_, i) => i);
  assert.deepEqual(
    asked.map((number) => thread.ask(number)),
    asked,
  );
});
