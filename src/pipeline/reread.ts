import type { Archive } from '../archive/archive.ts';
import type { ReadReport, Rereadable, StoredReport } from '../archive/reports.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import type { Site } from '../sites/site.ts';
import type { Parsed, ParserPool } from './parser-pool.ts';
import { type Identified, identify } from './read-reports.ts';

/** Reads archived bytes with the present parser, with all that was known of them when they came. */
export async function parseAgain(archive: Archive, parser: ParserPool, item: Rereadable): Promise<Parsed> {
  const { payloadSha256, renderedSha256 } = item;
  const bytes = payloadSha256 === null ? null : archive.captures.payload(payloadSha256);
  const rendered = renderedSha256 === null ? null : archive.captures.payload(renderedSha256);
  const contentType = item.headers['content-type'];
  return parser.parse({
    bytes: bytes ?? new Uint8Array(),
    contentType: typeof contentType === 'string' ? contentType : undefined,
    hints: hintsOf(item),
    ...(rendered === null ? {} : { rendered: Buffer.from(rendered).toString('utf8') }),
  });
}

export interface FiledAgain {
  readonly reports: readonly ReadReport[];
  /** One for each of `reports`. */
  readonly results: readonly StoredReport[];
  readonly unidentified: readonly string[];
}

/**
 * Files what archived bytes hold, in place of what was read of them before.
 * @param holding articles that are known to hold a report themselves: their attachments are further addresses of it.
 *   This article is added to them where it does.
 */
export function fileAgain(
  archive: Archive,
  item: Rereadable,
  parsed: Parsed,
  regionCode: string,
  holding: Set<string>,
): FiledAgain {
  const { reports, unidentified } = identifyAgain(archive, item, parsed, regionCode);
  const parent = item.kind === 'attachment' ? item.parentUrl : null;
  if (item.kind === 'report' && reports.length > 0) holding.add(item.url);
  const article =
    parent === null || holding.has(parent) ? null : archive.captures.lastGood(item.siteId, parent);
  const results = archive.reports.store({
    captureId: item.captureId,
    otherCaptureIds: reports.length > 0 && article !== null ? [article.captureId] : [],
    parserVersion: PARSER_VERSION,
    reports,
    reason: unidentified[0] ?? parsed.reports[0]?.reason ?? null,
  });
  return { reports, results, unidentified };
}

/** What reports archived bytes hold, by body and year. */
export function identifyAgain(
  archive: Archive,
  item: Rereadable,
  parsed: Parsed,
  regionCode: string,
): Identified {
  return identify(parsed.reports, {
    url: item.url,
    regionCode,
    publishedOn: item.publishedOn,
    hints: hintsOf(item),
    payloadSha256: item.payloadSha256 ?? '',
    correct: (read) => archive.corrections.identify(item.siteId, item.url, read),
  });
}

/** What an older parser read is read again first: a better reading must not pass for an amendment. */
export async function rereadForComparison(
  archive: Archive,
  parser: ParserPool,
  site: Pick<Site, 'id' | 'regionCode'>,
  reports: readonly ReadReport[],
): Promise<void> {
  for (const { identity } of reports) {
    const item = archive.reports.readOtherwise(site.id, identity, PARSER_VERSION);
    if (item === null) continue;
    fileAgain(archive, item, await parseAgain(archive, parser, item), site.regionCode, new Set());
  }
}

function hintsOf({ url, body, year, title }: Rereadable) {
  return { url, body, year, title };
}
