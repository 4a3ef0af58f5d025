import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startThread } from '../src/start-thread.ts';

const MODULE = `
import { parentPort, workerData } from 'node:worker_threads';
const compilers: number = process.moduleLoadList.filter((name: string) => name.includes('amaro')).length;
parentPort?.on('message', (message: string) => parentPort?.postMessage({ message, given: workerData, compilers }));
`;

test('a thread is handed what it is started with, and the second time needs no compiler for its TypeScript', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-thread-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, '规则 & 表.ts');
  writeFileSync(file, MODULE);
  const answers: unknown[] = [];
  for (const message of ['first', 'second']) {
    const thread = startThread(pathToFileURL(file), { workerData: { a: 1 } });
    thread.postMessage(message);
    answers.push(...(await once(thread, 'message')));
    await thread.terminate();
  }
  assert.deepEqual(answers[1], { message: 'second', given: { a: 1 }, compilers: 0 });
  assert.deepEqual(
    answers[0],
    { message: 'first', given: { a: 1 }, compilers: 1 },
    'else this test shows nothing',
  );
});
