/** Crawls all sites of a configuration against one port, and says what that took. Arguments: configuration, database, port. */
import { Archive } from '../../src/archive/archive.ts';
import { crawl } from '../../src/pipeline/crawl.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';

const [config = '', file = '', port = ''] = process.argv.slice(2);
const { settings, sites } = loadConfiguration(config);
const politeness = { ...settings.politeness, delayMs: 0 };
const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
const { sites: results } = await crawl({
  archive,
  settings: { ...settings, politeness },
  sites: sites.map((site) => ({ ...site, politeness })),
  corrections: [],
  only: sites.map(({ id }) => id),
  trigger: 'manual',
  years: null,
  refresh: false,
  dryRun: false,
  deadlineMs: null,
  connectTo: { host: '127.0.0.1', port: Number(port) },
  allowPrivate: false,
  insecureTls: false,
  signal: new AbortController().signal,
  listener: {},
  timeouts: { connectMs: 2000, idleMs: 2000, totalMs: 3000 },
});
archive.close();
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ megabytes, sites: results.map((s) => [s.siteId, s.outcome, s.message]) }));
