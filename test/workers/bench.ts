import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Archive } from '../../src/archive/archive.ts';
import { crawl } from '../../src/pipeline/crawl.ts';
import { enqueue } from '../../src/pipeline/queue/enqueue.ts';
import { Queue } from '../../src/pipeline/queue/queue.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import type { Site } from '../../src/sites/site.ts';
import { Fault, rowsIn } from '../faults/bench.ts';
import { demoConfig, familiesConfig } from '../portals/config.ts';
import { type LoggedRequest, type Portals, startPortals } from '../portals/server.ts';
import { execute, makeDatabase } from '../postgres/database.ts';
import { postgresServer, type TestServer } from '../postgres/server.ts';
import { difference, type Rows } from './difference.ts';
import { Stalls } from './log.ts';
import type { ChildOrder, Said } from './worker.child.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHILD = fileURLToPath(new URL('worker.child.ts', import.meta.url));
const LOOK_MS = 100;

export interface WorkersBenchOptions {
  /** Sites to crawl; all replicas where it is left out. */
  readonly only?: readonly string[];
  /** Pause between two requests to a host, milliseconds. */
  readonly delayMs: number;
  /** How long a portal takes to answer, milliseconds. */
  readonly answerMs: number;
}

/** One worker, from its start to its end. */
export interface Worker {
  readonly name: string;
  /** Sites that it takes at the same time. */
  readonly atOnce: number;
  readonly said: readonly Said[];
  readonly isAlive: boolean;
  /** Milliseconds since 1970; null: it ended in good order, or lives. */
  readonly killedAt: number | null;
  kill(): void;
  /** Ends it in good order. */
  end(): Promise<void>;
}

/** What a crawl left behind. */
export interface Content {
  /** All that the database says, however often it was asked for. */
  readonly rows: Rows;
  /** Each answer of a portal, but for its time: the same for crawls that nothing disturbed. */
  readonly captures: readonly string[];
}

function contentOf(archive: Archive, file: string): Content {
  const captures = archive.rows(
    `SELECT s.site_id, s.url, c.form, c.status, c.outcome, c.final_url, c.payload_sha256, c.rendered_sha256,
       c.revalidated_sha256, c.via FROM captures c JOIN resources s ON s.id = c.resource_id`,
  );
  return { rows: rowsIn(archive, file), captures: [...captures].map((row) => JSON.stringify(row)).sort() };
}

/** Replicas, a PostgreSQL of its own, and what one undisturbed process leaves in an SQLite file. */
export class WorkersBench {
  readonly portals: Portals;
  readonly server: TestServer;
  readonly sites: readonly Site[];
  readonly stalls = new Stalls();
  readonly #folder: string;
  readonly #config: string;
  readonly #options: WorkersBenchOptions;
  readonly #jobs: WorkersJob[] = [];
  #made = 0;

  private constructor(folder: string, portals: Portals, server: TestServer, options: WorkersBenchOptions) {
    this.#folder = folder;
    this.#config = join(folder, 'config');
    this.portals = portals;
    this.server = server;
    this.#options = options;
    const { only } = options;
    this.sites = loadConfiguration(this.#config).sites.filter(({ id }) => only?.includes(id) ?? true);
  }

  static async start(options: WorkersBenchOptions): Promise<WorkersBench> {
    const folder = mkdtempSync(join(tmpdir(), 'nianbao-workers-'));
    demoConfig(join(folder, 'config'));
    familiesConfig(join(folder, 'config'));
    const server = await postgresServer();
    return new WorkersBench(folder, await startPortals(), server, options);
  }

  async close(): Promise<void> {
    for (const job of this.#jobs) {
      for (const worker of job.workers) if (worker.isAlive) worker.kill();
      await job.close();
    }
    this.stalls.close();
    await this.portals.close();
    this.server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What one process on an SQLite file makes of the replicas. */
  async alone(): Promise<Content> {
    const file = join(this.#folder, `alone-${++this.#made}.sqlite`);
    const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
    try {
      const { settings, corrections } = loadConfiguration(this.#config);
      const politeness = { ...settings.politeness, delayMs: 0 };
      const { outcome } = await crawl({
        archive,
        settings: { ...settings, politeness },
        sites: this.sites.map((site) => ({ ...site, politeness })),
        corrections,
        only: this.sites.map(({ id }) => id),
        trigger: 'manual',
        years: null,
        refresh: false,
        dryRun: false,
        deadlineMs: null,
        connectTo: { host: '127.0.0.1', port: this.portals.port },
        allowPrivate: false,
        insecureTls: true,
        signal: new AbortController().signal,
        listener: {},
      });
      if (outcome !== 'ok') throw new Fault(`the crawl in one process ended ${outcome}`);
      return contentOf(archive, file);
    } finally {
      archive.close();
    }
  }

  /**
   * An empty database with its queue, in which all sites wait.
   * @param silentSeconds a worker that is silent for longer counts as dead
   */
  async job(silentSeconds: number): Promise<WorkersJob> {
    const url = makeDatabase(this.server.url);
    const archive = Archive.open({ file: url, fields: FIELDS, mode: 'write' });
    const onError = (): void => undefined;
    const queue = await Queue.open({
      url,
      archive,
      supervise: false,
      onError,
      pace: { heartbeat: silentSeconds, retry: 1 },
    });
    const { settings } = loadConfiguration(this.#config);
    const only = this.sites.map(({ id }) => id);
    const order = {
      archive,
      queue,
      settings,
      sites: this.sites,
      only,
      trigger: 'manual',
      years: null,
    } as const;
    await enqueue({ ...order, refresh: false });
    const { delayMs } = this.#options;
    const child = { url, config: this.#config, port: this.portals.port, delayMs, silentSeconds };
    this.portals.state.delayMs = this.#options.answerMs;
    const job = new WorkersJob(url, archive, queue, child, this.portals.requests.length, this);
    this.#jobs.push(job);
    return job;
  }
}

/** One crawl of all sites by workers, on a database of its own. */
export class WorkersJob {
  readonly url: string;
  readonly archive: Archive;
  readonly queue: Queue;
  readonly workers: StartedWorker[] = [];
  readonly #child: Omit<ChildOrder, 'name' | 'atOnce'>;
  readonly #from: number;
  readonly #bench: WorkersBench;
  #isClosed = false;

  constructor(
    url: string,
    archive: Archive,
    queue: Queue,
    child: Omit<ChildOrder, 'name' | 'atOnce'>,
    from: number,
    bench: WorkersBench,
  ) {
    this.url = url;
    this.archive = archive;
    this.queue = queue;
    this.#child = child;
    this.#from = from;
    this.#bench = bench;
  }

  /** @param atOnce sites that it crawls at the same time */
  start(atOnce: number): StartedWorker {
    const name = `w${this.workers.length + 1}`;
    const worker = new StartedWorker({ ...this.#child, name, atOnce });
    this.workers.push(worker);
    return worker;
  }

  /** What the portals were asked for this crawl. */
  requests(): readonly LoggedRequest[] {
    return this.#bench.portals.requests.slice(this.#from);
  }

  /** How many sites wait or are at work, and how many were given up. */
  async open(): Promise<{ readonly open: number; readonly dead: number }> {
    const states = await this.queue.states();
    const sum = (those: typeof states): number =>
      those.reduce((total, { waiting, active }) => total + waiting + active, 0);
    return {
      open: sum(states.filter(({ queue }) => queue === 'site')),
      dead: sum(states.filter(({ queue }) => queue === 'site-dead')),
    };
  }

  /** Lets time pass for the queue: what a killed worker had counts as silent at once. */
  forgetSilent(): void {
    execute(this.url, `UPDATE pgboss.job SET heartbeat_on = 'epoch' WHERE state = 'active'`);
    execute(this.url, `UPDATE site_leases SET until = 'epoch'`);
  }

  /** Resolves when no site waits; those that were given up are given another chance. @returns how many those were. */
  async finished(most: { readonly ms: number }): Promise<number> {
    const until = performance.now() + most.ms;
    let redriven = 0;
    for (;;) {
      // The server may be away just now.
      const { open, dead } = await this.open().catch(() => ({ open: 1, dead: 0 }));
      if (dead > 0) redriven += await this.queue.redrive();
      if (open + dead === 0) return redriven;
      if (this.workers.every(({ isAlive }) => !isAlive))
        throw new Fault(`no worker lives: ${this.troubles()}`);
      if (performance.now() > until)
        throw new Fault(`${open} sites are not done in time: ${this.troubles()}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /**
   * Holds what the workers left against what one process did.
   * Sites that only one worker had, once, must have the same captures, too; where a site came to a second one, or back, some
   * addresses were asked for again.
   * @throws Fault with the rows that differ, and all that happened to their sites.
   */
  mustBe(expected: Content, after: string): void {
    const problems = this.archive.verify();
    if (problems.length > 0) throw new Fault(`${after}: ${problems.join('\n')}`);
    const taken = this.workers.flatMap(({ said }) => said.filter(({ what }) => what === 'taken'));
    const undisturbed = this.#bench.sites.filter(
      ({ id }) => taken.filter(({ site }) => site === id).length === 1,
    );
    const all = ({ rows, captures }: Content): Rows => ({
      ...rows,
      'each capture': captures.filter((row) =>
        undisturbed.some(({ id }) => row.includes(`"site_id":"${id}"`)),
      ),
    });
    const { rows, captures } = contentOf(this.archive, this.url);
    const differs = difference(all(expected), all({ rows, captures }), this.#bench.sites);
    if (differs === null) return;
    const stories = differs.sites.map((site) => this.#story(site));
    throw new Fault(
      [
        `${after}: - only one process on SQLite, + only the workers has`,
        differs.text,
        ...stories,
        this.troubles(),
      ].join('\n'),
    );
  }

  /** What happened to a site, in order: the workers' words, its captures and how its crawls ended. */
  #story(siteId: string): string {
    const ended = this.archive.rows<{ finished_at: string }>(
      'SELECT finished_at, outcome, found, new, changed, unchanged, blocked, failed, message FROM run_sites WHERE site_id = ?',
      siteId,
    );
    const captured = this.archive.rows<{ fetched_at: string }>(
      `SELECT c.fetched_at, c.id, s.url, c.status, c.outcome, c.detail, c.attempts, c.duration_ms FROM captures c
         JOIN resources s ON s.id = c.resource_id WHERE s.site_id = ?`,
      siteId,
    );
    const events = [
      ...[...ended].map((row) => ({ at: row.finished_at, text: `ended ${JSON.stringify(row)}` })),
      ...[...captured].map((row) => ({ at: row.fetched_at, text: `capture ${JSON.stringify(row)}` })),
      ...this.workers.flatMap(({ name, said, killedAt }) => [
        ...said
          .filter(({ site, message }) => site === siteId || message?.includes(siteId) === true)
          .map(({ at, what, message = '' }) => ({
            at: new Date(at).toISOString(),
            text: `${name} ${what} ${message}`,
          })),
        ...(killedAt === null ? [] : [{ at: new Date(killedAt).toISOString(), text: `${name} killed` }]),
      ]),
    ];
    const lines = events
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .map(({ at, text }) => `  ${at.slice(11)} ${text}`);
    return [`${siteId}:`, ...lines].join('\n');
  }

  troubles(): string {
    return this.workers
      .flatMap(({ name, said, stderr }) => [
        ...said.flatMap(({ message }) =>
          message === undefined || message === '' ? [] : [`${name}: ${message}`],
        ),
        stderr,
      ])
      .slice(-12)
      .join('\n');
  }

  /** Ends the workers in good order. */
  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.end()));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.queue.close();
    this.archive.close();
  }
}

export class StartedWorker implements Worker {
  readonly name: string;
  readonly atOnce: number;
  readonly said: Said[] = [];
  stderr = '';
  killedAt: number | null = null;
  isAlive = true;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<void>;

  constructor(order: ChildOrder) {
    this.name = order.name;
    this.atOnce = order.atOnce;
    this.#child = spawn(process.execPath, [CHILD, JSON.stringify(order)], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', NODE_COMPILE_CACHE: join(tmpdir(), 'nianbao-tests') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let rest = '';
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      this.said.push(...lines.map((line) => JSON.parse(line) as Said));
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', () => {
        this.isAlive = false;
        resolve();
      });
    });
  }

  kill(): void {
    this.killedAt = performance.timeOrigin + performance.now();
    this.#child.kill('SIGKILL');
  }

  async end(): Promise<void> {
    if (this.isAlive) this.#child.kill('SIGTERM');
    await this.#ended;
    // Where it begins while the server is away it says so and ends: whoever runs it starts it again.
    const isAway = this.said.length === 0 && this.stderr.includes('the server does not answer');
    if (this.killedAt === null && this.#child.exitCode !== 0 && !isAway)
      throw new Fault(`worker ${this.name} ended with ${this.#child.exitCode}: ${this.stderr}`);
  }
}
