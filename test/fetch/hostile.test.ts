import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { Archive } from '../../src/archive/archive.ts';
import type { Outcome } from '../../src/fetch/outcome.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { renderDocx } from '../fixtures/docx.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { type Handler, html, redirect, serve } from './server.ts';

const MIB = 1024 * 1024;
const REPORT = makeReport({ body: '东山县司法局', year: 2023 });
const page = (inner: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>${REPORT.title}</title></head><body><h1>${REPORT.title}</h1>${inner}</body></html>`;
const row = (href: string): string => `<li><a href="${href}">${REPORT.title}</a><span>2024-01-20</span></li>`;
const list = (href = '/a.html', more = ''): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>政府信息公开年度报告</title></head><body><p>东山县政府信息公开年度报告栏目</p><ul>${row(href)}</ul>${more}</body></html>`;

/** Writes as fast as the other side takes it, until that side has enough. */
function endless(response: ServerResponse, chunk: Buffer, most = Number.POSITIVE_INFINITY): void {
  let sent = 0;
  const more = (): void => {
    while (!response.destroyed && sent < most) {
      sent += chunk.length;
      if (!response.write(chunk)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

const zeros = Buffer.alloc(256 * MIB);
const bombs = {
  gzip: gzipSync(zeros, { level: 1 }),
  br: brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};
const bomb =
  (coding: 'gzip' | 'br'): Handler =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': coding }).end(bombs[coding]);
  };

/** A name that would leave any folder, and one of 4 KB. */
const NAMES = [`../../../../tmp/nianbao-escaped.docx`, `${'长'.repeat(1400)}.docx`];

interface Hostility {
  /** What `/a.html` does. */
  readonly article: Handler;
  /** How its capture ends. */
  readonly outcome: Outcome;
  readonly others?: Readonly<Record<string, Handler>>;
}

function hostilities(victim: number): Record<string, Hostility> {
  const away = (target: string): Hostility => ({ article: redirect(target), outcome: 'refused_host' });
  let cookies = 0;
  return {
    private: away(`http://127.0.0.1:${victim}/a`),
    shared: away('http://10.1.2.3/a'),
    linklocal: away('http://169.254.169.254/latest/meta-data/'),
    mapped: away(`http://[::ffff:127.0.0.1]:${victim}/a`),
    decimal: away(`http://2130706433:${victim}/a`),
    local: away(`http://localhost:${victim}/a`),
    file: away('file:///etc/passwd'),
    gzip: { article: bomb('gzip'), outcome: 'too_large' },
    brotli: { article: bomb('br'), outcome: 'too_large' },
    endless: {
      article: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        endless(response, Buffer.alloc(64 * 1024, '<p>年报'));
      },
      outcome: 'too_large',
    },
    loris: {
      article: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const drip = setInterval(() => response.write('a'), 100);
        response.on('close', () => clearInterval(drip));
      },
      outcome: 'timeout',
    },
    silent: { article: () => undefined, outcome: 'timeout' },
    short: {
      article: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html', 'content-length': 90_000 });
        response.write(page('<p>cut</p>'), () => response.destroy());
      },
      outcome: 'truncated',
    },
    headers: {
      article: (_request, response) => {
        const flood = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x-${i}`, 'a'.repeat(2000)]));
        response.writeHead(200, flood).end(page('<p>flood</p>'));
      },
      outcome: 'too_large',
    },
    loop: {
      article: redirect('/b.html'),
      outcome: 'redirect_loop',
      others: { '/b.html': redirect('/a.html') },
    },
    cookies: {
      article: (_request, response) => {
        cookies += 1;
        response.writeHead(302, { location: '/a.html', 'set-cookie': `n=${cookies}` }).end();
      },
      outcome: 'redirect_loop',
    },
    robots: {
      article: html(page(renderReport(REPORT, 'plain'))),
      outcome: 'ok',
      others: {
        '/robots.txt': (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/plain' });
          endless(response, Buffer.alloc(64 * 1024, 'User-agent: other\nDisallow: /\n'), 100 * MIB);
        },
      },
    },
    names: {
      article: html(
        page(`<p>见附件</p>${NAMES.map((_, i) => `<a href="/f/${i}.docx">${REPORT.title}</a>`).join('')}`),
      ),
      outcome: 'ok',
      others: Object.fromEntries(
        NAMES.map((name, i) => [
          `/f/${i}.docx`,
          (_request, response) => {
            const utf8 = Buffer.from(name).toString('latin1');
            response.writeHead(200, { 'content-disposition': `attachment; filename="${utf8}"` });
            response.end(renderDocx(REPORT));
          },
        ]),
      ),
    },
    infinite: { article: html(page(renderReport(REPORT, 'plain'))), outcome: 'ok' },
    good: { article: html(page(renderReport(REPORT, 'plain'))), outcome: 'ok' },
  };
}

const PAGES_PER_SITE = 20;

test('twenty hostile portals and an honest one in one run: an end for each, and the honest one as ever', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-hostile-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const victim = await serve(t, html('secret'));
  const cases = hostilities(victim.endpoint.port);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    const path = request.url ?? '/';
    const [id = ''] = host.split('.');
    asked.push(`${host}${path}`);
    const one = cases[id];
    const own = one?.others?.[path];
    if (one === undefined) response.writeHead(500).end();
    else if (own !== undefined) own(request, response);
    else if (path === '/a.html') one.article(request, response);
    else if (path.startsWith('/list')) {
      const number = Number(/(\d+)/u.exec(path)?.[1] ?? 1);
      const next = `<div class="page"><a href="/list_${number + 1}.html">下一页</a></div>`;
      const isInfinite = id === 'infinite';
      html(list(isInfinite ? `/n${number}.html` : '/a.html', isInfinite ? next : ''))(request, response);
    } else if (id === 'infinite' && path !== '/robots.txt') one.article(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const config = join(folder, 'config');
  mkdirSync(join(config, 'sites'), { recursive: true });
  for (const id of Object.keys(cases))
    writeFileSync(
      join(config, 'sites', `${id}.yaml`),
      `id: ${id}
name: 东山县
region_code: "350626"
crawler: generic
hosts: [${id}.dongshan.gov.cn]
columns:
  - url: http://${id}.dongshan.gov.cn/list.html
since: 2023
evidence: inferred
limits: {pages_per_site: ${PAGES_PER_SITE}}
`,
    );
  const db = join(folder, 'nianbao.sqlite');
  const child = fileURLToPath(new URL('hostile.child.ts', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [child, config, db, String(port)], { cwd: folder });
  const { megabytes, sites } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

  const archive = Archive.open({ file: db, fields: FIELDS, mode: 'read' });
  t.after(() => archive.close());
  const rows = (sql: string) => [...archive.rows<Record<string, unknown>>(sql)];
  const outcomes = rows(`SELECT s.site_id, c.outcome FROM captures c JOIN resources s ON s.id = c.resource_id
    WHERE s.url LIKE '%/a.html' ORDER BY 1`).map((r) => [r.site_id, r.outcome]);
  const expected = Object.entries(cases).flatMap(([id, { outcome }]) =>
    id === 'infinite' ? [] : [[id, outcome]],
  );
  assert.deepEqual(
    outcomes,
    expected.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );

  assert.deepEqual(victim.seen, [], 'the address inside is never asked');
  assert.deepEqual(
    asked.filter((url) => !/^[a-z]+\.dongshan\.gov\.cn\//.test(url)),
    [],
    'nor is any other host',
  );
  assert.ok(megabytes < 700, `${megabytes} MB`);

  const of = (id: string) => sites.find(([site]: [string]) => site === id);
  assert.deepEqual(of('good'), ['good', 'ok', null]);
  assert.deepEqual(of('robots'), ['robots', 'ok', null]);
  assert.match(of('infinite')[2], /limit of 20 pages a site/);
  assert.ok(asked.filter((url) => url.startsWith('infinite.')).length <= PAGES_PER_SITE + 1);
  assert.deepEqual(
    rows(`SELECT site_id, status FROM reports WHERE site_id IN ('good', 'names', 'robots') ORDER BY 1`),
    ['good', 'names', 'robots'].map((site_id) => ({ site_id, status: 'complete' })),
  );
  // Names are kept as what the server said, and used for nothing.
  const headers = rows(`SELECT c.headers FROM captures c JOIN resources s ON s.id = c.resource_id
    WHERE s.url LIKE '%/f/%' ORDER BY s.url`).map(
    (r) => JSON.parse(String(r.headers))['content-disposition'],
  );
  assert.deepEqual(
    headers,
    NAMES.map((name) => `attachment; filename="${name}"`),
  );
  assert.ok(!existsSync('/tmp/nianbao-escaped.docx'));
  assert.deepEqual(
    readdirSync(folder).filter((name) => !name.startsWith('nianbao.sqlite')),
    ['config'],
  );
});
