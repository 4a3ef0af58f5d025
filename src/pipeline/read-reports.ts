import type { ReadReport } from '../archive/filing.ts';
import type { NamedReport } from '../corrections/correction.ts';
import { parseTitle } from '../reports/identity.ts';
import type { ParseHints } from '../reports/report.ts';
import { bodyIdentity } from './body-identity.ts';
import type { ParsedReport } from './parsed-report.ts';

/** What the pipeline knows of the document that the reports were read from. */
export interface Source {
  readonly url: string;
  readonly regionCode: string;
  /** The listing's date. */
  readonly publishedOn: string | null;
  readonly hints: ParseHints;
  /** Stands for the content where nothing in it could be read. */
  readonly payloadSha256: string;
  /** What people know better: for each report, what it says and what it is to be filed under; null: what it says. */
  readonly correct?: (read: readonly Named[]) => readonly (NamedReport | null)[];
}

/** What a document says that it is; null where it does not tell. */
interface Named {
  readonly body: string | null;
  readonly year: number | null;
}

export interface Identified {
  readonly reports: readonly ReadReport[];
  /** Reports whose body or year nobody knows, in words: they cannot be filed, and must not be lost silently. */
  readonly unidentified: readonly string[];
}

/**
 * Gives each report its identity (body, year) for the database: what the document says first; where it says nothing,
 * as in an unreadable scan, what the listing and the site file say. A person's correction goes before all of it.
 */
export function identify(reports: readonly ParsedReport[], source: Source): Identified {
  const { hints, url, regionCode, payloadSha256 } = source;
  const listed = parseTitle(hints.title ?? '');
  const unidentified: string[] = [];
  const read = reports.filter((report) => report.status !== 'not_a_report');
  const said = read.map((report): Named => {
    const body = report.body ?? listed.body ?? hints.body;
    return {
      body: body === null ? null : bodyIdentity(body),
      year: report.year ?? listed.year ?? hints.year,
    };
  });
  const corrected = source.correct?.(said) ?? [];
  const identified = read.flatMap((report, i): ReadReport[] => {
    const { body = null, year = null } = corrected[i] ?? said[i] ?? {};
    if (body === null || year === null) {
      const missing = body === null ? (year === null ? 'body and year' : 'body') : 'year';
      unidentified.push(`${url}: a report whose ${missing} neither the document nor the listing tells`);
      return [];
    }
    return [
      {
        reading: report,
        identity: { body, year, regionCode },
        url,
        publishedOn: report.publishedOn ?? source.publishedOn,
        contentSha256: report.contentSha256 ?? payloadSha256,
      },
    ];
  });
  return { reports: identified, unidentified };
}
