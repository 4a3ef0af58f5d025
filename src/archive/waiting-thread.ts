import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type Transferable,
  workerData,
} from 'node:worker_threads';
import { startThread } from '../start-thread.ts';

/** What the thread is started with. */
interface ThreadData {
  readonly port: MessagePort;
  /** One 32-bit number: how many answers lie, or have lain, at the port; notified with each. */
  readonly answered: SharedArrayBuffer;
}

interface Started {
  readonly port: MessagePort;
  readonly answered: Int32Array<SharedArrayBuffer>;
}

/**
 * The archive is synchronous, servers are not: this side asks a thread that talks to them, and waits. Who asks waits, so
 * there is never more than one question. The thread is started with the first one.
 */
export class WaitingThread<Request, Response> {
  readonly #module: URL;
  #started: Started | null = null;
  #asked = 0;

  /** @param module of the thread; it calls `answerEach`. */
  constructor(module: URL) {
    this.#module = module;
  }

  /** The answer; undefined where the thread had none. */
  ask(request: Request): Response | undefined {
    this.#started ??= this.#start();
    const { port, answered } = this.#started;
    this.#asked += 1;
    port.postMessage(request);
    // A wake-up may come late, after the answer that it was for was taken: only the count says that ours is there.
    for (let count = Atomics.load(answered, 0); count !== this.#asked; count = Atomics.load(answered, 0))
      Atomics.wait(answered, 0, count);
    return receiveMessageOnPort(port)?.message as Response | undefined;
  }

  #start(): Started {
    const { port1, port2 } = new MessageChannel();
    const answered = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const transferList: Transferable[] = [port2];
    const worker = startThread(this.#module, {
      workerData: { port: port2, answered } satisfies ThreadData,
      transferList,
    });
    // What is open there keeps no program alive.
    worker.unref();
    port1.unref();
    return { port: port1, answered: new Int32Array(answered) };
  }
}

/** In the thread: answers each request. @param answer throws nothing. */
export function answerEach<Request, Response>(answer: (request: Request) => Promise<Response>): void {
  const { port, answered } = workerData as ThreadData;
  const count = new Int32Array(answered);
  port.on('message', async (request: Request) => {
    port.postMessage(await answer(request));
    Atomics.add(count, 0, 1);
    Atomics.notify(count, 0);
  });
}
