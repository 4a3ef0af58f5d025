import { isPostgres } from '../archive/open.ts';
import { enqueue } from '../pipeline/queue/enqueue.ts';
import { Queue } from '../pipeline/queue/queue.ts';
import type { Settings } from '../settings/settings.ts';
import type { Site } from '../sites/site.ts';
import { type CommonOptions, openForWriting } from './common.ts';
import { UsageError } from './exit.ts';
import { say, sayJson, tell } from './output.ts';

export interface EnqueueOptions extends CommonOptions {
  readonly all: boolean;
  readonly year?: number[];
  readonly refresh: boolean;
  readonly dryRun: boolean;
  readonly accept: boolean;
  readonly deadline?: number;
  readonly enqueue: boolean;
  readonly schedule?: string;
  readonly redrive: boolean;
}

/** What `crawl` does with `--enqueue`, `--schedule` or `--redrive`: it leaves the crawling to the workers. */
export async function enqueueInstead(
  names: readonly string[],
  options: EnqueueOptions,
  { settings, sites }: { readonly settings: Settings; readonly sites: readonly Site[] },
): Promise<void> {
  if (!isPostgres(options.db))
    throw new UsageError(
      'the queue is in a PostgreSQL database: give its address with --db postgres://user@host/name',
    );
  if (options.dryRun || options.accept || options.deadline !== undefined)
    throw new UsageError(
      '--dry-run, --accept and --deadline are for a crawl at once, not for one in the queue',
    );
  const archive = openForWriting(options);
  try {
    const onError = (error: Error): void => tell(`nianbao: ${error.message}`);
    const queue = await Queue.open({ url: options.db, archive, supervise: false, onError });
    try {
      const { schedule } = options;
      if (schedule !== undefined) await scheduled(queue, schedule);
      const redriven = options.redrive ? await queue.redrive() : null;
      const only = options.all ? sites.map(({ id }) => id) : names.length > 0 ? names : null;
      const put = options.enqueue
        ? await enqueue({
            archive,
            queue,
            settings,
            sites,
            only,
            trigger: only === null ? 'cron' : 'manual',
            years: options.year ?? null,
            refresh: options.refresh,
          })
        : null;
      if (options.json)
        sayJson({
          schedule: schedule ?? null,
          redriven,
          run: put?.runId ?? null,
          sites: put?.sites ?? [],
          already: put?.already ?? [],
        });
      else if (!options.quiet) {
        if (schedule !== undefined)
          say(
            schedule === 'off'
              ? 'No schedule any more.'
              : `The workers look for due sites at ${schedule} (UTC).`,
          );
        if (redriven !== null) say(`${redriven} sites get another chance.`);
        if (put !== null)
          say(
            `${put.sites.length} sites put into the queue${put.already.length > 0 ? `, ${put.already.length} are in it already` : ''}.`,
          );
      }
    } finally {
      await queue.close();
    }
  } finally {
    archive.close();
  }
}

async function scheduled(queue: Queue, cron: string): Promise<void> {
  try {
    await queue.schedule(cron === 'off' ? null : cron);
  } catch (error) {
    throw new UsageError(
      `--schedule ${cron}: expected five fields such as "17 5 * * *", or off (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}
