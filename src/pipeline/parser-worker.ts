import { flushCompileCache } from 'node:module';
import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { parseDocument } from './parse-document.ts';
import { type FoldedDocument, Folder } from './parsed-report.ts';
import { claim } from './parser-claim.ts';
import type { ParserAnswer, ParserRequest } from './parser-pool.ts';

const folder = new Folder();
let read = 0;
/** Documents after which what was compiled for them is kept. */
const KEEP_AFTER = [1, 30];
let turn = Promise.resolve();

/** One document at a time, off the main thread: the pool takes this thread away when it takes too long. */
parentPort?.on('message', (request: ParserRequest) => {
  turn = turn.then(() => work(request));
});
answer(null);

async function work(request: ParserRequest): Promise<void> {
  if (!claim(request.claim)) return;
  answer(folder.fold(await parseDocument(request.input, () => answer(null))));
  read += 1;
  // The thread is ended without having its say, so it does not wait for that.
  if (KEEP_AFTER.includes(read)) flushCompileCache();
}

function answer(document: FoldedDocument | null): void {
  // Not `process.memoryUsage`, which asks the system, too: that took a tenth of a thread's time.
  const message: ParserAnswer = { document, held: getHeapStatistics().external_memory };
  parentPort?.postMessage(message);
}
