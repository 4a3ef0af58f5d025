import { autoCrawler } from './auto.ts';
import type { Crawler } from './crawler.ts';
import { epoint } from './epoint.ts';
import { generic } from './generic.ts';
import { gkmlpt } from './gkmlpt.ts';
import { hanwebAnnual } from './hanweb-annual.ts';
import { hanwebJcms } from './hanweb-jcms.ts';
import { hanwebJpaas } from './hanweb-jpaas.ts';
import { hanwebXxgk } from './hanweb-xxgk.ts';
import { hunan } from './hunan.ts';
import { lonsun } from './lonsun.ts';
import { openness } from './openness.ts';
import { pcList } from './pc-list.ts';
import { siteserver } from './siteserver.ts';
import { trsWcm } from './trs-wcm.ts';
import { ucap } from './ucap.ts';
import { unitYear } from './unit-year.ts';
import { vsb } from './vsb.ts';
import { zzPublic } from './zz-public.ts';

const CRAWLERS: ReadonlyMap<string, Crawler> = new Map(
  [
    // In the order of their names, one a line.
    epoint,
    generic,
    gkmlpt,
    hanwebAnnual,
    hanwebJcms,
    hanwebJpaas,
    hanwebXxgk,
    hunan,
    lonsun,
    openness,
    pcList,
    siteserver,
    trsWcm,
    ucap,
    unitYear,
    vsb,
    zzPublic,
  ].map((crawler) => [crawler.family, crawler]),
);

/** The names that site files may use, `auto` aside. */
export function families(): readonly string[] {
  return [...CRAWLERS.keys()];
}

/** All of them, by name; for finding out which a portal needs. */
export function allCrawlers(): readonly Crawler[] {
  return [...CRAWLERS.values()];
}

/** For finding out which crawler a portal needs: all that tell by pages, and the one for portals of no family. */
export function recognisable(): { readonly crawlers: readonly Crawler[]; readonly fallback: Crawler } {
  return { crawlers: allCrawlers(), fallback: generic };
}

const AUTO = autoCrawler(allCrawlers(), generic);

/** The crawler of a name, `auto` among them; null where there is none. */
export function crawlerFor(name: string): Crawler | null {
  return name === AUTO.family ? AUTO : (CRAWLERS.get(name) ?? null);
}
