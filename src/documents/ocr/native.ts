import { isMainThread, workerData } from 'node:worker_threads';

/**
 * A thread that is ended while native code runs in it takes the whole process with it. So native code is entered
 * through here, and who ends a thread waits until it has come out: a fraction of a second.
 */
export interface NativeGate {
  /** Two numbers, shared by the thread and who ends it: whether native code runs, and whether none may begin. */
  readonly gate: SharedArrayBuffer;
}

const RUNS = 0;
const CLOSED = 1;
/** Longer than any single run takes: after it the thread is ended all the same. */
const LONGEST_RUN_MS = 20_000;

/** What a thread is given as its `workerData`. */
export function nativeGate(): NativeGate {
  return { gate: new SharedArrayBuffer(8) };
}

const own: Int32Array | null = !isMainThread && isGate(workerData) ? new Int32Array(workerData.gate) : null;

function isGate(data: unknown): data is NativeGate {
  return (
    typeof data === 'object' && data !== null && 'gate' in data && data.gate instanceof SharedArrayBuffer
  );
}

/**
 * Runs native code.
 * @throws Error when this thread is about to be ended.
 */
export async function runNative<T>(run: () => Promise<T>, gate: Int32Array | null = own): Promise<T> {
  if (gate === null) return run();
  Atomics.store(gate, RUNS, 1);
  try {
    if (Atomics.load(gate, CLOSED) === 1) throw new Error('the thread is being ended');
    return await run();
  } finally {
    Atomics.store(gate, RUNS, 0);
    Atomics.notify(gate, RUNS);
  }
}

/** Lets no native code begin any more. Resolves when none runs. */
export async function closeGate({ gate }: NativeGate): Promise<void> {
  const state = new Int32Array(gate);
  Atomics.store(state, CLOSED, 1);
  await Atomics.waitAsync(state, RUNS, 1, LONGEST_RUN_MS).value;
}

/** The same for who cannot await, because the process is about to exit. */
export function closeGateNow({ gate }: NativeGate): void {
  const state = new Int32Array(gate);
  Atomics.store(state, CLOSED, 1);
  Atomics.wait(state, RUNS, 1, LONGEST_RUN_MS);
}
