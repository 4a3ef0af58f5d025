import { YUWANGTAI_NOISE, YUWANGTAI_REPORTS, YUWANGTAI_SITE } from './data/pc-list.ts';
import { article, framed, type House, notFound } from './house.ts';
import { pageOf } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfRow } from './shelf.ts';

const HOSTS = ['www.yuwangtai.gov.cn'];
const PAGE_SIZE = 3;
const COLUMNS: Readonly<Record<string, string>> = { zfxxgknb: '政府信息公开年报', bmnb: '部门年报' };
const HOUSE: House = {
  name: '禹王台区人民政府',
  host: 'www.yuwangtai.gov.cn',
  identifier: '4102050001',
  menu: Object.entries(COLUMNS)
    .map(([slug, name]) => `<a href="${YUWANGTAI_SITE}/${slug}/pc/list.html">${name}</a>`)
    .join(' '),
};

/** 禹王台区: lists are empty until a script has asked for their rows. */
export function yuwangtaiPortal(): Portal {
  const shelf = new Shelf(HOSTS, YUWANGTAI_REPORTS, YUWANGTAI_NOISE);
  return portal({
    site: 'yuwangtai',
    hosts: HOSTS,
    reports: shelf.reports,
    answer: (url, state, views) => answer(url, shelf, state, views),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  const path = url.pathname;
  if (path === '/') return html(framed(HOUSE, '首页', { ColumnType: '首页' }, '<p>要闻</p>'));
  const list = new RegExp(`^${YUWANGTAI_SITE}/(\\w+)/pc/list(?:_(\\d+))?\\.html$`).exec(path);
  if (list !== null) return emptyList(list[1] ?? '', Number(list[2] ?? 1));
  if (path === '/api/list') {
    const slug = url.searchParams.get('slug') ?? '';
    return rowsOf(slug, Number(url.searchParams.get('page')), shelf.rows(state));
  }
  const text = shelf.article(path, state, 'plain', HOUSE, views);
  if (text === null) return notFound(HOUSE);
  return html(article(HOUSE, text, '<div class="content">', '</div>'));
}

function emptyList(slug: string, number: number): PortalAnswer {
  const name = COLUMNS[slug];
  if (name === undefined) return notFound(HOUSE);
  return html(
    framed(
      HOUSE,
      name,
      {},
      `<ul id="rows"></ul><div class="pagination" id="pages"></div>
<script>
fetch('/api/list?slug=${slug}&page=${number}').then((answer) => answer.json()).then((list) => {
  const tag = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  for (const row of list.rows) {
    const item = document.getElementById('rows').appendChild(document.createElement('li'));
    item.appendChild(tag('a', row.title)).setAttribute('href', row.href);
    item.appendChild(tag('span', row.date));
  }
  for (let page = 1; page <= list.pages; page += 1) {
    const link = document.getElementById('pages').appendChild(tag('a', String(page)));
    if (page !== ${number}) link.setAttribute('href', page === 1 ? 'list.html' : 'list_' + page + '.html');
  }
});
</script>`,
    ),
  );
}

function rowsOf(slug: string, number: number, all: readonly ShelfRow[]): PortalAnswer {
  const { items, pages } = pageOf(
    all.filter(({ href }) => href.includes(`/${slug}/`)),
    number,
    PAGE_SIZE,
  );
  return { status: 200, type: 'application/json', body: JSON.stringify({ rows: items, pages }) };
}
