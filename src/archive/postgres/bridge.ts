import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Addressed, Request, Response, ThreadData } from './protocol.ts';

interface Thread {
  readonly port: MessagePort;
  readonly flag: Int32Array<SharedArrayBuffer>;
}

/** One for all open databases: whoever asks waits, so there is never more than one question. */
let thread: Thread | null = null;
let connections = 0;

function theThread(): Thread {
  if (thread !== null) return thread;
  const { port1, port2 } = new MessageChannel();
  const flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { port: port2, flag } satisfies ThreadData,
    transferList: [port2],
  });
  // A database that is open keeps no program alive.
  worker.unref();
  port1.unref();
  thread = { port: port1, flag: new Int32Array(flag) };
  return thread;
}

/** The archive is synchronous, the driver is not: this side asks the thread that talks to PostgreSQL, and waits. */
export class Bridge {
  readonly #connection: number;

  constructor() {
    connections += 1;
    this.#connection = connections;
  }

  ask(request: Request): Response {
    const { port, flag } = theThread();
    Atomics.store(flag, 0, 0);
    port.postMessage({ connection: this.#connection, request } satisfies Addressed);
    Atomics.wait(flag, 0, 0);
    const message = receiveMessageOnPort(port)?.message as Response | undefined;
    return message ?? { kind: 'failure', message: 'no answer', code: null, lost: true };
  }
}
