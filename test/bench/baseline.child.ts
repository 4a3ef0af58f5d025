/**
 * What a capable person writes in an afternoon instead of using nianbao: undici, cheerio, p-queue and better-sqlite3. It
 * follows the lists, stores each page, and reads the table of requests by its labels; nothing else. Told by the process
 * that starts it, it crawls once and says what that took. Told so, it does not even that: each report is stored as it came,
 * and nobody looks into it, which is what a crawl takes that does nothing but fetch and keep; or a tree is made of each by the
 * HTML standard, and nothing is read from it, which is what any crawl takes that is to read.
 */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { load } from 'cheerio';
import PQueue from 'p-queue';
import { parse } from 'parse5';
import { request } from 'undici';
import type { OriginSite } from './origin.ts';
import { begin, tellParent } from './worker.ts';

export interface BaselineJob {
  readonly db: string;
  readonly sites: readonly OriginSite[];
  /** What is made of the reports beside storing them. */
  readonly made: 'table' | 'tree' | 'nothing';
}

const { db: file, sites, made }: BaselineJob = JSON.parse(process.argv.at(-1) ?? '{}');
const effort = begin();
const db = new Database(file);
db.pragma('journal_mode = WAL');
db.exec(`CREATE TABLE pages (url TEXT PRIMARY KEY, sha256 TEXT, fetched_at TEXT, html BLOB);
  CREATE TABLE reports (url TEXT PRIMARY KEY, title TEXT, year INTEGER, cells TEXT)`);
const insertPage = db.prepare('INSERT INTO pages VALUES (?, ?, ?, ?)');
const insertReport = db.prepare('INSERT INTO reports VALUES (?, ?, ?, ?)');
const queue = new PQueue({ concurrency: 16 });
const seen = new Set<string>();
let pages = 0;
const RETRY_MS = 200;

const LABELS = [
  '一、本年新收政府信息公开申请数量',
  '二、上年结转政府信息公开申请数量',
  '（一）予以公开',
  '（二）部分公开',
  '（七）总计',
  '四、结转下年度继续办理',
];

interface Answer {
  /** As they came. */
  readonly bytes: Buffer;
  readonly html: string;
}

async function get(url: string, attempts = 3): Promise<Answer> {
  const { body, headers, statusCode } = await request(url, { headers: { 'accept-encoding': 'gzip' } });
  if (statusCode !== 200) {
    await body.dump();
    if (attempts === 1) throw new Error(`${url}: ${statusCode}`);
    await setTimeout(RETRY_MS);
    return get(url, attempts - 1);
  }
  const bytes = Buffer.from(await body.arrayBuffer());
  pages += 1;
  const html = (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
  return { bytes, html };
}

async function list(url: string): Promise<void> {
  if (seen.has(url)) return;
  seen.add(url);
  const { html } = await get(url);
  const $ = load(html);
  for (const link of $('.list a')) {
    const address = new URL($(link).attr('href') ?? '', url).href;
    if (!seen.has(address)) void queue.add(() => report(address));
    seen.add(address);
  }
  const call = /createPageHTML\((\d+), (\d+), "index", "html"\)/.exec(html);
  const next =
    call === null
      ? $('a:contains("下")').attr('href')
      : Number(call[2]) + 1 < Number(call[1])
        ? `index_${Number(call[2]) + 1}.html`
        : undefined;
  if (next !== undefined) void queue.add(() => list(new URL(next, url).href));
}

async function report(url: string): Promise<void> {
  const { bytes, html } = await get(url);
  const sha256 = createHash('sha256').update(html).digest('hex');
  if (made !== 'table') {
    if (made === 'tree') parse(html);
    db.transaction(() => {
      insertPage.run(url, sha256, new Date().toISOString(), bytes);
      insertReport.run(url, null, null, null);
    })();
    return;
  }
  const $ = load(html);
  const title = $('h1').first().text().trim();
  const cells: Record<string, (number | null)[]> = {};
  for (const row of $('table tr')) {
    const texts = $(row)
      .find('td, th')
      .map((_, cell) => $(cell).text().replace(/\s+/g, ''))
      .get();
    const label = texts.find((text) => LABELS.includes(text));
    if (label === undefined) continue;
    cells[label] = texts
      .slice(texts.indexOf(label) + 1)
      .map((text) => (/^\d+$/.test(text) ? Number(text) : null));
  }
  const year = /(20\d\d)年/.exec(title)?.[1] ?? null;
  db.transaction(() => {
    insertPage.run(url, sha256, new Date().toISOString(), gzipSync(html));
    insertReport.run(url, title, year === null ? null : Number(year), JSON.stringify(cells));
  })();
}

for (const { column } of sites) void queue.add(() => list(column));
await queue.onIdle();
const stored = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM reports').get()?.n ?? 0;
db.close();
tellParent(effort, { pages, reports: stored });
