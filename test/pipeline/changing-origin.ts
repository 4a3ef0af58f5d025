import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';

export const CHANGING_HOST = 'www.changing.gov.cn';
export const FORMER_HOST = 'www.former.gov.cn';

/** What a portal shows; each part may be changed between two crawls. */
export interface ChangingState {
  /** Report years, one report of one body each, listed in this order; a body may have several. */
  reports: readonly { readonly body: string; readonly year: number }[];
  /** Of the reports, those that the list leaves out by their index. */
  unlisted: ReadonlySet<number>;
  /** 共N条, where it is not the true number. */
  announced: number | null;
  /** The product by whose marks the pages are known; `other` bears none. */
  product: 'vsb' | 'other';
  /** The skeleton of the list page and of the articles. */
  listTemplate: 'old' | 'new';
  articleTemplate: 'old' | 'new';
  /** `challenge`: every page answers 412; `gone`: 404. */
  manners: 'open' | 'challenge' | 'gone';
}

export interface ChangingOrigin {
  readonly port: number;
  /** The portal under `CHANGING_HOST`. */
  readonly portal: ChangingState;
  /** The one under `FORMER_HOST`. */
  readonly former: ChangingState;
  close(): Promise<void>;
}

function initialState(years: readonly number[]): ChangingState {
  return {
    reports: years.flatMap((year) => [1, 2].map((n) => ({ body: `东山县第${n}局`, year }))),
    unlisted: new Set(),
    announced: null,
    product: 'vsb',
    listTemplate: 'old',
    articleTemplate: 'old',
    manners: 'open',
  };
}

const FRAMES = {
  old: (inner: string) =>
    `<div class="top"><div class="logo"></div><ul class="menu"><li class="item">首页</li><li class="item">政务公开</li><li class="item">办事服务</li><li class="item">互动交流</li><li class="item">走进东山</li></ul></div>
     <div class="wrap"><div class="left"><h2 class="name">公开</h2></div><div class="right">${inner}</div></div>
     <div class="footer"><p class="copy">主办单位：东山县人民政府办公室</p></div>`,
  new: (inner: string) =>
    `<header class="site-header"><nav class="navbar"><span class="brand">东山县人民政府门户网站</span></nav></header>
     <main class="layout"><section class="panel"><div class="panel-body">${inner}</div></section></main>
     <aside class="tools"><span class="font-size">字号</span></aside><footer class="site-footer"><span>主办单位：东山县人民政府办公室</span></footer>`,
};

function page(title: string, frame: 'old' | 'new', product: ChangingState['product'], inner: string): string {
  const marks = product === 'vsb' ? '<script src="/system/resource/js/counter.js"></script>' : '';
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title>${marks}</head>
    <body>${FRAMES[frame](inner)}</body></html>`;
}

function listPage(state: ChangingState): string {
  const path = (index: number): string =>
    state.product === 'vsb' ? `/info/1001/${2000 + index}.htm` : `/news/${2000 + index}.html`;
  const rows = state.reports.flatMap(({ body, year }, index) =>
    state.unlisted.has(index)
      ? []
      : [
          `<li class="row"><a class="link" href="${path(index)}">${body}${year}年政府信息公开工作年度报告</a><span class="date">${year + 1}-01-20</span></li>`,
        ],
  );
  const total = state.announced === null ? '' : `<div class="pb_sys_page page">共${state.announced}条</div>`;
  const marked = state.product === 'vsb' ? total.replace('page"', 'pb_sys_common"') : total;
  return page(
    '政府信息公开年度报告',
    state.listTemplate,
    state.product,
    `<ul class="list">${rows.join('')}</ul>${marked}`,
  );
}

function articlePage(state: ChangingState, index: number): string | null {
  const described = state.reports[index];
  if (described === undefined) return null;
  const report = makeReport({ ...described, figures: { requests: { new: [index + 1, 0] } } });
  return page(
    report.title,
    state.articleTemplate,
    state.product,
    `<h1>${report.title}</h1>${renderReport(report, 'plain')}`,
  );
}

/** Serves two portals of the county 东山, told apart by the host. */
export async function changingOrigin(): Promise<ChangingOrigin> {
  const portal = initialState([2023, 2024, 2025]);
  const former = initialState([2023]);
  const server = createServer((request, response) => {
    const state = request.headers.host?.startsWith(FORMER_HOST) === true ? former : portal;
    const path = request.url ?? '/';
    const article = /\/(?:info\/1001|news)\/2(\d{3})\.html?$/u.exec(path)?.[1];
    const body =
      state.manners === 'gone' || path === '/robots.txt'
        ? null
        : article === undefined
          ? listPage(state)
          : articlePage(state, Number(article));
    const challenged = state.manners === 'challenge' && path !== '/robots.txt';
    response.writeHead(challenged ? 412 : body === null ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
    });
    response.end(
      challenged ? '<script>$_ts={};</script><script src="/x.js"></script>' : (body ?? '<h1>404</h1>'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    portal,
    former,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Columns of the site file, as YAML; without any, the portal's list. */
export function changingSite(columns = `  - url: http://${CHANGING_HOST}/nb/list.htm`, more = ''): string {
  return `id: changing
name: 东山县
region_code: "350626"
crawler: vsb
hosts: [${CHANGING_HOST}, ${FORMER_HOST}]
columns:
${columns}
since: 2023
evidence: inferred
${more}`;
}
