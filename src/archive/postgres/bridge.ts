import { WaitingThread } from '../waiting-thread.ts';
import type { Addressed, Request, Response } from './protocol.ts';

/** One for all open databases. */
const thread = new WaitingThread<Addressed, Response>(new URL('./thread.ts', import.meta.url));
let connections = 0;

/** One database, as the thread that talks to PostgreSQL knows it. */
export class Bridge {
  readonly #connection: number;

  constructor() {
    connections += 1;
    this.#connection = connections;
  }

  ask(request: Request): Response {
    const response = thread.ask({ connection: this.#connection, request });
    return response ?? { kind: 'failure', message: 'no answer', code: null, lost: true };
  }
}
