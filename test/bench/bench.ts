/**
 * `npm run bench`: what a crawl, a reading and a report cost on this machine. Figures are medians of several rounds;
 * machines differ and are noisy, so compare runs of one machine, side by side.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Archive } from '../../src/archive/archive.ts';
import { readDocument } from '../../src/documents/read.ts';
import { crawl } from '../../src/pipeline/crawl.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { parseReports } from '../../src/reports/parse.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { demoConfig } from '../portals/config.ts';

interface Origin {
  readonly port: number;
  readonly planted: readonly { kind: string; url: string; bytes: readonly number[] }[];
}

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(options.rounds);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const shown = (value: number, digits = 1): string => value.toFixed(digits);

const folder = mkdtempSync(join(tmpdir(), 'nianbao-bench-'));
demoConfig(join(folder, 'config'));
const child = fork(new URL('./origin.ts', import.meta.url));
const origin = await new Promise<Origin>((resolve) =>
  child.once('message', (message) => resolve(message as Origin)),
);
try {
  await benchCrawl();
  await benchParse();
} finally {
  child.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

async function crawlOnce(file: string): Promise<{ seconds: number; cpu: number; archive: Archive }> {
  const { settings, sites, corrections } = loadConfiguration(join(folder, 'config'));
  const politeness = { ...settings.politeness, delayMs: 0 };
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  const before = process.cpuUsage();
  const start = performance.now();
  await crawl({
    archive,
    settings: { ...settings, politeness },
    sites: sites.map((site) => ({ ...site, politeness })),
    corrections,
    only: sites.map((s) => s.id),
    trigger: 'manual',
    years: null,
    refresh: false,
    dryRun: false,
    deadlineMs: null,
    connectTo: { host: '127.0.0.1', port: origin.port },
    allowPrivate: false,
    insecureTls: true,
    signal: new AbortController().signal,
    listener: {},
  });
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, archive };
}

async function benchCrawl(): Promise<void> {
  const pagesPerSecond: number[] = [];
  const cpuPerThousand: number[] = [];
  const again: number[] = [];
  let disk = '';
  let pages = 0;
  for (let round = 0; round <= rounds; round++) {
    const file = join(folder, `round-${round}.sqlite`);
    const first = await crawlOnce(file);
    pages = count(first.archive, 'SELECT count(*) AS n FROM captures');
    const sizes = sizesOf(first.archive);
    first.archive.close();
    // Only now all of it is in the file, and nothing in the log beside it.
    disk = diskText(sizes, statSync(file).size);
    const second = await crawlOnce(file);
    second.archive.close();
    // The first round warms up the compiler and the caches.
    if (round === 0) continue;
    pagesPerSecond.push(pages / first.seconds);
    cpuPerThousand.push((first.cpu / pages) * 1000);
    again.push(first.seconds / second.seconds);
  }
  const rss = process.resourceUsage().maxRSS / 1024;
  console.log(
    `Crawl of the five replica portals without politeness delay, ${pages} fetches, median of ${rounds} rounds`,
  );
  console.log(
    `  ${shown(median(pagesPerSecond))} pages/s   ${shown(median(cpuPerThousand))} CPU s per 1,000 pages   peak RSS ${shown(rss, 0)} MiB`,
  );
  console.log(`  an unchanged second crawl is ${shown(median(again))} × as fast as the first`);
  console.log(disk);
}

function count(archive: Archive, sql: string): number {
  return [...archive.rows<{ n: number }>(sql)][0]?.n ?? 0;
}

interface Sizes {
  readonly reports: number;
  readonly payloads: number;
  readonly received: number;
  readonly readings: number;
}

function sizesOf(archive: Archive): Sizes {
  const reports = count(archive, 'SELECT count(*) AS n FROM reports');
  const payloads = count(archive, 'SELECT sum(length(bytes)) AS n FROM payloads');
  const received = count(archive, 'SELECT sum(size) AS n FROM payloads');
  const readings = count(archive, 'SELECT sum(length(figures) + length(meta)) AS n FROM readings');
  return { reports, payloads, received, readings };
}

function diskText({ reports, payloads, received, readings }: Sizes, file: number): string {
  const kib = (n: number): string => `${shown(n / 1024 / reports)} KiB`;
  return `  on disk per report: ${kib(file)} in all; payloads ${kib(payloads)} (${kib(received)} as received), readings ${kib(readings)}`;
}

async function benchParse(): Promise<void> {
  console.log('Reading and parsing one report, median');
  for (const kind of ['html', 'pdf', 'docx']) {
    const documents = origin.planted.filter((p) => p.kind === kind).map((p) => Uint8Array.from(p.bytes));
    const times: number[] = [];
    for (let round = 0; round <= rounds; round++)
      for (const bytes of documents) {
        const start = performance.now();
        parseReports(await readDocument(bytes));
        if (round > 0) times.push(performance.now() - start);
      }
    const size = documents.reduce((sum, d) => sum + d.length, 0) / documents.length / 1024;
    console.log(
      `  ${kind.padEnd(5)} ${shown(median(times))} ms   (${documents.length} documents of ${shown(size, 0)} KiB on average)`,
    );
  }
}
