import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { WARCRecord, WARCSerializer } from 'warcio';
import { sha256 } from '../../src/archive/payloads.ts';
import { renderDocx } from '../fixtures/docx.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { chunks, type Exchanged, HOST, recorded, shelfFor } from './support.ts';

const BASE = `http://${HOST}`;
const AT = '2026-03-05T01:30:00Z';

function report(body: string, year = 2023) {
  return makeReport({ body, year });
}

function articlePage(title: string, inner: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}_东山县人民政府</title></head><body>
    <div class="top"><a href="/">首页</a></div><h1>${title}</h1>${inner}</body></html>`;
}

const HEALTH = report('东山县卫生健康局');
const WATER = report('东山县水利局');
const HEALTH_PAGE = articlePage(HEALTH.title, renderReport(HEALTH, 'plain'));
const WATER_FILE = renderDocx(WATER);
const LIST = articlePage(
  '政府信息公开年度报告',
  `<ul><li><a href="/a.html">${HEALTH.title}</a></li><li><a href="/b.html">${WATER.title}</a></li></ul>`.repeat(
    4,
  ),
);

const EXCHANGES: readonly Exchanged[] = [
  { url: `${BASE}/list.html`, body: LIST },
  { url: `${BASE}/style.css`, body: 'p { color: red }', type: 'text/css' },
  { url: `${BASE}/banner.png`, body: Buffer.from('\x89PNG\r\n\x1a\nxxxx', 'latin1'), type: 'image/png' },
  { url: 'https://tongji.example.com/hm.js', body: 'var a = 1', type: 'text/javascript' },
  // The file comes before the article that links to it.
  {
    url: `${BASE}/files/water.docx`,
    body: WATER_FILE,
    type: 'application/octet-stream',
    referer: `${BASE}/b.html`,
  },
  // On the wire in codings; in another recorder's file decoded, the field left as it was.
  { url: `${BASE}/a.html`, body: gzipSync(HEALTH_PAGE), headers: { 'content-encoding': 'gzip' } },
  {
    url: `${BASE}/b.html`,
    body: articlePage(WATER.title, `<p>见附件。</p><a href="/files/water.docx">${WATER.title}.docx</a>`),
    headers: { 'content-encoding': 'br' },
  },
  {
    url: `${BASE}/c.html`,
    body: brotliCompressSync('<p>moved</p>'),
    status: 302,
    headers: { location: '/a.html' },
  },
  { url: `${BASE}/wall.html`, body: '<html><script>$_ts=window[1]</script></html>', status: 412 },
  {
    url: `${BASE}/search`,
    body: LIST,
    post: { type: 'application/x-www-form-urlencoded', body: 'page=2&name=%E5%B9%B4' },
  },
];

/** A collection as browser extensions save it: several WARC files, one of them packed once more, and lists. */
async function collection(): Promise<Uint8Array> {
  const records = await Promise.all(EXCHANGES.map((exchange) => recorded(exchange, AT)));
  const revisit = WARCRecord.create(
    {
      url: `${BASE}/a.html?from=list`,
      date: '2026-03-05T01:31:00Z',
      type: 'revisit',
      warcVersion: 'WARC/1.1',
      statusline: 'HTTP/1.1 200 OK',
      httpHeaders: { 'content-type': 'text/html' },
      refersToUrl: `${BASE}/a.html`,
      refersToDate: AT,
      warcHeaders: { 'WARC-Payload-Digest': `sha256:${sha256(gzipSync(HEALTH_PAGE))}` },
    },
    chunks(new Uint8Array()),
  );
  const half = Math.ceil(records.length / 2);
  const page = (url: string, title: string) => JSON.stringify({ url, title, ts: AT });
  return zipSync({
    'archive/first.warc.gz': [Buffer.concat(records.slice(0, half).flat()), { level: 0 }],
    'archive/second.warc.gz': [
      Buffer.concat([...records.slice(half).flat(), await WARCSerializer.serialize(revisit, { gzip: true })]),
      { level: 6 },
    ],
    'pages/pages.jsonl': Buffer.from(
      [JSON.stringify({ format: 'json-pages-1.0' }), page(`${BASE}/a.html`, HEALTH.title), 'damaged {'].join(
        '\n',
      ),
    ),
    'datapackage.json': Buffer.from(
      JSON.stringify({ profile: 'data-package', software: 'Extension 1.2', wacz_version: '1.1.1' }),
    ),
  });
}

test('a collection of a browser extension: reports are filed, the rest is told apart', async (t) => {
  const shelf = shelfFor(t);
  const file = shelf.file('saved.wacz', await collection());
  const { files, reports, unidentified } = await shelf.bring([file]);
  const [taken] = files;
  assert.deepEqual(
    [taken?.format, taken?.problems, unidentified, taken && Object.fromEntries(taken.refused)],
    ['wacz', [], [], { 'tongji.example.com': 1 }],
  );
  assert.deepEqual(taken && Object.fromEntries(taken.skipped), {
    redirects: 1,
    'pictures, scripts and other parts of pages': 2,
  });
  assert.deepEqual(
    reports.map((r) => [r.body, r.year, r.outcome]),
    [
      ['东山县卫生健康局', 2023, 'new'],
      ['东山县水利局', 2023, 'new'],
    ],
  );
  assert.deepEqual(
    shelf.rows(`SELECT s.url, s.kind, s.parent_url, c.outcome, c.status, c.via, c.form FROM captures c
      JOIN resources s ON s.id = c.resource_id ORDER BY s.url`),
    [
      ['/a.html', 'report', null, 'ok', 200, null],
      ['/a.html?from=list', 'report', null, 'ok', 200, null],
      ['/b.html', 'report', null, 'ok', 200, null],
      ['/files/water.docx', 'attachment', `${BASE}/b.html`, 'ok', 200, null],
      ['/list.html', 'list', null, 'ok', 200, null],
      ['/search', 'list', null, 'ok', 200, JSON.stringify({ page: '2', name: '年' })],
      ['/wall.html', 'list', null, 'blocked', 412, null],
    ].map(([path, kind, parent_url, outcome, status, form]) => ({
      url: `${BASE}${path}`,
      kind,
      parent_url,
      outcome,
      status,
      via: 'import',
      form,
    })),
  );
  const body = shelf.archive.captures.lastGood('origin', `${BASE}/a.html`)?.payloadSha256;
  assert.equal(body, sha256(HEALTH_PAGE));
  assert.deepEqual(
    shelf.rows(`SELECT a.url FROM report_aliases a JOIN reports r ON r.id = a.report_id ORDER BY 1`),
    [{ url: `${BASE}/a.html?from=list` }, { url: `${BASE}/b.html` }],
  );
  // Who, when and from where.
  const [capture] =
    shelf.rows(`SELECT c.origin, c.fetched_at, i.imported_by, i.imported_at, i.file, i.software
    FROM captures c JOIN imports i ON i.id = c.import_id JOIN resources s ON s.id = c.resource_id
    WHERE s.url LIKE '%/a.html'`);
  const { origin, ...from } = capture ?? {};
  assert.deepEqual(from, {
    fetched_at: '2026-03-05T01:30:00.000Z',
    imported_by: '李梅',
    imported_at: '2026-11-26T08:00:00.000Z',
    file: 'saved.wacz',
    software: 'Extension 1.2',
  });
  const { source, address, user_agent } = JSON.parse(String(origin));
  assert.deepEqual(
    [source, address, user_agent],
    ['saved.wacz!/archive/second.warc.gz', '203.0.113.7', 'Browser/1'],
  );

  const again = await shelf.bring([file]);
  assert.deepEqual([again.files[0]?.captureIds, again.files[0]?.duplicates, again.reports], [[], 7, []]);
  assert.deepEqual(shelf.archive.verify(), []);
});

test('a collection that wget recorded', async (t) => {
  const shelf = shelfFor(t);
  const file = fileURLToPath(new URL('../fixtures/warc/wget.warc.gz', import.meta.url));
  const { files, reports } = await shelf.bring([file]);
  assert.deepEqual([files[0]?.format, files[0]?.problems], ['warc', []]);
  assert.deepEqual(
    reports.map((r) => [r.body, r.year, r.url]),
    [0, 1].map((n) => [`东山县第${n}局`, 2023, `${BASE}/art/2024/1/20/art_${n}.html`]),
  );
  assert.deepEqual(shelf.rows('SELECT outcome, count(*) AS n FROM captures GROUP BY 1 ORDER BY 1'), [
    { outcome: 'not_found', n: 1 },
    { outcome: 'ok', n: 3 },
  ]);
  assert.match(String(shelf.rows('SELECT software FROM imports')[0]?.software), /^Wget\//);
});

test('a file that is cut off: what came before stays, and the place is named', async (t) => {
  const shelf = shelfFor(t);
  const whole = readFileSync(new URL('../fixtures/warc/wget.warc.gz', import.meta.url));
  for (const [name, bytes] of [
    ['half.warc.gz', whole.subarray(0, whole.length - 3500)],
    [
      'none.warc.gz',
      gzipSync('WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 500\r\n\r\nHTTP/1.1 200 OK\r\n'),
    ],
  ] as const) {
    const { files } = await shelf.bring([shelf.file(name, bytes)]);
    assert.match(files[0]?.problems.join() ?? '', new RegExp(`${name}.*record`), name);
  }
  assert.equal(shelf.rows('SELECT id FROM reports').length, 1);
  const torn = await shelf.bring([shelf.file('torn.wacz', (await collection()).subarray(0, -30))]);
  assert.deepEqual(torn.files[0]?.captureIds, []);
  assert.match(torn.files[0]?.problems.join() ?? '', /torn\.wacz.*ZIP directory/);
});

test('a bomb inside a collection is too large, and costs no memory', async (t) => {
  const shelf = shelfFor(t);
  const bomb = gzipSync(Buffer.alloc(120 * 1024 * 1024));
  const records = await recorded(
    { url: `${BASE}/bomb.html`, body: bomb, headers: { 'content-encoding': 'gzip' } },
    AT,
  );
  await shelf.bring([shelf.file('bomb.warc.gz', Buffer.concat(records))]);
  assert.deepEqual(shelf.rows('SELECT outcome, payload_sha256 FROM captures'), [
    { outcome: 'too_large', payload_sha256: null },
  ]);
});
