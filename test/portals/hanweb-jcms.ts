import { escapeHtml, renderReport, type Style } from '../fixtures/render.ts';
import {
  KUANCHENG_NOISE,
  KUANCHENG_REPORTS,
  LONGXIAN_NOISE,
  LONGXIAN_REPORTS,
  TINGHU_REPORTS,
} from './data/hanweb-jcms.ts';
import { metaTags, noiseText, pageOf, shortened, steadyNumber } from './markup.ts';
import { type Asked, html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfRow } from './shelf.ts';

interface JcmsColumn {
  readonly id: number;
  readonly name: string;
  readonly below?: readonly number[];
}

interface JcmsOptions {
  readonly site: string;
  readonly name: string;
  readonly identifier: string;
  readonly hosts: readonly string[];
  readonly charset: Portal['charset'];
  readonly style: Style;
  readonly columns: readonly JcmsColumn[];
  readonly shelf: Shelf;
  /** Rows of the group in the page. */
  readonly group: number;
  readonly kind: 'groups' | 'encrypted' | 'more';
}

const PROXY = '/module/web/jpage/dataproxy.jsp';
const MORE = '/module/web/jpage/morecolumndataproxy.jsp';
const UNIT = 247_686;
/** All that the encrypted kind ever gives: 54 bytes. */
const NOTHING = '<datastore>\r\n<nextgroup/>\r\n<recordset/>\r\n</datastore>\n';

/** 宽城县: groups of six, the later ones only for a form with a Referer. */
export function kuanchengPortal(): Portal {
  const hosts = ['www.hbkc.gov.cn', 'hbkc.gov.cn'];
  return jcmsPortal({
    site: 'hbkc',
    name: '宽城满族自治县人民政府',
    identifier: '1308270001',
    hosts,
    charset: 'utf-8',
    style: 'word',
    group: 6,
    kind: 'groups',
    shelf: new Shelf(hosts, KUANCHENG_REPORTS, KUANCHENG_NOISE),
    columns: [
      { id: 5980, name: '政府信息公开年报', below: [5985, 5986] },
      { id: 5985, name: '县直部门' },
      { id: 5986, name: '乡镇' },
    ],
  });
}

/** 亭湖区: encrypted ids, no total. */
export function tinghuPortal(): Portal {
  const hosts = ['www.tinghu.gov.cn'];
  return jcmsPortal({
    site: 'tinghu',
    name: '亭湖区人民政府',
    identifier: '3209020001',
    hosts,
    charset: 'gb18030',
    style: 'layout',
    group: 45,
    kind: 'encrypted',
    shelf: new Shelf(hosts, TINGHU_REPORTS, []),
    columns: [{ id: 32_368, name: '信息公开年度报告' }],
  });
}

/** 陇县: three rows, and more on demand. */
export function longxianPortal(): Portal {
  const hosts = ['www.longxian.gov.cn', 'longxian.gov.cn'];
  return jcmsPortal({
    site: 'longxian',
    name: '陇县人民政府',
    identifier: '6103270001',
    hosts,
    charset: 'utf-8',
    style: 'plain',
    group: 3,
    kind: 'more',
    shelf: new Shelf(hosts, LONGXIAN_REPORTS, LONGXIAN_NOISE),
    columns: [{ id: 15_403, name: '政府信息公开年报' }],
  });
}

function jcmsPortal(options: JcmsOptions): Portal {
  const { shelf, columns, name, group, kind } = options;

  function frame(title: string, meta: string, inner: string): string {
    return `<!DOCTYPE html>
<html><head><meta charset="${options.charset}"><title>${escapeHtml(title)}-${name}</title>
${metaTags({ SiteName: name, SiteDomain: options.hosts[0], SiteIDCode: options.identifier })}
${meta}
<script src="/script/jpage.js"></script></head><body>
<div class="head"><a href="/index.html">首页</a> <a href="/col/col${columns[0]?.id}/index.html">${columns[0]?.name}</a></div>
${inner}
<div class="foot">主办：${name}办公室</div>
</body></html>`;
  }

  function rowsOf(id: number, state: PortalsState): readonly ShelfRow[] {
    const first = columns.find(({ below }) => below === undefined)?.id;
    return shelf
      .rows(state)
      .filter(({ href }) => (href.startsWith('/') ? href.includes(`/art_${id}_`) : id === first));
  }

  /** Records as templates write them: quotes single or double, the date on lines of its own. */
  function records(rows: readonly ShelfRow[], tag: 'li' | 'tr'): string {
    const text = rows.map(({ href, title, date }, index) => {
      const quote = index % 2 === 0 ? "'" : '"';
      const link = `<a href=${quote}${href}${quote} target="_blank" title=${quote}${escapeHtml(title)}${quote}>${escapeHtml(shortened(title, 14))}</a>`;
      const cells = `${link}<span>${date.slice(0, 8)}\n${date.slice(8)}</span>`;
      return tag === 'li' ? `<li>${cells}</li>` : `<tr><td>·</td><td>${cells}</td></tr>`;
    });
    return text.map((each) => `<record><![CDATA[\n${each}]]></record>`).join('\n');
  }

  function store(id: number, rows: readonly ShelfRow[], total: number, tag: 'li' | 'tr'): string {
    const ids =
      kind === 'encrypted'
        ? 'columnid=kR3%2FbWt9xA%3D%3D&unitid=Zp0QmN1v7e%3D%3D'
        : `columnid=${id}&unitid=${UNIT}`;
    const next =
      kind === 'more'
        ? ''
        : `<nextgroup><![CDATA[<a href="${PROXY}?page=2&webid=39&path=/&${ids}&webname=${encodeURIComponent(name)}&permissiontype=0"></a>]]></nextgroup>`;
    const said =
      kind === 'encrypted'
        ? ''
        : `<totalrecord>${total}</totalrecord><totalpage>${Math.ceil(total / group)}</totalpage>`;
    return `<datastore>\n${next}${said}\n<recordset>\n${records(rows, tag)}\n</recordset>\n</datastore>`;
  }

  function column({ id, name: title, below }: JcmsColumn, state: PortalsState): PortalAnswer {
    const meta = metaTags({ ColumnName: title, ColumnType: id === columns[0]?.id ? '信息公开年报' : '' });
    if (below !== undefined) {
      const items = columns
        .filter((each) => below.includes(each.id))
        .map((each) => `<li><a href="../col${each.id}/index.html">${each.name}</a></li>`);
      return html(frame(title, meta, `<ul class="tree">${items.join('')}</ul>`));
    }
    const rows = rowsOf(id, state);
    const island = store(id, rows.slice(0, group), rows.length, 'li');
    const more =
      kind === 'more'
        ? `<script>var url = "${MORE}?page=2&appid=1&webid=9&path=/&columnid=${id}&unitid=${UNIT}&keyWordCount=30"; $("#more").click(load);</script>`
        : '<script>$("#list").jpage({ perPage: 2, groupSize: 3 });</script>';
    return html(
      frame(
        title,
        meta,
        `<div id="${UNIT}"><script type="text/xml">${island}</script></div><div class="page"></div>${more}`,
      ),
    );
  }

  function later(url: URL, asked: Asked, state: PortalsState): PortalAnswer {
    const xml = (body: string): PortalAnswer => ({ status: 200, type: 'text/xml', body });
    const values = asked.method === 'POST' ? asked.form : url.searchParams;
    const id = Number(values.get('columnid'));
    const rows = rowsOf(id, state);
    if (kind === 'more') {
      const { items } = pageOf(rows, Number(url.searchParams.get('page')), group);
      return xml(store(id, items, rows.length, 'li'));
    }
    const trusted = asked.referer.includes('/col/') || asked.referer.includes(PROXY);
    const known = asked.method === 'POST' && trusted && values.get('unitid') === String(UNIT);
    if (kind === 'encrypted' || !known) return xml(NOTHING);
    const start = Number(url.searchParams.get('startrecord'));
    const end = Number(url.searchParams.get('endrecord'));
    return xml(store(id, rows.slice(start - 1, end), rows.length, 'tr'));
  }

  function article(title: string, date: string, source: string, body: string): PortalAnswer {
    const meta = metaTags({ ArticleTitle: title, PubDate: `${date} 08:40`, ContentSource: source });
    return html(
      frame(
        title,
        meta,
        `<table class="xxgk"><tr><td>索引号</td><td>${steadyNumber(title, 900_000)}</td><td>公开方式</td><td>主动公开</td></tr><tr><td>公开日期</td><td>${date}</td><td>发布机构</td><td>${escapeHtml(source)}</td></tr></table>
<div class="main-txt"><h1>${escapeHtml(title)}</h1><div id="zoom">${body}</div></div>`,
      ),
    );
  }

  function answer(url: URL, state: PortalsState, asked: Asked): PortalAnswer {
    const path = url.pathname;
    if (path === PROXY || path === MORE) return later(url, asked, state);
    const shown = shelf.at(path, state);
    if (shown !== null) {
      const { entry, report } = shown;
      return article(report.title, entry.date, report.body, renderReport(report, options.style));
    }
    const noise = shelf.noise.find(({ href }) => href === path);
    if (noise !== undefined) return article(noise.title, noise.date, name, noiseText(noise.title));
    const id = Number(/^\/col\/col(\d+)\/index\.html$/.exec(path)?.[1]);
    const found = columns.find((each) => each.id === id);
    if (found !== undefined) return column(found, state);
    if (path === '/' || path === '/index.html') {
      return html(frame('首页', metaTags({ ColumnType: '首页' }), '<p>要闻</p>'));
    }
    return html(frame('404', '', '<p>页面不存在</p>'), 404);
  }

  return portal({
    site: options.site,
    hosts: options.hosts,
    charset: options.charset,
    reports: shelf.reports,
    answer: (url, state, _views, asked) => answer(url, state, asked),
  });
}
