/** One crawl of the benchmark's origin by nianbao, in a process of its own. */
import { Archive } from '../../src/archive/archive.ts';
import { crawl } from '../../src/pipeline/crawl.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import type { Site } from '../../src/sites/site.ts';
import type { OriginSite } from './origin.ts';
import { begin, tellParent } from './worker.ts';

export interface CrawlJob {
  readonly db: string;
  readonly sites: readonly OriginSite[];
  /** As cron does it: sites that are due, with no more requests than tell that nothing is new. */
  readonly scheduled: boolean;
  /** Days after the first crawl. */
  readonly day: number;
}

const job: CrawlJob = JSON.parse(process.argv.at(-1) ?? '{}');
const politeness = { ...DEFAULT_SETTINGS.politeness, delayMs: 0 };
const sites = job.sites.map(
  ({ id, family, host, column }): Site => ({
    id,
    name: '临河县',
    regionCode: '150802',
    crawler: family,
    hosts: [host],
    columns: [{ url: column, body: null }],
    since: 2019,
    evidence: 'seen',
    allowEmpty: false,
    browser: false,
    tls: 'modern',
    politeness,
    limits: { ...DEFAULT_SETTINGS.limits, pagesPerSite: 1_000_000 },
    file: `${id}.yaml`,
  }),
);
const effort = begin();
const archive = Archive.open({ file: job.db, fields: FIELDS, mode: 'write' });
const summary = await crawl({
  archive,
  settings: { ...DEFAULT_SETTINGS, politeness },
  sites,
  corrections: [],
  only: job.scheduled ? null : sites.map(({ id }) => id),
  trigger: job.scheduled ? 'cron' : 'manual',
  years: null,
  refresh: false,
  dryRun: false,
  deadlineMs: null,
  connectTo: null,
  allowPrivate: true,
  insecureTls: false,
  signal: new AbortController().signal,
  listener: {},
  now: () => new Date(Date.UTC(2025, 5, 1 + job.day)),
});
const took = effort();
const one = (sql: string): number => [...archive.rows<{ n: number }>(sql)][0]?.n ?? 0;
const result = {
  pages: one(`SELECT count(*) AS n FROM captures WHERE run_id = ${summary.runId}`),
  reports: one(`SELECT count(*) AS n FROM reports WHERE status = 'complete'`),
  payloads: one('SELECT count(*) AS n FROM payloads'),
  outcomes: summary.sites.map(({ outcome, message }) => message ?? outcome),
};
archive.close();
tellParent(() => took, result);
