import type { Cell, Document, DocumentType, Grid } from '../../src/documents/document.ts';
import { readDocument } from '../../src/documents/read.ts';
import { namesField } from '../../src/reports/doubt.ts';
import { parseReports } from '../../src/reports/parse.ts';
import type { AnnualReport, ParseHints } from '../../src/reports/report.ts';

/** A source text as the document that the readers make of it. */
export function documentOf(source: string | Uint8Array, type?: DocumentType): Promise<Document> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  return readDocument(bytes, { type });
}

/** The one report in a source text; an error where there are more. */
export async function parse(
  source: string | Uint8Array,
  type?: DocumentType,
  hints?: ParseHints,
): Promise<AnnualReport> {
  const reports = parseReports(await documentOf(source, type), hints);
  const [report] = reports;
  if (report === undefined || reports.length > 1) throw new Error(`${reports.length} reports instead of one`);
  return report;
}

/** A grid with real columns, a string a cell. */
export function gridOf(rows: readonly (readonly string[])[], aligned = true): Grid {
  const cells: Cell[] = rows.flatMap((row, r) =>
    row.map((text, c) => ({
      row: r + 1,
      column: c + 1,
      rowSpan: 1,
      columnSpan: 1,
      text,
      page: null,
      box: null,
    })),
  );
  const columns = Math.max(...rows.map((r) => r.length));
  return {
    kind: 'grid',
    index: 1,
    rows: rows.length,
    columns,
    cells,
    aligned,
    scope: [],
    page: null,
    line: null,
  };
}

export function documentWith(...blocks: Document['blocks']): Document {
  return {
    type: 'html',
    mime: 'text/html',
    charset: null,
    blocks,
    title: null,
    meta: new Map(),
    links: [],
    images: 0,
    problem: null,
  };
}

/** Whether a warning of the report names the field, itself or by a group such as `requests.granted.*`. */
export function isWarned(report: Pick<AnnualReport, 'warnings'>, field: string): boolean {
  return report.warnings.some((w) => w.field !== null && namesField(w.field, field));
}

/** Fields whose value is not the expected one, as `field: expected → found`. */
export function differences(
  expected: Readonly<Record<string, number | null>>,
  report: Pick<AnnualReport, 'values'>,
): string[] {
  const fields = [...new Set([...Object.keys(expected), ...Object.keys(report.values)])];
  return fields
    .filter((f) => (expected[f] ?? null) !== (report.values[f] ?? null) || !(f in report.values))
    .map((f) => `${f}: ${expected[f] ?? null} → ${report.values[f]}`);
}
