import { chart, type Point } from './chart.ts';
import type { DataTable } from './data-table.ts';
import { figureText, type Html, html, percent } from './html.ts';
import type { Words } from './language.ts';
import { columnsOf, GROUNDS, MEASURES, type Measure, measure, pooled, touches } from './measures.ts';
import type { MeasuredReport, Peer } from './queries.ts';

/** Fewer reports make no middle worth comparing with. */
const FEWEST_PEERS = 3;

/** What a measure is in the years of a body, or of all bodies of a county together. */
export interface Series {
  readonly measure: Measure;
  readonly points: readonly SeriesPoint[];
}

export interface SeriesPoint {
  readonly year: number;
  readonly value: number;
  /** Cases that a share is a share of; null for counts. */
  readonly base: number | null;
  /** How many reports tell it. */
  readonly reports: number;
  /** How many of the reports have a corrected figure that it is made of. */
  readonly corrected: number;
}

/** @param together several reports of a year are taken as one */
export function seriesOf(reports: readonly MeasuredReport[], together: boolean): Series[] {
  const years = Map.groupBy(reports, ({ year }) => year);
  return [...MEASURES, ...GROUNDS].map((what) => {
    const columns = columnsOf(what.id);
    const points = [...years].flatMap(([year, ofYear]) => {
      const figures = ofYear.map((report) => report.figures);
      const first = figures[0];
      if (first === undefined) return [];
      const found = together ? pooled(what, figures) : measure(what, first);
      return found === null
        ? []
        : [
            {
              year,
              value: found.value,
              base: found.base,
              reports: 'reports' in found ? Number(found.reports) : 1,
              corrected: ofYear.filter(({ corrected }) => touches(corrected, columns)).length,
            },
          ];
    });
    return { measure: what, points };
  });
}

/** After a figure that rests on a person's correction. */
export const CORRECTED_MARK = '†';

/** What the mark means; nothing where no figure of some series bears it. */
export function correctedNote(t: Words, any: boolean): Html {
  return any
    ? html`<p class="small soft">${CORRECTED_MARK} ${t('依据人工更正后的数字；报告页列出读出的数字、更正人和理由。', 'rests on a figure that a person corrected; the page of the report shows what was read, who corrected it and why.')}</p>`
    : html``;
}

/** The first years of another form: figures before and after are not the same thing. */
export function breaksOf(reports: readonly MeasuredReport[]): number[] {
  const forms = new Map<number, string>();
  for (const { year, form } of reports) if (form !== null && !forms.has(year)) forms.set(year, form);
  const sorted = [...forms].sort(([a], [b]) => a - b);
  return sorted.flatMap(([year, form], i) => (i > 0 && sorted[i - 1]?.[1] !== form ? [year] : []));
}

export function valueText({ kind }: Measure, value: number): string {
  return kind === 'share' ? percent(value) : figureText(Math.round(value * 10) / 10);
}

export interface ChartsOptions {
  readonly t: Words;
  readonly series: readonly Series[];
  readonly breaks: readonly number[];
  readonly years: readonly number[];
  readonly peers: ReadonlyMap<string, readonly Peer[]>;
  /** Where those stand that a peer's median is of. */
  readonly peersAt: (measure: Measure, year: number) => string;
  /** How many reports there are by year, where several stand behind a point; null where one does. */
  readonly all: ReadonlyMap<number, number> | null;
}

/** Small charts: the outcomes, then the grounds of refusal that occur at all. */
export function seriesCharts(options: ChartsOptions): Html {
  const { t, series } = options;
  const shown = series.filter(({ points }) => points.length > 0);
  const grounds = shown.filter(
    ({ measure: m, points }) => GROUNDS.includes(m) && points.some(({ value }) => value > 0),
  );
  const silent = series.filter((s) => MEASURES.includes(s.measure) && s.points.length === 0);
  return html`<div class="charts">${shown.filter(({ measure: m }) => MEASURES.includes(m)).map((s) => oneChart(options, s))}</div>
${silent.length === 0 ? '' : html`<p class="small soft">${t('报告中没有足够的数字：', 'The reports do not tell: ')}${silent.map((s) => t(s.measure.zh, s.measure.en)).join(t('、', ', '))}${t('。', '.')}</p>`}
<h3>${t('不予公开的理由（件）', 'Refusals by ground (requests)')}</h3>
${grounds.length === 0 ? html`<p class="small soft">${t('没有印出任何不予公开。', 'No refusal is printed.')}</p>` : html`<div class="charts">${grounds.map((s) => oneChart(options, s))}</div>`}`;
}

function oneChart(
  { t, breaks, years, peers, peersAt, all }: ChartsOptions,
  { measure: what, points }: Series,
): Html {
  const own = points.map(
    (point): Point => ({ year: point.year, value: point.value, label: label(t, what, point, all) }),
  );
  const middle = (peers.get(what.id) ?? [])
    .filter(({ year, reports }) => years.includes(year) && reports >= FEWEST_PEERS)
    .map(
      ({ year, median, reports }): Point => ({
        year,
        value: median,
        label: `${valueText(what, median)} (${reports})`,
      }),
    );
  const last = points.at(-1);
  const peer = middle.find(({ year }) => year === last?.year);
  return chart({
    title: t(what.zh, what.en),
    own,
    peers: middle,
    years,
    breaks,
    format: (value) => valueText(what, value),
    formatAxis: (value) => (what.kind === 'share' ? `${Math.round(value * 100)}%` : figureText(value)),
    caption:
      last === undefined
        ? ''
        : html`${String(last.year)}${t('：', ': ')}${label(t, what, last, all)}${peer === undefined ? '' : html`${t('；', '; ')}<a href="${peersAt(what, last.year)}">${t('同类中位数', 'peer median')}</a> ${peer.label}`}`,
  });
}

/** The figure, of how many cases, and how many reports stand behind it. */
function label(
  t: Words,
  what: Measure,
  { value, base, reports, corrected, year }: SeriesPoint,
  all: ReadonlyMap<number, number> | null,
): string {
  const of = base === null ? '' : t(`，共 ${figureText(base)} 件`, ` of ${figureText(base)}`);
  const behind =
    all === null
      ? ''
      : t(
          `，${reports}/${all.get(year) ?? reports} 份报告`,
          `, ${reports} of ${all.get(year) ?? reports} reports`,
        );
  return `${valueText(what, value)}${corrected > 0 ? CORRECTED_MARK : ''}${of}${behind}`;
}

/** Series as data, with what the peers have. */
export function seriesTable(
  name: string,
  series: readonly Series[],
  peers: ReadonlyMap<string, readonly Peer[]>,
): DataTable {
  return {
    name,
    columns: [
      'measure',
      'label_zh',
      'label_en',
      'kind',
      'year',
      'value',
      'base',
      'reports',
      'corrected_reports',
      'peer_median',
      'peer_reports',
    ],
    rows: series.flatMap(({ measure: what, points }) =>
      points.map(({ year, value, base, reports, corrected }) => {
        const peer = peers.get(what.id)?.find((p) => p.year === year);
        return [
          what.id,
          what.zh,
          what.en,
          what.kind,
          year,
          value,
          base,
          reports,
          corrected,
          peer?.median ?? null,
          peer?.reports ?? null,
        ];
      }),
    ),
  };
}
