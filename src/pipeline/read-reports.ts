import type { ReadReport } from '../archive/reports.ts';
import { parseTitle } from '../reports/identity.ts';
import type { AnnualReport, ParseHints } from '../reports/report.ts';
import { bodyIdentity } from './body-identity.ts';
import { contentHash } from './content-hash.ts';

/** What the pipeline knows of the document that the reports were read from. */
export interface Source {
  readonly url: string;
  readonly regionCode: string;
  /** The listing's date. */
  readonly publishedOn: string | null;
  readonly hints: ParseHints;
  /** Stands for the content where nothing in it could be read. */
  readonly payloadSha256: string;
}

export interface Identified {
  readonly reports: readonly ReadReport[];
  /** Reports whose body or year nobody knows, in words: they cannot be filed, and must not be lost silently. */
  readonly unidentified: readonly string[];
}

/**
 * Gives each report its identity (body, year) for the database: what the document says first; where it says nothing,
 * as in an unreadable scan, what the listing and the site file say.
 */
export function identify(reports: readonly AnnualReport[], source: Source): Identified {
  const { hints, url, regionCode, payloadSha256 } = source;
  const listed = parseTitle(hints.title ?? '');
  const unidentified: string[] = [];
  const identified = reports
    .filter((report) => report.status !== 'not_a_report')
    .flatMap((report): ReadReport[] => {
      const body = report.body ?? listed.body ?? hints.body;
      const year = report.year ?? listed.year ?? hints.year;
      if (body === null || year === null) {
        const missing = body === null ? (year === null ? 'body and year' : 'body') : 'year';
        unidentified.push(`${url}: a report whose ${missing} neither the document nor the listing tells`);
        return [];
      }
      return [
        {
          report,
          identity: { body: bodyIdentity(body), year, regionCode },
          url,
          publishedOn: publishedOn(report) ?? source.publishedOn,
          contentSha256: report.status === 'unreadable' ? payloadSha256 : contentHash(report),
        },
      ];
    });
  return { reports: identified, unidentified };
}

function publishedOn(report: AnnualReport): string | null {
  const date = report.meta['meta.publication_date'];
  return typeof date === 'string' ? date : null;
}
