import { TAOJIANG_COLUMN, TAOJIANG_NOISE, TAOJIANG_REPORTS } from './data/hunan.ts';
import { article, framed, type House, notFound } from './house.ts';
import { pageOf } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfRow } from './shelf.ts';

const HOSTS = ['jw.taojiang.gov.cn', 'www.taojiang.gov.cn'];
const PAGE_SIZE = 2;
const HOUSE: House = {
  name: '桃江县人民政府',
  host: 'www.taojiang.gov.cn',
  identifier: '4309220001',
  menu: `<a href="/index.htm">首页</a> <a href="/25074/25162/index.htm">政府信息公开</a> <a href="${TAOJIANG_COLUMN}/index.htm">政府信息公开年报</a>`,
};

/** 桃江县: paths of numbers; a column may be a list, a report, or lead to columns of bodies and years. */
export function taojiangPortal(): Portal {
  const shelf = new Shelf(HOSTS, TAOJIANG_REPORTS, TAOJIANG_NOISE);
  return portal({
    site: 'taojiang',
    hosts: HOSTS,
    reports: shelf.reports,
    answer: (url, state, views) => answer(url.pathname, shelf, state, views),
  });
}

function answer(path: string, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  if (path === '/' || path === '/index.htm') {
    return html(framed(HOUSE, '首页', { ColumnType: '首页' }, '<p>要闻</p>'));
  }
  if (path === `${TAOJIANG_COLUMN}/index.htm`) return column(shelf, state);
  const below = new RegExp(`^${TAOJIANG_COLUMN}/(39800|39900)/index(?:_(\\d+))?\\.htm$`).exec(path);
  if (below !== null) return subColumn(below[1] ?? '', Number(below[2] ?? 1), shelf.rows(state));
  const text = shelf.article(path, state, 'spans', HOUSE, views);
  if (text === null) return notFound(HOUSE);
  return html(article(HOUSE, text, '<div class="main-txt">', '</div>'));
}

function row({ href, date, title }: ShelfRow): string {
  return `<li><a href="${href}" title="${title}">${title}</a><span>${date}</span></li>`;
}

function column(shelf: Shelf, state: PortalsState): PortalAnswer {
  const direct = shelf
    .rows(state)
    .filter(({ href }) => !/\/(39700|39800|39900)\//.test(href))
    .map(row);
  const columns = [
    ['39700', '桃江县教育局'],
    ['39800', '桃江县民政局'],
    ['39900', '2020年'],
  ].map(([id, name]) => `<li><a href="./${id}/index.htm">${name}</a></li>`);
  return html(
    framed(
      HOUSE,
      '政府信息公开年报',
      { ColumnName: '政府信息公开年报' },
      `<ul class="list">${[...columns, ...direct].join('\n')}</ul>`,
    ),
  );
}

function subColumn(id: string, number: number, all: readonly ShelfRow[]): PortalAnswer {
  const rows = all.filter(({ href }) => href.includes(`/${id}/`));
  const { items, pages } = pageOf(rows, number, PAGE_SIZE);
  if (number > pages) return notFound(HOUSE);
  const lines = items.map((each) => row({ ...each, href: each.href.replace(/^.*\//, '') }));
  const next = number < pages ? `<a href="index_${number + 1}.htm">下一页</a>` : '';
  return html(
    framed(
      HOUSE,
      id === '39900' ? '2020年' : '桃江县民政局',
      {},
      `<ul class="list">${lines.join('\n')}</ul><div class="page">共${rows.length}条 ${number}/${pages} ${next}</div>`,
    ),
  );
}
