import { escapeHtml, renderReport } from '../fixtures/render.ts';
import { LINTAN_NOISE, LINTAN_REPORTS } from './data/vsb.ts';
import { metaTags, noiseText, pageOf, shortened, steadyNumber } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfRow } from './shelf.ts';

const HOSTS = ['www.lintan.gov.cn', 'lintan.gov.cn'];
const COLUMN = '/zfxxgk/zfxxgknb';
const PAGE_SIZE = 3;

/** 临潭县 on VSB: list pages are numbered from the end, so that a new entry renumbers them. */
export function lintanPortal(): Portal {
  const shelf = new Shelf(HOSTS, LINTAN_REPORTS, LINTAN_NOISE);
  return portal({
    site: 'lintan',
    hosts: HOSTS,
    validators: 'etag',
    reports: shelf.reports,
    answer: (url, state, views) => answer(url, shelf, state, views),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  const path = url.pathname;
  const file = shelf.file(path + url.search, state);
  if (file !== null) return file;
  if (path === '/' || path === '/index.htm') {
    return html(
      frame(
        '首页',
        metaTags({ ColumnType: '首页' }),
        '/',
        '<ul><li><a href="xwzx.htm">新闻中心</a></li></ul>',
      ),
    );
  }
  if (path === '/zfxxgk.htm') {
    return html(frame('政府信息公开', '', '/', '<p>本栏目公布政府信息。</p>'));
  }
  const shown = shelf.at(path, state);
  if (shown !== null) {
    const { entry, report } = shown;
    const body =
      entry.file === undefined
        ? renderReport(report, 'word')
        : `<p>全文见附件。</p><p>附件【<a href="${escapeHtml(entry.file)}" target="_blank">${report.title}.docx</a>】</p>`;
    return html(article(report.title, entry.date, report.body, path, views, body));
  }
  const noise = shelf.noise.find(({ href }) => href === path);
  if (noise !== undefined) {
    return html(article(noise.title, noise.date, '县政府办', path, views, noiseText(noise.title)));
  }
  const page = new RegExp(`^${COLUMN}(?:/(\\d+))?\\.htm$`).exec(path);
  if (page === null) return notFound();
  const rows = shelf.rows(state);
  const { pages } = pageOf(rows, 1, PAGE_SIZE);
  const number = page[1] === undefined ? 1 : pages - Number(page[1]) + 1;
  return page[1] !== undefined && (number < 2 || number > pages) ? notFound() : list(rows, number, pages);
}

function list(rows: readonly ShelfRow[], number: number, pages: number): PortalAnswer {
  const up = number === 1 ? '../' : '../../';
  const items = pageOf(rows, number, PAGE_SIZE).items.map((row, index) => {
    const href = row.href.startsWith('/') ? `${up}${row.href.slice(1)}` : row.href;
    return `<li id="line_u5_${index}"><a href="${href}" title="${escapeHtml(row.title)}" target="_blank">${escapeHtml(shortened(row.title, 18))}</a><span>${row.date}</span></li>`;
  });
  const link = (target: number): string =>
    target === 1
      ? `${up.slice(3)}zfxxgknb.htm`
      : `${number === 1 ? 'zfxxgknb/' : ''}${pages - target + 1}.htm`;
  const turn = (name: string, css: string, target: number): string =>
    target === number || target < 1 || target > pages
      ? `<span class="${css}_d p_fun_d">${name}</span>`
      : `<span class="${css} p_fun"><a href="${link(target)}">${name}</a></span>`;
  const numbers = Array.from({ length: pages }, (_, index) => index + 1).map((each) =>
    each === number
      ? `<span class="p_no_d">${each}</span>`
      : `<span class="p_no"><a href="${link(each)}">${each}</a></span>`,
  );
  return html(
    frame(
      '政府信息公开年报',
      metaTags({ ColumnName: '政府信息公开年报', ColumnType: '信息公开年报' }),
      number === 1 ? '../' : '../../',
      `<div class="main_list"><ul>
${items.join('\n')}
</ul>
<div class="pb_sys_common pb_sys_normal"><span class="p_pages"><span class="p_t">共${rows.length}条</span>${turn('首页', 'p_first', 1)}${turn('上页', 'p_prev', number - 1)}${numbers.join('')}${turn('下页', 'p_next', number + 1)}${turn('尾页', 'p_last', pages)}<span class="p_t">${number}/${pages}</span></span></div></div>`,
    ),
  );
}

function article(
  title: string,
  date: string,
  source: string,
  path: string,
  views: number,
  body: string,
): string {
  return frame(
    title,
    metaTags({
      ArticleTitle: title,
      PubDate: `${date} 09:12`,
      ContentSource: source,
      ColumnName: '政府信息公开年报',
    }),
    '../../',
    `<form name="_newscontent_fromname"><h1>${escapeHtml(title)}</h1>
<div class="con_time">发布日期：${date} 作者： 来源：${escapeHtml(source)} 点击数：<span id="dynclicks">${steadyNumber(path, 400) + views}</span></div>
<ul class="gk"><li>索引号：620${steadyNumber(title, 90_000)}</li><li>发布机构：${escapeHtml(source)}</li><li>文号：</li><li>发布日期：${date}</li><li>时效性：有效</li></ul>
<div id="vsb_content_2"><div class="v_news_content">
${body}
</div></div></form>`,
  );
}

function frame(title: string, meta: string, up: string, inner: string): string {
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${escapeHtml(title)}-临潭县人民政府</title>
${metaTags({ SiteName: '临潭县人民政府', SiteDomain: HOSTS[0], SiteIDCode: '6230210001' })}
${meta}
<script src="/system/resource/js/counter.js"></script></head><body>
<div class="header"><a href="${up}index.htm">首页</a><a href="${up}zfxxgk.htm">政府信息公开</a><a href="${up}zfxxgk/zfxxgknb.htm">政府信息公开年报</a></div>
${inner}
<div class="footer">主办：临潭县人民政府办公室 <a href="http://www.gnzrmzf.gov.cn/">甘南藏族自治州人民政府</a></div>
</body></html>`;
}

function notFound(): PortalAnswer {
  return html(frame('404', '', '/', '<p>页面不存在</p>'), 404);
}
