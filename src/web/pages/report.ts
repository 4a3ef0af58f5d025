import type { Edition } from '../../archive/history.ts';
import { fieldOf } from '../../reports/catalogue.ts';
import type { Check } from '../../reports/report.ts';
import { type App, type Ask, missing, show, tableAt } from '../answer.ts';
import { CellStates } from '../cell-states.ts';
import { appliedTo, type FigureCorrection } from '../corrections.ts';
import { type Html, html, path, withQuery } from '../html.ts';
import type { Words } from '../language.ts';
import { downloads } from '../layout.ts';
import type { ReportRow } from '../queries.ts';
import type { Reading, WarningRow } from '../report-queries.ts';
import type { Viewer } from '../viewer.ts';
import { reportCorrections } from './report-corrections.ts';
import { reportFindings } from './report-findings.ts';
import { documentAddress, FRAME, reportForm } from './report-form.ts';
import { reportEditions, reportProse, reportSource } from './report-parts.ts';
import { siteCrumbs } from './site.ts';

/** All that the page of a report shows. */
interface ReportFacts {
  readonly report: ReportRow;
  readonly edition: Edition;
  readonly editions: readonly Edition[];
  readonly reading: Reading;
  readonly checks: readonly Check[];
  readonly warnings: readonly WarningRow[];
  /** Also those that do not fit this reading. */
  readonly corrections: readonly FigureCorrection[];
}

const ADDRESS = '/sites/:site/:body/:year{\\d{4}}';

/** A report: the official form, each value with the document that proves it, its checks, text, editions and source. */
export function reportRoutes(app: App, viewer: Viewer): void {
  tableAt(app, `${ADDRESS}/values`, (c) => {
    const facts = factsAt(viewer, c);
    if (facts === null) return null;
    const states = new CellStates(facts.reading, facts.checks, facts.warnings);
    const corrected = appliedTo(facts.reading.figures, facts.corrections);
    // A figure that was not read at all may have been set by a person.
    const fields = new Set([...facts.reading.figures.keys(), ...corrected.keys()]);
    return {
      name: `values-${facts.report.siteId}-${facts.report.year}-${facts.edition.editionId}`,
      columns: [
        ...['field', 'label_zh', 'label_en', 'unit', 'value', 'raw', 'at', 'page', 'state'],
        ...['corrected_value', 'corrected_by', 'corrected_on', 'correction_reason'],
      ],
      rows: [...fields].map((field) => {
        const known = fieldOf(field);
        const f = facts.reading.figures.get(field);
        const correction = corrected.get(field);
        return [
          field,
          known?.label ?? null,
          known?.name ?? null,
          known?.unit ?? null,
          f?.value ?? null,
          f?.raw ?? null,
          f?.at ?? null,
          f?.page ?? null,
          states.of(field).state,
          correction?.value ?? null,
          correction?.author ?? null,
          correction?.date ?? null,
          correction?.reason ?? null,
        ];
      }),
    };
  });
  tableAt(app, `${ADDRESS}/checks`, (c) => {
    const facts = factsAt(viewer, c);
    return facts === null
      ? null
      : {
          name: `checks-${facts.report.siteId}-${facts.report.year}-${facts.edition.editionId}`,
          columns: ['rule', 'scope', 'outcome', 'severity', 'expected', 'actual', 'detail'],
          rows: facts.checks.map((k) => [
            k.rule,
            k.scope,
            k.outcome,
            k.severity,
            k.expected,
            k.actual,
            k.detail,
          ]),
        };
  });

  app.get(ADDRESS, (c) => {
    const facts = factsAt(viewer, c);
    const { t } = c.get('page');
    if (facts === null)
      return missing(c, t('数据库里没有这份报告或这个版本', 'The database has no such report or edition'));
    viewer.documents.expect();
    return show(c, {
      title: `${facts.report.body} ${facts.report.year}`,
      section: 'coverage',
      body: reportBody(viewer, c, facts),
    });
  });

  // The address that cites an edition for good.
  app.get('/editions/:id{\\d{1,15}}', (c) => {
    const id = Number(c.req.param('id'));
    const report = viewer.queries.reportOfEdition(id);
    if (report === undefined) return missing(c, c.req.path);
    return c.redirect(
      withQuery(path('sites', report.siteId, report.body, report.year), { edition: id }),
      302,
    );
  });
}

function factsAt({ queries, archive, reports }: Viewer, c: Ask): ReportFacts | null {
  const report = queries.report(
    c.req.param('site') ?? '',
    c.req.param('body') ?? '',
    Number(c.req.param('year')),
  );
  if (report === undefined) return null;
  const editions = archive.history.editions(report.id);
  const asked = c.req.query('edition');
  const edition = editions.find((e) => (asked === undefined ? e.isCurrent : String(e.editionId) === asked));
  if (edition === undefined) return null;
  const reading = reports.reading(edition.editionId);
  if (reading === null) return null;
  return {
    report,
    edition,
    editions,
    reading,
    checks: reports.checks(edition.editionId),
    warnings: reports.warnings(report.id, edition.editionId),
    corrections: reports.corrections(report),
  };
}

function reportBody(
  viewer: Viewer,
  c: Ask,
  { report, edition, editions, reading, checks, warnings, corrections }: ReportFacts,
): Html {
  const { t } = c.get('page');
  const { archive, queries, reports } = viewer;
  const before = editions[editions.findIndex(({ editionId }) => editionId === edition.editionId) - 1];
  const diff = before === undefined ? null : archive.history.compare(before, edition);
  const base = path('sites', report.siteId, report.body, report.year);
  const query = withQuery('', { edition: edition.isCurrent ? null : edition.editionId });
  const asked = c.req.query('field') ?? null;
  const field = asked !== null && reading.figures.get(asked)?.at != null ? asked : null;
  const corrected = appliedTo(reading.figures, corrections);
  const { title, sections } = reports.texts(edition.editionId);
  const site = queries.site(report.siteId);
  const crumbs =
    site === undefined
      ? ''
      : siteCrumbs(
          t,
          site,
          { href: path('sites', site.id), text: site.name },
          { href: path('sites', site.id, report.body), text: report.body },
        );
  return html`${crumbs}
<h1>${title ?? `${report.body} ${report.year}`}</h1>
<p class="soft">${report.body} · ${String(report.year)}${report.publishedOn === null ? '' : html` · ${t('发布于', 'published')} ${report.publishedOn}`} · ${statusTag(t, reading)}${report.form === null ? '' : html` · ${t('格式', 'form')} ${report.form}`}${edition.isCurrent ? '' : html` <span class="tag warn">${t('旧版本', 'earlier edition')}</span>`}${report.withdrawnSince === null ? '' : html` <span class="tag bad">${t('网站已撤下', 'withdrawn by the portal')} ${report.withdrawnSince.slice(0, 10)}</span>`}</p>
${reading.reason === null ? '' : html`<p class="notice" lang="en">${reading.reason}</p>`}
<div class="beside"><div class="sheet-side">
<p class="small soft screen">${t('点击任一数字，旁边打开存档原件并标出所在位置。', 'Choose a figure: the archived original opens beside it, at its place.')}</p>
<ul class="legend"><li><i class="ok"></i>${t('检查相符', 'rules hold')}</li><li><i class="fail"></i>${t('不符', 'breaks a rule')}</li><li><i class="doubt"></i>${t('存疑', 'doubtful')}</li>${corrected.size === 0 ? '' : html`<li><del>${t('读出', 'read')}</del> <ins>${t('更正', 'corrected')}</ins> <a href="#corrections">${t('谁、为什么', 'who and why')}</a></li>`}<li><i></i>${t('空格＝未填，不是零', 'empty = blank, not zero')}</li></ul>
${reportForm({ t, editionId: edition.editionId, reading, states: new CellStates(reading, checks, warnings), corrected, chosen: field })}
${downloads(t, `${base}/values`, query)}
${reportCorrections(t, reading, corrections, reports.filedBy(report))}
${reportFindings(t, reading, checks, warnings)}
${downloads(t, `${base}/checks`, query)}
${reportProse(t, sections)}
${reportEditions(t, report, editions, edition.editionId, diff)}
${reportSource(t, report, title, reading, archive.captures.get(reading.captureId), edition, new URL(c.req.url).origin)}
</div>
<section class="pane" aria-label="${t('存档原件', 'Archived original')}"><h2><span>${t('存档原件', 'Archived original')}</span><a href="${documentAddress(edition.editionId, field)}" target="_blank" rel="noopener">${t('单独打开', 'open alone')}</a></h2>
<iframe name="${FRAME}" src="${documentAddress(edition.editionId, field)}" sandbox="" loading="lazy" referrerpolicy="no-referrer" title="${t('存档原件（无脚本）', 'Archived original (no scripts)')}"></iframe></section></div>`;
}

function statusTag(t: Words, { status }: Reading): Html {
  if (status === 'complete') return html`<span class="tag good">${t('完整', 'complete')}</span>`;
  if (status === 'partial') return html`<span class="tag warn">${t('不完整', 'partial')}</span>`;
  return html`<span class="tag bad">${t('无法读取', 'unreadable')}</span>`;
}
