import { sha256 } from '../archive/payloads.ts';
import type { AnnualReport } from '../reports/report.ts';

/**
 * Hash of what a report says, whatever the page round it does: title, body, year, every figure with its print, and
 * all of its running text without white space. View counters, share links and dates of rendering do not enter it.
 */
export function contentHash(report: AnnualReport): string {
  const figures = Object.entries(report.values)
    .map(([field, value]) => [field, value, squeeze(report.evidence[field]?.raw ?? '')])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const sections = Object.entries({ ...report.asides, ...report.sections })
    .map(([section, text]) => [section, squeeze(text)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return sha256(JSON.stringify([report.title, report.body, report.year, figures, sections]));
}

function squeeze(text: string): string {
  return text.replace(/\s+/gu, '');
}
