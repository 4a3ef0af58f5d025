import type { AnnualReport } from '../../../src/reports/report.ts';
import { isWarned } from '../support.ts';
import type { Sheet } from './sheet.ts';

/** How the cells of some reports were read. */
export interface Score {
  documents: number;
  cells: number;
  right: number;
  wrongWarned: number;
  /** Another value than the printed one, or nothing, and no word about it: the worst defect. */
  wrongSilent: number;
  nullWarned: number;
  milliseconds: number;
  /** Some of the silent ones, for people: field, printed, read. */
  readonly examples: string[];
}

export function emptyScore(): Score {
  return {
    documents: 0,
    cells: 0,
    right: 0,
    wrongWarned: 0,
    wrongSilent: 0,
    nullWarned: 0,
    milliseconds: 0,
    examples: [],
  };
}

/**
 * Counts the cells of one report, by what the sheet says is printed.
 * @param report undefined: none was found, which is as bad as if all its cells were lost without a word
 */
export function scoreReport(
  score: Score,
  sheet: Sheet,
  report: AnnualReport | undefined,
  name: string,
): void {
  score.documents += 1;
  for (const [field, printed] of Object.entries(sheet.values)) {
    score.cells += 1;
    const read = report?.values[field] ?? null;
    const warned = report !== undefined && isWarned(report, field);
    // Where the page does not tell, nothing or the printed value is right, and only with a warning.
    const right = sheet.undecidable.has(field)
      ? (warned && (read === null || read === printed)) || (read === null && printed === null)
      : read === printed;
    if (right) {
      score.right += 1;
      continue;
    }
    if (!warned) {
      score.wrongSilent += 1;
      if (score.examples.length < 12)
        score.examples.push(`${name}: ${field} printed ${printed}, read ${read}`);
    } else if (read === null) score.nullWarned += 1;
    else score.wrongWarned += 1;
  }
}

export function addScore(sum: Score, part: Score): void {
  sum.documents += part.documents;
  sum.cells += part.cells;
  sum.right += part.right;
  sum.wrongWarned += part.wrongWarned;
  sum.wrongSilent += part.wrongSilent;
  sum.nullWarned += part.nullWarned;
  sum.milliseconds += part.milliseconds;
  sum.examples.push(...part.examples);
}
