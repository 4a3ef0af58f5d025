import type { Explanation } from '../reports/explain.ts';
import type { Evidence } from '../reports/report.ts';
import { paint } from './output.ts';
import { checkText, warningText } from './report-text.ts';

/** What is known of one value, for people: what was printed where, and every doubt and rule about it. */
export function explanationText({
  field,
  label,
  unit,
  value,
  evidence,
  warnings,
  checks,
}: Explanation): string {
  const of = (outcome: string): string[] =>
    checks
      .filter((c) => c.outcome === outcome)
      .map((c) => (c.scope === null ? c.rule : `${c.rule}[${c.scope}]`));
  const passed = [...of('pass'), ...of('pass_blank')];
  const open = of('unassessable');
  return [
    `${paint('bold', field)}${label === null ? '' : `  ${label}`}`,
    `  value     ${value === null ? '(blank)' : `${value}${unit === null ? '' : ` ${unit}`}`}`,
    ...(evidence === null
      ? ['  printed   nothing']
      : [`  printed   “${evidence.raw}”`, `  where     ${placeText(evidence)}`]),
    ...warnings.map((w) => `  warning   ${warningText(w)}`),
    ...checks.filter((c) => c.outcome === 'fail').map((c) => `  broken    ${checkText(c)}`),
    ...(passed.length === 0 ? [] : [`  holds     ${passed.join(', ')}`]),
    ...(open.length === 0 ? [] : [`  open      ${open.join(', ')}`]),
  ].join('\n');
}

function placeText({ at, page, box }: Evidence): string {
  const onPage = page === null ? '' : `, page ${page}`;
  const inBox = box === undefined ? '' : `, box ${box.map((n) => Math.round(n * 10) / 10).join(' ')}`;
  return `${at}${onPage}${inBox}`;
}
