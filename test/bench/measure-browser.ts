/** Pages through the browser: how many a second, and whether its memory and ours stay where they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { Fetcher } from '../../src/fetch/fetcher.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import type { Origin } from './measure-crawl.ts';

export interface BrowserRun {
  readonly pages: number;
  readonly pagesPerSecond: number;
  /** Of this process and all below it, MiB: after a fifth of the pages, and the most after that. */
  readonly earlyMb: number;
  readonly laterMb: number;
}

const KIB_A_MIB = 1024;

/** Resident memory of a process and its descendants, MiB; 0 where /proc does not tell. */
function familyMb(root: number): number {
  const parents = new Map<number, { readonly parent: number; readonly kib: number }>();
  try {
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      const status = statusOf(name);
      const of = (key: string): number =>
        Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      parents.set(Number(name), { parent: of('PPid'), kib: of('VmRSS') });
    }
  } catch {
    // Not Linux: then it is not known.
    return 0;
  }
  const belongs = (pid: number): boolean =>
    pid === root || (pid > 1 && belongs(parents.get(pid)?.parent ?? 0));
  let sum = 0;
  for (const [pid, { kib }] of parents) if (belongs(pid)) sum += kib;
  return sum / KIB_A_MIB;
}

/** A process may end between the two looks. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

export async function measureBrowser(origin: Origin, pages: number): Promise<BrowserRun> {
  const fetcher = new Fetcher({
    connectTo: null,
    allowPrivate: true,
    insecureTls: false,
    browser: DEFAULT_SETTINGS.browser,
  });
  const politeness = { ...DEFAULT_SETTINGS.politeness, delayMs: 0 };
  let done = 0;
  let earlyMb = 0;
  let laterMb = 0;
  const start = performance.now();
  try {
    const share = Math.ceil(pages / origin.sites.length);
    await Promise.all(
      origin.sites.map(async ({ id, host, column }) => {
        const site = fetcher.site({ id, hosts: [host], politeness, limits: DEFAULT_SETTINGS.limits });
        for (let page = 0; page < share; page++) {
          const { outcome, detail } = await site.fetch({ url: column, expect: 'list', via: 'browser' });
          if (outcome !== 'ok') throw new Error(`${column}: ${outcome} ${detail}`);
          done += 1;
          if (done % 50 !== 0) continue;
          const now = familyMb(process.pid);
          if (done <= pages / 5) earlyMb = Math.max(earlyMb, now);
          else laterMb = Math.max(laterMb, now);
        }
      }),
    );
  } finally {
    await fetcher.close();
  }
  return { pages: done, pagesPerSecond: (done * 1000) / (performance.now() - start), earlyMb, laterMb };
}
