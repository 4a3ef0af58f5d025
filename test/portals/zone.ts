import { readFileSync } from 'node:fs';
import { escapeHtml } from '../fixtures/render.ts';
import { ZONE_ARTICLES, ZONE_NOISE, type ZoneArticle } from './data/zone.ts';
import { metaTags, noiseText, pageOf } from './markup.ts';
import {
  html,
  type Portal,
  type PortalAnswer,
  type PortalReport,
  type PortalsState,
  portal,
  portalReport,
} from './portal.ts';

const HOST = 'www.zone.example';
const COLUMN = '/zwgk/zfxxgknb/';
const PAGE_SIZE = 4;
const MIRROR = 'http://www-zone.mirror.example/zwgk/zfxxgknb/202301/t20230118_5512.html';

interface Held {
  readonly source: ZoneArticle;
  readonly held: PortalReport;
  readonly bytes: Buffer;
}

/** A development zone with a home-made site: http only, reports as PDF attachments of articles with other titles. */
export function zonePortal(): Portal {
  const reports = ZONE_ARTICLES.map(hold);
  return portal({
    site: 'zone',
    hosts: [HOST],
    robots: {
      status: 200,
      type: 'text/plain',
      body: 'User-agent: *\nDisallow: /cgi-bin/\nDisallow: /manage/\n',
    },
    httpOnly: true,
    reports: reports.map(({ held }) => held),
    answer: (url, state, views) => answer(url.pathname, reports, state, views),
  });
}

function hold(source: ZoneArticle): Held {
  const attachment = new URL(source.attachment, `http://${HOST}${source.path}`).href;
  return {
    source,
    held: portalReport(source.report, {
      url: attachment,
      urls: [attachment, `http://${HOST}${source.path}`],
      kind: 'pdf',
    }),
    bytes: readFileSync(new URL(`../fixtures/pdf/${source.fixture}`, import.meta.url)),
  };
}

function answer(path: string, reports: readonly Held[], state: PortalsState, views: number): PortalAnswer {
  for (const { source, held, bytes } of reports) {
    if (state.hidden.has(held.url)) continue;
    // The server knows no type for .pdf: readers have to look at the bytes.
    if (path === new URL(held.url).pathname)
      return { status: 200, type: 'application/octet-stream', body: bytes };
    if (path === source.path) return html(article(source, views));
  }
  const noise = ZONE_NOISE.find((each) => each.path === path);
  if (noise !== undefined) {
    return html(
      frame(noise.title, '', `<h1>${noise.title}</h1><div id="content">${noiseText(noise.title)}</div>`),
    );
  }
  if (path === '/' || path === '/index.html') {
    return html(frame('首页', metaTags({ ColumnType: '首页' }), '<p>新区要闻</p>'));
  }
  if (path === '/zwgk/' || path === '/zwgk/index.html') {
    return html(frame('政务公开', '', `<ul><li><a href="./zfxxgknb/">政府信息公开年报</a></li></ul>`));
  }
  const page = new RegExp(`^${COLUMN}(?:index(?:_(\\d+))?\\.html)?$`).exec(path);
  return page === null ? notFound() : column(Number(page[1] ?? 1), reports, state);
}

function column(page: number, reports: readonly Held[], state: PortalsState): PortalAnswer {
  const listed = [
    ...reports
      .filter(({ held }) => !state.hidden.has(held.url))
      .map(({ source }) => ({ href: relative(source.path), title: source.listTitle, date: source.date })),
    ...ZONE_NOISE.map((each) => ({ href: relative(each.path), title: each.title, date: each.date })),
    { href: MIRROR, title: '卫健委2022年政府信息公开工作年度报告', date: '2023-01-18' },
  ].sort((a, b) => b.date.localeCompare(a.date));
  const list = pageOf(listed, page, PAGE_SIZE);
  if (page > list.pages) return notFound();
  const rows = list.items
    .map(
      (item) => `<li><span class="date">[${item.date}]</span><a href="${item.href}">${item.title}</a></li>`,
    )
    .join('\n');
  const next = page < list.pages ? `<a href="index_${page + 1}.html">下一页</a>` : '';
  return html(
    frame(
      '政府信息公开年报',
      metaTags({ ColumnName: '政府信息公开年报', ColumnType: '信息公开年报' }),
      `<div class="crumb"><a href="/">首页</a> &gt;&gt; <a href="/zwgk/">政务公开</a> &gt;&gt; 政府信息公开年报</div>
<ul class="news-list">
${rows}
</ul>
<div class="pages">共${listed.length}条 第${page}/${list.pages}页 ${next}</div>`,
    ),
  );
}

function relative(path: string): string {
  return `./${path.slice(COLUMN.length)}`;
}

function article(source: ZoneArticle, views: number): string {
  return frame(
    source.listTitle,
    metaTags({
      ArticleTitle: source.listTitle,
      PubDate: `${source.date} 15:00`,
      ContentSource: '管委会办公室',
    }),
    `<h1>${escapeHtml(source.listTitle)}</h1>
<p class="info">发布日期：${source.date}　来源：管委会办公室　点击：${views + 61}</p>
<div id="content"><p>　　现予公布，全文见附件。</p><p>附件：<a href="./${source.attachment}">${escapeHtml(source.attachment)}</a></p></div>`,
  );
}

function frame(title: string, meta: string, inner: string): string {
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${escapeHtml(title)}-东港新区管委会</title>
${meta}
</head><body>
<div id="top"><a href="/">东港新区</a> <a href="/zwgk/">政务公开</a> <a href="/zwgk/zfxxgknb/">政府信息公开年报</a></div>
${inner}
<div id="bottom">主办单位：东港新区管理委员会办公室</div>
</body></html>`;
}

function notFound(): PortalAnswer {
  return html(frame('404', '', '<p>没有这个页面</p>'), 404);
}
