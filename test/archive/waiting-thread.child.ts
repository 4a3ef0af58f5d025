/** Answers with what it was asked, a moment after wake-ups that are for nobody. */
import { workerData } from 'node:worker_threads';
import { answerEach } from '../../src/archive/waiting-thread.ts';

const { answered } = workerData as { readonly answered: SharedArrayBuffer };
const count = new Int32Array(answered);

answerEach(async (request: number): Promise<number> => {
  for (let i = 0; i < 20; i += 1) {
    Atomics.notify(count, 0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return request;
});
