import type { App } from '../answer.ts';
import { missing, show, tableAt } from '../answer.ts';
import type { DataTable } from '../data-table.ts';
import { heatCells, heatLegend } from '../heat.ts';
import { figureText, type Html, html, path, rendered } from '../html.ts';
import { crumbs, downloads, type PageContext } from '../layout.ts';
import { lastVisit } from '../preferences.ts';
import type { ChangeRow, Coverage, SiteRow } from '../queries.ts';
import { grouped, regionTitle, summed } from '../regions.ts';
import type { Viewer } from '../viewer.ts';
import { changeList } from './changes.ts';

/** With more counties than this the first page shows provinces and cities, and each of those its counties. */
const MOST_COUNTIES = 150;
const NEW_SHOWN = 6;
/** Enough to count what is new; beyond it "more than" is said. */
const MOST_NEW = 1000;

/** Coverage: county × year, by province and city. */
export function coverageRoutes(app: App, { queries, database }: Viewer): void {
  const keptMap = (context: PageContext, key: string, coverage: Coverage, sites: readonly SiteRow[]): Html =>
    database.keep(`map ${key} ${context.language}`, () => rendered(heatMap(context, coverage, sites)));

  tableAt(app, '/coverage', () =>
    database.keep('coverage table', () => coverageTable(queries.coverage(), '')),
  );
  tableAt(app, '/regions/:code/coverage', (c) =>
    coverageTable(queries.coverage(), c.req.param('code') ?? ''),
  );

  app.get('/', (c) => {
    const context = c.get('page');
    const { t, now } = context;
    const coverage = queries.coverage();
    const since = lastVisit(c, now);
    const fresh = since === null ? [] : queries.changes(MOST_NEW, since);
    const latest = fresh.length > 0 ? fresh : queries.changes(NEW_SHOWN);
    return show(c, {
      title: t('覆盖', 'Coverage'),
      section: 'coverage',
      body: html`<h1>${t('政府信息公开年度报告：收录情况', 'Annual disclosure reports: what has been found')}</h1>
${totals(context, coverage)}
${news(context, since, fresh, latest)}
<h2 id="map">${t('县 × 年', 'County × year')}</h2>
${heatLegend(t)}
${keptMap(context, '', coverage, coverage.sites)}
${downloads(t, '/coverage')}`,
    });
  });

  app.get('/regions/:code', (c) => {
    const context = c.get('page');
    const { t } = context;
    const code = c.req.param('code');
    const coverage = queries.coverage();
    const sites = coverage.sites.filter(({ regionCode }) => regionCode.startsWith(code));
    if (!/^\d{2}(?:\d{2})?$/u.test(code) || sites.length === 0)
      return missing(c, t(`没有代码为 ${code} 的地区`, `There is no region ${code} with a portal`));
    const up = [{ href: '/', text: t('覆盖', 'Coverage') }];
    if (code.length === 4)
      up.push({ href: path('regions', code.slice(0, 2)), text: regionTitle(code.slice(0, 2)) });
    return show(c, {
      title: regionTitle(code),
      section: 'coverage',
      body: html`${crumbs(t, up)}<h1>${regionTitle(code)}</h1>
${heatLegend(t)}
${keptMap(context, code, coverage, sites)}
${downloads(t, `${path('regions', code)}/coverage`)}`,
    });
  });
}

function totals({ t }: PageContext, { counts, reports, bodies, sites, years }: Coverage): Html {
  let [gaps, blocked, failed] = [0, 0, 0];
  for (const ofSite of counts.values())
    for (const year of ofSite.values()) {
      gaps += year.missing;
      blocked += year.blocked;
      failed += year.failed;
    }
  const fact = (value: number, zh: string, en: string): Html =>
    html`<li><b>${figureText(value)}</b> <span>${t(zh, en)}</span></li>`;
  return html`<ul class="facts">${fact(reports, '份报告', 'reports')}${fact(bodies, '个机关', 'bodies')}${fact(sites.length, '个县级网站', 'county portals')}${fact(gaps, '份缺失', 'missing')}${fact(blocked, '份被拒', 'blocked')}${fact(failed, '份失败', 'failed')}<li><b>${years.length === 0 ? '–' : `${years[0]}–${years.at(-1)}`}</b> <span>${t('年份', 'years')}</span></li></ul>`;
}

function news(
  context: PageContext,
  since: string | null,
  fresh: readonly ChangeRow[],
  latest: readonly ChangeRow[],
): Html {
  const { t } = context;
  if (latest.length === 0) return html``;
  const count = fresh.length >= MOST_NEW ? `${MOST_NEW}+` : figureText(fresh.length);
  const heading =
    since === null
      ? t('最近收录', 'Latest')
      : fresh.length === 0
        ? t('上次访问以来没有新内容。最近收录', 'Nothing new since your last visit. Latest')
        : t(`上次访问以来新增或修订 ${count} 份`, `${count} new or amended since your last visit`);
  return html`<h2>${heading}</h2>${changeList(context, latest.slice(0, NEW_SHOWN))}<p class="small"><a href="/changes">${t('全部动态', 'All changes')}</a></p>`;
}

/** Provinces, cities and their counties; only the upper levels where there are too many counties for one page. */
function heatMap({ t }: PageContext, coverage: Coverage, sites: readonly SiteRow[]): Html {
  if (sites.length === 0)
    return html`<p class="notice">${t('还没有抓取过任何网站：运行 nianbao crawl。', 'No portal has been crawled yet: run nianbao crawl.')}</p>`;
  const deep = sites.length <= MOST_COUNTIES;
  const { years } = coverage;
  const rows = grouped(sites, 2).map((province) => {
    const cities = grouped(province.sites, 4);
    const head = html`<tr class="group"><th scope="row"><a href="${path('regions', province.code)}">${province.name}</a></th>${heatCells(t, years, summed(coverage, province.sites), null)}</tr>`;
    const inner = cities.map((city) => {
      const county = city.sites.map(
        (site) =>
          html`<tr><th scope="row" class="deep"><a href="${path('sites', site.id)}">${site.name}</a>${site.status === 'retired' ? html` <span class="tag">${t('已停用', 'retired')}</span>` : ''}</th>${heatCells(t, years, coverage.counts.get(site.id) ?? new Map(), (year) => `${path('sites', site.id)}#y${year}`)}</tr>`,
      );
      const alone =
        city.name === province.name ||
        (cities.length === 1 && city.sites.length === 1 && city.name === city.sites[0]?.name);
      const line = alone
        ? ''
        : html`<tr class="city"><th scope="row"><a href="${path('regions', city.code)}">${city.name}</a></th>${heatCells(t, years, summed(coverage, city.sites), null)}</tr>`;
      return html`${line}${deep ? county : ''}`;
    });
    return html`<tbody>${head}${inner}</tbody>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t('收录情况表', 'Coverage table')}"><table class="heat"><caption class="hidden">${t('每县每年收录的报告', 'Reports found by county and year')}</caption><thead><tr><th scope="col">${t('地区', 'Region')}</th>${years.map((year) => html`<th scope="col" class="year">${String(year)}</th>`)}</tr></thead>${rows}</table></div>`;
}

function coverageTable(coverage: Coverage, prefix: string): DataTable | null {
  const sites = coverage.sites.filter(({ regionCode }) => regionCode.startsWith(prefix));
  if (sites.length === 0 && prefix !== '') return null;
  return {
    name: `coverage${prefix === '' ? '' : `-${prefix}`}`,
    columns: ['site_id', 'name', 'region_code', 'year', 'found', 'missing', 'blocked', 'failed', 'bodies'],
    rows: sites.flatMap(({ id, name, regionCode }) =>
      [...(coverage.counts.get(id) ?? [])]
        .sort(([a], [b]) => a - b)
        .map(([year, n]) => [id, name, regionCode, year, n.found, n.missing, n.blocked, n.failed, n.bodies]),
    ),
  };
}
