/**
 * The origin that the benchmark crawls, in a process of its own: portals of three families, each at a loopback address
 * of its own, with reports of 60 to 130 KB, gzip, entity tags, and latency and faults where they are asked for. Ends with
 * its parent.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { benchPage } from './pages.ts';

export interface OriginOptions {
  readonly sites: number;
  /** Reports of each site. */
  readonly reports: number;
  readonly latencyMs: number;
  /** Share of the addresses that answer 503 the first time. */
  readonly faults: number;
}

export interface OriginSite {
  readonly id: string;
  readonly family: string;
  readonly host: string;
  readonly column: string;
  readonly reports: number;
  readonly lists: number;
}

/** What was asked for since the last time that this was told. */
export interface Traffic {
  readonly requests: number;
  readonly notModified: number;
  /** Bytes of bodies, as sent. */
  readonly bytes: number;
}

interface Stored {
  readonly wire: Buffer;
  readonly tag: string;
}

/** How a family lays out its addresses and its lists. */
interface Layout {
  readonly family: string;
  article(number: number, year: number): string;
  list(page: number, pages: number): string;
  /** What leads on to the next page. */
  pager(page: number, pages: number): string;
}

const ROWS = 20;
const LAYOUTS: readonly Layout[] = [
  {
    family: 'trs-wcm',
    article: (number, year) => `/zwgk/nb/${year + 1}01/t${year + 1}0117_${100_000 + number}.html`,
    list: (page) => (page === 0 ? '/zwgk/nb/index.html' : `/zwgk/nb/index_${page}.html`),
    pager: (page, pages) => `<script>createPageHTML(${pages}, ${page}, "index", "html");</script>`,
  },
  {
    family: 'siteserver',
    article: (number) => `/contents/36774/${100_000 + number}.html`,
    list: (page) => (page === 0 ? '/channels/36774.html' : `/channels/36774_${page + 1}.html`),
    pager: (page, pages) =>
      page + 1 < pages
        ? `<div class="pages">${page + 1}/${pages} <a href="/channels/36774_${page + 2}.html">下一页</a></div>`
        : `<div class="pages">${page + 1}/${pages}</div>`,
  },
  {
    family: 'vsb',
    article: (number) => `/info/1023/${100_000 + number}.htm`,
    list: (page, pages) => (page === 0 ? '/zwgk/nb.htm' : `/zwgk/nb/${pages - page}.htm`),
    pager: (page, pages) =>
      page + 1 < pages
        ? `<div class="pb_sys_common"><a href="/zwgk/nb/${pages - page - 1}.htm">下页</a></div>`
        : '<div class="pb_sys_common">尾页</div>',
  },
];

class BenchSite {
  readonly layout: Layout;
  readonly pages = new Map<string, Stored>();
  readonly lists: number;

  constructor(seed: number, reports: number) {
    const layout = LAYOUTS[seed % LAYOUTS.length];
    if (layout === undefined) throw new Error('no layout');
    this.layout = layout;
    this.lists = Math.ceil(reports / ROWS);
    const host = `www.lh${seed}.gov.cn`;
    const rows: string[] = [];
    for (let number = 0; number < reports; number++) {
      const { html, title, report } = benchPage({ host, seed }, number);
      const path = layout.article(number, report.year);
      this.#put(path, html);
      rows.push(
        `<li><a href="${path}" title="${title}">${title}</a><span>${report.year + 1}-01-17</span></li>`,
      );
    }
    for (let page = 0; page < this.lists; page++)
      this.#put(
        layout.list(page, this.lists),
        listPage(rows.slice(page * ROWS, (page + 1) * ROWS), layout.pager(page, this.lists)),
      );
  }

  #put(path: string, html: string): void {
    const wire = gzipSync(html);
    this.pages.set(path, { wire, tag: `"${createHash('sha1').update(wire).digest('hex').slice(0, 16)}"` });
  }
}

function listPage(rows: readonly string[], pager: string): string {
  const menu = Array.from(
    { length: 60 },
    (_, i) => `<li><a href="/zt/${i}/index.html">专题专栏${i}</a></li>`,
  ).join('\n');
  return `<!doctype html><html><head><meta charset="utf-8"><title>政府信息公开年报_临河县人民政府</title><meta name="ColumnName" content="政府信息公开年报"></head>
<body><div class="nav"><ul>${menu}</ul></div><div class="position">首页 > 政务公开 > 政府信息公开年报</div>
<div class="content_list"><ul class="list">${rows.join('\n')}</ul></div>${pager}<div class="foot">主办：临河县人民政府办公室</div></body></html>`;
}

const options: OriginOptions = JSON.parse(process.argv[2] ?? '{}');
let traffic = { requests: 0, notModified: 0, bytes: 0 };
const failed = new Set<string>();

function answer(request: IncomingMessage, response: ServerResponse, { pages }: BenchSite): void {
  traffic.requests += 1;
  const path = request.url ?? '/';
  const page = pages.get(path);
  if (page === undefined) return void response.writeHead(404, { 'content-length': 0 }).end();
  const key = `${request.headers.host}${path}`;
  if (isFaulty(key) && !failed.has(key)) {
    failed.add(key);
    return void response.writeHead(503, { 'content-length': 0 }).end();
  }
  if (request.headers['if-none-match'] === page.tag) {
    traffic.notModified += 1;
    return void response.writeHead(304, { etag: page.tag }).end();
  }
  traffic.bytes += page.wire.length;
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'content-length': page.wire.length,
      etag: page.tag,
    })
    .end(page.wire);
}

function isFaulty(key: string): boolean {
  return createHash('sha1').update(key).digest().readUInt32BE() / 2 ** 32 < options.faults;
}

async function listen(seed: number): Promise<OriginSite> {
  const site = new BenchSite(seed, options.reports);
  const server = createServer((request, response) => {
    if (options.latencyMs === 0) answer(request, response, site);
    else setTimeout(() => answer(request, response, site), options.latencyMs);
  });
  // Clients that are busy with a page for long must not find their connection gone.
  server.keepAliveTimeout = 120_000;
  const address = `127.0.0.${seed + 2}`;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const column = new URL(site.layout.list(0, site.lists), `http://${address}:${port}`).href;
  const { family } = site.layout;
  return { id: `bench${seed}`, family, host: address, column, reports: options.reports, lists: site.lists };
}

const sites: OriginSite[] = [];
for (let seed = 0; seed < options.sites; seed++) sites.push(await listen(seed));
process.on('message', () => {
  process.send?.(traffic);
  traffic = { requests: 0, notModified: 0, bytes: 0 };
});
process.on('disconnect', () => process.exit(0));
process.send?.(sites);
