import { WEIDU_NOISE, WEIDU_ORGAN, WEIDU_REPORTS } from './data/epoint.ts';
import { article, framed, type House, notFound } from './house.ts';
import { pageOf } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfRow } from './shelf.ts';

const HOSTS = ['www.weidu.gov.cn', 'weidu.gov.cn'];
const CATEGORY = `/govxxgk/${WEIDU_ORGAN}/category/035/035001`;
const PAGE_SIZE = 5;
const FRAME = `/govxxgk/${WEIDU_ORGAN}/openSubPage.html`;
const MIRROR = {
  href: 'http://www-weidu.mirror.example/govxxgk/1/2024-01-01/a.html',
  date: '2024-01-20',
  title: '魏都区公安局2023年政府信息公开工作年度报告',
};
const HOUSE: House = {
  name: '魏都区人民政府',
  host: 'www.weidu.gov.cn',
  identifier: '4110020001',
  menu: `<a href="/">首页</a> <a href="${FRAME}?specialurl=${CATEGORY}/govlist.html&amp;righttitle=信息公开年度报告">信息公开年度报告</a>`,
};

/** 魏都区 on Epoint: a frame round the list, rows without addresses. */
export function weiduPortal(): Portal {
  const shelf = new Shelf(HOSTS, WEIDU_REPORTS, WEIDU_NOISE);
  return portal({
    site: 'weidu',
    hosts: HOSTS,
    validators: 'etag',
    reports: shelf.reports,
    answer: (url, state, views) => answer(url, shelf, state, views),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  const path = url.pathname;
  if (path === '/') return html(framed(HOUSE, '首页', { ColumnType: '首页' }, '<p>要闻</p>'));
  if (path === FRAME) {
    const inner = `<h3>${url.searchParams.get('righttitle')}</h3><iframe id="list" src="${url.searchParams.get('specialurl')}"></iframe>`;
    return html(framed(HOUSE, '政府信息公开', {}, inner));
  }
  const page = new RegExp(`^${CATEGORY}/(govlist|\\d+)\\.html$`).exec(path)?.[1];
  if (page !== undefined) return list(page === 'govlist' ? 1 : Number(page), shelf.rows(state));
  const text = shelf.article(path, state, 'layout', HOUSE, views);
  if (text === null) return notFound(HOUSE);
  return html(article(HOUSE, text, '<div class="ewb-article-info" id="zoom">', '</div>'));
}

/** The framed list is a page without a word on what it lists. */
function list(number: number, all: readonly ShelfRow[]): PortalAnswer {
  const rows = [...all, MIRROR].sort((a, b) => b.date.localeCompare(a.date));
  const { items, pages } = pageOf(rows, number, PAGE_SIZE);
  if (number > pages) return notFound(HOUSE);
  const lines = items.map(({ href, date, title }, index) => {
    const organ = /\/govxxgk\/([^/]+)\//.exec(href)?.[1] ?? '';
    const guid = /([^/]+)\.html$/.exec(href)?.[1] ?? '';
    const link = href.startsWith('http')
      ? `<a class="ewb-infoname" href="${href}">${title}</a>`
      : `<a class="ewb-infoname" onclick="linkToNew('${guid}','002008');">${title}</a>`;
    return `<tr><td><span title="${organ}/${date.slice(0, 7).replace('-', '')}-0${1200 + index}">${organ.slice(0, 8)}…</span></td><td>${link}<div class="detail" style="display:none">信息分类：年报 生成日期：${date}</div></td><td class="ewb-rqnr"><span>${date}</span></td></tr>`;
  });
  const numbers = Array.from({ length: pages }, (_, index) => index + 1).map((each) =>
    each === number
      ? `<li class="wb-page-item wb-page-family wb-page-fs12 current"><a>${each}</a></li>`
      : `<li class="wb-page-item wb-page-fs12"><a href="${CATEGORY}/${each === 1 ? 'govlist' : each}.html">${each}</a></li>`,
  );
  return html(`<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title></head><body>
<table class="ewb-gov-table">${lines.join('\n')}</table>
<ul class="wb-page-items">${numbers.join('')}</ul>
<script>function linkToNew(infoid, deptcode) { $.getJSON('path', function (p) { window.open(p[infoid]); }); }</script>
</body></html>`);
}
