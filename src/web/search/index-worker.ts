import { parentPort, workerData } from 'node:worker_threads';
import { openConnection } from '../../archive/open.ts';
import { openIndex } from './index-file.ts';
import { updateIndex } from './update-index.ts';

/** What the worker is started with. */
export interface IndexWorkerData {
  readonly databaseFile: string;
  readonly indexFile: string;
}

/** What it says: how far it is; `idle` when the index is up to date; or what stopped it. */
export type IndexMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'idle'; readonly changed: number }
  | { readonly kind: 'failed'; readonly message: string };

const say = (message: IndexMessage): void => parentPort?.postMessage(message);

const { databaseFile, indexFile } = workerData as IndexWorkerData;
try {
  const main = openConnection({ file: databaseFile, mode: 'read', now: () => new Date() });
  const index = openIndex(indexFile);
  const changed = updateIndex(main, index, ({ done, total }) => say({ kind: 'progress', done, total }));
  index.close();
  main.close();
  say({ kind: 'idle', changed });
} catch (error) {
  // The next look may find the database free, or the disk less full.
  say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
