import { renderReport } from '../fixtures/render.ts';
import { PINGCHANG_NOISE, PINGCHANG_REPORTS } from './data/lonsun.ts';
import { article, framed, type House, notFound } from './house.ts';
import { noiseText, pageOf, shortened } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type Shown } from './shelf.ts';

const HOSTS = ['www.scpc.gov.cn', 'scpc.gov.cn'];
const COUNTY = 6601841;
const LISTING = 6601853;
const PAGE_SIZE = 3;
const ORGANS: ReadonlyMap<number, string> = new Map([
  [6601851, '平昌县卫生健康局'],
  [6601852, '平昌县教育科技和体育局'],
  [LISTING, '平昌县民政局'],
  [6601854, '平昌县驷马镇人民政府'],
]);
const HOUSE: House = {
  name: '平昌县人民政府',
  host: 'www.scpc.gov.cn',
  identifier: '5119230001',
  menu: `<a href="/">首页</a> <a href="/public/column/${COUNTY}?type=4&amp;action=rel">政府信息公开</a>`,
};

/** 平昌县 on LonSun: reports are shown in column pages, a year at a time; one organ has a list by script. */
export function pingchangPortal(): Portal {
  const shelf = new Shelf(HOSTS, PINGCHANG_REPORTS, PINGCHANG_NOISE);
  return portal({
    site: 'pingchang',
    hosts: HOSTS,
    validators: 'last-modified',
    reports: shelf.reports,
    answer: (url, state, views) => answer(url, shelf, state, views),
  });
}

function answer(url: URL, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  const path = url.pathname;
  if (path === '/') return html(framed(HOUSE, '首页', { ColumnType: '首页' }, '<p>要闻</p>'));
  const organ = Number(/^\/public\/column\/(\d+)$/.exec(path)?.[1] ?? 0);
  if (organ !== 0 && url.searchParams.get('type') === '4') return directory();
  if (organ !== 0) return organPage(url, organ, shelf, state, views);
  if (path === '/site/label/8888') return labelList(url, shelf, state);
  const shown = shelf.at(path, state);
  const noise = shelf.noise.find(({ href }) => href === path);
  if (shown !== null) return html(reportPage(shown, views));
  if (noise === undefined) return notFound(HOUSE);
  const text = {
    title: noise.title,
    date: noise.date,
    source: HOUSE.name,
    body: noiseText(noise.title),
    views,
  };
  return html(article(HOUSE, text, '<div class="con">', '</div>'));
}

function directory(): PortalAnswer {
  const organs = [...ORGANS].map(
    ([id, name]) =>
      `<li><a href="/public/column/${id}?type=4&amp;action=list" title="${name}">${shortened(name, 6)}</a></li>`,
  );
  return html(
    framed(
      HOUSE,
      '政府信息公开',
      { ColumnType: '信息公开目录' },
      `<ul class="clearfix">${organs.join('')}</ul>`,
    ),
  );
}

function organPage(url: URL, organ: number, shelf: Shelf, state: PortalsState, views: number): PortalAnswer {
  if (url.searchParams.get('type') !== '3') return notFound(HOUSE);
  if (organ === LISTING) {
    return html(
      framed(
        HOUSE,
        '政府信息公开年报',
        { ColumnType: '信息公开年报' },
        `<div class="xxgk_nav_list" id="list"></div>
<script>$("#list").load("/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=6601000&organId=${organ}&catId=7065111&type=3&action=list&pageSize=${PAGE_SIZE}&pageIndex=1&isDate=true&dateFormat=yyyy-MM-dd&length=80&file=/pc/publicInfoList");</script>`,
      ),
    );
  }
  const years = shelf
    .shown(state)
    .filter(({ entry }) => entry.path.startsWith(`${url.pathname}?`))
    .sort((a, b) => b.report.year - a.report.year);
  const asked = url.searchParams.get('timeFrame');
  const shown = asked === null ? years[0] : years.find(({ report }) => String(report.year) === asked);
  if (asked !== null && shown === undefined) return html(columnPage(years, '<div class="con"></div>'));
  return html(
    columnPage(
      years,
      shown === undefined ? '<div class="con">暂无相关信息</div>' : shownReport(shown, views),
    ),
  );
}

/** Years are links; the product lists some that have nothing, and says so in their addresses. */
function columnPage(years: readonly Shown[], inner: string): string {
  const links = years.map(
    ({ entry, report }) => `<li><a href="${entry.path.replaceAll('&', '&amp;')}">${report.year}年</a></li>`,
  );
  const organ = years[0]?.entry.path.split('?')[0];
  if (organ !== undefined) {
    links.push(
      `<li><a href="${organ}?type=3&amp;nav=3&amp;sub=0&amp;timeFrame=2018&amp;hasContent=false">2018年</a></li>`,
    );
  }
  return framed(
    HOUSE,
    '政府信息公开年报',
    { ColumnType: '信息公开年报' },
    `<ul id="timeFrame">${links.join('')}</ul>\n${inner}`,
  );
}

function shownReport({ entry, report }: Shown, views: number): string {
  return `<h1>${report.title}</h1><p>发布时间：${entry.date}　阅读次数：${views}</p><div class="con">${renderReport(report, 'word')}</div>`;
}

function reportPage({ entry, report }: Shown, views: number): string {
  const text = {
    title: report.title,
    date: entry.date,
    source: report.body,
    body: renderReport(report, 'word'),
    views,
  };
  return article(HOUSE, text, '<div class="con">', '</div>');
}

function labelList(url: URL, shelf: Shelf, state: PortalsState): PortalAnswer {
  const rows = shelf.rows(state).filter(({ href }) => href.includes('/public/content/'));
  const index = Number(url.searchParams.get('pageIndex') ?? 1);
  const list = pageOf(rows, index, PAGE_SIZE);
  const items = list.items.map(
    ({ href, date, title }) =>
      `<div class="xxgk_navli"><ul><li class="mc"><a href="${href}" title="${title}">${shortened(title, 20)}</a></li><li class="fbrq"><span class="date">${date}</span></li></ul></div>`,
  );
  return html(
    `${items.join('\n')}\n<script>Ls.pagination("page_public_info",function(){},{pageCount:${list.pages},pageIndex:${index},showTotal:false});</script>`,
  );
}
