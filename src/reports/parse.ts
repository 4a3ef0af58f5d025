import type { Document } from '../documents/document.ts';
import { unreadable } from './blank-report.ts';
import { linesOf } from './line.ts';
import { readReport } from './read-report.ts';
import type { AnnualReport, ParseHints } from './report.ts';
import { cutAtTitles } from './several.ts';
import { splitInlineHeadings } from './structure.ts';

/** Stored beside every value, so that a re-parse can say what a newer parser reads differently. */
export const PARSER_VERSION = '9';

const NO_HINTS: ParseHints = { url: null, body: null, year: null, title: null };

/**
 * The annual reports in a document: one or more, never none: a document that is no report yields one object with
 * status `not_a_report`, one that could not be read one with `unreadable`.
 * Deterministic: the same document and hints give the same answer.
 */
export function parseReports(document: Document, hints: ParseHints = NO_HINTS): AnnualReport[] {
  if (document.problem !== null) return [unreadable(document.problem, hints)];
  const lines = splitInlineHeadings(linesOf(document));
  if (lines.length === 0)
    return [
      unreadable(
        document.unread ??
          (document.images > 0 ? 'only pictures, no text: a scan needs OCR' : 'the document holds no text'),
        hints,
      ),
    ];
  const parts = cutAtTitles(lines);
  if (parts.length === 1) return [readReport(document, lines, hints)];
  // What the page says of itself in its head is said of all of them; what names one report is not.
  const shared: Document = { ...document, title: null, meta: withoutTitle(document.meta) };
  const reports = parts.map((part) => readReport(shared, part, { ...hints, title: null, year: null }));
  return withoutTwins(reports.filter((r) => r.status !== 'not_a_report'));
}

function withoutTitle(meta: Document['meta']): Document['meta'] {
  return new Map([...meta].filter(([name]) => name !== 'articletitle'));
}

/** A page that prints the same report twice (for readers and for printers) holds one. */
function withoutTwins(reports: readonly AnnualReport[]): AnnualReport[] {
  return reports.filter((report, i) => !reports.slice(0, i).some((earlier) => isTwin(earlier, report)));
}

function isTwin(a: AnnualReport, b: AnnualReport): boolean {
  return a.body === b.body && a.year === b.year && JSON.stringify(a.values) === JSON.stringify(b.values);
}
