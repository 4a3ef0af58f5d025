/** What one more page costs, and what a look costs, in archives of different sizes. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { makeBigDatabase } from './big-database.ts';
import type { CrawlJob } from './crawl.child.ts';
import type { Origin } from './measure-crawl.ts';
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

export async function measureGrowth(origin: Origin, folder: string, reports: number): Promise<Growth> {
  const db = join(folder, `growth-${reports}.sqlite`);
  try {
    await makeBigDatabase(db, reports);
    const start = performance.now();
    const archive = Archive.open({ file: db, fields: FIELDS, mode: 'read' });
    const openMs = performance.now() - start;
    const [site] = archive.rows<{ id: string }>('SELECT id FROM sites ORDER BY id LIMIT 1');
    const look = performance.now();
    archive.status.coverage(site?.id ?? '');
    const statusMs = performance.now() - look;
    const [{ id } = { id: 0 }] = archive.rows<{ id: number }>('SELECT max(id) AS id FROM reports');
    const read = performance.now();
    const values = [
      ...archive.rows('SELECT field, value, raw, at FROM report_values WHERE report_id = ?', id),
    ];
    const reportMs = performance.now() - read;
    if (values.length === 0) throw new Error(`report ${id} has no values`);
    archive.close();
    const job: CrawlJob = { db, sites: origin.sites, scheduled: false, day: 300 };
    const crawled = await inProcess<Effort & { readonly pages: number }>('./crawl.child.ts', job);
    return { reports, cpuMsPerPage: (crawled.cpuSeconds * 1000) / crawled.pages, openMs, statusMs, reportMs };
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(db + suffix, { force: true });
  }
}
