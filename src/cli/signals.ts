import { EXIT } from './exit.ts';
import { tell } from './output.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Ctrl-C, `kill` and `systemctl stop`, in three steps. What is committed stays whatever happens. */
export class Interruption {
  readonly #gentle = new AbortController();
  readonly #prompt = new AbortController();
  readonly #onSignal = (signal: NodeJS.Signals): void => this.#take(signal);

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  /** First signal: begin nothing new, finish the document under way. */
  get gentle(): AbortSignal {
    return this.#gentle.signal;
  }

  /** Second signal: give up what is under way, close in good order. A third ends the process on the spot. */
  get prompt(): AbortSignal {
    return this.#prompt.signal;
  }

  /** Signals end the process again as they do without this. */
  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  #take(signal: NodeJS.Signals): void {
    const why = new Error(`interrupted by ${signal}`);
    if (this.#prompt.signal.aborted) process.exit(EXIT.interrupted);
    if (this.#gentle.signal.aborted) {
      tell('nianbao: giving up what is under way; once more to end on the spot');
      this.#prompt.abort(why);
    } else {
      tell(`\nnianbao: ${signal}: finishing what is under way; once more to be faster`);
      this.#gentle.abort(why);
    }
  }
}
