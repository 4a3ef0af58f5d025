/** What the processes that are measured have in common: how they are started, and how they tell what they took. */
import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What some work took in its own process. */
export interface Effort {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
  /** At most, MiB. */
  readonly rssMb: number;
}

/** Called when the work begins, by the process that does it; what it loaded before does not count. */
export function begin(): () => Effort {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return {
      seconds: (performance.now() - start) / 1000,
      cpuSeconds: (user + system) / 1e6,
      rssMb: process.resourceUsage().maxRSS / 1024,
    };
  };
}

/** The result of the work, as its process sends it. */
export function tellParent(effort: () => Effort, result: object): void {
  process.send?.({ ...effort(), ...result });
  process.disconnect?.();
}

/** Compiled code is kept between runs, as the command itself keeps it. */
const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), 'nianbao-bench') };

/** They begin in plain JavaScript, as the command itself does. */
const START = new URL('../../src/thread.js', import.meta.url);

/** Runs one of the programs beside this file; gives back what it tells. */
export async function inProcess<T>(program: string, job: object): Promise<T> {
  const child = fork(START, [new URL(program, import.meta.url).href, JSON.stringify(job)], {
    env: { ...COMPILED, ...process.env },
  });
  let told: T | undefined;
  child.on('message', (message) => {
    told = message as T;
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (told === undefined) throw new Error(`${program} ended with ${code} and told nothing`);
  return told;
}
