import { escapeHtml, renderReport } from '../fixtures/render.ts';
import { JIANGYAN_NOISE, JIANGYAN_REPORTS } from './data/hanweb-jpaas.ts';
import { metaTags, noiseText, pageOf, steadyNumber } from './markup.ts';
import { type Asked, html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfRow } from './shelf.ts';

const HOSTS = ['www.jiangyan.gov.cn', 'jiangyan.gov.cn'];
const NAME = '姜堰区人民政府';
const NB = '/zfxxgk/zfxxgknb';
const BUILD = '/api-gateway/jpaas-publish-server/front/page/build/unit';
const PAGE_SIZE = 2;

interface JpaasColumn {
  readonly path: string;
  readonly name: string;
  /** Of the columns that the program builds. */
  readonly pageId: string;
  /** The column page has no rows of its own. */
  readonly isFrame: boolean;
}

const COLUMNS: readonly JpaasColumn[] = [
  {
    path: `${NB}/2025/qjbm/`,
    name: '区级机关部门',
    pageId: '6f1e0d9c8b7a49f5a6b7c8d9e0f1a2b3',
    isFrame: false,
  },
  { path: `${NB}/2025/zj/`, name: '镇街', pageId: '70f1e2d3c4b5a6978869504132231405', isFrame: true },
  { path: `${NB}/2024n/`, name: '2024年', pageId: '81a2b3c4d5e6f708192a3b4c5d6e7f80', isFrame: false },
];

/** 姜堰区: jpaas; blocks of new entries on a hub, lists that a program goes on with, as HTML in JSON. */
export function jiangyanPortal(): Portal {
  const shelf = new Shelf(HOSTS, JIANGYAN_REPORTS, JIANGYAN_NOISE);
  return portal({
    site: 'jiangyan',
    hosts: HOSTS,
    gzip: true,
    validators: 'etag',
    reports: shelf.reports,
    answer: (url, state, _views, asked) => answer(url, shelf, state, asked),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, asked: Asked): PortalAnswer {
  const path = url.pathname.replace(/\/index\.html$/, '/');
  if (path === BUILD) return build(url, shelf, state, asked);
  if (path === `${NB}/`) return html(hub(shelf, state));
  const column = COLUMNS.find((each) => each.path === path);
  if (column !== undefined) return html(columnPage(column, rowsOf(column, shelf, state)));
  const shown = shelf.at(path, state);
  if (shown !== null) {
    const { entry, report } = shown;
    return html(article(report.title, entry.date, report.body, renderReport(report, 'spans')));
  }
  const noise = shelf.noise.find(({ href }) => href === path);
  if (noise !== undefined) return html(article(noise.title, noise.date, NAME, noiseText(noise.title)));
  if (path === '/') return html(frame('首页', metaTags({ ColumnType: '首页' }), '<p>要闻</p>'));
  return html(frame('404', '', '<p>页面不存在</p>'), 404);
}

function rowsOf(column: JpaasColumn, shelf: Shelf, state: PortalsState): readonly ShelfRow[] {
  return shelf
    .rows(state)
    .filter(({ href }) => (href.startsWith('/') ? href.startsWith(column.path) : column === COLUMNS[0]));
}

function hub(shelf: Shelf, state: PortalsState): string {
  const blocks = COLUMNS.slice(0, 2).map((column) => {
    const rows = rowsOf(column, shelf, state).filter(({ href }) => href.startsWith('/'));
    return `<div class="xxgk_box"><div class="xxgk_title"><span class="name">${column.name}</span><a class="xxgk_more" href="${column.path}index.html">更多&gt;&gt;</a></div><ul>${rows.slice(0, 1).map(item).join('')}</ul></div>`;
  });
  return frame(
    '政府信息公开年报',
    metaTags({ ColumnName: '政府信息公开年报', ColumnType: '信息公开年报' }),
    `${blocks.join('\n')}<div class="years"><a href="./2024n/index.html">2024年</a></div>`,
  );
}

function item({ href, title, date }: ShelfRow): string {
  return `<li class="clearfix"><a href="${href}" title="${escapeHtml(title)}" target="_blank">${escapeHtml(title)}</a><span>${date}</span></li>`;
}

function list(rows: readonly ShelfRow[], number: number, size: number): string {
  return `<div class="page-content"><ul>${pageOf(rows, number, size).items.map(item).join('\n')}</ul></div><div class="pagination" rows="${size}" count="${rows.length}"></div>`;
}

function columnPage(column: JpaasColumn, rows: readonly ShelfRow[]): string {
  const query = `{'parseType':'bulidstatic','webId':'39d0','tplSetId':'ac51f2','pageType':'column','tagId':'当前栏目列表','editType':'null','pageId':'${column.pageId}'}`;
  const menu = query.replace('当前栏目列表', '左侧导航');
  const inner = column.isFrame ? '' : list(rows, 1, PAGE_SIZE);
  return frame(
    column.name,
    metaTags({ ColumnName: column.name }),
    `<div class="left" url="${BUILD}" queryData="${menu}"></div>
<div class="list" url="${BUILD}" queryData="${query}">${inner}</div>`,
  );
}

function build(url: URL, shelf: Shelf, state: PortalsState, { referer }: Asked): PortalAnswer {
  const json = (value: unknown, status = 200): PortalAnswer => ({
    status,
    type: 'application/json',
    body: JSON.stringify(value),
  });
  if (referer === '') return json({ success: false }, 403);
  const values = url.searchParams;
  const column = COLUMNS.find(({ pageId }) => pageId === values.get('pageId'));
  const known = values.get('parseType') === 'bulidstatic' && values.get('tagId') === '当前栏目列表';
  if (column === undefined || !known) return json({ success: true, data: { html: '' } });
  const asked = /"pageNo":(\d+),"pageSize":(\d+)/.exec(values.get('paramJson') ?? '');
  // No more than the template allows, however many are asked for.
  const size = Math.min(Number(asked?.[2] ?? PAGE_SIZE), 15);
  return json({
    success: true,
    data: { html: list(rowsOf(column, shelf, state), Number(asked?.[1] ?? 1), size) },
  });
}

function article(title: string, date: string, source: string, body: string): string {
  return frame(
    title,
    metaTags({ ArticleTitle: title, PubDate: `${date} 12:23`, ContentSource: source }),
    `<table class="xxgk"><tr><td>索引号</td><td>014420997/${date.slice(0, 4)}-${steadyNumber(title, 900_000)}</td><td>分类</td><td>信息公开年报</td></tr><tr><td>发布机构</td><td>${escapeHtml(source)}</td><td>发文日期</td><td>${date}</td></tr></table>
<h1>${escapeHtml(title)}</h1><p>信息来源：${escapeHtml(source)} 发布日期：${date} 12:23 浏览次数：</p><div id="zoom">${body}</div>`,
  );
}

function frame(title: string, meta: string, inner: string): string {
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${escapeHtml(title)}-${NAME}</title>
${metaTags({ SiteName: NAME, SiteDomain: HOSTS[0], SiteIDCode: '3212040001' })}
${meta}
<script src="/cms_files/default/script/unitbuild.js"></script></head><body>
<div class="header"><a href="/">首页</a> <a href="${NB}/index.html">政府信息公开年报</a></div>
${inner}
<div class="footer">主办：${NAME}办公室</div>
</body></html>`;
}
