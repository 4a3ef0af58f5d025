import { fieldOf } from '../../reports/catalogue.ts';
import { type CorrectionFit, type FigureCorrection, fitOf, type IdentityCorrection } from '../corrections.ts';
import { type Html, html } from '../html.ts';
import type { Words } from '../language.ts';
import type { Reading } from '../report-queries.ts';

/** What people correct in a report, who and why, and whether it still fits what is read. Nothing where there is none. */
export function reportCorrections(
  t: Words,
  reading: Reading,
  figures: readonly FigureCorrection[],
  identities: readonly IdentityCorrection[],
): Html {
  if (figures.length === 0 && identities.length === 0) return html``;
  return html`<h2 id="corrections">${t('更正', 'Corrections')}</h2>
<p class="small soft">${t('由人核对原件后更正。读出的数字保留不变；勾稽检查用读出的数字，历年图表、排名和检索用更正后的数字。', 'Made by a person who looked at the original. What was read stays as it is, and the checks are tried on it; charts, rankings and search use the corrected figures.')}</p>
${figures.length === 0 ? '' : figureTable(t, reading, figures)}
${identities.map(
  ({ wasBody, wasYear, author, date, reason, url }) =>
    html`<p>${t('机关和年度经更正。原件写的是：', 'Body and year are corrected. The document says: ')}<del>${wasBody ?? t('（无机关）', '(no body)')} ${wasYear === null ? t('（无年度）', '(no year)') : String(wasYear)}</del> <span class="soft">${author}, ${date}: <span dir="auto">${reason}</span> (${url})</span></p>`,
)}`;
}

function figureTable(t: Words, reading: Reading, corrections: readonly FigureCorrection[]): Html {
  const fits: Readonly<Record<CorrectionFit, Html>> = {
    applied: html`<span class="tag good">${t('采用', 'in force')}</span>`,
    agrees: html`<span class="tag">${t('读数已与更正一致', 'now read so')}</span>`,
    stale: html`<span class="tag warn">${t('读数已变，未采用', 'not in force: something else is read')}</span>`,
  };
  const figure = (value: number | null): string => (value === null ? t('空白', 'blank') : String(value));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t('更正', 'Corrections')}"><table class="lines"><thead><tr><th scope="col">${t('项目', 'Item')}</th><th scope="col" class="num">${t('读出', 'Read')}</th><th scope="col" class="num">${t('更正为', 'Corrected')}</th><th scope="col">${t('理由', 'Why')}</th><th scope="col">${t('更正人', 'By')}</th><th scope="col">${t('状态', 'State')}</th></tr></thead><tbody>${corrections.map(
    (correction) => {
      const { field, was, value, author, date, reason } = correction;
      const known = fieldOf(field);
      return html`<tr><th scope="row"><a href="${`#cell-${field}`}">${t(known?.label ?? field, known?.name ?? field)}</a></th><td class="num">${figure(was)}</td><td class="num"><ins>${figure(value)}</ins></td><td>${reason}</td><td>${author}<br><span class="soft small date">${date}</span></td><td>${fits[fitOf(correction, reading.figures.get(field))]}</td></tr>`;
    },
  )}</tbody></table></div>`;
}
