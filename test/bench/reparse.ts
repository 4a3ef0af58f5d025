/**
 * `npm run bench:reparse`: what reading a whole archive again costs. Makes an archive of HTML reports in all the markups
 * of the tests' generator, each with figures of its own, and reads it again: once as new, then as the same version does, then
 * as a further version does that finds the same.
 * Then the other formats, each from an archive of its own; scans where the optional packages are.
 * `--reports N` HTML reports (default 2000), `--no-formats` only these.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { reparse } from '../../src/pipeline/reparse.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { scannedPdf } from '../documents/ocr/scanner.ts';
import { renderDocx } from '../fixtures/docx.ts';
import { renderReport, type Style } from '../fixtures/render.ts';
import { type FixtureReport, makeReport } from '../fixtures/report.ts';
import { demoConfig } from '../portals/config.ts';

const { values: options } = parseArgs({
  options: {
    reports: { type: 'string', default: '2000' },
    formats: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const count = Number(options.reports);
if (!Number.isInteger(count) || count < 1)
  throw new Error(`--reports ${options.reports}: expected a whole number from 1`);
const STYLES: readonly Style[] = ['plain', 'word', 'spans', 'layout'];
const YEARS = [2019, 2020, 2021, 2022, 2023, 2024];
const MIB = 1024 * 1024;

/** How a document was read before: not at all, by this version of the parser, by an earlier one. */
type Pass = 'new' | 'known' | 'newer';

/** The document of a number: its bytes. */
type Source = (number: number) => Uint8Array;

const folder = mkdtempSync(join(tmpdir(), 'nianbao-reparse-'));
const config = join(folder, 'config');
demoConfig(config);
const { settings, sites } = loadConfiguration(config);
try {
  await measure('html', htmlOf, count, ['new', 'known', 'newer']);
  if (options.formats) {
    const fixture = (name: string): Uint8Array =>
      readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
    const pdfs = ['health-2022', 'committee-2023', 'finance-2020', 'health-2022-unruled'].map((name) =>
      fixture(`pdf/${name}.pdf`),
    );
    const pdfOf = (i: number): Uint8Array => pdfs[i % pdfs.length] ?? new Uint8Array();
    const scan = await scannedPdf(fixture('pdf/health-2022.pdf'), { dpi: 200, blur: 1, noise: 10 });
    await measure('pdf with text', pdfOf, 200);
    await measure('docx', (i) => renderDocx(reportOf(i)), 400);
    await measure('doc', () => fixture('office/water-2022.doc'), 400);
    await measure('xls', () => fixture('office/water-2022.xls'), 400);
    await measure('scanned pdf', () => scan, 4);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Reads an archive of so many documents again: as new, where told also as known. */
async function measure(
  format: string,
  source: Source,
  documents: number,
  passes: readonly Pass[] = ['new'],
): Promise<void> {
  const file = join(folder, `${format}.sqlite`);
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  archive.sites.put(sites);
  for (let i = 0; i < documents; i += 500)
    archive.transaction(() => {
      for (let j = i; j < Math.min(documents, i + 500); j++) record(archive, siteOf(j), j, source(j));
    });
  for (const pass of passes) {
    if (pass === 'newer') readByEarlierVersion(file);
    const cpu = process.cpuUsage();
    const own = process.threadCpuUsage();
    const start = performance.now();
    const memory: string[] = [];
    const summary = await reparse({
      archive,
      settings,
      sites,
      corrections: [],
      only: null,
      signal: new AbortController().signal,
      onProgress: (done) => {
        if ([1000, 10_000, 20_000, 50_000, 100_000].includes(done))
          memory.push(`${(process.memoryUsage.rss() / MIB).toFixed(0)} MiB at ${done}`);
      },
    });
    const seconds = (performance.now() - start) / 1000;
    const each = (usage: NodeJS.CpuUsage): string =>
      ((usage.user + usage.system) / 1000 / summary.documents).toFixed(2);
    const all = process.cpuUsage(cpu);
    const busy = (all.user + all.system) / 1e6 / seconds;
    console.log(
      `${`${format}, ${pass}`.padEnd(20)} ${summary.documents} documents in ${seconds.toFixed(1)} s = ${(summary.documents / seconds).toFixed(1)}/s, ${((seconds * 1000) / summary.documents).toFixed(1)} ms each; ` +
        `processor time ${each(all)} ms each, of it ${each(process.threadCpuUsage(own))} ms filing; ${busy.toFixed(1)} of ${availableParallelism()} processors busy; ${summary.unreadable} unreadable${memory.map((m) => `; ${m}`).join('')}`,
    );
  }
  archive.close();
}

/** The bodies of all sites in turn, as they come when many sites are crawled at once. */
function siteOf(i: number): string {
  return sites[Math.floor(i / YEARS.length) % sites.length]?.id ?? '';
}

function readByEarlierVersion(file: string): void {
  const database = new Database(file);
  database.exec(`UPDATE judgements SET parser_version = '0'; UPDATE readings SET parser_version = '0'`);
  database.close();
}

function reportOf(i: number): FixtureReport {
  return makeReport({
    body: `临河县第${Math.floor(i / YEARS.length) + 1}水利局`,
    year: YEARS[i % YEARS.length] ?? 2023,
    figures: { requests: { new: [i % 50, i % 7], granted: [i % 50, i % 7] } },
  });
}

function htmlOf(i: number): Uint8Array {
  const report = reportOf(i);
  const style = STYLES[i % STYLES.length] ?? 'plain';
  const html = `<!doctype html><html><head><meta charset="utf-8"><title>${report.title}</title></head><body><div class="head">首页</div><h1>${report.title}</h1><div class="content">${renderReport(report, style)}</div></body></html>`;
  return new TextEncoder().encode(html);
}

function record(archive: Archive, siteId: string, i: number, body: Uint8Array): void {
  const url = `https://reports.example/${i}.html`;
  archive.captures.record(
    siteId,
    {
      url,
      finalUrl: url,
      fetchedAt: '2026-01-01T00:00:00.000Z',
      outcome: 'ok',
      detail: null,
      status: 200,
      headers: {},
      body,
      rendered: null,
      via: 'http',
      hops: [],
      attempts: 1,
      durationMs: 1,
      retryAt: null,
    },
    { kind: 'report', title: null, publishedOn: null },
    null,
  );
}
