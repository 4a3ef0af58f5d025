import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Archive } from '../../src/archive/archive.ts';
import { reparse } from '../../src/pipeline/reparse.ts';
import { verifySample } from '../../src/pipeline/verify.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { tablePictures } from '../documents/ocr/table-pictures.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { ZONE_ARTICLES } from '../portals/data/zone.ts';
import { ORIGIN_SITE } from './origin.ts';
import { benchFor } from './support.ts';

const tablesOf = (name: string): Promise<Buffer[]> =>
  tablePictures(readFileSync(new URL(`../fixtures/pdf/${name}`, import.meta.url)));
const committee = ZONE_ARTICLES.find((a) => a.fixture === 'committee-2023.pdf');
assert.ok(committee !== undefined);
const report = makeReport(committee.report);

/** A portal of one report, whose tables are picture files: table two is two pictures, table three is left out. */
async function pictureOrigin(t: TestContext) {
  const pictures = await tablesOf('committee-2023.pdf');
  pictures.splice(2, 2);
  const groups = [pictures.slice(0, 2), [], pictures.slice(2)];
  let number = 0;
  const article = renderReport(report, 'plain').replace(/<table.*?<\/table>/gsu, () =>
    (groups.shift() ?? []).map(() => `<p><img src="./P0202401_${number++}.png" alt=""></p>`).join(''),
  );
  const page = (inner: string): string =>
    `<!doctype html><html><head><meta charset="utf-8"><title>${report.title}</title></head><body>
     <div class="head"><img src="/images/logo.png"></div><div class="content">${inner}</div></body></html>`;
  const pages = new Map([
    [
      '/list/index.html',
      page(
        `<ul><li><a href="/art/2024/1/20/art_1.html">${report.title}</a><span>2024-01-20</span></li></ul>`,
      ),
    ],
    ['/art/2024/1/20/art_1.html', page(`<h1>${report.title}</h1><p>发布时间：2024-01-20</p>${article}`)],
  ]);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const picture = pictures[Number(/P0202401_(\d)\.png$/u.exec(path)?.[1] ?? -1)];
    const html = pages.get(path);
    response.writeHead((picture ?? html) ? 200 : 404, {
      'content-type': picture === undefined ? 'text/html; charset=utf-8' : 'image/png',
    });
    response.end(picture ?? html ?? '<html>404</html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, pictures, asked };
}

const filed = (archive: Archive) => [
  ...archive.rows<{ url: string; status: string; editions: number }>(
    `SELECT url, status, (SELECT count(*) FROM editions e WHERE e.report_id = r.id) AS editions FROM reports r`,
  ),
];
const valuesOf = (archive: Archive) =>
  new Map(
    [...archive.rows<{ field: string; value: number | null }>('SELECT field, value FROM report_values')].map(
      (row) => [row.field, row.value],
    ),
  );

test('an article whose tables are picture files is one report; a picture that is replaced makes an edition of it', async (t) => {
  const bench = await benchFor(t);
  const origin = await pictureOrigin(t);
  mkdirSync(join(bench.config, 'sites'), { recursive: true });
  writeFileSync(join(bench.config, 'sites', 'origin.yaml'), ORIGIN_SITE);
  const run = () => bench.crawl({ only: ['origin'], connectTo: { host: '127.0.0.1', port: origin.port } });
  const url = 'http://www.origin.gov.cn/art/2024/1/20/art_1.html';
  const first = await run();
  assert.deepEqual([first.sites[0]?.outcome, first.sites[0]?.new], ['ok', 1]);
  const archive = bench.open();
  assert.deepEqual(filed(archive), [{ url, status: 'partial', editions: 1 }]);
  const values = valuesOf(archive);
  for (const [field, value] of Object.entries(report.values))
    if (!field.startsWith('requests.')) assert.equal(values.get(field) ?? null, value, field);
  assert.ok(!origin.asked.some((path) => path.includes('logo')));

  const second = await run();
  assert.deepEqual([second.sites[0]?.outcome, second.sites[0]?.unchanged], ['unchanged', 1]);

  // The page stays as it is, its last table is another.
  const other = (await tablesOf('health-2022.pdf')).at(-1);
  assert.ok(other !== undefined);
  origin.pictures[2] = other;
  const third = await run();
  assert.equal(third.sites[0]?.changed, 1);
  assert.deepEqual(filed(archive), [{ url, status: 'partial', editions: 2 }]);

  const sample = await verifySample({ archive, size: 20, seed: 's' });
  assert.deepEqual(sample.problems, []);
  const { settings, sites } = loadConfiguration(bench.config);
  const again = await reparse({
    archive,
    settings,
    sites,
    corrections: [],
    only: ['origin'],
    signal: new AbortController().signal,
  });
  assert.deepEqual([again.changed, again.gone, again.added], [[], [], 0]);
  assert.deepEqual(filed(archive), [{ url, status: 'partial', editions: 2 }]);
});
