import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'cheerio';
import type { ListPage } from '../../src/crawlers/crawler.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import type { Site } from '../../src/sites/site.ts';
import { demoConfig, familiesConfig } from '../portals/config.ts';
import { familyPortals } from '../portals/families.ts';
import { jinxiangPortal } from '../portals/jinxiang.ts';
import type { Portal, PortalsState } from '../portals/portal.ts';
import { ruzhouPortal } from '../portals/ruzhou.ts';
import { zhqPortal } from '../portals/zhq.ts';
import { zonePortal } from '../portals/zone.ts';
import { jinshuiPortal } from '../portals/zz-public.ts';

/** A replica portal with the hand-written site file that crawls it. */
export interface Replica {
  readonly portal: Portal;
  readonly site: Site;
}

/** All replicas, those of the demo first. */
export function replicas(): readonly Replica[] {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-replicas-'));
  try {
    demoConfig(folder);
    familiesConfig(folder);
    const { sites } = loadConfiguration(folder);
    const portals = [zhqPortal(), ruzhouPortal(), jinshuiPortal(), jinxiangPortal(), zonePortal()];
    return [...portals, ...familyPortals()].map((portal) => {
      const site = sites.find(({ id }) => id === portal.site);
      if (site === undefined) throw new Error(`no site file for the replica ${portal.site}`);
      return { portal, site };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A page of a replica as it is served, without a server. Throws where it is not there. */
export function servedPage(portal: Portal, url: string): ListPage {
  const state: PortalsState = {
    jinxiangChallenge: false,
    down: new Set(),
    amended: new Map(),
    hidden: new Set(),
    volatile: false,
    delayMs: 0,
  };
  const asked = { method: 'GET', form: new URLSearchParams(), referer: '' };
  const { status, body } = portal.answer(new URL(url), state, 0, asked);
  if (status !== 200) throw new Error(`${url} answers ${status}`);
  const text = String(body);
  return { url, text, $: load(text) };
}
