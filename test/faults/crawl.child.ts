/**
 * Crawls the replicas once, as `nianbao crawl --all` does, and says on stdout what is stored as soon as it is: to be
 * killed. Arguments: database, configuration, port of the replicas.
 */
import { writeSync } from 'node:fs';
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

/** What is stored inside a transaction is stored when that has ended: it waits until then. */
const waiting: string[] = [];
let within = 0;
const stored = (line: string): void => {
  if (within === 0) say(line);
  else waiting.push(line);
};
const transaction = archive.transaction.bind(archive);
archive.transaction = <T>(work: () => T): T => {
  within += 1;
  try {
    const result = transaction(work);
    if (within === 1) for (const line of waiting) say(line);
    return result;
  } finally {
    within -= 1;
    if (within === 0) waiting.length = 0;
  }
};
const record = captures.record.bind(captures);
captures.record = (...args) => {
  const recorded = record(...args);
  stored(`capture ${recorded.captureId} ${recorded.payloadSha256 ?? '-'}`);
  return recorded;
};
const store = reports.store.bind(reports);
reports.store = (...args) => {
  const results = store(...args);
  for (const { reportId } of results) stored(`report ${reportId}`);
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
archive.close();
say(`done ${summary.outcome}`);
