import { fieldOf } from '../../reports/catalogue.ts';
import { type Sides, sidesOf } from '../../reports/checks/sides.ts';
import type { Check } from '../../reports/report.ts';
import { findingId, requestsForm } from '../cell-states.ts';
import { type Html, html } from '../html.ts';
import type { Words } from '../language.ts';
import type { Reading, WarningRow } from '../report-queries.ts';
import { ruleText } from '../rules.ts';

const RANK = { error: 0, warning: 1, info: 2 } as const;
/** Longer sums are told by their result only. */
const MOST_TERMS = 9;

/** Failed rules in words with the numbers, doubts, and how many rules held. */
export function reportFindings(
  t: Words,
  reading: Reading,
  checks: readonly Check[],
  warnings: readonly WarningRow[],
): Html {
  const failed = checks
    .filter(({ outcome }) => outcome === 'fail')
    .sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  const passed = checks.filter(({ outcome }) => outcome === 'pass' || outcome === 'pass_blank').length;
  const open = checks.filter(({ outcome }) => outcome === 'unassessable').length;
  return html`<h2 id="findings">${t('勾稽检查', 'Checks')}</h2>
<p>${t(`${passed} 条相符，${failed.length} 条不符，${open} 条因空白无法判断。`, `${passed} rules hold, ${failed.length} do not, ${open} cannot be judged because of blanks.`)}</p>
${failed.map((check) => finding(t, reading, check))}
${warnings.length === 0 ? '' : html`<h3 id="warnings">${t('存疑之处', 'Doubts')}</h3><ul>${warnings.map((warning) => doubt(t, reading, warning))}</ul>`}`;
}

function finding(t: Words, reading: Reading, check: Check): Html {
  const severity = { error: t('错误', 'error'), warning: t('留意', 'warning'), info: t('提示', 'hint') }[
    check.severity
  ];
  return html`<div class="finding ${check.severity}" id="${findingId(check)}"><p><span class="tag ${check.severity === 'error' ? 'bad' : check.severity === 'warning' ? 'warn' : ''}">${severity}</span> ${ruleText(t, check.rule, check.scope)}${t('。', '.')} <code class="small soft">${check.rule}</code></p>${numbers(t, reading, check)}</div>`;
}

/** What stands on either side of a rule, each number leading to its cell. */
function numbers(t: Words, reading: Reading, check: Check): Html {
  const { left, sign, right }: Sides = sidesOf(check.rule, check.scope, requestsForm(reading));
  const quote = /“[^”]*”/u.exec(check.detail ?? '')?.[0];
  const lines: Html[] = [];
  if (sign !== null)
    lines.push(
      html`<p>${side(t, reading, left)} <b>${sign === '=' ? '≠' : sign === '≤' ? '>' : '<'}</b> ${side(t, reading, right)}</p>`,
    );
  else if (check.expected !== null || check.actual !== null)
    lines.push(
      html`<p>${quote === undefined ? '' : html`${t('正文：', 'Text: ')}<q lang="zh-Hans">${quote.slice(1, -1)}</q>${t('；', '; ')}`}${check.rule.startsWith('NT.') && quote !== undefined ? html`${t('表格：', 'table: ')}${left[0] === undefined ? String(check.expected ?? '–') : number(reading, left[0], String(check.expected ?? '–'))}` : html`${t('应为 ', 'expected ')}<b>${String(check.expected ?? '–')}</b>${t('，实为 ', ', found ')}<b>${String(check.actual ?? '–')}</b>`}</p>`,
    );
  if (sign === null && check.detail !== null && quote === undefined)
    lines.push(html`<p class="small soft" lang="en">${check.detail}</p>`);
  return html`${lines}`;
}

function side(t: Words, reading: Reading, fields: readonly string[]): Html {
  const printed = fields.filter((field) => reading.figures.get(field)?.value != null);
  const sum = printed.reduce((so, field) => so + (reading.figures.get(field)?.value ?? 0), 0);
  const shown = Math.round(sum * 1e6) / 1e6;
  if (fields.length === 1) return html`${fields.map((field) => number(reading, field, null))}`;
  // Zeros add nothing to a long sum but length.
  const terms =
    fields.length <= 3 ? printed : printed.filter((field) => reading.figures.get(field)?.value !== 0);
  if (terms.length === 0 || terms.length > MOST_TERMS) return html`<b>${String(shown)}</b>`;
  const blanks = fields.length - printed.length;
  return html`${terms.map((field, i) => html`${i > 0 ? ' + ' : ''}${number(reading, field, null)}`)} = <b>${String(shown)}</b>${blanks > 0 ? html` <span class="soft small">${t(`（另有 ${blanks} 格空白）`, `(${blanks} blank)`)}</span>` : ''}`;
}

function number(reading: Reading, field: string, instead: string | null): Html {
  const value = reading.figures.get(field)?.value;
  const known = fieldOf(field);
  return html`<a href="${`#cell-${field}`}" title="${known?.label ?? field}">${instead ?? (value == null ? '–' : String(value))}</a>`;
}

function doubt(t: Words, reading: Reading, { code, field, message }: WarningRow): Html {
  const where =
    field === null
      ? ''
      : reading.figures.has(field)
        ? html`<a href="${`#cell-${field}`}">${t(fieldOf(field)?.label ?? field, fieldOf(field)?.name ?? field)}</a>: `
        : html`<code>${field}</code>: `;
  return html`<li>${where}<span lang="en">${message}</span> <code class="small soft">${code}</code></li>`;
}
