import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { type CrawlSummary, crawl } from '../../src/pipeline/crawl.ts';
import { type Plan, planCrawl } from '../../src/pipeline/plan.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import type { Site } from '../../src/sites/site.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';

const HOST = 'www.quiet.gov.cn';
const ROWS = 3;

/** A report as the portal shows it; its figure may be amended, its row renamed. */
interface Shown {
  readonly year: number;
  figure: number;
  title: string;
}

/** What a portal of three list pages shows, and what it was asked. */
interface Quiet {
  readonly shown: Shown[];
  readonly asked: string[];
  readonly archive: Archive;
  /** A scheduled crawl some days after the first one, or one by name. */
  crawl(day: number, named?: boolean): Promise<CrawlSummary>;
  plan(day: number): Plan;
}

const report = (year: number): Shown => ({
  year,
  figure: 3,
  title: `静安县${year}年政府信息公开工作年度报告`,
});

async function quietPortal(t: TestContext): Promise<Quiet> {
  const shown = [2024, 2023, 2022, 2021, 2020, 2019, 2018].map(report);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const html = pageOf(path, shown);
    if (html === null) return void response.writeHead(404).end();
    const etag = `"${sha256(Buffer.from(html)).slice(0, 16)}"`;
    const unchanged = request.headers['if-none-match'] === etag;
    response.writeHead(unchanged ? 304 : 200, { 'content-type': 'text/html; charset=utf-8', etag });
    response.end(unchanged ? undefined : html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-light-'));
  const archive = Archive.open({ file: join(folder, 'nianbao.sqlite'), fields: FIELDS, mode: 'write' });
  t.after(() => {
    archive.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  const politeness = { ...DEFAULT_SETTINGS.politeness, delayMs: 0 };
  const settings = { ...DEFAULT_SETTINGS, politeness };
  const site: Site = {
    id: 'quiet',
    name: '静安县',
    regionCode: '130123',
    crawler: 'vsb',
    hosts: [HOST],
    columns: [{ url: `http://${HOST}/nb.htm`, body: '静安县人民政府' }],
    since: 2018,
    evidence: 'inferred',
    allowEmpty: false,
    browser: false,
    tls: 'modern',
    politeness,
    limits: DEFAULT_SETTINGS.limits,
    file: 'quiet.yaml',
  };
  const at = (day: number): Date => new Date(Date.UTC(2025, 2, 1 + day));
  return {
    shown,
    asked,
    archive,
    plan: (day) => planCrawl({ archive, settings, sites: [site], only: null, now: at(day) }),
    crawl: (day, named = false) => {
      asked.length = 0;
      return crawl({
        archive,
        settings,
        sites: [site],
        corrections: [],
        only: named ? ['quiet'] : null,
        trigger: named ? 'manual' : 'cron',
        years: null,
        refresh: false,
        dryRun: false,
        deadlineMs: null,
        connectTo: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
        allowPrivate: false,
        insecureTls: false,
        signal: new AbortController().signal,
        listener: {},
        now: () => at(day),
      });
    },
  };
}

function pageOf(path: string, shown: readonly Shown[]): string | null {
  const pages = Math.ceil(shown.length / ROWS);
  const frame = (title: string, inner: string): string =>
    `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title><script src="/system/resource/js/counter.js"></script></head><body>${inner}</body></html>`;
  const article = /^\/info\/1023\/(\d+)\.htm$/.exec(path)?.[1];
  const found = shown.find(({ year }) => String(year) === article);
  if (found !== undefined) {
    const made = makeReport({
      body: '静安县人民政府',
      year: found.year,
      figures: { requests: { new: [found.figure, 0] } },
    });
    return frame(made.title, `<h1>${made.title}</h1>${renderReport(made, 'plain')}`);
  }
  const number = path === '/nb.htm' ? pages : Number(/^\/nb\/(\d+)\.htm$/.exec(path)?.[1] ?? 0);
  if (number < 1 || number > pages) return null;
  const rows = shown
    .slice((pages - number) * ROWS, (pages - number + 1) * ROWS)
    .map(
      ({ year, title }) =>
        `<li id="line_u1_${year}"><a href="/info/1023/${year}.htm">${title}</a><span>${year + 1}-01-20</span></li>`,
    );
  const next = number > 1 ? `<div class="pb_sys_common"><a href="/nb/${number - 1}.htm">下页</a></div>` : '';
  return frame('政府信息公开年报', `<ul>${rows.join('')}</ul>${next}`);
}

const only = ({ sites: [site] }: CrawlSummary) => site ?? assert.fail('the site was not crawled');

test('a scheduled crawl asks an unchanged portal for the beginning of its list, and for nothing else', async (t) => {
  const quiet = await quietPortal(t);
  const first = await quiet.crawl(0);
  assert.deepEqual([only(first).outcome, only(first).new], ['ok', 7], only(first).message ?? '');
  assert.equal(quiet.asked.length, 1 + 3 + 7);
  const payloads = (): unknown => [...quiet.archive.rows('SELECT count(*) AS n FROM payloads')];
  const stored = payloads();

  const [planned] = quiet.plan(2).sites;
  assert.equal(planned?.walk, 'lists');
  const second = await quiet.crawl(2);
  assert.deepEqual(quiet.asked, ['/robots.txt', '/nb.htm']);
  assert.deepEqual([only(second).outcome, only(second).found, only(second).unchanged], ['unchanged', 7, 7]);
  assert.deepEqual(only(second).alarms, []);
  assert.match(only(second).notes.join('\n'), /7 known reports were not asked for/);
  assert.deepEqual(payloads(), stored);
  assert.deepEqual(
    quiet.plan(4).sites.map(({ walk, hosts }) => [walk, hosts[0]?.requests]),
    [['lists', 2]],
    'a plan states what the last such crawl took',
  );
});

test('what is new on a list, or listed otherwise than before, is asked for at once', async (t) => {
  const quiet = await quietPortal(t);
  const late = quiet.shown.shift() ?? assert.fail();
  await quiet.crawl(0);
  quiet.shown.unshift(late);
  const [, renamed] = quiet.shown;
  assert.ok(renamed);
  renamed.title += '（更正）';
  renamed.figure = 8;
  const second = await quiet.crawl(2);
  assert.deepEqual([only(second).new, only(second).changed, only(second).unchanged], [1, 1, 5]);
  assert.deepEqual(
    quiet.asked.filter((path) => path.startsWith('/info/')),
    ['/info/1023/2024.htm', '/info/1023/2023.htm'],
  );
});

test('a quiet amendment is seen when the time for a walk in full has come, or by name', async (t) => {
  const quiet = await quietPortal(t);
  await quiet.crawl(0);
  const last = quiet.shown.at(-1);
  assert.ok(last);
  last.figure = 9;
  assert.equal(only(await quiet.crawl(2)).changed, 0);
  assert.equal(only(await quiet.crawl(3, true)).changed, 1, 'by name, everything is asked for');
  last.figure = 10;
  assert.equal(only(await quiet.crawl(12)).changed, 0);
  assert.equal(only(await quiet.crawl(18)).changed, 1, 'two weeks after the last walk in full');
});

test('a site that is not well is walked in full', async (t) => {
  const quiet = await quietPortal(t);
  await quiet.crawl(0);
  const hidden = quiet.shown.splice(0, 5);
  assert.equal(only(await quiet.crawl(2)).outcome, 'broken');
  quiet.shown.unshift(...hidden);
  const healed = await quiet.crawl(4);
  assert.equal(quiet.asked.filter((path) => path.startsWith('/info/')).length, 7);
  assert.deepEqual([only(healed).outcome, only(healed).healed.length], ['unchanged', 1]);
});
