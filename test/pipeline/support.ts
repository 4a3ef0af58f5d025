import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { type CrawlOptions, type CrawlSummary, crawl } from '../../src/pipeline/crawl.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { demoConfig } from '../portals/config.ts';
import { type Portals, startPortals } from '../portals/server.ts';

/** A folder with the replicas' configuration and a database in it, and the replicas; all gone after the test. */
export interface Bench {
  readonly folder: string;
  readonly config: string;
  readonly db: string;
  readonly portals: Portals;
  /** Opens the database; closed after the test. */
  open(): Archive;
  crawl(options?: Partial<CrawlOptions>): Promise<CrawlSummary>;
}

export async function benchFor(t: TestContext): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-crawl-'));
  const config = join(folder, 'config');
  const db = join(folder, 'nianbao.sqlite');
  demoConfig(config);
  const portals = await startPortals();
  const opened: Archive[] = [];
  const open = (): Archive => {
    const archive = Archive.open({ file: db, fields: FIELDS, mode: 'write' });
    opened.push(archive);
    return archive;
  };
  t.after(async () => {
    for (const archive of opened) archive.close();
    await portals.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let own: Archive | null = null;
  return {
    folder,
    config,
    db,
    portals,
    open,
    crawl: (options = {}) => {
      own ??= options.archive === undefined ? open() : null;
      const { settings, sites, corrections } = loadConfiguration(config);
      const politeness = { ...settings.politeness, delayMs: 0 };
      return crawl({
        archive: options.archive ?? own ?? open(),
        settings: { ...settings, politeness },
        sites: sites.map((site) => ({ ...site, politeness })),
        corrections,
        only: sites.map((s) => s.id),
        trigger: 'manual',
        years: null,
        refresh: false,
        dryRun: false,
        deadlineMs: null,
        connectTo: { host: portals.address, port: portals.port },
        allowPrivate: false,
        insecureTls: true,
        signal: new AbortController().signal,
        listener: {},
        ...options,
      });
    },
  };
}

/** What a database says, without ids and times: equal for two crawls of the same portals. */
export function contentOf(archive: Archive): string {
  const tables = {
    reports:
      'SELECT site_id, region_code, body, year, title, published_on, form, status, url FROM reports ORDER BY 1, 3, 4',
    values: `SELECT r.site_id, r.body, r.year, v.field, v.value, v.raw, v.at FROM report_values v
      JOIN reports r ON r.id = v.report_id ORDER BY 1, 2, 3, 4`,
    payloads: 'SELECT sha256, size FROM payloads ORDER BY 1',
    editions: `SELECT r.site_id, r.body, r.year, e.content_sha256 FROM editions e
      JOIN reports r ON r.id = e.report_id ORDER BY 1, 2, 3, 4`,
    aliases: `SELECT r.site_id, r.body, r.year, a.url FROM report_aliases a
      JOIN reports r ON r.id = a.report_id ORDER BY 1, 2, 3, 4`,
    checks: `SELECT r.site_id, r.body, r.year, c.rule, c.scope, c.outcome FROM report_checks c
      JOIN reports r ON r.id = c.report_id ORDER BY 1, 2, 3, 4, c.scope NULLS FIRST, 6`,
  };
  return JSON.stringify(
    Object.fromEntries(Object.entries(tables).map(([name, sql]) => [name, [...archive.rows(sql)]])),
    null,
    1,
  );
}
