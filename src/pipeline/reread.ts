import type { Archive } from '../archive/archive.ts';
import type { StoredCapture } from '../archive/captures.ts';
import type { ReadReport, Rereadable, StoredReport } from '../archive/filing.ts';
import { isDocumentAddress } from '../crawlers/attachments.ts';
import { decodeText } from '../documents/charset.ts';
import { sniff } from '../documents/sniff.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import type { Site } from '../sites/site.ts';
import { shownIn } from './inline-pictures.ts';
import type { Parsed, ParserPool } from './parser-pool.ts';
import { type Identified, identify } from './read-reports.ts';

/** Archived bytes that are one document: a page, and the pictures that are its tables. */
export interface Parts {
  readonly main: Rereadable;
  readonly pictures: readonly StoredCapture[];
}

/**
 * What is to be read together with some archived bytes, as it stood when they came.
 * @param hasFiles whether an article has any, where that is known: to look is to go through all addresses of its site.
 */
export function partsOf(
  archive: Archive,
  item: Rereadable,
  hasFiles: (article: Rereadable) => boolean = () => true,
): Parts {
  const { captures } = archive;
  const alone = { main: item, pictures: [] };
  if (item.kind === 'report' && !hasFiles(item)) return alone;
  if (item.kind === 'report') return { main: item, pictures: picturesOf(archive, item) };
  if (item.kind !== 'attachment' || item.parentUrl === null || !isPicture(archive, item)) return alone;
  const article = captures.standing(item.siteId, item.parentUrl, item);
  if (article === null) return alone;
  const main = archive.reports.rereadable(article.captureId);
  const pictures = picturesOf(archive, main);
  return pictures.some((p) => p.url === item.url) ? { main, pictures } : alone;
}

/** The pictures that a page shows, in its order. */
function picturesOf(archive: Archive, page: Rereadable): StoredCapture[] {
  const urls = archive.captures.attachmentsOf(page.siteId, page.url).filter((url) => !isDocumentAddress(url));
  if (urls.length === 0) return [];
  const bytes = page.readSha256 === null ? null : archive.captures.payload(page.readSha256);
  if (bytes === null || sniff(bytes) !== 'html') return [];
  return shownIn(decodeText(bytes, {}).text, urls)
    .flatMap((url) => archive.captures.standing(page.siteId, url, page, true) ?? [])
    .filter((capture) => isPicture(archive, capture));
}

function isPicture(archive: Archive, { url, payloadSha256 }: StoredCapture): boolean {
  const bytes =
    isDocumentAddress(url) || payloadSha256 === null ? null : archive.captures.payload(payloadSha256);
  return bytes !== null && sniff(bytes) === 'image';
}

/** Reads archived bytes with the present parser, with all that was known of them when they came. */
export async function parseAgain(
  archive: Archive,
  parser: ParserPool,
  { main, pictures }: Parts,
): Promise<Parsed> {
  const { payloadSha256, renderedSha256 } = main;
  const payload = (hash: string | null): Uint8Array | null =>
    hash === null ? null : archive.captures.payload(hash);
  const rendered = payload(renderedSha256);
  const contentType = main.headers['content-type'];
  return parser.parse({
    bytes: payload(payloadSha256) ?? new Uint8Array(),
    contentType: typeof contentType === 'string' ? contentType : undefined,
    hints: hintsOf(main),
    ...(pictures.length === 0
      ? {}
      : {
          pictures: pictures.map((p) => ({
            url: p.url,
            bytes: payload(p.payloadSha256) ?? new Uint8Array(),
          })),
        }),
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
 * @param anew also what stands so already
 */
export function fileAgain(
  archive: Archive,
  { main: item, pictures }: Parts,
  parsed: Parsed,
  regionCode: string,
  holding: Set<string>,
  anew = false,
): FiledAgain {
  const { reports, unidentified } = identifyAgain(archive, item, parsed, regionCode);
  const parent = item.kind === 'attachment' ? item.parentUrl : null;
  if (item.kind === 'report' && reports.length > 0) holding.add(item.url);
  const article =
    parent === null || holding.has(parent) ? null : archive.captures.lastGood(item.siteId, parent);
  const results = archive.reports.store({
    captureId: item.captureId,
    otherCaptureIds: [
      ...pictures.map((p) => p.captureId),
      ...(reports.length > 0 && article !== null ? [article.captureId] : []),
    ],
    parserVersion: PARSER_VERSION,
    reports,
    reason: unidentified[0] ?? parsed.reports[0]?.reason ?? null,
    anew,
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
    const parts = partsOf(archive, item);
    fileAgain(archive, parts, await parseAgain(archive, parser, parts), site.regionCode, new Set());
  }
}

function hintsOf({ url, body, year, title }: Rereadable) {
  return { url, body, year, title };
}
