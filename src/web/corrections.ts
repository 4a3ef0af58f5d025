import { fieldOf } from '../reports/catalogue.ts';
import type { Figures } from './measures.ts';
import type { Figure } from './report-queries.ts';

/** A person's correction of a figure of a report. */
export interface FigureCorrection {
  readonly field: string;
  /** What was read when it was corrected; null: blank. */
  readonly was: number | null;
  readonly value: number | null;
  readonly author: string;
  readonly date: string;
  readonly reason: string;
}

/** A person's correction of the body or the year that a report is filed under. */
export interface IdentityCorrection {
  readonly url: string;
  readonly wasBody: string | null;
  readonly wasYear: number | null;
  readonly author: string;
  readonly date: string;
  readonly reason: string;
}

/** `applied`: the reading has what was corrected; `agrees`: it has the corrected figure by now; `stale`: neither. */
export type CorrectionFit = 'applied' | 'agrees' | 'stale';

/** What a correction of a report is to one reading of it. */
export function fitOf({ was, value }: FigureCorrection, figure: Figure | undefined): CorrectionFit {
  const read = figure?.value ?? null;
  return read === was ? 'applied' : read === value ? 'agrees' : 'stale';
}

/** The corrections that hold for a reading, by field. */
export function appliedTo(
  figures: ReadonlyMap<string, Figure>,
  corrections: readonly FigureCorrection[],
): ReadonlyMap<string, FigureCorrection> {
  return new Map(
    corrections
      .filter((correction) => fitOf(correction, figures.get(correction.field)) === 'applied')
      .map((correction) => [correction.field, correction]),
  );
}

/** Corrected figures that hold, by report, then by column of the wide tables. */
export type CorrectedColumns = ReadonlyMap<number, Figures>;

/** @param applied by report, then by field, as the archive gives them */
export function correctedColumns(
  applied: ReadonlyMap<number, ReadonlyMap<string, number | null>>,
): CorrectedColumns {
  return new Map(
    [...applied].map(([reportId, fields]) => [
      reportId,
      Object.fromEntries(
        [...fields].flatMap(([field, value]) => {
          const column = fieldOf(field)?.column;
          return column === undefined ? [] : [[column, value] as const];
        }),
      ),
    ]),
  );
}
