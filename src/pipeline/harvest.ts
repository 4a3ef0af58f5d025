import type { Archive } from '../archive/archive.ts';
import type { StoredReport } from '../archive/reports.ts';
import { type Attachment, attachmentsOf, isDocumentAddress } from '../crawlers/attachments.ts';
import type { ReportReference } from '../crawlers/crawler.ts';
import { decodeText } from '../documents/charset.ts';
import { sniff } from '../documents/sniff.ts';
import type { Outcome } from '../fetch/outcome.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import type { ParseHints } from '../reports/report.ts';
import type { Site } from '../sites/site.ts';
import { contentTypeOf } from './content-type.ts';
import type { ParserPool } from './parser-pool.ts';
import { identify } from './read-reports.ts';
import { rereadForComparison } from './reread.ts';
import type { Page, SiteSession } from './site-session.ts';

/** An article with more files than this is a download page. */
const MOST_ATTACHMENTS = 30;

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
  const { captureId } = page.recorded;
  const files = of.session.hasNoFiles(url, captureId) ? [] : filesOfPage(page, of.site);
  const { article, lost } = await takeArticle(page, files, reference, of);
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

/** Reads a page together with the pictures that it shows: they may be its tables, or all of it. */
async function takeArticle(
  page: Page,
  files: readonly ArticleFile[],
  reference: ReportReference,
  of: Harvester,
): Promise<{ readonly article: Stored | null; readonly lost: Lost[] }> {
  const pictures: Page[] = [];
  const lost: Lost[] = [];
  for (const file of files.filter((f) => f.kind === 'image')) {
    const picture = await fetchFile(file, page, reference, of);
    if (picture.bytes === null) lost.push({ url: file.url, outcome: picture.fetched.outcome });
    else if (sniff(picture.bytes) === 'image') pictures.push(picture);
  }
  return { article: await take(page, reference, [], of, pictures), lost };
}

/** The files of an article's page, as far as it is one. */
function filesOfPage({ bytes, fetched }: Page, site: Site): readonly ArticleFile[] {
  if (bytes === null || sniff(bytes) !== 'html') return [];
  const html = fetched.rendered ?? decodeText(bytes, { contentType: contentTypeOf(fetched) }).text;
  return filesOf(html, fetched.finalUrl, site);
}

export type ArticleFile = Attachment;

/** Documents of an article, pictures only where it has nothing else. */
export function filesOf(html: string, url: string, site: Pick<Site, 'hosts'>): readonly ArticleFile[] {
  const files = attachmentsOf(html, url, site.hosts);
  const documents = files.filter((f) => f.kind === 'document');
  return (documents.length > 0 ? documents : files).slice(0, MOST_ATTACHMENTS);
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
  const files = note.kind === 'attachment' ? [] : filesOfPage(page, of.site);
  await takeArticle(page, files, { url, listedOn: parentUrl ?? url, ...note }, of);
}

/** Reads a fetched document unless these bytes were read before, and files its reports; null when it did not arrive. */
async function take(
  page: Page,
  reference: ReportReference,
  lead: readonly number[],
  { archive, parser, refresh, site }: Harvester,
  pictures: readonly Page[] = [],
): Promise<Stored | null> {
  const { fetched, recorded, bytes } = page;
  if (bytes === null || recorded === null) return null;
  const known = page.judged;
  const parts = pictures.flatMap((p) => p.recorded?.captureId ?? []);
  const confirmed = [known, ...pictures.map((p) => p.judged)];
  if (
    !refresh &&
    confirmed.every((some) => some.length > 0 && some.every((j) => j.parserVersion === PARSER_VERSION))
  )
    return {
      reports: known.flatMap((j) =>
        j.reportId === null || j.role === 'part'
          ? []
          : [{ outcome: 'unchanged' as const, reportId: j.reportId }],
      ),
      unidentified: [],
    };
  const hints: ParseHints = {
    url: fetched.url,
    body: reference.body,
    year: reference.year,
    title: reference.title,
  };
  const parsed = await parser.parse({
    bytes,
    contentType: contentTypeOf(fetched),
    hints,
    ...(pictures.length === 0
      ? {}
      : { pictures: pictures.map((p) => ({ url: p.fetched.url, bytes: p.bytes ?? new Uint8Array() })) }),
    ...(fetched.rendered === null ? {} : { rendered: fetched.rendered }),
  });
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
