import type { Archive } from '../../archive/archive.ts';
import type { Trigger } from '../../archive/runs.ts';
import { PARSER_VERSION } from '../../reports/parse.ts';
import type { Settings } from '../../settings/settings.ts';
import { expectedYears } from '../../sites/expectation.ts';
import type { Site } from '../../sites/site.ts';
import { VERSION } from '../../version.ts';
import { dueSites } from '../due.ts';
import { lightSites } from '../light.ts';
import type { Queue } from './queue.ts';

export interface EnqueueOptions {
  readonly archive: Archive;
  readonly queue: Queue;
  readonly settings: Settings;
  readonly sites: readonly Site[];
  /** Ids of the sites to crawl whatever their schedule says; null: those that are due. */
  readonly only: readonly string[] | null;
  readonly trigger: Trigger;
  readonly years: readonly number[] | null;
  readonly refresh: boolean;
  readonly now?: () => Date;
}

export interface Enqueued {
  /** Null where nothing was put in. */
  readonly runId: number | null;
  readonly sites: readonly string[];
  /** Sites that wait or are at work already. */
  readonly already: readonly string[];
}

/** Puts sites into the queue, as one run; those that answered one vantage point only, into the queue of that. */
export async function enqueue(options: EnqueueOptions): Promise<Enqueued> {
  const { archive, queue, settings, sites, only } = options;
  const now = options.now ?? (() => new Date());
  archive.sites.put(sites);
  archive.sites.expect(new Map(sites.map((site) => [site.id, expectedYears(site, now(), settings.alarms)])));
  const chosen =
    only === null
      ? dueSites(archive, settings, sites, now())
      : sites.filter((site) => only.includes(site.id));
  const waiting = await queue.waitingSites();
  const fresh = chosen.filter(({ id }) => !waiting.has(id));
  const already = chosen.filter(({ id }) => waiting.has(id)).map(({ id }) => id);
  if (fresh.length === 0) return { runId: null, sites: [], already };
  const isPlain = only === null && options.years === null && !options.refresh;
  const light = isPlain ? lightSites(archive, settings, fresh, now()) : new Set<string>();
  const runId = archive.runs.open({
    trigger: options.trigger,
    startedAt: now().toISOString(),
    options: {
      sites: only,
      years: options.years,
      refresh: options.refresh,
      // A crawl that asked for lists only is no walk in full.
      ...(light.size === 0 ? {} : { light: [...light] }),
    },
    queued: fresh.length,
    versions: { nianbao: VERSION, parser: PARSER_VERSION, node: process.versions.node },
  });
  const best = archive.vantages.best();
  for (const [vantage, those] of Map.groupBy(fresh, ({ id }) => best.get(id) ?? null))
    await queue.put(
      vantage,
      those.map(({ id: site }) => ({
        site,
        runId,
        years: options.years,
        refresh: options.refresh,
        light: light.has(site),
      })),
    );
  return { runId, sites: fresh.map(({ id }) => id), already };
}
