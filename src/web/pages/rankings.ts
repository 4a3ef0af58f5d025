import { type App, type Ask, show, tableAt } from '../answer.ts';
import { figureText, type Html, html, path, withQuery } from '../html.ts';
import { downloads, type PageContext } from '../layout.ts';
import { GROUNDS, MEASURES, type Measure, measureOf, sourceField } from '../measures.ts';
import type { RankedReport } from '../queries.ts';
import { CORRECTED_MARK, correctedNote, valueText } from '../series.ts';
import type { Viewer } from '../viewer.ts';
import { cellAddress } from './report-form.ts';

const SHOWN = 200;
const KINDS_SHOWN = 60;
const EVERYTHING = 1_000_000;

interface Question {
  readonly measure: Measure;
  readonly year: number;
  readonly kind: string | null;
}

/** Bodies of a year by a measure, with the denominators. */
export function rankingsRoutes(app: App, { queries, indexer }: Viewer): void {
  const years = (): readonly number[] => [...queries.coverage().years].reverse();

  const ask = (c: Ask): Question => {
    const year = Number(c.req.query('year'));
    const kind = c.req.query('kind') ?? '';
    const known = years();
    return {
      measure: measureOf(c.req.query('measure') ?? '') ?? measureOf('received') ?? MEASURES[0] ?? fail(),
      year: known.includes(year) ? year : latestWithFigures(known),
      kind: kind === '' ? null : kind,
    };
  };
  const latestWithFigures = (known: readonly number[]): number =>
    known.find((year) => queries.behind('received', year, null).reports > 0) ?? known[0] ?? 0;

  tableAt(app, '/rankings', (c) => {
    const { measure, year, kind } = ask(c);
    return {
      name: `ranking-${measure.id}-${year}`,
      columns: ['rank', 'site_id', 'site', 'body', 'year', 'measure', 'value', 'base', 'corrected'],
      rows: ranked(queries.ranking(measure.id, year, kind, EVERYTHING)).map(({ rank, report: r }) => [
        rank,
        r.siteId,
        r.siteName,
        r.body,
        r.year,
        measure.id,
        r.value,
        r.base,
        r.corrected ? 1 : 0,
      ]),
    };
  });

  app.get('/rankings', (c) => {
    const context = c.get('page');
    const { t } = context;
    const question = ask(c);
    const { measure, year, kind } = question;
    const rows = queries.ranking(measure.id, year, kind, SHOWN);
    const { reports, telling } = queries.behind(measure.id, year, kind);
    const query = withQuery('', { measure: measure.id, year, kind });
    return show(c, {
      title: t('排名', 'Rankings'),
      section: 'rankings',
      body: html`<h1>${t(measure.zh, measure.en)}${t('，', ', ')}${String(year)}</h1>
${questionForm(context, question, years(), queries.kinds(KINDS_SHOWN))}
${indexer.state.kind === 'idle' ? '' : html`<p class="notice" role="status">${t('索引正在建立，排名还不完整。', 'The index is being made; the ranking is not complete yet.')}</p>`}
<p>${t(`${figureText(reports)} 份报告中有 ${figureText(telling)} 份印出了所需的数字；其余不参加排名，也不当作零。`, `${figureText(telling)} of ${figureText(reports)} reports print the figures that are needed; the others are not ranked, and not taken as zero.`)}</p>
${rows.length === 0 ? html`<p class="soft">${t('没有可排的报告。', 'There is nothing to rank.')}</p>` : rankingTable(context, measure, rows)}
${rows.length === SHOWN ? html`<p class="small soft">${t(`只显示前 ${SHOWN} 名；下载包含全部。`, `The first ${SHOWN} are shown; the download has all.`)}</p>` : ''}
${downloads(t, '/rankings', query)}`,
    });
  });
}

function fail(): never {
  throw new Error('there is no measure to rank by');
}

/** Equal values share a rank. */
function ranked(rows: readonly RankedReport[]): { rank: number; report: RankedReport }[] {
  let rank = 0;
  return rows.map((report, i) => {
    if (rows[i - 1]?.value !== report.value) rank = i + 1;
    return { rank, report };
  });
}

function questionForm(
  { t }: PageContext,
  question: Question,
  years: readonly number[],
  kinds: readonly string[],
): Html {
  const option = (value: string, text: string, chosen: boolean): Html =>
    html`<option value="${value}"${chosen ? ' selected' : ''}>${text}</option>`;
  const measures = (list: readonly Measure[]): Html[] =>
    list.map((m) => option(m.id, t(m.zh, m.en), m.id === question.measure.id));
  const listed = question.kind === null || kinds.includes(question.kind) ? kinds : [question.kind, ...kinds];
  return html`<form class="ask" action="/rankings" method="get">
<label>${t('指标', 'Measure')}<select name="measure">${measures(MEASURES)}<optgroup label="${t('不予公开的理由', 'Grounds of refusal')}">${measures(GROUNDS)}</optgroup></select></label>
<label>${t('年份', 'Year')}<select name="year">${years.map((y) => option(String(y), String(y), y === question.year))}</select></label>
<label>${t('机关类别', 'Kind of body')}<select name="kind">${option('', t('全部', 'all'), question.kind === null)}${listed.map((k) => option(k, k, k === question.kind))}</select></label>
<button>${t('显示', 'Show')}</button></form>`;
}

function rankingTable({ t }: PageContext, measure: Measure, rows: readonly RankedReport[]): Html {
  const share = measure.kind === 'share';
  const field = sourceField(measure);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t('排名表', 'Ranking')}"><table class="lines"><thead><tr><th scope="col" class="num">#</th><th scope="col">${t('机关', 'Body')}</th><th scope="col" class="num">${t(measure.zh, measure.en)}</th>${share ? html`<th scope="col" class="num">${t('分母（件）', 'of (cases)')}</th>` : ''}<th scope="col">${t('县', 'County')}</th></tr></thead><tbody>${ranked(
    rows,
  ).map(
    ({ rank, report: r }) =>
      html`<tr><td class="num">${String(rank)}</td><th scope="row"><a href="${cellAddress(path('sites', r.siteId, r.body, r.year), field)}">${r.body}</a></th><td class="num">${valueText(measure, r.value)}${r.corrected ? html`<span class="hang">${CORRECTED_MARK}</span>` : ''}</td>${share ? html`<td class="num">${r.base === null ? '' : figureText(r.base)}</td>` : ''}<td><a href="${path('sites', r.siteId)}">${r.siteName}</a></td></tr>`,
  )}</tbody></table></div>${correctedNote(
    t,
    rows.some(({ corrected }) => corrected),
  )}`;
}
