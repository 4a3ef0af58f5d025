import { HEPING_NOISE, HEPING_REPORTS } from './data/gkmlpt.ts';
import { article, framed, type House, notFound } from './house.ts';
import { pageOf, steadyNumber } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfRow } from './shelf.ts';

const HOSTS = ['www.heping.gov.cn'];
const PAGE_SIZE = 3;
const HOUSE: House = {
  name: '和平县人民政府',
  host: 'www.heping.gov.cn',
  identifier: '4416240001',
  menu: '<a href="/">首页</a> <a href="/gkmlpt/index">政府信息公开</a> <a href="/gkmlpt/policy">政策</a>',
};

interface Unit {
  readonly path: string;
  readonly name: string;
  readonly sid: string;
  readonly category: number;
  /** Its list is kept there. */
  readonly jump: string;
}

const UNITS: readonly Unit[] = [
  { path: '', name: '和平县人民政府', sid: '200025', category: 5101, jump: '' },
  { path: '/hyhpjyj', name: '和平县教育局', sid: '200031', category: 5241, jump: '' },
  { path: '/hyhpwjj', name: '和平县卫生健康局', sid: '200044', category: 5377, jump: '/zwgk/bmnb/' },
];

/** 和平县 on Guangdong's platform: trees in scripts, lists in JSON, texts as escaped strings; no TLS. */
export function hepingPortal(): Portal {
  const shelf = new Shelf(HOSTS, HEPING_REPORTS, HEPING_NOISE);
  return portal({
    site: 'heping',
    hosts: HOSTS,
    gzip: true,
    httpOnly: true,
    reports: shelf.reports,
    answer: (url, state, views) => answer(url, shelf, state, views),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  const path = url.pathname;
  if (path === '/') return html(framed(HOUSE, '首页', { ColumnType: '首页' }, '<p>要闻</p>'));
  if (path === '/zwgk/bmnb/' || path === '/zwgk/bmnb/index.html') return staticList(shelf.rows(state));
  const unit = UNITS.find((each) => path === `${each.path}/gkmlpt/index`);
  if (unit !== undefined) return html(platformPage({ TREE: treeOf(unit), SID: unit.sid }, unit));
  for (const each of UNITS) {
    if (path === `${each.path}/gkmlpt/api/all/${each.category}` && url.searchParams.get('sid') === each.sid) {
      return jsonList(url, each, shelf.rows(state));
    }
  }
  const text = shelf.article(path, state, 'plain', HOUSE, views);
  if (text === null) return notFound(HOUSE);
  if (!path.includes('/gkmlpt/')) {
    return html(article(HOUSE, text, '<div class="article-content">', '</div>'));
  }
  return html(
    platformPage(
      {
        DETAIL: {
          title: text.title,
          publisher: text.source,
          identifier: `007200${steadyNumber(path, 9000)}/${text.date.slice(0, 4)}-00012`,
          content: text.body,
          views: steadyNumber(path, 300) + views,
        },
      },
      UNITS.find((each) => each.path !== '' && path.startsWith(each.path)) ?? UNITS[0],
      text.title,
    ),
  );
}

function treeOf({ category, jump }: Unit): readonly object[] {
  const leaf = (id: number, name: string, jumpUrl = '', count = 1): object => ({
    id,
    name,
    children: [],
    jump_url: jumpUrl,
    post_count: count,
  });
  return [
    leaf(category - 3, '政府信息公开指南'),
    {
      id: category - 2,
      name: '法定主动公开内容',
      jump_url: '',
      post_count: 20,
      children: [leaf(category - 1, '机构职能')],
    },
    leaf(category, '政府信息公开年报', jump, 9),
    leaf(category + 1, '法治政府建设年度报告'),
  ];
}

/** What the server sends before its scripts run: the configuration, and nothing to read. */
function platformPage(config: object, unit: Unit | undefined, title = '政府信息公开目录'): string {
  const escaped = (value: unknown): string =>
    JSON.stringify(value).replaceAll('<', '\\u003C').replaceAll('>', '\\u003E');
  const settings = Object.entries(config)
    .map(([key, value]) => (key === 'SID' ? `    SID: '${value}',` : `    ${key}: ${escaped(value)},`))
    .join('\n');
  const units = UNITS.filter((each) => each.path !== '')
    .map((each) => `<a href="${each.path}/gkmlpt/index">${each.name}</a>`)
    .join(' ');
  return framed(
    HOUSE,
    title,
    {},
    `<div class="units">${units}</div><div id="app" data-unit="${unit?.name ?? ''}"></div>
<script>
window._CONFIG = {
${settings}
    BASE: '${unit?.path ?? ''}/gkmlpt'
};
</script><script src="/gkmlpt/static/js/app.js"></script>`,
  );
}

function jsonList(url: URL, unit: Unit, all: readonly ShelfRow[]): PortalAnswer {
  const rows = all.filter(({ href }) =>
    unit.path === ''
      ? href.startsWith('/gkmlpt/') || href.includes('mirror')
      : href.startsWith(`${unit.path}/`),
  );
  const list = pageOf(rows, Number(url.searchParams.get('page') ?? 1), PAGE_SIZE);
  const body = {
    classify: { id: unit.category, name: '政府信息公开年报', post_count: rows.length },
    total: rows.length,
    articles: list.items.map(({ href, date, title }) => {
      const seconds = Date.parse(`${date}T01:00:00Z`) / 1000;
      return {
        id: steadyNumber(href, 900_000),
        title,
        publisher: unit.name,
        date: seconds,
        created_at: `${date} 09:00:00`,
        create_time: seconds,
        display_publish_time: seconds,
        url: href.startsWith('/') ? `http://${HOUSE.host}${href}` : href,
        is_expired: 0,
        attachment: [],
      };
    }),
  };
  return { status: 200, type: 'application/json', body: JSON.stringify(body) };
}

function staticList(all: readonly ShelfRow[]): PortalAnswer {
  const rows = all.filter(({ href }) => href.startsWith('/zwgk/bmnb/'));
  const items = rows.map(
    ({ href, date, title }) =>
      `<li><a href="http://${HOUSE.host}${href}" title="${title}">${title}</a><span>${date}</span></li>`,
  );
  return html(
    framed(
      HOUSE,
      '部门年报',
      { ColumnName: '部门年报', ColumnType: '信息公开年报' },
      `<ul class="list">${items.join('\n')}</ul><div class="page">共${rows.length}条 1/1</div>`,
    ),
  );
}
