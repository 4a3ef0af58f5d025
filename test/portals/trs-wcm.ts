import { HEADINGS } from '../fixtures/forms.ts';
import { escapeHtml, renderReport, type Style } from '../fixtures/render.ts';
import { CHENGXIANG_NOISE, CHENGXIANG_REPORTS, LIANGPING_NOISE, LIANGPING_REPORTS } from './data/trs-wcm.ts';
import { metaTags, noiseText, pageOf, shortened, steadyNumber } from './markup.ts';
import { html, type Portal, type PortalAnswer, type PortalsState, portal } from './portal.ts';
import { Shelf, type ShelfReport, type ShelfRow } from './shelf.ts';

interface TrsColumn {
  /** With a slash at both ends. */
  readonly path: string;
  readonly name: string;
  /** Columns that this one links to instead of having a list. */
  readonly below?: readonly string[];
  /** The script's call for page numbers; its pages and page number are put in for `%p` and `%c`. */
  readonly call?: string;
}

interface TrsOptions {
  readonly site: string;
  readonly name: string;
  readonly identifier: string;
  readonly hosts: readonly string[];
  readonly charset: Portal['charset'];
  readonly style: Style;
  /** Of list pages, with the dot. */
  readonly ending: string;
  readonly pageSize: number;
  /** Number of the file of page 2. */
  readonly secondPage: 1 | 2;
  readonly columns: readonly TrsColumn[];
  readonly shelf: Shelf;
  /** Articles cut in two: the second page is `<path>_1`. */
  readonly cut?: string;
  /** Rows link to the twin for telephones beside the article. */
  readonly twins?: boolean;
}

const CX = '/zfxxgk/zfxxgkndbg';
const LP = '/zwgk_29045/zfxxgknb_29053';

/** 城厢区: GBK, a year and a group a column, one list whose length no script tells, a stub after its end. */
export function chengxiangPortal(): Portal {
  const hosts = ['www.chengxiang.gov.cn'];
  return trsPortal({
    site: 'chengxiang',
    name: '城厢区人民政府',
    identifier: '3503020001',
    hosts,
    charset: 'gb18030',
    style: 'plain',
    ending: '.htm',
    pageSize: 3,
    secondPage: 1,
    cut: CHENGXIANG_REPORTS[0]?.path ?? '',
    shelf: new Shelf(hosts, CHENGXIANG_REPORTS, CHENGXIANG_NOISE),
    columns: [
      {
        path: `${CX}/`,
        name: '政府信息公开年度报告',
        below: [`${CX}/2023nzfxxgkndbg/`, `${CX}/2022nzfxxgkndbg/`],
      },
      {
        path: `${CX}/2023nzfxxgkndbg/`,
        name: '2023年',
        below: [`${CX}/2023nzfxxgkndbg/qzbm/`, `${CX}/2023nzfxxgkndbg/xzjd/`],
      },
      {
        path: `${CX}/2023nzfxxgkndbg/qzbm/`,
        name: '区直部门',
        call: 'createPageHTML(%p, %c, "index", "htm");',
      },
      {
        path: `${CX}/2023nzfxxgkndbg/xzjd/`,
        name: '镇街',
        call: 'var countPage = %p; var currentPage = %c; createPageHTML(countPage, currentPage, "index", "htm");',
      },
      {
        path: `${CX}/2022nzfxxgkndbg/`,
        name: '2022年及以前',
        call: 'createPageHTML(pageTotal(), 0, "index", "htm");',
      },
    ],
  });
}

/** 梁平区: page 2 is `index_2`, twins for telephones, a column of one body that holds another's report too. */
export function liangpingPortal(): Portal {
  const hosts = ['www.cqlp.gov.cn', 'cqlp.gov.cn'];
  const call = 'createPageHTML(%p, %c, "index", "html");';
  return trsPortal({
    site: 'cqlp',
    name: '梁平区人民政府',
    identifier: '5001550001',
    hosts,
    charset: 'utf-8',
    style: 'spans',
    ending: '.html',
    pageSize: 3,
    secondPage: 2,
    twins: true,
    shelf: new Shelf(hosts, LIANGPING_REPORTS, LIANGPING_NOISE),
    columns: [
      {
        path: `${LP}/`,
        name: '政府信息公开年报',
        below: [`${LP}/bm/`, `${LP}/jz/`, `${LP}/fgw_29061/`],
      },
      { path: `${LP}/bm/`, name: '区级部门', call },
      { path: `${LP}/jz/`, name: '乡镇街道', call },
      { path: `${LP}/fgw_29061/`, name: '区发展和改革委员会', call },
    ],
  });
}

function trsPortal(options: TrsOptions): Portal {
  const { shelf, columns, name } = options;

  function frame(title: string, meta: string, inner: string): string {
    return `<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=${options.charset === 'utf-8' ? 'utf-8' : 'gb2312'}">
<title>${escapeHtml(title)}_${name}</title>
${metaTags({ SiteName: name, SiteDomain: options.hosts[0], SiteIDCode: options.identifier })}
${meta}
<script src="/images/common.js"></script></head><body>
<div class="header"><a href="/">首页</a> <a href="${columns[0]?.path}">${columns[0]?.name}</a> <a href="/zwgk/fzzf/ndbg/">法治政府建设年度报告</a></div>
${inner}
<div class="footer">主办：${name}办公室 <a href="https://www.gov.cn/">中国政府网</a></div>
</body></html>`;
  }

  function column({ path, name: title, below, call }: TrsColumn, page: number, state: PortalsState): string {
    const meta = metaTags({ ColumnName: title, ColumnType: path === columns[0]?.path ? '信息公开年报' : '' });
    const crumbs = columns
      .filter((each) => path.startsWith(each.path))
      .map((each) => `<a href="${each.path}">${each.name}</a>`);
    const place = `<div class="crumbs">当前位置：<a href="/">首页</a> &gt; ${crumbs.join(' &gt; ')}</div>`;
    if (below !== undefined) {
      const items = columns
        .filter((each) => below.includes(each.path))
        .map((each) => `<li><a href="./${each.path.slice(path.length)}">${each.name}</a></li>`);
      return frame(title, meta, `${place}<ul class="tree">${items.join('\n')}</ul>`);
    }
    const rows = rowsOf(path, state);
    const list = pageOf(rows, page, options.pageSize);
    const script = (call ?? '').replace('%p', String(list.pages)).replace('%c', String(page - 1));
    return frame(
      title,
      meta,
      `${place}<ul class="list">
${list.items.map((row) => item(row, path)).join('\n')}
</ul>
<div class="page"><script>${script}</script></div>`,
    );
  }

  function rowsOf(path: string, state: PortalsState): readonly ShelfRow[] {
    const mirrors = columns.find(({ below }) => below === undefined)?.path;
    return shelf
      .rows(state)
      .filter(({ href }) => (href.startsWith('/') ? href.startsWith(path) : path === mirrors));
  }

  function item(row: ShelfRow, path: string): string {
    const href = row.href.startsWith('/') ? `./${row.href.slice(path.length)}` : row.href;
    const twin =
      options.twins === true && row.href.startsWith('/')
        ? ` <a class="sj" href="${href.replace(/\.html$/, '_wap.html')}" title="${escapeHtml(row.title)}">手机版</a>`
        : '';
    return ` <li><a href="${href}" title="${escapeHtml(row.title)}" target="_blank">${escapeHtml(shortened(row.title, 16))}</a>${twin}<span>${row.date}</span></li>`;
  }

  function article(entry: Pick<ShelfReport, 'date'>, title: string, source: string, body: string): string {
    return frame(
      title,
      metaTags({
        ArticleTitle: title,
        PubDate: `${entry.date} 10:11`,
        ContentSource: source,
        ColumnType: '信息公开年报',
      }),
      `<table class="xxgk-info"><tr><td>索引号</td><td>PT03-0101-${entry.date.slice(0, 4)}-${steadyNumber(title, 90_000)}</td><td>发布机构</td><td>${escapeHtml(source)}</td></tr><tr><td>公文生成日期</td><td>${entry.date}</td><td>有效性</td><td>有效</td></tr></table>
<h1>${escapeHtml(title)}</h1>
<div class="TRS_Editor">
${body}
</div>`,
    );
  }

  function reportPage(path: string, state: PortalsState): PortalAnswer | null {
    const second = options.cut !== undefined && path === options.cut.replace(/(\.\w+)$/, '_1$1');
    const shown = shelf.at(second ? (options.cut ?? '') : path, state);
    if (shown === null) return null;
    const { entry, report } = shown;
    let body = renderReport(report, options.style);
    if (entry.path === options.cut) {
      const cutAt = body.indexOf(`<p><strong>${HEADINGS['4']}`);
      const file = /([^/]+)\.(\w+)$/.exec(entry.path);
      body = second ? body.slice(cutAt) : body.slice(0, cutAt);
      body += `\n<script>createPageHTML(2, ${second ? 1 : 0}, "${file?.[1]}", "${file?.[2]}");</script>`;
    }
    return html(article(entry, report.title, report.body, body));
  }

  function answer(url: URL, state: PortalsState): PortalAnswer {
    const path = url.pathname;
    const report = reportPage(path, state);
    if (report !== null) return report;
    const noise = shelf.noise.find(({ href }) => href === path);
    if (noise !== undefined) return html(article(noise, noise.title, name, noiseText(noise.title)));
    if (path === '/' || path === '/index.html') {
      const link = `<a href="${columns[0]?.path}">${columns[0]?.name}</a>`;
      return html(frame('首页', metaTags({ ColumnType: '首页' }), `<div class="block">${link}</div>`));
    }
    const listed = /^(.*\/)(?:index(?:_(\d+))?(\.\w+))?$/.exec(path);
    const found = columns.find((each) => each.path === listed?.[1]);
    if (found === undefined || (listed?.[3] ?? options.ending) !== options.ending) return notFound();
    const number = listed?.[2] === undefined ? 1 : Number(listed[2]) + (options.secondPage === 1 ? 1 : 0);
    if (number === 1 && listed?.[2] !== undefined) return notFound();
    const { pages } = pageOf(rowsOf(found.path, state), 1, options.pageSize);
    // Beyond the end, a page without anything to read instead of an error.
    if (number > pages)
      return html(`<html><head><title></title></head><body>${' '.repeat(320)}</body></html>`);
    return html(column(found, number, state));
  }

  function notFound(): PortalAnswer {
    return html(frame('404', '', '<p>页面不存在</p>'), 404);
  }

  return portal({
    site: options.site,
    hosts: options.hosts,
    charset: options.charset,
    validators: 'last-modified',
    reports: shelf.reports,
    answer,
  });
}
