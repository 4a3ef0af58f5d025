/**
 * A worker as `nianbao worker` runs it, but quick to notice what is dead, and saying with its own clock which site it
 * has and when: to be killed. Argument: `ChildOrder` as JSON.
 */
import { writeSync } from 'node:fs';
import { Archive } from '../../src/archive/archive.ts';
import { Queue } from '../../src/pipeline/queue/queue.ts';
import { work } from '../../src/pipeline/queue/worker.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';

export interface ChildOrder {
  readonly url: string;
  readonly config: string;
  readonly port: number;
  /** Goes out with every request, so that the portals know who asks. */
  readonly name: string;
  readonly delayMs: number;
  readonly atOnce: number;
  /** Whoever is silent for longer counts as dead. */
  readonly silentSeconds: number;
}

/** What a worker says, a line each. `at`: milliseconds since 1970, with fractions. */
export interface Said {
  readonly at: number;
  readonly what: 'ready' | 'taken' | 'left' | 'done' | 'trouble';
  readonly site?: string;
  readonly outcome?: string;
  readonly message?: string;
}

/** A busy machine must not cut a crawl short: that would be a difference, and none of the workers' making. */
const LONG_MINUTES = 60;

const order = JSON.parse(process.argv[2] ?? '{}') as ChildOrder;
const say = (said: Omit<Said, 'at'>): void => {
  writeSync(1, `${JSON.stringify({ at: performance.timeOrigin + performance.now(), ...said })}\n`);
};

const { settings, sites, corrections } = loadConfiguration(order.config);
const politeness = { ...settings.politeness, delayMs: order.delayMs, contact: `${order.name}@example.org` };
const archive = Archive.open({ file: order.url, fields: FIELDS, mode: 'write' });
const trouble = (message: string): void => say({ what: 'trouble', message });
const queue = await Queue.open({
  url: order.url,
  archive,
  supervise: true,
  onError: ({ message }) => trouble(message),
  pace: { heartbeat: order.silentSeconds, supervise: 1, retry: 1 },
});
const ending = new AbortController();
process.on('SIGTERM', () => ending.abort());
say({ what: 'ready' });
await work({
  archive,
  queue,
  settings: { ...settings, politeness },
  sites: sites.map((site) => ({
    ...site,
    politeness,
    limits: { ...site.limits, siteMinutes: LONG_MINUTES },
  })),
  corrections,
  vantage: null,
  atOnce: order.atOnce,
  connectTo: { host: '127.0.0.1', port: order.port },
  allowPrivate: false,
  insecureTls: true,
  ending: ending.signal,
  signal: new AbortController().signal,
  listener: {
    taken: (site) => say({ what: 'taken', site }),
    done: ({ siteId, outcome, message }) =>
      say({ what: 'done', site: siteId, outcome, message: message ?? '' }),
    left: (site) => say({ what: 'left', site }),
    trouble,
  },
  leaseSeconds: order.silentSeconds,
});
await queue.close();
archive.close();
