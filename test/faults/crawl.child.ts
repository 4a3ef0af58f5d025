/**
 * Crawls the replicas once, as `nianbao crawl --all` does, and says on stdout what is stored as soon as it is: to be
 * killed. Arguments: database, configuration, port of the replicas.
 */
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { crawl } from '../../src/pipeline/crawl.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';

const [db = '', config = '', port = ''] = process.argv.slice(2);
/** At once and whole: what is said before a kill arrives. */
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

const { settings, sites } = loadConfiguration(config);
const archive = Archive.open({ file: db, fields: FIELDS, mode: 'write' });
const { captures, reports } = archive;

/** What is stored is said when another process sees it: until then it may share a transaction with what comes next. */
const waiting: { readonly line: string; readonly table: string; readonly id: number }[] = [];
const present = new Database(db, { readonly: true });
const sayWhatIsThere = (): void => {
  for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
    if (present.prepare(`SELECT 1 FROM ${next.table} WHERE id = ?`).get(next.id) === undefined) return;
    say(next.line);
    waiting.shift();
  }
};
const looking = setInterval(sayWhatIsThere, 2);
const record = captures.record.bind(captures);
captures.record = (...args) => {
  const recorded = record(...args);
  const { captureId, payloadSha256 } = recorded;
  waiting.push({ line: `capture ${captureId} ${payloadSha256 ?? '-'}`, table: 'captures', id: captureId });
  return recorded;
};
const store = reports.store.bind(reports);
reports.store = (...args) => {
  const results = store(...args);
  for (const { reportId: id } of results) waiting.push({ line: `report ${id}`, table: 'reports', id });
  return results;
};
const summary = await crawl({
  archive,
  settings,
  sites,
  corrections: [],
  only: sites.map((site) => site.id),
  trigger: 'manual',
  years: null,
  refresh: false,
  dryRun: false,
  deadlineMs: null,
  connectTo: { host: '127.0.0.1', port: Number(port) },
  allowPrivate: false,
  insecureTls: true,
  signal: new AbortController().signal,
  listener: {},
});
clearInterval(looking);
sayWhatIsThere();
present.close();
archive.close();
say(`done ${summary.outcome}`);
