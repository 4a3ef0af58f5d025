import { sha256 } from '../archive/payloads.ts';
import type { AnnualReport } from '../reports/report.ts';

/**
 * Hash of what a report says, whatever the page round it does: title, body, year, every figure with its print, and
 * all of its running text without white space. View counters, share links and dates of rendering do not enter it.
 * @param fields all that have a value, null or not, sorted: the same for most reports that come one after another.
 */
export function contentHash(report: AnnualReport, fields: readonly string[]): string {
  const figures: Named[] = [];
  for (const field of fields)
    figures.push([field, report.values[field] ?? null, squeeze(report.evidence[field]?.raw ?? '')]);
  const sections: Named[] = [];
  for (const [section, text] of Object.entries({ ...report.asides, ...report.sections }))
    sections.push([section, squeeze(text)]);
  sections.sort(byName);
  return sha256(JSON.stringify([report.title, report.body, report.year, figures, sections]));
}

type Named = readonly [name: string, ...(string | number | null)[]];

const byName = ([a]: Named, [b]: Named): number => (a < b ? -1 : 1);

function squeeze(text: string): string {
  return text.replace(/\s+/gu, '');
}
