/** Workers on a real PostgreSQL with a net that is made up: what queue and pacing cost, and how close to politeness they come. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Archive } from '../../src/archive/archive.ts';
import { enqueue } from '../../src/pipeline/queue/enqueue.ts';
import { Queue } from '../../src/pipeline/queue/queue.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import { makeDatabase } from '../postgres/database.ts';
import type { TestServer } from '../postgres/server.ts';
import type { SimulatedWorker, WorkerFigures } from './workers.child.ts';
import { leastMsOf, type SimulatedSites, sitesOf } from './workers-net.ts';

export interface WorkersOptions extends SimulatedSites {
  readonly workers: number;
  /** Sites that a worker has at the same time. */
  readonly atOnce: number;
}

export interface WorkersResult {
  readonly requests: number;
  /** From the first site put into the queue until the last one is done. */
  readonly seconds: number;
  /** The polite lower bound: the longest host, or all hosts shared out among the places of the workers. */
  readonly leastSeconds: number;
  readonly enqueueSeconds: number;
  /** Processor time of PostgreSQL, and of all workers together. */
  readonly serverCpuSeconds: number;
  readonly workersCpuSeconds: number;
  readonly shortestPauseMs: number;
}

const LOOK_MS = 100;
/** Of the kernel's clock, in which processor times are told. */
const TICKS_A_SECOND = 100;

/** @throws Error where a site did not end well, or a pause was not kept: then nothing is worth measuring. */
export async function measureWorkers(server: TestServer, options: WorkersOptions): Promise<WorkersResult> {
  const url = makeDatabase(server.url);
  const archive = Archive.open({ file: url, fields: FIELDS, mode: 'write' });
  const one = <T>(sql: string): T | undefined => [...archive.rows<{ value: T }>(sql)][0]?.value;
  const onError = (): void => undefined;
  const queue = await Queue.open({ url, archive, supervise: false, onError });
  const sites = sitesOf(options);
  archive.sites.put(sites);
  const { sites: count, reports, delayMs, atOnce } = options;
  const order: SimulatedWorker = { url, sites: count, reports, delayMs, atOnce };
  const started = await Promise.all(Array.from({ length: options.workers }, () => start(order)));
  // What follows their start, as the first look into the queue, is over.
  await sleep(2000);
  const postmaster = Number(
    one<string>(`SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1) AS value`),
  );
  const cpuBefore = cpuSecondsOf(postmaster);
  const begun = performance.now();
  const only = sites.map(({ id }) => id);
  const settings = DEFAULT_SETTINGS;
  await enqueue({ archive, queue, settings, sites, only, trigger: 'manual', years: null, refresh: false });
  const enqueueSeconds = (performance.now() - begun) / 1000;
  while (one<string | null>('SELECT max(finished_at) AS value FROM runs') == null) {
    if (started.some(({ child }) => child.exitCode !== null))
      throw new Error('a simulated worker ended early');
    await sleep(LOOK_MS);
  }
  const seconds = (performance.now() - begun) / 1000;
  const serverCpuSeconds = cpuSecondsOf(postmaster) - cpuBefore;
  const figures = await Promise.all(started.map(({ end }) => end()));
  const outcome = one<string>('SELECT outcome AS value FROM runs');
  const troubles = figures.flatMap((f) => f.troubles);
  await queue.close();
  archive.close();
  if (outcome !== 'ok' || troubles.length > 0)
    throw new Error(`the run ended ${outcome}: ${troubles.join('; ')}`);
  const shortestPauseMs = Math.min(...figures.map((f) => f.shortestPauseMs));
  if (reports > 0 && shortestPauseMs < delayMs - 5)
    throw new Error(`a pause of ${shortestPauseMs} ms was seen`);
  const least = sites.map((site) => leastMsOf(options, site) / 1000);
  const places = options.workers * atOnce;
  const sum = least.reduce((total, each) => total + each, 0);
  return {
    requests: figures.reduce((total, f) => total + f.requests, 0),
    seconds,
    leastSeconds: Math.max(...least, sum / places),
    enqueueSeconds,
    serverCpuSeconds,
    workersCpuSeconds: figures.reduce((total, f) => total + f.cpuSeconds, 0),
    shortestPauseMs,
  };
}

interface Started {
  readonly child: ChildProcess;
  end(): Promise<WorkerFigures>;
}

async function start(order: SimulatedWorker): Promise<Started> {
  const child = fork(new URL('./workers.child.ts', import.meta.url), [JSON.stringify(order)]);
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`a simulated worker ended with ${String(code)} before it was to`);
  });
  died.catch(() => undefined);
  await Promise.race([once(child, 'message'), died]);
  return {
    child,
    end: async () => {
      const told = once(child, 'message');
      child.send('end');
      const [figures] = (await Promise.race([told, died])) as [WorkerFigures];
      return figures;
    },
  };
}

/** Processor time of a process and its children, those that have ended too, seconds (proc(5), stat). */
function cpuSecondsOf(parent: number): number {
  let ticks = 0;
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/u.test(entry))) {
    let stat: string;
    try {
      stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    } catch (error) {
      // It has ended meanwhile: then its parent has its time.
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
        continue;
      throw error;
    }
    // The name, in brackets, may hold anything; the fields behind it begin with the third.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const of = (field: number): number => fields[field - 3] ?? 0;
    if (Number(name) === parent) ticks += of(14) + of(15) + of(16) + of(17);
    else if (of(4) === parent) ticks += of(14) + of(15);
  }
  return ticks / TICKS_A_SECOND;
}
