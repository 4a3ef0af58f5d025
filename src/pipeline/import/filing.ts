import type { Archive } from '../../archive/archive.ts';
import { PARSER_VERSION } from '../../reports/parse.ts';
import type { Site } from '../../sites/site.ts';
import { checkBetweenYears } from '../between-years.ts';
import type { ParserPool } from '../parser-pool.ts';
import { fileAgain, identifyAgain, parseAgain, partsOf, rereadForComparison } from '../reread.ts';

/** A report that imported captures hold. */
export interface FiledReport {
  readonly reportId: number;
  readonly siteId: string;
  readonly body: string;
  readonly year: number;
  readonly url: string;
  readonly outcome: 'new' | 'changed' | 'unchanged';
}

export interface Filing {
  readonly reports: readonly FiledReport[];
  readonly unidentified: readonly string[];
}

/**
 * Reads imported captures and files their reports, as a crawl does with what it fetched. What was read before by this
 * parser is only marked as seen.
 * @param check throws when the lock was lost.
 */
export async function fileImported(
  archive: Archive,
  parser: ParserPool,
  sites: readonly Site[],
  captureIds: readonly number[],
  check: () => void,
): Promise<Filing> {
  const reports = new Map<number, FiledReport>();
  const unidentified: string[] = [];
  const holding = new Set<string>();
  for (const captureId of captureIds) {
    check();
    const { siteId, readSha256, outcome } = archive.captures.get(captureId);
    const site = sites.find((s) => s.id === siteId);
    const isContent = readSha256 !== null && (outcome === 'ok' || outcome === 'not_modified');
    if (site === undefined || !isContent || archive.captures.note(captureId).kind === 'list') continue;
    const known = archive.reports.confirm(captureId);
    if (known.length > 0 && known.every((j) => j.parserVersion === PARSER_VERSION)) continue;
    const parts = partsOf(archive, archive.reports.rereadable(captureId));
    const parsed = await parseAgain(archive, parser, parts);
    await rereadForComparison(
      archive,
      parser,
      site,
      identifyAgain(archive, parts.main, parsed, site.regionCode).reports,
    );
    const filed = fileAgain(archive, parts, parsed, site.regionCode, holding);
    unidentified.push(...filed.unidentified);
    for (const [i, result] of filed.results.entries()) {
      const read = filed.reports[i];
      if (read === undefined) continue;
      const before = reports.get(result.reportId);
      reports.set(result.reportId, {
        reportId: result.reportId,
        siteId,
        body: read.identity.body,
        year: read.identity.year,
        url: read.url,
        outcome: before === undefined || before.outcome === 'unchanged' ? result.outcome : before.outcome,
      });
    }
  }
  await checkBetweenYears(archive);
  return { reports: [...reports.values()], unidentified };
}
