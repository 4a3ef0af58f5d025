import type { Archive } from '../archive/archive.ts';
import type { StoredReport } from '../archive/filing.ts';
import { isDocumentAddress } from '../crawlers/attachments.ts';
import type { ReportReference } from '../crawlers/crawler.ts';
import { sniff } from '../documents/sniff.ts';
import type { Outcome } from '../fetch/outcome.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import type { ParseHints } from '../reports/report.ts';
import type { Site } from '../sites/site.ts';
import { type ArticleFile, filesOf, openArticle } from './article-files.ts';
import { contentTypeOf } from './content-type.ts';
import type { Parsed, ParserPool } from './parser-pool.ts';
import { identify } from './read-reports.ts';
import { rereadForComparison } from './reread.ts';
import type { Page, SiteSession } from './site-session.ts';

/** What came of one reference. */
export interface Harvest {
  /** The outcome of the reference's own page. */
  readonly outcome: Outcome;
  readonly reports: readonly Pick<StoredReport, 'outcome' | 'reportId'>[];
  readonly unidentified: readonly string[];
  /** Attachments that did not arrive. */
  readonly lost: readonly Lost[];
}

interface Lost {
  readonly url: string;
  readonly outcome: Outcome;
}

export interface Harvester {
  readonly site: Site;
  readonly session: SiteSession;
  readonly archive: Archive;
  readonly parser: ParserPool;
  /** Read again what was read before by this parser. */
  readonly refresh: boolean;
}

interface Stored {
  readonly reports: readonly Pick<StoredReport, 'outcome' | 'reportId'>[];
  readonly unidentified: readonly string[];
}

/**
 * Fetches what a reference points at, with its attachments, archives all of it, and reads what has not been read
 * yet. A report in an attachment is filed under the attachment, with the article as another address of it; one
 * that stands in both is filed under the article, as is one whose tables are pictures.
 */
export async function harvest(reference: ReportReference, of: Harvester): Promise<Harvest> {
  const { url } = reference;
  const known = of.session.leftAlone(reference);
  if (known !== null)
    return {
      outcome: 'not_modified',
      reports: known.map((reportId) => ({ outcome: 'unchanged', reportId })),
      unidentified: [],
      lost: [],
    };
  const direct = isDocumentAddress(url);
  const page = await of.session.fetch(
    url,
    direct ? 'attachment' : 'page',
    {
      kind: 'report',
      title: reference.title,
      publishedOn: reference.publishedOn,
      parentUrl: reference.listedOn,
      body: reference.body,
      year: reference.year,
    },
    { referer: reference.listedOn },
  );
  const { outcome } = page.fetched;
  if (page.bytes === null || page.recorded === null)
    return { outcome, reports: [], unidentified: [], lost: [] };
  const { captureId, isNewPayload } = page.recorded;
  // Bytes that nobody has seen before were not dealt with before.
  const isNew = isNewPayload && page.fetched.rendered === null;
  const mayHaveFiles = isNew || !of.session.hasNoFiles(url, captureId);
  const { article, files, lost: lostPictures } = await takeArticle(page, mayHaveFiles, reference, of);
  const lost = [...lostPictures];
  if (article === null) return { outcome, reports: [], unidentified: [], lost };
  const reports = [...article.reports];
  const unidentified = [...article.unidentified];
  const lead = article.reports.length === 0 ? [page.recorded.captureId] : [];
  for (const file of files.filter((f) => f.kind === 'document')) {
    const attachment = await fetchFile(file, page, reference, of);
    const stored = await take(attachment, reference, lead, of);
    if (stored === null) lost.push({ url: file.url, outcome: attachment.fetched.outcome });
    else {
      reports.push(...stored.reports);
      unidentified.push(...stored.unidentified);
    }
  }
  return { outcome, reports, unidentified, lost };
}

function fetchFile(file: ArticleFile, page: Page, reference: ReportReference, of: Harvester): Promise<Page> {
  return of.session.fetch(
    file.url,
    'attachment',
    {
      kind: 'attachment',
      title: file.name,
      publishedOn: reference.publishedOn,
      parentUrl: reference.url,
      body: reference.body,
      year: reference.year,
    },
    { referer: page.fetched.finalUrl },
  );
}

/**
 * Reads a page together with the pictures that it shows, which may be its tables, or all of it, and tells its files. A page
 * that has to be read is looked through for them where it is read; one that was read before, here.
 * @param mayHaveFiles false: it is known to have none.
 */
async function takeArticle(
  page: Page,
  mayHaveFiles: boolean,
  reference: ReportReference,
  of: Harvester,
): Promise<Article> {
  const lost: Lost[] = [];
  if (page.bytes === null || page.recorded === null) return { article: null, files: [], lost };
  const toRead = of.refresh || !isRead(page.judged);
  const parsed = toRead ? await read(page, reference, [], of, mayHaveFiles) : null;
  const files = parsed?.files ?? (mayHaveFiles ? filesOfPage(page, of.site) : []);
  const images = files.filter((f) => f.kind === 'image');
  const pictures: Page[] = [];
  for (const file of images) {
    const picture = await fetchFile(file, page, reference, of);
    if (picture.bytes === null) lost.push({ url: file.url, outcome: picture.fetched.outcome });
    else if (sniff(picture.bytes) === 'image') pictures.push(picture);
  }
  const article = await take(page, reference, [], of, pictures, images.length > 0 ? null : parsed);
  return { article, files, lost };
}

interface Article {
  /** Null where it did not arrive. */
  readonly article: Stored | null;
  readonly files: readonly ArticleFile[];
  readonly lost: readonly Lost[];
}

/** The files of an article's page, as far as it is one. */
function filesOfPage({ bytes, fetched }: Page, site: Site): readonly ArticleFile[] {
  const page = bytes === null ? null : openArticle(bytes, contentTypeOf(fetched), fetched.rendered);
  return page === null ? [] : filesOf(page.tree, fetched.finalUrl, site.hosts);
}

/**
 * Asks an address again that showed a report once, and that the lists did not lead to: to learn whether it still does.
 * What it is known as stays as it is.
 */
export async function revisit(captureId: number, of: Harvester): Promise<void> {
  const { url } = of.archive.captures.get(captureId);
  const { parentUrl, ...note } = of.archive.captures.note(captureId);
  const expect = note.kind === 'attachment' || isDocumentAddress(url) ? 'attachment' : 'page';
  const options = parentUrl === null ? {} : { referer: parentUrl };
  const page = await of.session.fetch(url, expect, { ...note, parentUrl }, options);
  await takeArticle(page, note.kind !== 'attachment', { url, listedOn: parentUrl ?? url, ...note }, of);
}

/** Whether some bytes were read before, by this parser. */
const isRead = (judged: Page['judged']): boolean =>
  judged.length > 0 && judged.every((j) => j.parserVersion === PARSER_VERSION);

/**
 * Reads a fetched document unless these bytes were read before, and files its reports; null when it did not arrive.
 * @param justRead what it was read as a moment ago
 */
async function take(
  page: Page,
  reference: ReportReference,
  lead: readonly number[],
  of: Harvester,
  pictures: readonly Page[] = [],
  justRead: Parsed | null = null,
): Promise<Stored | null> {
  const { archive, parser, refresh, site } = of;
  const { fetched, recorded, bytes } = page;
  if (bytes === null || recorded === null) return null;
  const known = page.judged;
  const parts = pictures.flatMap((p) => p.recorded?.captureId ?? []);
  const confirmed = [known, ...pictures.map((p) => p.judged)];
  if (!refresh && confirmed.every(isRead))
    return {
      reports: known.flatMap((j) =>
        j.reportId === null || j.role === 'part'
          ? []
          : [{ outcome: 'unchanged' as const, reportId: j.reportId }],
      ),
      unidentified: [],
    };
  const hints = hintsOf(page, reference);
  const parsed = justRead ?? (await read(page, reference, pictures, of));
  const { reports, unidentified } = identify(parsed.reports, {
    url: fetched.url,
    regionCode: site.regionCode,
    publishedOn: reference.publishedOn,
    hints,
    payloadSha256: recorded.payloadSha256 ?? '',
    correct: (read) => archive.corrections.identify(site.id, fetched.url, read),
  });
  await rereadForComparison(archive, parser, site, reports);
  const stored = archive.reports.store({
    captureId: recorded.captureId,
    otherCaptureIds: [...parts, ...(reports.length > 0 ? lead : [])],
    parserVersion: PARSER_VERSION,
    reports,
    reason: unidentified[0] ?? parsed.reports[0]?.reason ?? null,
  });
  return { reports: stored, unidentified };
}

function hintsOf({ fetched }: Page, { body, year, title }: ReportReference): ParseHints {
  return { url: fetched.url, body, year, title };
}

/** @param findFiles whether it may be an article with files */
function read(
  page: Page,
  reference: ReportReference,
  pictures: readonly Page[],
  { parser, site }: Harvester,
  findFiles = false,
): Promise<Parsed> {
  const { fetched, bytes } = page;
  return parser.parse({
    bytes: bytes ?? new Uint8Array(),
    contentType: contentTypeOf(fetched),
    hints: hintsOf(page, reference),
    ...(pictures.length === 0
      ? {}
      : { pictures: pictures.map((p) => ({ url: p.fetched.url, bytes: p.bytes ?? new Uint8Array() })) }),
    ...(fetched.rendered === null ? {} : { rendered: fetched.rendered }),
    ...(findFiles ? { article: { url: fetched.finalUrl, hosts: site.hosts } } : {}),
  });
}
