/**
 * `npm run bench:reparse`: what reading a whole archive again costs. Makes an archive of HTML reports in all the markups
 * of the tests' generator, each with figures of its own, and reads it again: once as new, then as the same version does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Archive } from '../../src/archive/archive.ts';
import { reparse } from '../../src/pipeline/reparse.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { renderReport, type Style } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { demoConfig } from '../portals/config.ts';

const { values: options } = parseArgs({ options: { reports: { type: 'string', default: '2000' } } });
const count = Number(options.reports);
const STYLES: readonly Style[] = ['plain', 'word', 'spans', 'layout'];
const YEARS = [2019, 2020, 2021, 2022, 2023, 2024];

const folder = mkdtempSync(join(tmpdir(), 'nianbao-reparse-'));
try {
  const config = join(folder, 'config');
  demoConfig(config);
  const { settings, sites } = loadConfiguration(config);
  const site = sites[0];
  if (site === undefined) throw new Error('the demo has no site');
  const archive = Archive.open({ file: join(folder, 'nianbao.sqlite'), fields: FIELDS, mode: 'write' });
  archive.sites.put(sites);
  archive.transaction(() => {
    for (let i = 0; i < count; i++) record(archive, site.id, i);
  });
  for (const name of ['every report new', 'every report known']) {
    const before = process.cpuUsage();
    const own = process.threadCpuUsage();
    const start = performance.now();
    const summary = await reparse({
      archive,
      settings,
      sites,
      corrections: [],
      only: null,
      signal: new AbortController().signal,
    });
    const seconds = (performance.now() - start) / 1000;
    const each = (usage: NodeJS.CpuUsage): string =>
      ((usage.user + usage.system) / 1000 / summary.documents).toFixed(2);
    const all = process.cpuUsage(before);
    console.log(
      `${name}: ${summary.reports} reports in ${seconds.toFixed(1)} s = ${(summary.documents / seconds).toFixed(0)} documents/s; processor time a document ${each(all)} ms, of it ${each(process.threadCpuUsage(own))} ms for filing; ${((all.user + all.system) / 1e6 / seconds).toFixed(1)} of ${availableParallelism()} processors busy`,
    );
  }
  archive.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function record(archive: Archive, siteId: string, i: number): void {
  const year = YEARS[i % YEARS.length] ?? 2023;
  const body = `临河县第${Math.floor(i / YEARS.length) + 1}水利局`;
  const report = makeReport({
    body,
    year,
    figures: { requests: { new: [i % 50, i % 7], granted: [i % 50, i % 7] } },
  });
  const style = STYLES[i % STYLES.length] ?? 'plain';
  const html = `<!doctype html><html><head><meta charset="utf-8"><title>${report.title}</title></head><body><div class="head">首页</div><h1>${report.title}</h1><div class="content">${renderReport(report, style)}</div></body></html>`;
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
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: new TextEncoder().encode(html),
      rendered: null,
      via: 'http',
      hops: [],
      attempts: 1,
      durationMs: 1,
      retryAt: null,
    },
    { kind: 'report', title: report.title, publishedOn: null },
    null,
  );
}
