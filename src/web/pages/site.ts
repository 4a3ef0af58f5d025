import type { CoverageState } from '../../archive/status.ts';
import { type App, missing, show, tableAt } from '../answer.ts';
import { heatLegend, stateWord } from '../heat.ts';
import { type Html, html, path } from '../html.ts';
import type { Words } from '../language.ts';
import { crumbs, downloads, type PageContext } from '../layout.ts';
import type { BodyYear, SiteRow } from '../queries.ts';
import { regionTitle } from '../regions.ts';
import { breaksOf, correctedNote, seriesCharts, seriesOf, seriesTable } from '../series.ts';
import type { Viewer } from '../viewer.ts';
import { alarmList } from './health.ts';

const NO_PEERS = new Map<string, never>();

/** A county: its bodies by year, and what they report together. */
export function siteRoutes(app: App, { queries, archive }: Viewer): void {
  tableAt(app, '/sites/:site/coverage', (c) => {
    const site = queries.site(c.req.param('site') ?? '');
    return site === undefined
      ? null
      : {
          name: `coverage-${site.id}`,
          columns: ['site_id', 'body', 'year', 'state', 'report_id'],
          rows: queries.bodyYears(site.id).map((b) => [site.id, b.body, b.year, b.state, b.reportId]),
        };
  });
  tableAt(app, '/sites/:site/series', (c) => {
    const site = queries.site(c.req.param('site') ?? '');
    return site === undefined
      ? null
      : seriesTable(`series-${site.id}`, seriesOf(queries.measured(site.id, null), true), NO_PEERS);
  });

  app.get('/sites/:site', (c) => {
    const context = c.get('page');
    const { t } = context;
    const site = queries.site(c.req.param('site'));
    if (site === undefined) return missing(c, t('数据库里没有这个网站', 'The database has no such portal'));
    const bodies = queries.bodyYears(site.id);
    const reports = queries.measured(site.id, null);
    const years = [...new Set(bodies.map(({ year }) => year))].sort((a, b) => a - b);
    const alarms = archive.alarms.open(site.id);
    const all = new Map(
      [...Map.groupBy(reports, ({ year }) => year)].map(([year, list]) => [year, list.length]),
    );
    return show(c, {
      title: site.name,
      section: 'coverage',
      body: html`${siteCrumbs(t, site)}<h1>${site.name}</h1>
<p class="soft">${site.id} · ${site.regionCode} · ${t(`${new Set(bodies.map((b) => b.body)).size} 个机关，${reports.length} 份报告`, `${new Set(bodies.map((b) => b.body)).size} bodies, ${reports.length} reports`)}</p>
${alarms.length === 0 ? '' : html`<h2>${t('需要处理', 'Needs a person')}</h2>${alarmList(context, alarms)}`}
<h2>${t('机关 × 年', 'Body × year')}</h2>
${bodies.length === 0 ? html`<p class="notice">${t('还没有找到任何报告。', 'No report has been found yet.')}</p>` : html`${heatLegend(t)}${bodyMap(context, site, bodies, years)}${downloads(t, `${path('sites', site.id)}/coverage`)}`}
${
  reports.length === 0
    ? ''
    : html`<h2>${t('全县合计', 'All bodies together')}</h2>
<p class="small soft">${t('只合计印出数字的报告；每个点注明背后有几份。虚线竖线：换了报告格式。', 'Only what reports print is added up; each point says how many stand behind it. Dotted upright: another form from here on.')}</p>
${seriesCharts({ t, series: seriesOf(reports, true), breaks: breaksOf(reports), years: [...all.keys()], peers: NO_PEERS, peersAt: () => '/rankings', all })}
${correctedNote(
  t,
  reports.some(({ corrected }) => corrected !== null),
)}
${downloads(t, `${path('sites', site.id)}/series`)}`
}`,
    });
  });
}

/** Province and city of a site. */
export function siteCrumbs(t: Words, site: SiteRow, ...more: { href: string; text: string }[]): Html {
  const [province, city] = [site.regionCode.slice(0, 2), site.regionCode.slice(0, 4)];
  const steps = [
    { href: '/', text: t('覆盖', 'Coverage') },
    { href: path('regions', province), text: regionTitle(province) },
  ];
  if (regionTitle(city) !== city) steps.push({ href: path('regions', city), text: regionTitle(city) });
  return crumbs(t, [...steps, ...more]);
}

const MARKS: Readonly<Record<CoverageState, { readonly mark: string; readonly shade: string }>> = {
  found: { mark: '✓', shade: 'h4' },
  missing: { mark: '·', shade: 'zero' },
  blocked: { mark: '⊘', shade: 'bad' },
  failed: { mark: '!', shade: 'bad' },
};

function bodyMap(
  { t }: PageContext,
  site: SiteRow,
  bodies: readonly BodyYear[],
  years: readonly number[],
): Html {
  const rows = [...Map.groupBy(bodies, ({ body }) => body)].map(([body, cells]) => {
    const at = new Map(cells.map((cell) => [cell.year, cell]));
    return html`<tr><th scope="row"><a href="${path('sites', site.id, body)}">${body}</a></th>${years.map(
      (year) => {
        const cell = at.get(year);
        if (cell === undefined)
          return html`<td class="none"><span title="${t('不要求', 'nothing expected')}">–</span></td>`;
        const { mark, shade } = MARKS[cell.state];
        const text = html`<span aria-hidden="true">${mark}</span><span class="hidden">${stateWord(t, cell.state)}</span>`;
        return html`<td class="${shade}" title="${`${year}: ${stateWord(t, cell.state)}`}">${cell.reportId === null ? html`<span>${text}</span>` : html`<a href="${path('sites', site.id, body, year)}">${text}</a>`}</td>`;
      },
    )}</tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t('机关收录情况表', 'Coverage of bodies')}"><table class="heat"><thead><tr><th scope="col">${t('机关', 'Body')}</th>${years.map((year) => html`<th scope="col" class="year" id="${`y${year}`}">${String(year)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
