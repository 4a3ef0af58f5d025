import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { parseDocument } from './parse-document.ts';
import type { Parsed, ParserAnswer, ParserRequest } from './parser-pool.ts';

/** One document at a time, off the main thread: the pool takes this thread away when it takes too long. */
parentPort?.on('message', async ({ input }: ParserRequest) =>
  answer(await parseDocument(input, () => answer(null))),
);
answer(null);

function answer(parsed: Parsed | null): void {
  // Not `process.memoryUsage`, which asks the system, too: that took a tenth of a thread's time.
  const message: ParserAnswer = { parsed, held: getHeapStatistics().external_memory };
  parentPort?.postMessage(message);
}
