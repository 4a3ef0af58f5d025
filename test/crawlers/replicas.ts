import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageOptions } from '../../src/crawlers/crawler.ts';
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

/** What a replica serves. */
export interface Served {
  readonly status: number;
  /** MIME type. */
  readonly type: string;
  readonly text: string;
}

/** What a replica serves under an address, without a server. With a form it is a POST. */
export function servedPage(portal: Portal, url: string, options: PageOptions = {}): Served {
  const state: PortalsState = {
    jinxiangChallenge: false,
    down: new Set(),
    amended: new Map(),
    hidden: new Set(),
    volatile: false,
    delayMs: 0,
  };
  const { form, referer = '' } = options;
  const asked = { method: form === undefined ? 'GET' : 'POST', form: new URLSearchParams(form), referer };
  const { status, type, body } = portal.answer(new URL(url), state, 0, asked);
  return { status, type, text: String(body) };
}
