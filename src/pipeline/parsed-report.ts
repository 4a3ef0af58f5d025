import { digestOf, type Reading } from '../archive/reading.ts';
import type { AnnualReport } from '../reports/report.ts';
import { contentHash } from './content-hash.ts';
import type { Parsed, ParsedDocument } from './parser-pool.ts';

/** A report of a document, with what it is filed by. */
export interface ParsedReport extends Reading, Pick<AnnualReport, 'body' | 'year'> {
  /** `YYYY-MM-DD`, where the document tells. */
  readonly publishedOn: string | null;
  /** Of what it says, whatever the page round it does; null where nobody could read it. */
  readonly contentSha256: string | null;
}

/** A document as a thread hands it over. */
export interface FoldedDocument {
  /** All but its reports, and for each of them all but what it says, as JSON: two threads write and read that in half the time of a structured clone. */
  readonly head: string;
  /** `AnnualReport`s as JSON. */
  readonly reports: readonly string[];
}

type Head = Omit<Parsed, 'reports'> & { readonly reports: readonly Omit<ParsedReport, 'report'>[] };

export function fold({ reports, ...document }: ParsedDocument): FoldedDocument {
  const folded = reports.map((report) => JSON.stringify(report));
  const heads = reports.map((report, i) => headOf(report, folded[i] ?? ''));
  return { head: JSON.stringify({ ...document, reports: heads } satisfies Head), reports: folded };
}

/** With its reports: where they are new they are needed soon, and folded they take more memory until then. */
export function unfold({ head, reports }: FoldedDocument): Parsed {
  const document: Head = JSON.parse(head);
  return {
    ...document,
    reports: document.reports.map((each, i) => ({ ...each, report: JSON.parse(reports[i] ?? '') })),
  };
}

/** With its reports when somebody looks into them: most of those that are read again are known to the letter. */
export function unfoldLater({ head, reports }: FoldedDocument): Parsed {
  const document: Head = JSON.parse(head);
  return { ...document, reports: document.reports.map((each, i) => unfolding(each, reports[i] ?? '')) };
}

function headOf(report: AnnualReport, json: string): Omit<ParsedReport, 'report'> {
  const { status, reason, body, year, meta } = report;
  const date = meta['meta.publication_date'];
  return {
    status,
    reason,
    body,
    year,
    publishedOn: typeof date === 'string' ? date : null,
    digest: digestOf(json),
    contentSha256: status === 'unreadable' ? null : contentHash(report),
  };
}

function unfolding(head: Omit<ParsedReport, 'report'>, json: string): ParsedReport {
  let report: AnnualReport | null = null;
  return {
    ...head,
    get report(): AnnualReport {
      const unfolded: AnnualReport = report ?? JSON.parse(json);
      report = unfolded;
      return unfolded;
    },
  };
}
