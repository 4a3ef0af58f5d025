import { renderDocx } from '../fixtures/docx.ts';
import { escapeHtml, renderReport } from '../fixtures/render.ts';
import type { ReportDescription } from '../fixtures/report.ts';
import { JINSHUI_ENTRIES } from './data/jinshui.ts';
import { metaTags, noiseText, pageOf, shortened, steadyNumber } from './markup.ts';
import {
  current,
  html,
  type PlantedBreak,
  type Portal,
  type PortalAnswer,
  type PortalReport,
  type PortalsState,
  portal,
  portalReport,
} from './portal.ts';

interface Placed {
  readonly node: string;
  readonly department: number;
  readonly date: string;
}

export type NodeEntry =
  | (Placed & {
      readonly kind: 'report';
      readonly id: number;
      readonly report: ReportDescription;
      readonly breaks?: readonly PlantedBreak[];
      readonly alias?: { readonly node: string; readonly id: number };
      /** The report is this Word file; the article only sums it up. */
      readonly attachment?: string;
    })
  | (Placed & { readonly kind: 'noise'; readonly id: number; readonly title: string })
  | (Placed & { readonly kind: 'link'; readonly title: string; readonly href: string });

const HOST = 'public.jinshui.gov.cn';
const PORTAL_HOST = 'www.jinshui.gov.cn';
const PAGE_SIZE = 5;
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const NODES: Readonly<Record<string, string>> = {
  D41X: '政府年报',
  D42Y: '部门（街道）年报',
  D1901: '财政信息',
  D68: '公共服务',
  '02MC': '往年年报',
};

const DEPARTMENTS: Readonly<Record<number, string>> = {
  1: '金水区人民政府',
  12: '金水区教育局',
  15: '金水区司法局',
  19: '金水区经八路街道办事处',
  22: '金水区城市管理局',
  28: '金水区统计局',
  31: '金水区未来路街道办事处',
  36: '金水区卫生健康委员会',
};

interface Held {
  readonly entry: Extract<NodeEntry, { kind: 'report' }>;
  readonly held: PortalReport;
}

/** 金水区: the Zhengzhou disclosure platform, a query router over `.jhtml` articles, beside the district's portal. */
export function jinshuiPortal(): Portal {
  const reports = holdReports();
  return portal({
    site: 'jinshui',
    hosts: [HOST, PORTAL_HOST],
    gzip: true,
    // An error page with status 200 where robots.txt should be.
    robots: html(frame('政务公开平台', '', '<p>您访问的页面不存在，请返回首页。</p>')),
    reports: [...new Set([...reports.values()].map(({ held }) => held))],
    answer: (url, state, views) =>
      url.hostname === PORTAL_HOST ? portalPage(url) : platformPage(url, reports, state, views),
  });
}

function holdReports(): Map<string, Held> {
  const reports = new Map<string, Held>();
  for (const entry of JINSHUI_ENTRIES) {
    if (entry.kind !== 'report') continue;
    const paths = [articlePath(entry)];
    if (entry.alias !== undefined) paths.push(articlePath(entry.alias));
    if (entry.attachment !== undefined) paths.unshift(entry.attachment);
    const held = portalReport(entry.report, {
      url: `https://${HOST}${paths[0]}`,
      urls: ['https', 'http'].flatMap((scheme) => paths.map((path) => `${scheme}://${HOST}${path}`)),
      kind: entry.attachment === undefined ? 'html' : 'docx',
      breaks: entry.breaks ?? [],
    });
    for (const path of paths) reports.set(path, { entry, held });
  }
  return reports;
}

function articlePath(entry: { readonly node: string; readonly id: number }): string {
  return `/${entry.node}/${entry.id}.jhtml`;
}

function frame(title: string, meta: string, inner: string): string {
  return `<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>${escapeHtml(title)}_金水区政务公开平台</title>
${meta}
<script src="/r/cms/jquery.js"></script></head><body>
<table width="1000" align="center"><tr><td><a href="https://${PORTAL_HOST}/">金水区人民政府</a></td><td>政务公开平台</td></tr></table>
<div class="menu"><a href="?a=info">公开指南</a><a href="?a=platform">公开平台</a><a href="?a=theme">主题分类</a><a href="/?a=dir&amp;h=1&amp;p=D41X">政府年报</a><a href="/?a=dir&amp;h=1&amp;p=D42Y">部门（街道）年报</a><a href="/?a=dir&amp;h=1&amp;p=D1901">财政信息</a><a href="/?a=dir&amp;h=1&amp;p=D68">公共服务</a></div>
${inner}
<div class="footer">主办单位：金水区人民政府办公室　技术支持：区大数据中心　网站标识码：4101050001</div>
</body></html>`;
}

/** The district's own portal: news, and the way to the platform. */
function portalPage(url: URL): PortalAnswer {
  const links = `<ul><li><a href="https://${HOST}/?a=info">政府信息公开</a></li><li><a href="/zwyw/index.jhtml">政务要闻</a></li></ul>`;
  if (url.pathname === '/' || url.pathname === '/index.jhtml') return html(frame('首页', '', links));
  if (url.pathname === '/zwyw/index.jhtml') {
    return html(
      frame('政务要闻', metaTags({ ColumnType: '工作动态' }), `${links}<ul><li>区里召开季度例会</li></ul>`),
    );
  }
  return notFound();
}

function platformPage(
  url: URL,
  reports: ReadonlyMap<string, Held>,
  state: PortalsState,
  views: number,
): PortalAnswer {
  const held = reports.get(url.pathname);
  if (held !== undefined) {
    return state.hidden.has(held.held.url) ? notFound() : reportPage(url.pathname, held, state, views);
  }
  const noise = JINSHUI_ENTRIES.find(
    (entry) => entry.kind === 'noise' && articlePath(entry) === url.pathname,
  );
  if (noise?.kind === 'noise') {
    return html(
      article(noise.title, noise, DEPARTMENTS[noise.department] ?? '', views, noiseText(noise.title)),
    );
  }
  return url.pathname === '/' ? routed(url, reports, state) : notFound();
}

function routed(url: URL, reports: ReadonlyMap<string, Held>, state: PortalsState): PortalAnswer {
  const action = url.searchParams.get('a') ?? 'info';
  if (action === 'info' || action === 'platform' || action === 'theme') {
    const nodes = Object.entries(NODES)
      .map(([node, name]) => `<li><a href="?a=dir&amp;h=1&amp;p=${node}">${name}</a></li>`)
      .join('');
    return html(
      frame(
        '公开指南',
        metaTags({ ColumnType: '信息公开指南' }),
        `<p>本指南介绍怎样查阅和申请。</p><ul>${nodes}</ul>`,
      ),
    );
  }
  if (action !== 'dir' && action !== 'path') return notFound();
  const asked = url.searchParams.get('p') ?? '';
  // The short code of a group of nodes stands for its one node here.
  const node = asked === 'D41' ? 'D41X' : asked === 'D42' ? 'D42Y' : asked;
  const department = Number(url.searchParams.get('d') ?? 0);
  return listPage(url, node, action === 'path' ? department : 0, reports, state);
}

/** Entries of a node, newest first; `department` 0 means all of them. */
function listPage(
  url: URL,
  node: string,
  department: number,
  reports: ReadonlyMap<string, Held>,
  state: PortalsState,
): PortalAnswer {
  const name = NODES[node];
  if (name === undefined) return notFound();
  const listed = JINSHUI_ENTRIES.flatMap((entry) => {
    if (department !== 0 && entry.department !== department) return [];
    if (entry.kind === 'report') {
      const place = [entry, entry.alias].find((each) => each?.node === node);
      const held = reports.get(articlePath(entry))?.held;
      if (place === undefined || held === undefined || state.hidden.has(held.url)) return [];
      return [{ href: articlePath(place), title: held.report.title, date: entry.date }];
    }
    if (entry.node !== node) return [];
    return [
      {
        href: entry.kind === 'noise' ? articlePath(entry) : entry.href,
        title: entry.title,
        date: entry.date,
      },
    ];
  }).sort((a, b) => b.date.localeCompare(a.date));
  const page = Number(url.searchParams.get('page') ?? 1);
  const list = pageOf(listed, page, PAGE_SIZE);
  const rows = list.items
    .map(
      (item) =>
        `<a href="${escapeHtml(item.href)}" title="${escapeHtml(item.title)}"><span>${escapeHtml(shortened(item.title, 30))}</span><em>${item.date}</em></a>`,
    )
    .join('\n');
  return html(
    frame(
      name,
      metaTags({
        ColumnName: name,
        ColumnType: node === 'D41X' || node === 'D42Y' ? '信息公开年报' : '信息公开目录',
      }),
      `<div class="dept">${departmentLinks(node)}</div>
<div class="position">您现在的位置：政务公开平台 &gt; ${name}</div>
<ul class="common-list">
${rows}
</ul>
<div class="page-tile">${pageLinks(url, page, list.pages)}</div>`,
    ),
  );
}

function departmentLinks(node: string): string {
  const numbers = new Set(
    JINSHUI_ENTRIES.filter((entry) => entry.node === node).map((entry) => entry.department),
  );
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number) => `<a href="?a=path&amp;d=${number}&amp;p=${node}">${DEPARTMENTS[number] ?? ''}</a>`)
    .join(' ');
}

/** First, every page, last but one = how many there are, next. */
function pageLinks(url: URL, page: number, pages: number): string {
  const link = (target: number, text: string): string => {
    const query = new URLSearchParams(url.searchParams);
    query.set('page', String(target));
    return `<a href="?${query.toString().replaceAll('&', '&amp;')}">${text}</a>`;
  };
  const numbers = Array.from({ length: pages }, (_, index) => link(index + 1, String(index + 1)));
  return [...numbers, link(Math.min(page + 1, pages), '下一页')].join('');
}

function article(title: string, entry: Placed, issuer: string, views: number, body: string): string {
  return frame(
    title,
    metaTags({ ArticleTitle: title, PubDate: `${entry.date} 10:00`, ContentSource: '金水区政务公开平台' }),
    `<h1>${escapeHtml(title)}</h1>
<ul class="article-bullets"><li>73740${steadyNumber(title, 9000) + 1000}/${entry.date.slice(0, 4)}-0000${steadyNumber(title, 9) + 1}</li><li>${escapeHtml(issuer)}</li><li>政府信息公开 年报</li><li>${entry.date}</li><li>${entry.date}</li></ul>
<div class="content-wrap">${body}</div>
<p class="count">阅读：${steadyNumber(title, 500) + views}</p>`,
  );
}

function reportPage(path: string, { entry, held }: Held, state: PortalsState, views: number): PortalAnswer {
  const report = current(held.url, held.report, state);
  if (path === entry.attachment) return { status: 200, type: DOCX, body: renderDocx(report) };
  const text =
    entry.attachment === undefined
      ? renderReport(report, 'layout')
      : `<p>　　${escapeHtml(report.body)}${report.year}年的年度报告见附件，摘要如下：全年按时答复申请，平台栏目更新正常。</p><p>附件：<a href="${entry.attachment}">${escapeHtml(report.title)}.docx</a></p>`;
  return html(article(report.title, entry, report.body, views, text));
}

function notFound(): PortalAnswer {
  return html(frame('页面不存在', '', '<p>页面不存在</p>'), 404);
}
