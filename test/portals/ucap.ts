import { escapeHtml, renderReport, type Style } from '../fixtures/render.ts';
import { MULAN_NOISE, MULAN_REPORTS, XINFENG_NOISE, XINFENG_REPORTS } from './data/ucap.ts';
import { metaTags, noiseText, pageOf, shortened, steadyNumber } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfRow } from './shelf.ts';

interface UcapOptions {
  readonly site: string;
  readonly name: string;
  readonly identifier: string;
  readonly hosts: readonly string[];
  readonly style: Style;
  readonly shelf: Shelf;
  /** Path of the column of annual reports, for the portal's menu. */
  readonly column: string;
}

const CHANNEL = '7cfa63d2b1a04e5f8c9d0e1f2a3b4c5d';
/** However many are asked for. */
const JSON_SIZE = 4;

/** 信丰县: the column page is a frame, a script fetches the list as JSON. */
export function xinfengPortal(): Portal {
  const hosts = ['www.jxxf.gov.cn', 'jxxf.gov.cn'];
  const shelf = new Shelf(hosts, XINFENG_REPORTS, XINFENG_NOISE);
  const column = '/xfxxxgk/c101039/xxgk_list.shtml';
  const options = {
    site: 'jxxf',
    name: '信丰县人民政府',
    identifier: '3607220001',
    hosts,
    style: 'plain',
    shelf,
    column,
  } as const;
  return ucapPortal(options, (url, state) => {
    if (url.pathname === column) {
      const meta = metaTags({ ColumnName: '信息公开年报', ColumnType: '信息公开年报', channelid: CHANNEL });
      const list =
        '<div class="xxgk_list" id="list"></div><div id="page_div"></div><script src="/xfxxxgk/xhtml/js/xxgk_list.js"></script>';
      return html(frame(options, '信息公开年报', meta, list));
    }
    if (url.pathname === `/common/search/${CHANNEL}`) return json(url, shelf.rows(state));
    return null;
  });
}

/** 木兰县: rendered lists whose pages a script numbers, articles `c01_<number>`. */
export function mulanPortal(): Portal {
  const hosts = ['www.mulan.gov.cn', 'mulan.gov.cn'];
  const shelf = new Shelf(hosts, MULAN_REPORTS, MULAN_NOISE);
  const column = '/hebmlx/c111202/zfxxgklby_nb.shtml';
  const options = {
    site: 'mulan',
    name: '木兰县人民政府',
    identifier: '2301270001',
    hosts,
    style: 'word',
    shelf,
    column,
  } as const;
  return ucapPortal(options, (url, state) => {
    if (url.pathname === column) {
      const meta = metaTags({ ColumnName: '年度报告', ColumnType: '信息公开年报' });
      const groups =
        '<div class="left_tree"><a href="/hebmlx/c111204/zfxxgklby_nb.shtml">县直部门</a><a href="../c111205/zfxxgklby_nb.shtml">乡镇</a></div>';
      return html(frame(options, '年度报告', meta, groups));
    }
    const listed = /^(\/hebmlx\/c11120[45]\/)zfxxgklby_nb(?:_(\d+))?\.shtml$/.exec(url.pathname);
    if (listed === null) return null;
    const rows = shelf.rows(state).filter(({ href }) => href.startsWith(listed[1] ?? ''));
    const number = Number(listed[2] ?? 1);
    const { items, pages } = pageOf(rows, number, 4);
    if (number > pages) return null;
    const list = items.map(
      ({ href, title, date }) =>
        `<li><a href="${href}" title="${escapeHtml(title)}">${escapeHtml(shortened(title, 20))}</a><span>${date}</span></li>`,
    );
    const call = `createPageHTML('page_div',${pages}, ${number},'zfxxgklby_nb','shtml',${rows.length});`;
    return html(
      frame(
        options,
        '年度报告',
        '',
        `<ul class="gkgd_list">${list.join('\n')}</ul><div id="page_div"></div><script>${call}</script>`,
      ),
    );
  });
}

/** The search behind the lists: addresses in the three ways that portals give them. */
function json(url: URL, rows: readonly ShelfRow[]): PortalAnswer | null {
  if (url.searchParams.get('_isJson') !== 'true') return null;
  const page = Number(url.searchParams.get('page'));
  const address = (href: string, index: number): string =>
    href.startsWith('/') ? ([`//${url.host}${href}`, href, `${url.origin}${href}`][index % 3] ?? href) : href;
  const results = pageOf(rows, page, JSON_SIZE).items.map(({ href, title, date }, index) => ({
    title,
    subTitle: '',
    url: address(href, index),
    publishedTime: Date.parse(`${date}T02:00:00Z`),
    publishedTimeStr: `${date} 10:00:00`,
    content: '',
    memo: '',
    channelName: /\/c10105\d\//.test(href) ? '机构设置' : '信息公开年报',
    manuscriptId: /([0-9a-f]{32})/.exec(href)?.[1] ?? '',
    resList: [],
    domainMetaList: [{ resultList: [{ key: 'pubdate', value: date }] }],
  }));
  const data = { channelId: CHANNEL, page, rows: JSON_SIZE, total: rows.length, results };
  return { status: 200, type: 'application/json', body: JSON.stringify({ data }) };
}

function frame(options: UcapOptions, title: string, meta: string, inner: string): string {
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${escapeHtml(title)}-${options.name}</title>
${metaTags({ SiteName: options.name, SiteDomain: options.hosts[0], SiteIDCode: options.identifier })}
${meta}
</head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="${options.column}">政府信息公开年报</a></li></ul></div>
${inner}
<div class="footer">主办：${options.name}办公室</div>
</body></html>`;
}

function ucapPortal(
  options: UcapOptions,
  list: (url: URL, state: PortalsState) => PortalAnswer | null,
): Portal {
  const { shelf } = options;

  function article(title: string, date: string, source: string, body: string): PortalAnswer {
    const meta = metaTags({
      ArticleTitle: title,
      PubDate: `${date} 10:00`,
      ContentSource: source,
      ColumnType: '信息公开年报',
    });
    return html(
      frame(
        options,
        title,
        meta,
        `<ul class="info"><li>索 引 号：32406320-0/${date.slice(0, 4)}-${steadyNumber(title, 90_000)}</li><li>发文机关：${escapeHtml(source)}</li><li>成文日期：${date}</li></ul>
<h1><UCAPTITLE>${escapeHtml(title)}</UCAPTITLE></h1><div id="zoomcon"><UCAPCONTENT>${body}</UCAPCONTENT></div>`,
      ),
    );
  }

  function answer(url: URL, state: PortalsState): PortalAnswer {
    const path = url.pathname;
    const file = shelf.file(path, state);
    if (file !== null) return file;
    const listed = list(url, state);
    if (listed !== null) return listed;
    const shown = shelf.at(path, state);
    if (shown !== null) {
      const { entry, report } = shown;
      const name = entry.file?.split('/').slice(-2).join('/');
      const body =
        name === undefined
          ? renderReport(report, options.style)
          : `<p>附件：<a href="${path.replace(/^.*\//, '').replace('.shtml', '')}/${name}">${escapeHtml(report.title)}.docx</a></p>`;
      return article(report.title, entry.date, report.body, body);
    }
    const noise = shelf.noise.find(({ href }) => href === path);
    if (noise !== undefined) return article(noise.title, noise.date, options.name, noiseText(noise.title));
    if (path === '/') return html(frame(options, '首页', metaTags({ ColumnType: '首页' }), '<p>要闻</p>'));
    return html(frame(options, '404', '', '<p>页面不存在</p>'), 404);
  }

  return portal({
    site: options.site,
    hosts: options.hosts,
    gzip: true,
    validators: 'etag',
    reports: shelf.reports,
    answer,
  });
}
