/** First and second crawls of the benchmark's origin, by nianbao and by the hand-written loop, in turn. */
import { fork } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BaselineJob } from './baseline.child.ts';
import type { CrawlJob } from './crawl.child.ts';
import { diskUse } from './disk.ts';
import type { OriginOptions, OriginSite, Traffic } from './origin.ts';
import { type Effort, inProcess } from './worker.ts';

/** The benchmark's origin, running. */
export interface Origin {
  readonly sites: readonly OriginSite[];
  /** What was asked of it since the last call. */
  traffic(): Promise<Traffic>;
  close(): void;
}

export async function startOrigin(options: OriginOptions): Promise<Origin> {
  const child = fork(new URL('./origin.ts', import.meta.url), [JSON.stringify(options)]);
  const next = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`the origin ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message as T);
      });
    });
  const sites = await next<readonly OriginSite[]>();
  return {
    sites,
    traffic: () => {
      const told = next<Traffic>();
      child.send('traffic');
      return told;
    },
    close: () => child.disconnect(),
  };
}

type Crawled = Effort & {
  readonly pages: number;
  readonly reports: number;
  readonly payloads: number;
  readonly outcomes: readonly string[];
};

/** One crawl, with what it cost the origin. */
export type Measured = Crawled & { readonly traffic: Traffic };

/** One round: the loop, as it is and with less to do, and nianbao from nothing, then nianbao twice over what it has. */
export interface Round {
  readonly loop: Measured;
  /** The loop once more, and no report is looked into. */
  readonly bare: Measured;
  /** The same, and a tree is made of each, from which nothing is read. */
  readonly trees: Measured;
  readonly first: Measured;
  /** By name: each address is asked whether it has changed. */
  readonly again: Measured;
  /** As cron does it, a day later. */
  readonly nightly: Measured;
  readonly reparse: Effort & { readonly documents: number };
  /** Bytes on disk a report. */
  readonly loopDisk: number;
  readonly disk: {
    readonly total: number;
    readonly payloads: number;
    readonly fetched: number;
    readonly derived: number;
  };
}

/** @throws Error when one of them did not get every report: then nothing is worth measuring. */
export async function measureRound(origin: Origin, folder: string): Promise<Round> {
  const wanted = origin.sites.reduce((sum, { reports }) => sum + reports, 0);
  const measured = async (program: string, job: object): Promise<Measured> => {
    await origin.traffic();
    const crawled = await inProcess<Crawled>(program, job);
    if (crawled.reports !== wanted)
      throw new Error(`${program}: ${crawled.reports} of ${wanted} reports; ${crawled.outcomes?.join('; ')}`);
    return { ...crawled, traffic: await origin.traffic() };
  };
  const { sites } = origin;
  const loopDb = join(folder, 'loop.sqlite');
  const bareDb = join(folder, 'bare.sqlite');
  const treesDb = join(folder, 'trees.sqlite');
  const db = join(folder, 'nianbao.sqlite');
  try {
    const baseline = (db: string, made: BaselineJob['made']): Promise<Measured> => {
      const job: BaselineJob = { db, sites, made };
      return measured('./baseline.child.ts', job);
    };
    const loop = await baseline(loopDb, 'table');
    const bare = await baseline(bareDb, 'nothing');
    const trees = await baseline(treesDb, 'tree');
    const crawl = (scheduled: boolean, day: number): Promise<Measured> => {
      const job: CrawlJob = { db, sites, scheduled, day };
      return measured('./crawl.child.ts', job);
    };
    const first = await crawl(false, 0);
    const { total, payloads, fetched, derived, reports } = diskUse(db);
    const each = (bytes: number): number => bytes / reports;
    const disk = {
      total: each(total),
      payloads: each(payloads),
      fetched: each(fetched),
      derived: each(derived),
    };
    const again = await crawl(false, 1);
    const nightly = await crawl(true, 9);
    const reparse = await inProcess<Round['reparse']>('./reparse.child.ts', { db });
    return {
      loop,
      bare,
      trees,
      first,
      again,
      nightly,
      reparse,
      loopDisk: statSync(loopDb).size / wanted,
      disk,
    };
  } finally {
    for (const file of [loopDb, bareDb, treesDb, db])
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  }
}
