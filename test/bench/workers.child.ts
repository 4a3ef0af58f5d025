/**
 * A worker as `nianbao worker` runs it, with its queue, leases and pacing in a real PostgreSQL; only the wire and the crawl
 * of a site are made up: a list and the reports that it shows are asked for, and nothing is read. Argument: `SimulatedWorker` as JSON.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Archive } from '../../src/archive/archive.ts';
import type { Exchange } from '../../src/fetch/exchange.ts';
import type { SiteJob } from '../../src/pipeline/crawl-site.ts';
import { Queue } from '../../src/pipeline/queue/queue.ts';
import { work } from '../../src/pipeline/queue/worker.ts';
import type { SiteResult } from '../../src/pipeline/site-result.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import { addressOf, answerMs, type SimulatedSites, sitesOf } from './workers-net.ts';

export interface SimulatedWorker extends SimulatedSites {
  readonly url: string;
  readonly atOnce: number;
}

/** What a worker tells at its end. */
export interface WorkerFigures {
  readonly requests: number;
  readonly cpuSeconds: number;
  /** The shortest time between the end of a request and the next one to its host, milliseconds. */
  readonly shortestPauseMs: number;
  readonly troubles: readonly string[];
}

const job: SimulatedWorker = JSON.parse(process.argv[2] ?? '{}');
const PAGE = Buffer.from(`<html><body><p>${'主动公开政府信息。'.repeat(40)}</p></body></html>`);
const lastEnd = new Map<string, number>();
let [requests, shortestPauseMs] = [0, Number.POSITIVE_INFINITY];

async function exchange({ url }: { readonly url: string }): Promise<Exchange> {
  const { hostname, pathname } = new URL(url);
  requests += 1;
  const before = lastEnd.get(hostname);
  if (before !== undefined) shortestPauseMs = Math.min(shortestPauseMs, performance.now() - before);
  const sentAt = Date.now();
  await sleep(answerMs(job, hostname, pathname));
  lastEnd.set(hostname, performance.now());
  const status = pathname === '/robots.txt' ? 404 : 200;
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return { url, sentAt, status, headers, body: PAGE, problem: null };
}

async function crawlSite({ site, runId, archive, fetcher, mayRecord }: SiteJob): Promise<SiteResult> {
  const startedAt = new Date().toISOString();
  const host = site.hosts[0] ?? '';
  let failed = 0;
  // Nothing is asked of a site where only the queue is measured.
  const pages = job.reports === 0 ? 0 : 1 + job.reports;
  for (let page = 0; page < pages; page += 1) {
    const expect = page === 0 ? 'list' : 'page';
    const { outcome } = await fetcher.fetch({ url: `http://${host}/${page}.html`, expect });
    if (outcome !== 'ok') failed += 1;
  }
  mayRecord?.();
  const outcome = failed === 0 ? 'ok' : 'failed';
  const counts = { found: job.reports, new: job.reports, changed: 0, unchanged: 0, blocked: 0, failed };
  const finishedAt = new Date().toISOString();
  archive.settle(() =>
    archive.runs.recordSite({
      ...counts,
      runId,
      siteId: site.id,
      startedAt,
      finishedAt,
      outcome,
      whole: true,
      message: null,
      retryAt: null,
    }),
  );
  const { id: siteId, name } = site;
  return {
    ...counts,
    siteId,
    name,
    outcome,
    message: null,
    alarms: [],
    healed: [],
    notes: [],
    references: [],
  };
}

const archive = Archive.open({ file: job.url, fields: FIELDS, mode: 'write' });
const troubles: string[] = [];
const trouble = (message: string): void => void troubles.push(message);
const queue = await Queue.open({
  url: job.url,
  archive,
  supervise: true,
  onError: ({ message }) => trouble(message),
});
const ending = new AbortController();
process.once('message', () => ending.abort());
// Whoever measures has failed.
process.once('disconnect', () => process.exit(1));
const sites = sitesOf(job);
// From here on: what it loaded, and the configuration, do not count.
const working = work({
  archive,
  queue,
  settings: DEFAULT_SETTINGS,
  sites,
  corrections: [],
  vantage: null,
  atOnce: job.atOnce,
  connectTo: null,
  allowPrivate: false,
  insecureTls: false,
  ending: ending.signal,
  signal: new AbortController().signal,
  listener: { trouble },
  simulated: { network: { exchange }, lookup: async (host) => [addressOf(host)], crawlSite },
});
const before = process.cpuUsage();
process.send?.('ready');
await working;
const { user, system } = process.cpuUsage(before);
await queue.close();
archive.close();
const figures: WorkerFigures = { requests, shortestPauseMs, troubles, cpuSeconds: (user + system) / 1e6 };
process.send?.(figures, () => process.exit());
