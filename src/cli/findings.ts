import type { Finding } from '../archive/status.ts';
import { paint, say } from './output.ts';

const COLOUR = { error: 'red', warning: 'yellow', info: 'gray' } as const;
const RANK = { error: 0, warning: 1, info: 2 } as const;

/**
 * Failed rules by report, errors of the form first; a fault of our reading is told apart from one of the publisher.
 * @param hints show those of severity `info` too.
 */
export function printFindings(findings: readonly Finding[], hints: boolean): void {
  const shown = findings.filter((f) => hints || f.severity !== 'info');
  for (const reportId of new Set(shown.map((f) => f.reportId))) {
    const own = shown.filter((f) => f.reportId === reportId);
    const first = own[0];
    if (first === undefined) continue;
    say(`${paint('bold', `${first.body} ${first.year}`)}  ${paint('gray', first.url)}`);
    for (const finding of own.sort((a, b) => RANK[a.severity] - RANK[b.severity]))
      say(`  ${lineOf(finding)}`);
  }
  say(paint('gray', summaryOf(findings, findings.length - shown.length)));
}

function lineOf({ severity, rule, scope, detail, expected, actual }: Finding): string {
  const name = scope === null ? rule : `${rule}[${scope}]`;
  const fault = rule === 'T3.SHIFT' ? ' (a fault of our reading, not of the publisher)' : '';
  return `${paint(COLOUR[severity], severity.padEnd(7))} ${name}: ${detail ?? `expected ${expected}, found ${actual}`}${fault}`;
}

function summaryOf(findings: readonly Finding[], hidden: number): string {
  if (findings.length === 0) return 'No report breaks a rule.';
  const count = (severity: Finding['severity']): number =>
    findings.filter((f) => f.severity === severity).length;
  const reports = new Set(findings.map((f) => f.reportId)).size;
  const rest = hidden > 0 ? ' (--verbose shows them)' : '';
  return `${reports} reports: ${count('error')} errors of the form, ${count('warning')} warnings, ${count('info')} hints${rest}`;
}

export function findingAsJson(f: Finding): unknown {
  return {
    site_id: f.siteId,
    report_id: f.reportId,
    body: f.body,
    year: f.year,
    title: f.title,
    url: f.url,
    rule: f.rule,
    scope: f.scope,
    severity: f.severity,
    expected: f.expected,
    actual: f.actual,
    detail: f.detail,
  };
}
