import type { AnnualReport } from '../reports/report.ts';
import { sha256 } from './payloads.ts';

/** What the parser made of one report, and what tells whether it made the same of it before. */
export interface Reading extends Pick<AnnualReport, 'status' | 'reason'> {
  /** Tells the report from any other, by whatever version it was read. */
  readonly digest: string;
  /** Unfolded when somebody looks into it: most of what is read again is stored already. */
  readonly report: AnnualReport;
}

/** Letters of a digest that tell a reading of an edition from any other. */
const DIGEST = 16;

/** @param report all of it, as text: its outline and what it says there */
export function digestOf(report: string): string {
  return sha256(report).slice(0, DIGEST);
}
