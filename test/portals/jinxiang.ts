import { escapeHtml, renderReport } from '../fixtures/render.ts';
import { JINXIANG_REPORTS, UNITS, type Unit, type UnitReport } from './data/jinxiang.ts';
import { metaTags, noiseText } from './markup.ts';
import {
  current,
  html,
  type Portal,
  type PortalAnswer,
  type PortalReport,
  type PortalsState,
  portal,
  portalReport,
} from './portal.ts';

/** The unit is chosen by its code, never by the host: the city's host answers for the county's units too. */
const HOSTS = ['www.jinxiang.gov.cn', 'jinxiang.gov.cn', 'www.jining.gov.cn'];
const ENDPOINT = '/module/xxgk/xxgkAnnualReport.jsp';
const TREE = '/module/xxgk/tree.jsp?standardXxgk=1&area=11370828&divid=div74002';

interface Held {
  readonly unit: Unit;
  readonly source: UnitReport;
  readonly held: PortalReport;
}

/** 金乡县: Hanweb; a tree of units, and one JSP that answers for a unit and a year. */
export function jinxiangPortal(): Portal {
  const reports = holdReports();
  return portal({
    site: 'jinxiang',
    hosts: HOSTS,
    charset: 'gb18030',
    robots: {
      status: 200,
      type: 'text/plain',
      body: 'User-agent: *\nDisallow: /module/visitcount/\nDisallow: /jcms/\n',
    },
    reports: [...reports.values()].map(({ held }) => held),
    answer: (url, state) => answer(url, reports, state),
  });
}

/** What the county's firewall sends to programs: scripts that a desktop browser would run, and no content. */
export function challengePage(): string {
  return `<!DOCTYPE html><html><head><meta charset="UTF-8"><meta id="9DhefwqGPrzGxEp9hPaoag" content="r2m&#123;bq" r="m"><script type="text/javascript" r="m">$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=24771;$_ts.cd="qExrr7AlDqqtqcalqGqk"</script><script type="text/javascript" charset="utf-8" src="/4QbVtADbnLVIc/d.FxJzG50F.f0a3b2c.js" r="m"></script></head><body></body></html>`;
}

function holdReports(): Map<string, Held> {
  const reports = new Map<string, Held>();
  for (const source of JINXIANG_REPORTS) {
    const unit = UNITS.find((each) => each.code === source.unit);
    if (unit === undefined) throw new Error(`no unit has the code ${source.unit}`);
    const { year } = source.report;
    const queries = [`area=${unit.code}&fbtime=${year}`, `fbtime=${year}&area=${unit.code}`];
    const urls = HOSTS.flatMap((host) =>
      ['http', 'https'].flatMap((scheme) =>
        queries.map((query) => `${scheme}://${host}${ENDPOINT}?${query}`),
      ),
    );
    const held = portalReport(
      { ...source.report, body: unit.name },
      { url: `http://${HOSTS[0]}${ENDPOINT}?${queries[0]}`, urls, breaks: source.breaks ?? [] },
    );
    reports.set(key(unit.code, year), { unit, source, held });
  }
  return reports;
}

function key(code: string, year: number | string): string {
  return `${code} ${year}`;
}

function answer(url: URL, reports: ReadonlyMap<string, Held>, state: PortalsState): PortalAnswer {
  if (url.pathname === ENDPOINT) return annualReport(url, reports, state);
  if (url.pathname === '/module/xxgk/tree.jsp') return html(tree());
  const column = /^\/col\/col(\d+)\/index\.html$/.exec(url.pathname)?.[1];
  if (column === '74002') return html(annualColumn(url, reports, state));
  if (column === '73931')
    return html(
      listColumn('财政预决算', '金乡县2023年财政决算公开', '/art/2024/8/12/art_73931_2811020.html'),
    );
  if (column === '74009')
    return html(
      listColumn(
        '政府网站年度报表',
        '金乡县2023年政府网站工作年度报表',
        '/art/2024/1/30/art_74009_2800100.html',
      ),
    );
  if (column === '74001')
    return html(
      listColumn('政府信息公开指南', '金乡县政府信息公开指南', '/art/2021/6/1/art_74001_2500001.html'),
    );
  if (url.pathname.startsWith('/art/'))
    return html(frame('公开内容', '', `<div id="zoom">${noiseText('公开内容')}</div>`));
  if (url.pathname === '/' || url.pathname === '/index.html') {
    return html(frame('首页', metaTags({ ColumnType: '首页' }), '<div class="news">县情简介</div>'));
  }
  return html(frame('页面不存在', '', '<p>页面不存在</p>'), 404);
}

/** The page of a unit and year; for an unknown unit or year the same page with nothing in it, and status 200. */
function annualReport(url: URL, reports: ReadonlyMap<string, Held>, state: PortalsState): PortalAnswer {
  const found = reports.get(key(url.searchParams.get('area') ?? '', url.searchParams.get('fbtime') ?? ''));
  if (found === undefined || state.hidden.has(found.held.url)) return html(reportFrame('', '', ''));
  const report = current(found.held.url, found.held.report, state);
  return html(reportFrame(report.title, `发布时间：${found.source.published}`, renderReport(report, 'word')));
}

function reportFrame(title: string, time: string, body: string): string {
  return frame(
    title,
    '',
    `<div class="title">${escapeHtml(title)}</div>
<div class="time">${time}</div>
<div id="zoom">${body}</div>`,
  );
}

function frame(title: string, meta: string, inner: string): string {
  return `
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb18030">
<title>${escapeHtml(title)}</title>
${metaTags({ SiteName: '金乡县人民政府', SiteDomain: HOSTS[0], SiteIDCode: '3708280001' })}
${meta}
<script src="/script/0/jquery.js"></script></head><body>
<div class="head"><a href="/index.html">首页</a> <a href="/col/col74002/index.html">政府信息公开年报</a> <a href="/col/col74001/index.html">政府信息公开指南</a> <a href="/col/col73931/index.html">财政预决算</a> <a href="/col/col74009/index.html">政府网站年度报表</a></div>
${inner}
<div class="foot">主办单位：金乡县人民政府办公室 <a href="http://www.jining.gov.cn/">济宁市人民政府</a></div>
</body></html>`;
}

function unitLink(unit: Unit): string {
  return `<a href="/col/col74002/index.html?vc_xxgkarea=${unit.code}&number=A0801&jh=258" title="${unit.name}">${unit.name}</a>`;
}

/** The fragment that the column page loads into its left side. */
function tree(): string {
  const groups = ['县政府', '县直部门', '镇街'].map((group) => {
    const units = UNITS.filter((unit) => unit.group === group).map((unit) => `<li>${unitLink(unit)}</li>`);
    return `<li class="open"><span>${group}</span><ul>${units.join('\n')}</ul></li>`;
  });
  return `<ul id="tree" class="treeview">${groups.join('\n')}</ul>`;
}

/** 政府信息公开年报: the tree, and for a chosen unit the years it has. */
function annualColumn(url: URL, reports: ReadonlyMap<string, Held>, state: PortalsState): string {
  const chosen = UNITS.find((unit) => unit.code === url.searchParams.get('vc_xxgkarea'));
  const years = [...reports.values()]
    .filter(({ unit, held }) => unit.code === chosen?.code && !state.hidden.has(held.url))
    .map(({ unit, held }) => ({ code: unit.code, year: held.report.year }))
    .sort((a, b) => b.year - a.year)
    .map(({ code, year }) => `<li><a href="${ENDPOINT}?area=${code}&fbtime=${year}">${year}年</a></li>`);
  const right =
    chosen === undefined
      ? `<p>请从左侧选择单位。常用：${UNITS.slice(0, 2).map(unitLink).join(' ')}</p>`
      : `<h3>${chosen.name}政府信息公开年报</h3><ul class="years">${years.join('')}</ul>`;
  return frame(
    '政府信息公开年报',
    metaTags({ ColumnName: '政府信息公开年报', ColumnType: '信息公开年报' }),
    `<div id="div74002"></div>
<script>$("#div74002").load("${TREE}");</script>
<div class="right">${right}</div>`,
  );
}

function listColumn(name: string, title: string, href: string): string {
  return frame(
    name,
    metaTags({ ColumnName: name }),
    `<script type="text/xml"><datastore><totalrecord>1</totalrecord><totalpage>1</totalpage><recordset>
<record><![CDATA[<li><a href='${href}' title='${title}'>${title}</a><span>2024-01-30</span></li>]]></record>
</recordset></datastore></script>`,
  );
}
