/**
 * `npm run bench:database -- --reports 100000 --db storage/bench/nianbao.sqlite`: a database of made-up reports, as
 * large as asked for, to measure the viewer and the exports on. One report of each form is truly read; the others have
 * figures and text of their own and its evidence, so that a hundred thousand take minutes, not hours.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { Archive } from '../../src/archive/archive.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { readDocument } from '../../src/documents/read.ts';
import type { Fetched } from '../../src/fetch/fetched.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { PARSER_VERSION, parseReports } from '../../src/reports/parse.ts';
import type { AnnualReport, Evidence } from '../../src/reports/report.ts';
import { readingOf } from '../fixtures/reading.ts';
import { renderReport } from '../fixtures/render.ts';
import { type FixtureReport, makeReport, sectionTexts } from '../fixtures/report.ts';
import { generator } from './random.ts';

const YEARS = [2019, 2020, 2021, 2022, 2023, 2024, 2025];
const KINDS = [
  '人民政府',
  '司法局',
  '教育体育局',
  '卫生健康委员会',
  '自然资源局',
  '住房和城乡建设局',
  '公安局',
  '财政局',
  '城关镇人民政府',
  '东关街道办事处',
  '西关街道办事处',
  '新城镇人民政府',
];
const THINGS =
  '公开指南 政策解读 依申请公开 行政复议 平台建设 监督保障 培训 考核 目录 回应关切 营商环境 乡村振兴 教育 医疗 就业 社会保险 环境保护 安全生产 食品药品 财政预算 土地征收 住房保障 养老 价格 招标投标 应急 档案 政务新媒体 网站 栏目 答复 台账 时限 保密审查 队伍 经费'.split(
    ' ',
  );
const DEEDS = '加强 完善 规范 细化 推进 落实 提升 健全 梳理 更新'.split(' ');
const BATCH = 500;

function counties(): { code: string; name: string }[] {
  return readFileSync(new URL('../../src/sites/regions.tsv', import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [code = '', name = ''] = line.split('\t');
      return /^\d{6}$/u.test(code) && !code.endsWith('00') ? [{ code, name }] : [];
    });
}

/** Makes the database in place of an older one. @param count reports, at least */
export async function makeBigDatabase(file: string, count: number): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  const templates = new Map([
    ['2019', await truly(2019)],
    ['2021', await truly(2023)],
  ]);
  const perCounty = KINDS.length * YEARS.length;
  const places = counties().slice(0, Math.ceil(count / perCounty));
  const archive = Archive.open({
    file,
    fields: FIELDS,
    mode: 'write',
    now: () => new Date('2026-02-01T00:00:00Z'),
  });
  const random = generator(7);
  try {
    archive.sites.put(
      places.map(({ code, name }) => ({ id: `c${code}`, name, regionCode: code, crawler: 'generic' })),
    );
    let stored = 0;
    for (const { code, name } of places) {
      archive.transaction(() => {
        for (const kind of KINDS)
          for (const year of YEARS) {
            if (stored >= count) return;
            const report = madeUp(`${name}${kind}`, year, random);
            const template = templates.get(report.form);
            if (template === undefined) throw new Error(`no template of ${report.form}`);
            store(archive, `c${code}`, code, report, template, stored);
            stored += 1;
          }
      });
      if (stored % (BATCH * 10) < perCounty) process.stderr.write(`\r${stored} of ${count} reports`);
    }
    process.stderr.write('\n');
  } finally {
    archive.close();
  }
}

async function truly(year: number): Promise<AnnualReport> {
  const page = pageOf(makeReport({ body: '样县司法局', year }));
  const [report] = parseReports(await readDocument(Buffer.from(page)));
  if (report?.status !== 'complete')
    throw new Error(`the template of ${year} is not read: ${report?.reason}`);
  return report;
}

function madeUp(body: string, year: number, random: (below: number) => number): FixtureReport {
  const size = 1 + random(40) * random(3);
  const received = [random(size + 4), random(size), 0, 0, random(2), random(2)];
  const part = (n: number, of: number): number => Math.floor((n * of) / 6);
  const granted = received.map((n) => part(n, 2 + random(3)));
  const refused = received.map((n, i) => part(n - (granted[i] ?? 0), random(4)));
  const unable = received.map((n, i) => n - (granted[i] ?? 0) - (refused[i] ?? 0));
  const report = makeReport({
    body,
    year,
    figures: {
      disclosure: { licensing: year <= 2020 ? [3, 1, random(900)] : [random(900)] },
      requests: {
        new: received,
        granted,
        [`refused.${['process_info', 'internal_affairs', 'third_party', 'state_secret'][random(4)]}`]:
          refused,
        'unable.not_held': unable,
      },
      review: [random(4), random(2), random(2), random(2)],
      direct: [random(2), 0, random(2), 0],
    },
    raw: {},
  });
  const sentence = (): string =>
    `${DEEDS[random(DEEDS.length)]}${THINGS[random(THINGS.length)]}和${THINGS[random(THINGS.length)]}工作，公开信息${random(5000)}条。`;
  const paragraph = (): string => Array.from({ length: 6 }, sentence).join('');
  return { ...report, overview: [...report.overview, paragraph(), paragraph()], problems: [paragraph()] };
}

function pageOf(report: FixtureReport): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${report.title}</title></head><body><h1>${report.title}</h1>${renderReport(report, 'plain')}</body></html>`;
}

function store(
  archive: Archive,
  siteId: string,
  regionCode: string,
  report: FixtureReport,
  template: AnnualReport,
  number: number,
): void {
  const url = `https://www.${siteId}.gov.cn/report/${number}.html`;
  const body = Buffer.from(pageOf(report));
  const { captureId } = archive.captures.record(siteId, fetched(url, body), { kind: 'report' }, null);
  archive.reports.store({
    captureId,
    parserVersion: PARSER_VERSION,
    reports: [
      {
        reading: readingOf(reportOf(report, template, number)),
        identity: { body: report.body, year: report.year, regionCode },
        url,
        publishedOn: `${report.year + 1}-01-20`,
        contentSha256: sha256(body),
      },
    ],
  });
}

/** What a parser would make of it: the template's evidence and checks, with this report's figures. */
function reportOf(report: FixtureReport, template: AnnualReport, number: number): AnnualReport {
  const values: Record<string, number | null> = {};
  const evidence: Record<string, Evidence> = { ...template.evidence };
  for (const field of Object.keys(template.values)) {
    const value = report.values[field] ?? null;
    values[field] = value;
    const place = template.evidence[field];
    if (place !== undefined) evidence[field] = { ...place, raw: value === null ? '' : String(value) };
  }
  const fails = number % 25 === 0;
  return {
    ...template,
    title: report.title,
    body: report.body,
    year: report.year,
    values,
    evidence,
    sections: sectionTexts(report),
    checks: template.checks.map((check) =>
      fails && check.rule === 'T3.FLOW' && check.scope === 'total'
        ? {
            ...check,
            outcome: 'fail',
            expected: 6,
            actual: 5,
            detail: 'new + carried in = 6, concluded + carried out = 5',
          }
        : check,
    ),
  };
}

function fetched(url: string, body: Uint8Array): Fetched {
  return {
    url,
    finalUrl: url,
    fetchedAt: '2026-02-01T00:00:00.000Z',
    outcome: 'ok',
    detail: null,
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body,
    rendered: null,
    via: 'http',
    hops: [],
    attempts: 1,
    durationMs: 40,
    retryAt: null,
  };
}

if (import.meta.main) {
  const { values: options } = parseArgs({
    options: {
      reports: { type: 'string', default: '100000' },
      db: { type: 'string', default: 'storage/bench/nianbao.sqlite' },
    },
  });
  const started = performance.now();
  await makeBigDatabase(options.db, Number(options.reports));
  if (existsSync(options.db))
    console.log(
      `${options.db}: ${options.reports} reports in ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
}
