import { XUANZHOU_NOISE, XUANZHOU_REPORTS, XUANZHOU_UNITS } from './data/openness.ts';
import { article, framed, type House, notFound } from './house.ts';
import { pageOf, shortened } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf } from './shelf.ts';

const HOSTS = ['www.xuanzhou.gov.cn', 'xuanzhou.gov.cn'];
const LIST = '/opennessAnnualReport/';
const PAGE_SIZE = 4;
const HOUSE: House = {
  name: '宣州区人民政府',
  host: 'www.xuanzhou.gov.cn',
  identifier: '3418020001',
  menu: `<a href="/">首页</a> <a href="${LIST}">政府信息公开年报</a> <a href="/OpennessGuide/?branch_id=1">政府信息公开指南</a>`,
};

/** 宣州区 on the openness platform: a list of all units' reports, and one a unit that goes further back. */
export function xuanzhouPortal(): Portal {
  const shelf = new Shelf(HOSTS, XUANZHOU_REPORTS, XUANZHOU_NOISE);
  return portal({
    site: 'xuanzhou',
    hosts: HOSTS,
    reports: shelf.reports,
    answer: (url, state, views) => answer(url, shelf, state, views),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  const path = url.pathname;
  if (path === '/') return html(framed(HOUSE, '首页', { ColumnType: '首页' }, '<p>要闻</p>'));
  if (path.toLowerCase() === LIST.toLowerCase()) return list(url, shelf, state);
  const text = shelf.article(path, state, 'spans', HOUSE, views);
  if (text === null) return notFound(HOUSE);
  const trail = `<div class="position"><a href="/">首页</a> &gt; 政府信息公开 &gt; ${text.source} &gt; 政府信息公开年报</div>`;
  return html(article(HOUSE, text, `${trail}<div class="content">`, '</div>'));
}

function list(url: URL, shelf: Shelf, state: PortalsState): PortalAnswer {
  const unit = [...XUANZHOU_UNITS].find(([, id]) => String(id) === url.searchParams.get('branch_id'))?.[0];
  const rows = shelf
    .rows(state)
    .filter(({ date, title }) => (unit === undefined ? date >= '2022' : title.startsWith(unit)));
  const page = Number(url.searchParams.get('page') ?? 1);
  const { items, pages } = pageOf(rows, page, PAGE_SIZE);
  const lines = items.map(
    ({ href, date, title }) =>
      `<li><a href="${href}" title="${title}" target="_blank">${shortened(title, 18)}</a><span>${date}</span></li>`,
  );
  const units = [...XUANZHOU_UNITS].map(([name, id]) => `<a href="${LIST}?branch_id=${id}">${name}</a>`);
  const branch = unit === undefined ? '' : `branch_id=${url.searchParams.get('branch_id')}&amp;`;
  const next =
    page < pages ? `<a href="${LIST}?${branch}page=${page + 1}">下一页</a>` : '<span>下一页</span>';
  return html(
    framed(
      HOUSE,
      '政府信息公开年报',
      { ColumnName: '政府信息公开年报', ColumnType: '信息公开年报' },
      `<div class="units">${units.join('')}</div><ul class="list">${lines.join('\n')}</ul>
<div class="pages">共${rows.length}条 ${page}/${pages}页 ${next}</div>`,
    ),
  );
}
