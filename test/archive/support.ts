import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import type { ResourceNote } from '../../src/archive/captures.ts';
import type { FieldColumn } from '../../src/archive/fields.ts';
import type { ReadDocument, StoredReport } from '../../src/archive/filing.ts';
import type { Fetched } from '../../src/fetch/fetched.ts';
import type { AnnualReport } from '../../src/reports/report.ts';
import { readingOf } from '../fixtures/reading.ts';
import { postgresForTests, temporaryPostgres } from '../postgres/database.ts';

export const FIELDS: readonly FieldColumn[] = [
  {
    id: 'disclosure.rules.made',
    column: 'disclosure_rules_made',
    table: 'disclosure',
    type: 'integer',
  },
  {
    id: 'fees.info_processing.amount',
    column: 'fees_info_processing_amount',
    table: 'disclosure',
    type: 'decimal',
  },
  {
    id: 'requests.new.natural_person',
    column: 'requests_new_natural_person',
    table: 'requests',
    type: 'integer',
  },
  {
    id: 'requests.granted.total',
    column: 'requests_granted_total',
    table: 'requests',
    type: 'integer',
  },
  {
    id: 'litigation.review.total',
    column: 'litigation_review_total',
    table: 'litigation',
    type: 'integer',
  },
];

export const RUZHOU = { id: 'ruzhou', name: '汝州市', regionCode: '410482', crawler: 'siteserver' };
export const JINSHUI = { id: 'jinshui', name: '金水区', regionCode: '410105', crawler: 'zz-public' };

/** Where a database of its own may be made for the test, gone after it: a file, or a place in PostgreSQL. */
export function temporaryDatabase(t: TestContext): string {
  return postgresForTests() === null ? temporaryFile(t) : temporaryPostgres(t);
}

/** The path of a database in a folder of its own, gone after the test. */
export function temporaryFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-archive-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'nianbao.sqlite');
}

/** A clock that stands still until it is moved. */
export class Clock {
  #time = Date.parse('2024-02-01T00:00:00.000Z');
  readonly now = () => new Date(this.#time);
  forward(seconds: number): void {
    this.#time += seconds * 1000;
  }
}

/** An open, writable archive with both sites. */
export function openArchive(t: TestContext, options: { file?: string; clock?: Clock } = {}): Archive {
  const { file = temporaryDatabase(t), clock = new Clock() } = options;
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write', now: clock.now });
  t.after(() => archive.close());
  archive.sites.put([RUZHOU, JINSHUI]);
  return archive;
}

let second = 0;

/** A fetch that went well, of a page with this text; `change` says otherwise. Each is a second after the last. */
export function fetched(url: string, text: string | null, change: Partial<Fetched> = {}): Fetched {
  second += 1;
  return {
    url,
    finalUrl: url,
    fetchedAt: new Date(Date.parse('2024-02-01T00:00:00.000Z') + second * 1000).toISOString(),
    outcome: 'ok',
    detail: null,
    status: 200,
    headers: { 'content-type': 'text/html', etag: '"1"', 'set-cookie': ['a=1', 'b=2'] },
    body: text === null ? null : new TextEncoder().encode(text),
    rendered: null,
    via: 'http',
    hops: [],
    attempts: 1,
    durationMs: 12.5,
    retryAt: null,
    ...change,
  };
}

/** A complete report with one figure to tell it by. */
export function annualReport(figure: number | null, change: Partial<AnnualReport> = {}): AnnualReport {
  return {
    status: 'complete',
    reason: null,
    forms: { disclosure: '2021', requests: '2021', litigation: '2021' },
    title: '汝州市司法局2023年政府信息公开工作年度报告',
    body: '汝州市司法局',
    year: 2023,
    meta: { 'meta.index_number': 'X-1', 'meta.date': null },
    values: {
      'disclosure.rules.made': 0,
      'fees.info_processing.amount': 12.5,
      'requests.new.natural_person': figure,
      'requests.granted.total': null,
      'litigation.review.total': 4,
      'local.extra': 7,
    },
    sections: { '1': '总体情况', '5': '问题', '6': '其他' },
    asides: { '0': '依据条例编制。' },
    evidence: {
      'disclosure.rules.made': { raw: '零', at: 'table 1 row 2 col 2', page: 1 },
      'fees.info_processing.amount': { raw: '12.50', at: 'table 1 row 9 col 2', page: null },
      'requests.new.natural_person': { raw: String(figure ?? '/'), at: 'table 2 row 4 col 4', page: 2 },
      'requests.granted.total': { raw: '', at: 'table 2 row 6 col 10', page: null },
      'meta.index_number': { raw: '索引号:X-1', at: 'line 3', page: null },
    },
    checks: [
      check('T3.FLOW', 'fail', { expected: 3, actual: figure }),
      check('HD.YEAR', 'pass', { expected: '2023', actual: '2023' }),
    ],
    warnings: [{ code: 'from_prose', message: 'read from prose', field: 'requests.granted.*' }],
    ...change,
  };
}

function check(
  rule: string,
  outcome: 'pass' | 'fail',
  sides: { expected: number | string | null; actual: number | string | null },
) {
  return { rule, scope: 'total', outcome, severity: 'error', ...sides, detail: 'in words' } as const;
}

export const LAW = { body: '汝州市司法局', year: 2023, regionCode: '410482' };

interface Deed {
  readonly siteId?: string;
  readonly text?: string;
  readonly report?: AnnualReport;
  readonly content?: string;
  readonly identity?: typeof LAW;
  readonly version?: string;
  readonly note?: Partial<ResourceNote>;
  readonly fetch?: Partial<Fetched>;
}

export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The document of a capture, as a pipeline would hand it in. */
export function readDocument(captureId: number, url: string, figure: number, deed: Deed = {}): ReadDocument {
  return {
    captureId,
    parserVersion: deed.version ?? '1',
    reports: [
      {
        reading: readingOf(deed.report ?? annualReport(figure)),
        identity: deed.identity ?? LAW,
        url,
        publishedOn: '2024-01-20',
        contentSha256: contentHash(deed.content ?? `figure ${figure}`),
      },
    ],
  };
}

/** Captures a page that shows a report with this figure, and stores what was read of it. */
export function crawlReport(archive: Archive, url: string, figure: number, deed: Deed = {}) {
  const page = fetched(url, deed.text ?? `<html>${deed.content ?? figure}</html>`, deed.fetch);
  const note: ResourceNote = { kind: 'report', title: '年度报告', publishedOn: '2024-01-20', ...deed.note };
  const capture = archive.captures.record(deed.siteId ?? 'ruzhou', page, note, null);
  const [stored] = archive.reports.store(readDocument(capture.captureId, url, figure, deed));
  if (stored === undefined) throw new Error('nothing stored');
  return { ...capture, ...(stored satisfies StoredReport) };
}

/** All rows of a query. */
export function rows(archive: Archive, sql: string): Record<string, unknown>[] {
  return [...archive.rows<Record<string, unknown>>(sql)];
}
