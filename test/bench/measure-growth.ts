/** What one more page costs, and what a look costs, in archives of different sizes. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { makeBigDatabase } from './big-database.ts';
import type { CrawlJob } from './crawl.child.ts';
import type { Origin } from './measure-crawl.ts';
import { median } from './results.ts';
import { type Effort, inProcess } from './worker.ts';

export interface Growth {
  /** In the archive before. */
  readonly reports: number;
  /** CPU milliseconds of a page that is fetched, stored and read on top of it. */
  readonly cpuMsPerPage: number;
  readonly openMs: number;
  readonly statusMs: number;
  /** All values of one report, with their evidence. */
  readonly reportMs: number;
}

/** Crawls on top of each archive; of what they take the medians count. */
const ROUNDS = 3;

/** What it is in archives of these sizes, which are crawled in turn: a machine that slows down slows all of them. */
export async function measureGrowth(
  origin: Origin,
  folder: string,
  sizes: readonly number[],
): Promise<Growth[]> {
  const archives = sizes.map((reports) => ({
    file: join(folder, `growth-${reports}.sqlite`),
    cpuMs: [] as number[],
  }));
  const copy = join(folder, 'growth.sqlite');
  try {
    for (const [i, { file }] of archives.entries()) await makeBigDatabase(file, sizes[i] ?? 0);
    for (let round = 0; round < ROUNDS; round++)
      for (const { file, cpuMs } of archives) {
        copyFileSync(file, copy);
        const job: CrawlJob = { db: copy, sites: origin.sites, scheduled: false, day: 300 };
        const crawled = await inProcess<Effort & { readonly pages: number }>('./crawl.child.ts', job);
        cpuMs.push((crawled.cpuSeconds * 1000) / crawled.pages);
        remove(copy);
      }
    return archives.map(({ file, cpuMs }, i) => ({
      reports: sizes[i] ?? 0,
      cpuMsPerPage: median(cpuMs),
      ...looksInto(file),
    }));
  } finally {
    for (const file of [copy, ...archives.map((archive) => archive.file)]) remove(file);
  }
}

function looksInto(db: string): Pick<Growth, 'openMs' | 'statusMs' | 'reportMs'> {
  const start = performance.now();
  const archive = Archive.open({ file: db, fields: FIELDS, mode: 'read' });
  const openMs = performance.now() - start;
  const [site] = archive.rows<{ id: string }>('SELECT id FROM sites ORDER BY id LIMIT 1');
  const look = performance.now();
  archive.status.coverage(site?.id ?? '');
  const statusMs = performance.now() - look;
  const [{ id } = { id: 0 }] = archive.rows<{ id: number }>('SELECT max(id) AS id FROM reports');
  const read = performance.now();
  const values = [...archive.rows('SELECT field, value, raw, at FROM report_values WHERE report_id = ?', id)];
  const reportMs = performance.now() - read;
  archive.close();
  if (values.length === 0) throw new Error(`report ${id} has no values`);
  return { openMs, statusMs, reportMs };
}

function remove(db: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(db + suffix, { force: true });
}
