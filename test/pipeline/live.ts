import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Fetcher } from '../../src/fetch/fetcher.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import type { Site } from '../../src/sites/site.ts';
import { demoConfig, familiesConfig } from '../portals/config.ts';
import { type Portals, startPortals } from '../portals/server.ts';

/** The replicas running, with a fetcher that reaches them, their hand-written site files, and an empty folder. */
export interface LiveBench {
  readonly portals: Portals;
  readonly fetcher: Fetcher;
  readonly settings: Settings;
  readonly sites: readonly Site[];
  readonly folder: string;
}

/** All gone after the test. */
export async function liveBench(t: Pick<TestContext, 'after'>): Promise<LiveBench> {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-live-'));
  const config = join(folder, 'hand-written');
  demoConfig(config);
  familiesConfig(config);
  const { settings: read, sites: written } = loadConfiguration(config);
  const politeness = { ...read.politeness, delayMs: 0 };
  const settings = { ...read, politeness };
  const sites = written.map((site) => ({ ...site, politeness }));
  const portals = await startPortals();
  const fetcher = new Fetcher({
    connectTo: { host: portals.address, port: portals.port },
    allowPrivate: false,
    insecureTls: true,
    browser: settings.browser,
  });
  t.after(async () => {
    await fetcher.close();
    await portals.close();
    rmSync(folder, { recursive: true });
  });
  return { portals, fetcher, settings, sites, folder };
}
