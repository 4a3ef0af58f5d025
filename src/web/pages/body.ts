import { type App, missing, show, tableAt } from '../answer.ts';
import { type Html, html, path, withQuery } from '../html.ts';
import { downloads, type PageContext } from '../layout.ts';
import { sourceField } from '../measures.ts';
import type { MeasuredReport, Peer, SiteRow } from '../queries.ts';
import {
  breaksOf,
  CORRECTED_MARK,
  correctedNote,
  type Series,
  seriesCharts,
  seriesOf,
  seriesTable,
  valueText,
} from '../series.ts';
import type { Viewer } from '../viewer.ts';
import { cellAddress } from './report-form.ts';
import { siteCrumbs } from './site.ts';

interface BodyFacts {
  readonly site: SiteRow;
  readonly body: string;
  readonly reports: readonly MeasuredReport[];
  readonly series: readonly Series[];
  readonly kind: string | null;
  readonly peers: ReadonlyMap<string, readonly Peer[]>;
}

/** A body: its figures over the years, beside those of its peers. */
export function bodyRoutes(app: App, viewer: Viewer): void {
  const { queries } = viewer;
  tableAt(app, '/sites/:site/:body/series', (c) => {
    const facts = factsOf(viewer, c.req.param('site') ?? '', c.req.param('body') ?? '');
    return facts === null ? null : seriesTable(`series-${facts.site.id}`, facts.series, facts.peers);
  });

  app.get('/sites/:site/:body', (c) => {
    const context = c.get('page');
    const { t } = context;
    const facts = factsOf(viewer, c.req.param('site'), c.req.param('body'));
    if (facts === null)
      return missing(c, t('数据库里没有这个机关的报告', 'The database has no report of this body'));
    const { site, body, reports, kind, series, peers } = facts;
    const own = queries.bodyYears(site.id).filter((cell) => cell.body === body);
    const latest = reports.at(-1);
    return show(c, {
      title: body,
      section: 'coverage',
      body: html`${siteCrumbs(t, site, { href: path('sites', site.id), text: site.name })}<h1>${body}</h1>
${kind === null ? '' : html`<p class="soft">${t('同类：', 'Kind: ')}<a href="${withQuery('/rankings', { kind, year: latest?.year })}">${kind}</a></p>`}
<p class="years">${own.map(({ year, state }) =>
        state === 'found' || reports.some((r) => r.year === year)
          ? html`<a class="tag good" href="${path('sites', site.id, body, year)}">${String(year)}</a> `
          : html`<span class="tag">${String(year)} ${t('缺失', 'missing')}</span> `,
      )}</p>
<h2>${t('历年', 'Over the years')}</h2>
<p class="small soft">${t('实线：本机关；虚线：同类机关的中位数（括号内为背后的报告数）。竖点线：换了报告格式，前后不可直接比较。没有数字的年份是空缺，不是零。', 'Full line: this body; dashed: the median of its kind (in brackets: how many reports stand behind it). Dotted upright: another form, not directly comparable. Years without a figure are gaps, not zeros.')}</p>
${seriesCharts({ t, series, breaks: breaksOf(reports), years: yearsOf(reports), peers, peersAt: (measure, year) => withQuery('/rankings', { measure: measure.id, year, kind }), all: null })}
${valuesTable(context, site, body, series, reports)}
${downloads(t, `${path('sites', site.id, body)}/series`)}`,
    });
  });
}

function factsOf({ queries }: Viewer, siteId: string, body: string): BodyFacts | null {
  const site = queries.site(siteId);
  if (site === undefined) return null;
  const reports = queries.measured(site.id, body);
  if (reports.length === 0) return null;
  const kind = queries.kindOf(site.id, body);
  const peers = kind === null ? new Map<string, readonly Peer[]>() : queries.peers(kind);
  return { site, body, reports, series: seriesOf(reports, false), kind, peers };
}

/** From the first to the last, also those in between without a report. */
function yearsOf(reports: readonly MeasuredReport[]): number[] {
  const first = reports[0]?.year ?? 0;
  return Array.from({ length: (reports.at(-1)?.year ?? first) - first + 1 }, (_, i) => first + i);
}

function valuesTable(
  { t }: PageContext,
  site: SiteRow,
  body: string,
  series: readonly Series[],
  reports: readonly MeasuredReport[],
): Html {
  const shown = series.filter(({ points }) => points.length > 0);
  return html`<h2>${t('数字', 'Figures')}</h2><div class="scroll" tabindex="0" role="region" aria-label="${t('历年数字', 'Figures by year')}"><table class="lines"><thead><tr><th scope="col">${t('指标', 'Measure')}</th>${reports.map(({ year, form }) => html`<th scope="col" class="num"><a href="${path('sites', site.id, body, year)}">${String(year)}</a>${form === null ? '' : html`<br><small class="soft">${t('格式', 'form')} ${form}</small>`}</th>`)}</tr></thead><tbody>${shown.map(
    ({ measure, points }) =>
      html`<tr><th scope="row">${t(measure.zh, measure.en)}</th>${reports.map(({ year }) => {
        const point = points.find((p) => p.year === year);
        return html`<td class="num">${point === undefined ? html`<span class="soft" title="${t('没有印出', 'not printed')}">–</span>` : html`<a class="plain-link" href="${cellAddress(path('sites', site.id, body, year), sourceField(measure))}">${valueText(measure, point.value)}</a>${point.corrected > 0 ? html`<span class="hang">${CORRECTED_MARK}</span>` : ''}${point.base === null ? '' : html` <small class="of">/${String(point.base)}</small>`}`}</td>`;
      })}</tr>`,
  )}</tbody></table></div>${correctedNote(
    t,
    shown.some(({ points }) => points.some(({ corrected }) => corrected > 0)),
  )}`;
}
