import { escapeHtml, renderReport } from '../fixtures/render.ts';
import { LIANGSHAN_NOISE, LIANGSHAN_OWNERS, LIANGSHAN_REPORTS, LIANGSHAN_UNITS } from './data/hanweb-xxgk.ts';
import { metaTags, noiseText, pageOf, shortened, steadyNumber } from './markup.ts';
import { type Asked, html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf } from './shelf.ts';

const HOSTS = ['www.liangshan.gov.cn', 'liangshan.gov.cn'];
const NAME = '梁山县人民政府';
const PAGE_SIZE = 3;
const TREE = '/module/xxgk/tree.jsp?standardXxgk=1&area=jnslsx&divid=div32065';

/** 梁山县: Hanweb's disclosure module, a search by unit and topic that only a form gets an answer from. */
export function liangshanPortal(): Portal {
  const shelf = new Shelf(HOSTS, LIANGSHAN_REPORTS, LIANGSHAN_NOISE);
  return portal({
    site: 'liangshan',
    hosts: HOSTS,
    reports: shelf.reports,
    answer: (url, state, _views, asked) => answer(url, shelf, state, asked),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, asked: Asked): PortalAnswer {
  const path = url.pathname;
  if (path === '/module/xxgk/search.jsp') return search(shelf, state, asked);
  if (path === '/module/xxgk/tree.jsp') return html(tree());
  if (path === '/col/col32065/index.html') return html(column());
  const shown = shelf.at(path, state);
  if (shown !== null) {
    const { entry, report } = shown;
    return html(article(report.title, entry.date, report.body, renderReport(report, 'word')));
  }
  const noise = shelf.noise.find(({ href }) => href === path);
  if (noise !== undefined) return html(article(noise.title, noise.date, NAME, noiseText(noise.title)));
  if (path === '/') return html(frame('首页', metaTags({ ColumnType: '首页' }), '<p>县情</p>'));
  return html(frame('404', '', '<p>页面不存在</p>'), 404);
}

/** Rows of one unit; for a unit without entries, and for whatever is no such form, an empty body. */
function search(shelf: Shelf, state: PortalsState, { method, form }: Asked): PortalAnswer {
  const area = form.get('area') ?? '';
  const known = method === 'POST' && form.get('infotypeId') === 'LSA17' && form.get('jdid') === '3';
  const rows = shelf.rows(state).filter(({ href }) => LIANGSHAN_OWNERS.get(href) === area);
  if (!known || rows.length === 0) return html('');
  const { items, pages } = pageOf(rows, Number(form.get('currpage')), PAGE_SIZE);
  const lines = items.map(
    ({ href, title, date }, index) =>
      `<tr class="tr_main_value_${index % 2 === 0 ? 'odd' : 'even'}"><td><a href="${href}" target="_blank" title="${escapeHtml(title)}">${escapeHtml(shortened(title, 15))}</a></td><td>${date}</td></tr>`,
  );
  return html(
    `<table class="tabtitle"><tr class="tr_title"><td>标题</td><td>发布日期</td></tr>\n${lines.join('\n')}\n</table><div>共${pages}页 第${form.get('currpage')}页 <a href="javascript:void(0)">下一页</a></div>`,
  );
}

function tree(): string {
  const units = LIANGSHAN_UNITS.map(
    ({ code, name }) =>
      `<li><a href="/col/col32065/index.html?vc_xxgkarea=${code}&number=LSA17&jh=263" title="${name}">${name}</a></li>`,
  );
  return `<ul class="treeview">${units.join('\n')}</ul>`;
}

function column(): string {
  return frame(
    '政府信息公开年报',
    metaTags({ ColumnName: '政府信息公开年报', ColumnType: '信息公开年报' }),
    `<iframe src="${TREE.replaceAll('&', '&amp;')}"></iframe>
<div id="div32065"></div>
<script>function search(a,b,c){ loadDynamic('/module/xxgk/search.jsp?standardXxgk=1&infotypeId='+a+'&vc_title='+encodeURI(b)+'&vc_number='+encodeURI(c)+'&area=jnslsx', 'div32065', '0','0','950','3','',''); }</script>`,
  );
}

function article(title: string, date: string, source: string, body: string): string {
  return frame(
    title,
    metaTags({ ArticleTitle: title, PubDate: `${date} 14:30`, ContentSource: source }),
    `<table class="xxgk"><tr><td>索引号</td><td>${steadyNumber(title, 900_000)}</td><td>公开日期</td><td>${date}</td></tr><tr><td>发布单位</td><td>${escapeHtml(source)}</td><td>有效性</td><td>有效</td></tr></table>
<h1>${escapeHtml(title)}</h1><div id="zoom">${body}</div>`,
  );
}

function frame(title: string, meta: string, inner: string): string {
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
${metaTags({ SiteName: NAME, SiteDomain: HOSTS[0], SiteIDCode: '3708320001' })}
${meta}
</head><body>
<div class="head"><a href="/">首页</a> <a href="/col/col32065/index.html?vc_xxgkarea=jnslsx&number=LSA17&jh=263">政府信息公开年报</a></div>
${inner}
<div class="foot">主办：${NAME}办公室</div>
</body></html>`;
}
