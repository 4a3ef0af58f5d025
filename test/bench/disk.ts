/**
 * `npm run bench:disk -- --reports 2208`: what an archived HTML report costs on disk, by table, payloads and derived data
 * apart; how long one payload takes to read; what `compact` gives back. Pages: see pages.ts. `--db FILE`: the same of a
 * database that is there, which is compacted.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { reparse } from '../../src/pipeline/reparse.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { demoConfig } from '../portals/config.ts';
import { type BenchPage, benchPage } from './pages.ts';

const PAYLOADS = ['payloads', 'dictionaries'];
const FETCHED = ['resources', 'captures'];
/** What was read, and what it is kept by. The rest is of sites, runs, and the schema itself. */
const DERIVED = [
  ...[
    'fields',
    'layouts',
    'usual_readings',
    'reports',
    'editions',
    'edition_rows',
    'readings',
    'edition_warnings',
    'report_year_checks',
    'year_checks_due',
  ],
  ...['report_aliases', 'judgements', 'disclosure', 'requests', 'litigation', 'legacy'],
  // Before schema version 9.
  ...['edition_checks', 'edition_sections', 'year_checks'],
];

/** Bytes of a database's file by what they hold, and by table with its indexes. */
export interface DiskUse {
  readonly reports: number;
  readonly total: number;
  readonly payloads: number;
  /** What is known of the fetches: addresses, headers, times. */
  readonly fetched: number;
  /** What was read from the payloads. */
  readonly derived: number;
  readonly other: number;
  /** Pages of every table and index, largest first. */
  readonly tables: ReadonlyMap<string, number>;
}

/** Measures a closed database: SQLite's own count of the pages of each table and index. */
export function diskUse(file: string): DiskUse {
  const db = new Database(file, { readonly: true });
  try {
    const rows = db
      .prepare<[], { name: string; table: string; bytes: number }>(
        `SELECT d.name, coalesce(s.tbl_name, d.name) AS "table", sum(d.pgsize) AS bytes
         FROM dbstat d LEFT JOIN sqlite_schema s ON s.name = d.name GROUP BY d.name ORDER BY bytes DESC`,
      )
      .all();
    const of = (tables: readonly string[]): number =>
      rows.filter(({ table }) => tables.includes(table)).reduce((sum, { bytes }) => sum + bytes, 0);
    const total = statSync(file).size;
    const [payloads, fetched] = [of(PAYLOADS), of(FETCHED)];
    const reports = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM reports').get()?.n ?? 0;
    return {
      reports,
      total,
      payloads,
      fetched,
      derived: of(DERIVED),
      other: total - payloads - fetched - of(DERIVED),
      tables: new Map(rows.map(({ name, bytes }) => [name, bytes])),
    };
  } finally {
    db.close();
  }
}

const kib = (bytes: number): string => (bytes / 1024).toFixed(2);

/** The figures a report, as lines. @param most tables to name */
export function diskText(use: DiskUse, most = 30): string {
  const each = (bytes: number): string => `${kib(bytes / use.reports)} KiB`;
  const lines = [...use.tables]
    .slice(0, most)
    .map(([name, bytes]) => `    ${name.padEnd(44)} ${(bytes / use.reports).toFixed(0).padStart(7)} bytes`);
  return [
    `on disk a report: ${each(use.total)} in all; payloads ${each(use.payloads)}, captures and addresses ${each(use.fetched)}, derived ${each(use.derived)}, the rest ${each(use.other)}`,
    ...lines,
  ].join('\n');
}

/** An archive of `count` bench pages of several sites, read. */
export async function makeArchive(file: string, count: number, folder: string): Promise<void> {
  const config = join(folder, 'config');
  demoConfig(config);
  const { settings, sites } = loadConfiguration(config);
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  try {
    archive.sites.put(sites);
    for (let i = 0; i < count; i++) {
      const seed = i % sites.length;
      const site = sites[seed];
      if (site === undefined) throw new Error('the demo has no site');
      record(
        archive,
        site.id,
        benchPage({ host: `www.lh${seed}.gov.cn`, seed }, Math.floor(i / sites.length)),
      );
    }
    await reparse({
      archive,
      settings,
      sites,
      corrections: [],
      only: null,
      signal: new AbortController().signal,
    });
  } finally {
    archive.close();
  }
}

function record(archive: Archive, siteId: string, page: BenchPage): void {
  const body = new TextEncoder().encode(page.html);
  archive.captures.record(
    siteId,
    {
      url: page.url,
      finalUrl: page.url,
      fetchedAt: '2026-01-01T00:00:00.000Z',
      outcome: 'ok',
      detail: null,
      status: 200,
      headers: {
        server: 'nginx',
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        'content-type': 'text/html; charset=utf-8',
        'content-length': String(body.length),
        'last-modified': `Wed, 17 Jan 2024 0${body.length % 10}:12:${10 + (body.length % 50)} GMT`,
        etag: `"${body.length.toString(16)}-60f1a8c0b7a40"`,
        vary: 'Accept-Encoding',
        'x-frame-options': 'SAMEORIGIN',
        'x-content-type-options': 'nosniff',
        'accept-ranges': 'bytes',
        connection: 'keep-alive',
      },
      body,
      rendered: null,
      via: 'http',
      hops: [],
      attempts: 1,
      durationMs: 41,
      retryAt: null,
    },
    {
      kind: 'report',
      title: page.title,
      publishedOn: '2024-01-17',
      parentUrl: new URL('/zwgk/nb/index.html', page.url).href,
    },
    null,
  );
}

/** Times of reading one payload at random, milliseconds. */
function accessTimes(file: string, times: number): { readonly median: number; readonly p95: number } {
  const archive = Archive.open({ file, fields: FIELDS, mode: 'read' });
  try {
    const hashes = [...archive.rows<{ sha256: string }>('SELECT sha256 FROM payloads ORDER BY sha256')];
    const taken = Array.from({ length: times }, (_, i) => {
      const { sha256 = '' } = hashes[(i * 7919) % hashes.length] ?? {};
      const start = performance.now();
      archive.captures.payload(sha256);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    return { median: taken[times >> 1] ?? 0, p95: taken[Math.floor(times * 0.95)] ?? 0 };
  } finally {
    archive.close();
  }
}

if (import.meta.main) {
  const { values: options } = parseArgs({
    options: { reports: { type: 'string', default: '2208' }, db: { type: 'string' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-disk-'));
  try {
    const file = options.db ?? join(folder, 'nianbao.sqlite');
    if (options.db === undefined) await makeArchive(file, Number(options.reports), folder);
    console.log(diskText(diskUse(file)));
    const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
    const start = performance.now();
    const { recoded, fileBefore, fileAfter } = await archive.compact();
    archive.close();
    console.log(
      `compact: ${recoded} payloads stored anew, ${kib(fileBefore)} KiB before, ${kib(fileAfter)} KiB now, in ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
    console.log(diskText(diskUse(file)));
    const { median, p95 } = accessTimes(file, 1000);
    console.log(
      `one payload, unfolded and checked: median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
