import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Archive } from '../../src/archive/archive.ts';
import { parseDocument } from '../../src/pipeline/parse-document.ts';
import { Folder, Unfolder } from '../../src/pipeline/parsed-report.ts';
import { identify } from '../../src/pipeline/read-reports.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { PARSER_VERSION } from '../../src/reports/parse.ts';
import { type Serving, serve } from '../../src/web/server.ts';
import { fetched } from '../archive/support.ts';
import { renderDocx } from '../fixtures/docx.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport, type ReportDescription } from '../fixtures/report.ts';

const SITES = [
  { id: 'ruzhou', name: '汝州市', regionCode: '410482', crawler: 'siteserver' },
  { id: 'jinshui', name: '金水区', regionCode: '410105', crawler: 'zz-public' },
  { id: 'zhq', name: '湛河区', regionCode: '410411', crawler: 'siteserver' },
];

/** What an archived page must not do: each would leave a mark, a request or another page. */
export const HOSTILE = `<script>document.title = 'run'; parent.document.title = 'run'; fetch('/stolen')</script>
<img src="/stolen.png" onerror="document.title = 'run'"><iframe src="/stolen.html"></iframe>
<link rel="stylesheet" href="/stolen.css"><style>@import url(/stolen2.css); body { background: url(/stolen3.png) }</style>
<meta http-equiv="refresh" content="0;url=/stolen4"><base href="http://elsewhere.example/">
<form action="/stolen5" method="post"><button id="post">post</button></form><a id="away" href="http://elsewhere.example/away" target="_top">away</a>
<svg><script>document.title = 'run'</script><a xlink:href="javascript:alert(1)"><text>x</text></a></svg><object data="/stolen6"></object>`;

/** A report as a page; `extra` stands above it. */
export function page(description: ReportDescription, extra = ''): string {
  const report = makeReport(description);
  return `<!doctype html><html><head><meta charset="utf-8"><title>${report.title}</title></head><body onload="document.title='run'">${extra}<h1>${report.title}</h1>${renderReport(report, 'plain')}</body></html>`;
}

/** Keeps a document in the archive as a crawl would, and what the parser reads in it. */
export async function bring(
  archive: Archive,
  siteId: string,
  url: string,
  bytes: Uint8Array,
  type = 'text/html; charset=utf-8',
): Promise<void> {
  const site = SITES.find(({ id }) => id === siteId);
  const change = { body: bytes, headers: { 'content-type': type } };
  const { captureId, payloadSha256 } = archive.captures.record(
    siteId,
    fetched(url, '', change),
    { kind: 'report' },
    null,
  );
  const hints = { url, body: null, year: null, title: null };
  const parsed = new Unfolder(false).unfold(
    new Folder().fold(await parseDocument({ bytes, contentType: type, hints })),
  );
  const { reports } = identify(parsed.reports, {
    url,
    regionCode: site?.regionCode ?? '',
    publishedOn: null,
    hints,
    payloadSha256: payloadSha256 ?? '',
  });
  archive.reports.store({ captureId, parserVersion: PARSER_VERSION, reports, reason: null });
}

/** Figures that agree with each other: what came in was granted. */
function figures(persons: number, businesses: number): NonNullable<ReportDescription['figures']> {
  return {
    disclosure: { licensing: [12] },
    requests: { new: [persons, businesses], granted: [persons], 'refused.process_info': [0, businesses] },
    review: [2, 1, 0, 0],
  };
}

export interface Planted {
  readonly file: string;
  readonly folder: string;
}

/**
 * A database with a bit of everything: a body over five years and two forms, one report that breaks a rule, one that
 * was amended, a hostile page, a PDF, a Word file, a portal that blocks, alarms.
 * @param pagesOnly without the PDF and the Word file, whose readers take seconds to start
 */
export async function plant(t: Cleaned, { pagesOnly = false } = {}): Promise<Planted> {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-web-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'nianbao.sqlite');
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  const at = (path: string): string => `https://www.ruzhou.gov.cn/${path}`;
  const html = (description: ReportDescription, extra = ''): Buffer => Buffer.from(page(description, extra));
  try {
    archive.sites.put(SITES);
    archive.sites.expect(new Map(SITES.map(({ id }) => [id, [2019, 2020, 2021, 2022, 2023]])));
    for (const year of [2019, 2020, 2021, 2022]) {
      const disclosure = year <= 2020 ? { disclosure: { licensing: [3, 1, 12] } } : {};
      const own = { ...figures(year - 2015, 2), ...disclosure };
      await bring(archive, 'ruzhou', at(`law/${year}`), html({ body: '汝州市司法局', year, figures: own }));
    }
    const broken = { ...figures(9, 2), set: { 'requests.new.total': 12 } };
    await bring(
      archive,
      'ruzhou',
      at('law/2023'),
      html({ body: '汝州市司法局', year: 2023, figures: broken }, HOSTILE),
    );
    for (const [site, body] of [
      ['jinshui', '金水区司法局'],
      ['zhq', '湛河区司法局'],
    ] as const)
      await bring(
        archive,
        site,
        `https://www.${site}.gov.cn/law/2023`,
        html({ body, year: 2023, figures: figures(200, 40) }),
      );
    const amended = { body: '汝州市教育体育局', year: 2023 };
    await bring(archive, 'ruzhou', at('edu/2023'), html({ ...amended, figures: figures(3, 1) }));
    await bring(archive, 'ruzhou', at('edu/2023'), html({ ...amended, figures: figures(4, 1) }));
    plantRuns(archive);
    if (pagesOnly) return { file, folder };
    const word = renderDocx(makeReport({ body: '汝州市公安局', year: 2023, figures: figures(7, 0) }));
    const officeType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    await bring(archive, 'ruzhou', at('police/2023.docx'), word, officeType);
    const pdf = readFileSync(new URL('../fixtures/pdf/finance-2020.pdf', import.meta.url));
    await bring(archive, 'zhq', 'https://www.zhq.gov.cn/finance/2020.pdf', pdf, 'application/pdf');
  } finally {
    archive.close();
  }
  return { file, folder };
}

function plantRuns(archive: Archive): void {
  const startedAt = '2026-02-01T05:17:00.000Z';
  const runId = archive.runs.start({ trigger: 'cron', startedAt, options: {}, versions: {} });
  for (const [siteId, outcome] of [
    ['ruzhou', 'ok'],
    ['jinshui', 'blocked'],
    ['zhq', 'unchanged'],
  ] as const)
    archive.runs.recordSite({
      runId,
      siteId,
      startedAt,
      finishedAt: '2026-02-01T05:20:00.000Z',
      outcome,
      whole: true,
      found: 3,
      new: 1,
      changed: 0,
      unchanged: 2,
      blocked: outcome === 'blocked' ? 1 : 0,
      failed: 0,
      message: outcome === 'blocked' ? 'the portal answers with a challenge' : null,
      retryAt: null,
    });
  archive.runs.finish(runId, { outcome: 'attention', finishedAt: '2026-02-01T05:30:00.000Z' });
  for (const cause of ['missing_year:2019', 'missing_year:2020'])
    archive.alarms.raise({ siteId: 'jinshui', cause, message: `no report: ${cause}` });
  archive.alarms.raise({ siteId: 'jinshui', cause: 'blocked', message: 'a challenge instead of content' });
}

/** A viewer on a port of its own, its index made. */
export async function serving(t: Cleaned, file: string): Promise<Serving & { errors: string[] }> {
  const errors: string[] = [];
  const running = await serve({
    file,
    host: '127.0.0.1',
    port: 0,
    indexEveryMs: 50,
    onError: (error, address) => errors.push(`${address}: ${String(error)}`),
  });
  t.after(() => running.close());
  await running.viewer.indexer.caughtUp();
  return { ...running, errors };
}

/** The address of a report in the viewer. */
export function reportPath(site: string, body: string, year: number): string {
  return `/sites/${site}/${encodeURIComponent(body)}/${year}`;
}

/** Cleaning up for several tests that share what is dear: the last made goes first. */
export class Cleanup {
  readonly #works: (() => unknown)[] = [];

  after(work: () => unknown): void {
    this.#works.push(work);
  }

  async run(): Promise<void> {
    for (const work of this.#works.splice(0).reverse()) await work();
  }
}

/** What makes up for itself after a test, or after several. */
export interface Cleaned {
  after(work: () => unknown): void;
}
