import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nianbao, said } from '../cli/support.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { HOST, shelfFor } from './support.ts';

const PDF = readFileSync(new URL('../fixtures/pdf/health-2022.pdf', import.meta.url));
const REPORT = makeReport({ body: '东山县教育局', year: 2023 });
const PAGE = `<!doctype html>
<!-- saved from url=(0041)http://${HOST}/art/jy.html -->
<html><head><meta charset="utf-8"><title>${REPORT.title}</title></head><body><h1>${REPORT.title}</h1>${renderReport(REPORT, 'plain')}</body></html>`;

const MHTML = [
  'From: <Saved by Blink>',
  `Snapshot-Content-Location: http://${HOST}/art/jy.html`,
  'Subject: =?utf-8?Q?x?=',
  'Date: Tue, 5 Mar 2024 01:30:00 -0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/related;',
  '\ttype="text/html";',
  '\tboundary="----MultipartBoundary--x"',
  '',
  '',
  '------MultipartBoundary--x',
  'Content-Type: text/html',
  'Content-Transfer-Encoding: base64',
  `Content-Location: http://${HOST}/art/jy.html`,
  '',
  Buffer.from(PAGE)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n'),
  '------MultipartBoundary--x--',
  '',
].join('\r\n');

test('a saved page says where it was saved, MHTML also when; a PDF says neither', async (t) => {
  const shelf = shelfFor(t);
  shelf.archive.close();
  const db = join(shelf.folder, 'cli.sqlite');
  const common = ['--config', shelf.config, '--db', db, '--json', '--by', '李梅'];
  const bring = (...args: string[]) => said(['warc', 'import', ...args, ...common]);
  const reportsOf = (stdout: string) =>
    JSON.parse(stdout).reports.map((r: { body: string; year: number; outcome: string }) => [
      r.body,
      r.year,
      r.outcome,
    ]);

  const mhtml = await nianbao(['warc', 'import', shelf.file('page.mhtml', MHTML), ...common]);
  assert.deepEqual([mhtml.code, reportsOf(mhtml.stdout)], [0, [['东山县教育局', 2023, 'new']]], mhtml.stderr);

  const html = shelf.file('page.html', PAGE);
  const undated = await bring(html);
  assert.deepEqual([undated.code, undated.stdout], [2, '']);
  assert.match(undated.stderr, /does not say when.*--fetched-at/);
  const dated = await bring(html, '--fetched-at', '2024-04-01');
  assert.deepEqual(
    [dated.code, reportsOf(dated.stdout)],
    [0, [['东山县教育局', 2023, 'unchanged']]],
    dated.stderr,
  );

  const pdf = shelf.file('saved.pdf', PDF);
  assert.match((await bring(pdf, '--fetched-at', '2024-04-01')).stderr, /give the address with --url/);
  const foreign = await bring(pdf, '--url', 'https://mirror.example.com/a.pdf', '--fetched-at', '2024-04-01');
  assert.deepEqual([foreign.code, foreign.stdout], [2, '']);
  assert.match(foreign.stderr, /mirror\.example\.com is not on the hosts list of any site/);
  const taken = await bring(
    pdf,
    ...['--site', 'origin', '--url', `http://${HOST}/files/h.pdf`, '--fetched-at', '2024-04-01T09:30+08:00'],
  );
  assert.equal(taken.code, 0, taken.stderr);
  assert.deepEqual(
    reportsOf(taken.stdout).map(([, year, outcome]: unknown[]) => [year, outcome]),
    [[2022, 'new']],
  );
});

test('a saved challenge page is kept as blocked, and nothing is read in it', async (t) => {
  const shelf = shelfFor(t);
  const file = shelf.file(
    'wall.html',
    '<html><head><script>$_ts=window[1]</script></head><body></body></html>',
  );
  const { files, reports } = await shelf.bring([file], {
    url: `http://${HOST}/art/a.html`,
    fetchedAt: '2024-04-01T00:00:00.000Z',
  });
  assert.deepEqual(reports, []);
  assert.match(files[0]?.problems[0] ?? '', /wall\.html: kept, but not read: it counts as blocked/);
  assert.deepEqual(shelf.rows('SELECT outcome, status, via FROM captures'), [
    { outcome: 'blocked', status: null, via: 'import' },
  ]);
});

test('an import cannot be told apart from a crawl of the same page, but by its origin', async (t) => {
  const shelf = shelfFor(t);
  await shelf.bring([shelf.file('jy.html', PAGE)], {
    url: `http://${HOST}/art/jy.html`,
    fetchedAt: '2024-04-01T00:00:00.000Z',
  });
  const [row] = shelf.rows(`SELECT r.body, r.year, r.status, r.url, e.first_seen_at FROM reports r
    JOIN editions e ON e.id = r.edition_id`);
  assert.deepEqual(row, {
    body: '东山县教育局',
    year: 2023,
    status: 'complete',
    url: `http://${HOST}/art/jy.html`,
    first_seen_at: '2024-04-01T00:00:00.000Z',
  });
  assert.deepEqual(shelf.archive.verify(), []);
});
