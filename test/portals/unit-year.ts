import { renderReport } from '../fixtures/render.ts';
import { YANJIANG_REPORTS, YANJIANG_UNITS } from './data/unit-year.ts';
import { framed, type House, notFound } from './house.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf } from './shelf.ts';

const HOSTS = ['gk.ziyang.gov.cn'];
const HOUSE: House = {
  name: '雁江区政府信息公开',
  host: 'gk.ziyang.gov.cn',
  identifier: '5120020001',
  menu: '<a href="/index.aspx">首页</a> <a href="/guide.aspx">公开指南</a> <a href="/year_details.aspx">公开年报</a>',
};

/** 雁江区 on its city's platform: one address a unit and year, empty pages for what there is not. */
export function yanjiangPortal(): Portal {
  const shelf = new Shelf(HOSTS, YANJIANG_REPORTS, []);
  return portal({
    site: 'yanjiang',
    hosts: HOSTS,
    charset: 'gb18030',
    reports: shelf.reports,
    answer: (url, state, views) => answer(url, shelf, state, views),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  const path = url.pathname;
  if (path === '/' || path === '/index.aspx') {
    return html(framed(HOUSE, '首页', { ColumnType: '首页' }, `<div class="units">${unitLinks()}</div>`));
  }
  if (path !== '/year_details.aspx') return notFound(HOUSE);
  const shown = shelf.at(path + url.search, state);
  const text =
    shown === null
      ? ''
      : `<h2>${shown.report.title}</h2><p>发布时间：${shown.entry.date} 点击：${views}</p>\n${renderReport(shown.report, 'word')}`;
  return html(
    framed(
      HOUSE,
      '政府信息公开年报',
      { ColumnType: '信息公开年报' },
      `<form action="year_details.aspx"><select name="ddlDept">${choices()}</select></form>
<div class="years"><a href="javascript:void(0)" onclick="go(2023)">2023</a></div><div id="content">${text}</div>`,
    ),
  );
}

function choices(): string {
  const options = [...YANJIANG_UNITS].map(([id, name]) => `<option value="${id}">${name}</option>`);
  return ['<option value="0">请选择部门</option>', ...options].join('');
}

function unitLinks(): string {
  return [...YANJIANG_UNITS]
    .map(
      ([id, name]) => `<a href="javascript:open('/year_details.aspx?dept=${id}&amp;year=2023')">${name}</a>`,
    )
    .join(' ');
}
