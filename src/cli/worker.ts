import { type Command, InvalidArgumentError } from 'commander';
import { isPostgres } from '../archive/open.ts';
import { type MetricsServer, metricsText, serveMetrics, WorkerMeter } from '../pipeline/queue/metrics.ts';
import { Queue } from '../pipeline/queue/queue.ts';
import { work } from '../pipeline/queue/worker.ts';
import { loadConfiguration } from '../sites/load.ts';
import {
  type ConnectionOptions,
  openForWriting,
  withCommonOptions,
  withConnectionOptions,
} from './common.ts';
import { UsageError } from './exit.ts';
import { Log } from './log.ts';
import { Interruption } from './signals.ts';

/** Most of a site's time is waiting for its turn at the portal. */
const SITES_AT_ONCE = 32;
/** 700 were tried with each of four workers (`npm run bench -- --only workers`). */
const MOST_SITES = 1000;

interface Options extends ConnectionOptions {
  readonly vantage?: string;
  readonly sites: number;
  readonly metrics?: { readonly host: string; readonly port: number };
}

export function define(command: Command): void {
  withConnectionOptions(withCommonOptions(command))
    .option(
      '--vantage <name>',
      'where this worker stands on the net: it then takes sites that answer only there, too',
      vantage,
    )
    .option('--sites <number>', 'sites at the same time', count, SITES_AT_ONCE)
    .option(
      '--metrics <[host:]port>',
      'answer Prometheus at /metrics there; only this machine can reach it unless a host is given',
      listening,
    )
    .addHelpText(
      'after',
      `
Takes sites from the queue of a PostgreSQL database (--db postgres://…), which \`nianbao crawl --enqueue\` fills, and
crawls them, until Ctrl-C or SIGTERM: then it ends the documents under way and gives its sites back. Any number of
workers may run, on any number of machines. With --json it writes a JSON line an event.`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  if (!isPostgres(options.db))
    throw new UsageError(
      'a worker needs a PostgreSQL database: give its address with --db postgres://user@host/name',
    );
  const { settings, sites, corrections } = loadConfiguration(options.config);
  const log = new Log(options);
  const interruption = new Interruption();
  const archive = openForWriting(options);
  const meter = new WorkerMeter();
  try {
    const trouble = (message: string): void => {
      meter.troubles += 1;
      log.event('trouble', { message });
    };
    const queue = await Queue.open({
      url: options.db,
      archive,
      supervise: true,
      onError: (error) => trouble(error.message),
    });
    let metrics: MetricsServer | null = null;
    try {
      if (options.metrics !== undefined)
        metrics = await serveMetrics(options.metrics, () => metricsText({ archive, queue, meter }));
      log.event('started', {
        vantage: options.vantage ?? null,
        sites: options.sites,
        metrics: metrics?.url ?? null,
      });
      await work({
        archive,
        queue,
        settings,
        sites,
        corrections,
        vantage: options.vantage ?? null,
        atOnce: options.sites,
        connectTo: options.connectTo ?? null,
        allowPrivate: options.allowPrivate,
        insecureTls: options.insecureTls,
        ending: interruption.gentle,
        signal: interruption.prompt,
        meter,
        listener: {
          taken: (site) => log.event('taken', { site }),
          done: ({ siteId, outcome, found, new: fresh, changed, unchanged, blocked, failed, message }) =>
            log.event('done', {
              site: siteId,
              outcome,
              found,
              new: fresh,
              changed,
              unchanged,
              blocked,
              failed,
              message,
            }),
          trouble,
        },
      });
      log.event('ended', {});
    } finally {
      await metrics?.close();
      await queue.close();
    }
  } finally {
    interruption.end();
    archive.close();
  }
}

function vantage(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,30}$/u.test(text)) return text;
  throw new InvalidArgumentError('expected a short name in small letters, such as gansu-mobile');
}

function listening(text: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]:|([^:[\]]+):)?(\d{1,5})$/u.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535)
    throw new InvalidArgumentError('expected a port such as 9464, or HOST:PORT');
  return { host: match[1] ?? match[2] ?? '127.0.0.1', port };
}

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= MOST_SITES) return number;
  throw new InvalidArgumentError(`expected a number from 1 to ${MOST_SITES}`);
}
