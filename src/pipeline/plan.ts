import type { Archive } from '../archive/archive.ts';
import type { Settings } from '../settings/settings.ts';
import type { Site } from '../sites/site.ts';
import { dueSites } from './due.ts';
import { lightSites } from './light.ts';
import { SITES_AT_ONCE } from './site-queue.ts';

/** What a crawl would ask of one host. */
export interface PlannedHost {
  readonly host: string;
  readonly requests: number;
  /** Below this politeness does not let it go: the pauses between the requests. Seconds. */
  readonly leastSeconds: number;
}

export interface PlannedSite {
  readonly siteId: string;
  readonly name: string;
  /** `last_crawl`: what the last crawl of the whole site took; `columns`: never crawled, so only its columns are sure. */
  readonly basis: 'last_crawl' | 'columns';
  /** `lists`: only they are asked for, with what is new on them; `full`: every report, too. */
  readonly walk: 'full' | 'lists';
  readonly hosts: readonly PlannedHost[];
}

export interface Plan {
  readonly sites: readonly PlannedSite[];
  /** All hosts, the longest first; sites may share one. */
  readonly hosts: readonly PlannedHost[];
  readonly requests: number;
  /** The polite lower bound of the whole crawl: its longest host, or all sites shared out among those taken at once. */
  readonly leastSeconds: number;
  /** Configured sites that are not due. */
  readonly notDue: number;
}

export interface PlanOptions {
  readonly archive: Archive;
  readonly settings: Settings;
  readonly sites: readonly Site[];
  /** Ids of sites whatever their schedule says; null: those that are due. */
  readonly only: readonly string[] | null;
  readonly now: Date;
}

/** robots.txt of each host, once a crawl. */
const ROBOTS = 1;

/** What a crawl would cost, from what the last ones took; asks nobody. */
export function planCrawl({ archive, settings, sites, only, now }: PlanOptions): Plan {
  const chosen =
    only === null ? dueSites(archive, settings, sites, now) : sites.filter((s) => only.includes(s.id));
  const light = only === null ? lightSites(archive, settings, chosen, now) : new Set<string>();
  const planned = chosen.map((site) => planSite(archive, site, light.has(site.id)));
  const hosts = new Map<string, PlannedHost>();
  for (const site of planned)
    for (const { host, requests, leastSeconds } of site.hosts) {
      const known = hosts.get(host);
      hosts.set(host, {
        host,
        requests: requests + (known?.requests ?? 0),
        leastSeconds: leastSeconds + (known?.leastSeconds ?? 0),
      });
    }
  const byLength = [...hosts.values()].sort(
    (a, b) => b.leastSeconds - a.leastSeconds || (a.host < b.host ? -1 : 1),
  );
  const sum = (of: (host: PlannedHost) => number): number => byLength.reduce((all, h) => all + of(h), 0);
  return {
    sites: planned,
    hosts: byLength,
    requests: sum((h) => h.requests),
    leastSeconds: Math.max(byLength[0]?.leastSeconds ?? 0, sum((h) => h.leastSeconds) / SITES_AT_ONCE),
    notDue: only === null ? sites.length - chosen.length : 0,
  };
}

/** @returns what politeness alone takes for a site, milliseconds; null: it was never crawled, so nobody knows. */
export function leastMsOf(archive: Archive, site: Site, light: boolean): number | null {
  const { basis, hosts } = planSite(archive, site, light);
  return basis === 'columns' ? null : 1000 * Math.max(0, ...hosts.map((host) => host.leastSeconds));
}

function planSite(archive: Archive, site: Site, light: boolean): PlannedSite {
  const known = archive.effort.ofLastCrawl(site.id, light);
  const effort = known ?? columnHosts(site);
  return {
    siteId: site.id,
    name: site.name,
    walk: known === null || !light ? 'full' : 'lists',
    basis: known === null ? 'columns' : 'last_crawl',
    hosts: effort.map(({ host, requests }) => {
      const all = requests + ROBOTS;
      const pauses = (all - 1) / site.politeness.concurrencyPerHost;
      return { host, requests: all, leastSeconds: (pauses * site.politeness.delayMs) / 1000 };
    }),
  };
}

function columnHosts({ columns }: Site): { host: string; requests: number }[] {
  const hosts = columns.map(({ url }) => new URL(url).host);
  return [...new Set(hosts)].map((host) => ({ host, requests: hosts.filter((h) => h === host).length }));
}
