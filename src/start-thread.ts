import { Worker, type WorkerOptions } from 'node:worker_threads';

const ENTRY = new URL('thread.js', import.meta.url);

/** Starts a thread that runs a module of ours, with what was compiled of it before. */
export function startThread(module: URL, options?: WorkerOptions): Worker {
  return new Worker(ENTRY, { ...options, argv: [module.href] });
}
