import { type CheerioAPI, load } from 'cheerio';
import { isAllowedHost, linksOf, resolveLink, tidy } from './links.ts';

/** A file that belongs to an article. */
export interface Attachment {
  readonly url: string;
  /** The link's text or title, often the only place of the file's real name; null where there is none. */
  readonly name: string | null;
  readonly kind: 'document' | 'image';
}

const DOCUMENT_ENDING = /\.(pdf|docx?|wps|ofd|xlsx?|et|rtf|zip|rar)$/i;
const IMAGE_ENDING = /\.(jpe?g|png|gif|bmp|tiff?|webp)$/i;
/** Download programs of portal products that give a file without an ending in the path. */
const DOWNLOAD_PATH =
  /\/(downfile|download|filedown|fileDownload|downloadFile|attachDown|fileDown)(\.(jsp|do|action|aspx|ashx|php))?$/i;
/** FastDFS: `/group6/M00/0A/1B/<name>.docx`; the ending may be missing. */
const FASTDFS_PATH = /\/group\d+\/M\d\d\//;

function endings(url: URL): string[] {
  const decode = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      // A name in GBK escapes is no valid UTF-8; its ending is ASCII either way.
      if (error instanceof URIError) return text;
      throw error;
    }
  };
  return [decode(url.pathname), ...[...url.searchParams.values()]];
}

/** True for an address that gives a document file, as far as an address tells. */
export function isDocumentAddress(address: string): boolean {
  const url = new URL(address);
  if (endings(url).some((text) => DOCUMENT_ENDING.test(text))) return true;
  if (endings(url).some((text) => IMAGE_ENDING.test(text))) return false;
  return DOWNLOAD_PATH.test(url.pathname) || FASTDFS_PATH.test(url.pathname);
}

/** A viewer page (pdf.js and its like) names the file in its query. */
function viewedFile(address: string): string {
  const url = new URL(address);
  for (const key of ['file', 'src', 'pdf', 'url', 'fileUrl']) {
    const value = url.searchParams.get(key);
    if (
      value !== null &&
      /viewer|pdfjs|preview|\.html?$/i.test(url.pathname) &&
      DOCUMENT_ENDING.test(value.split(/[?#]/)[0] ?? '')
    ) {
      return resolveLink(value, address) ?? address;
    }
  }
  return address;
}

/** An article of pictures has next to no words of its own. */
const FEW_CHARACTERS = 200;
const CHROME =
  'header, footer, nav, [class*=head], [class*=foot], [class*=nav], [class*=logo], [class*=share], [class*=icon]';
const CHROME_IMAGE =
  /(^|[/_.-])(icon|ico|logo|banner|bg|btn|button|qr|qrcode|erweima|ewm|blank|spacer|arrow|weixin|wx|weibo|share|print|dot|line)s?\d*([/_.-]|$)/i;

/**
 * The files of an article page: documents that it links to or frames, in page order, each address once. Pictures
 * count only where the page has no table of its own: they may be its tables, or a scanned report.
 * @param page the page's HTML, or the page parsed
 * @param baseUrl the address that answered
 * @param hosts the site's hosts; files elsewhere are left out
 */
export function attachmentsOf(
  page: string | CheerioAPI,
  baseUrl: string,
  hosts: readonly string[],
): readonly Attachment[] {
  const $ = typeof page === 'string' ? load(page) : page;
  const found = new Map<string, Attachment>();
  const base = resolveLink($('base[href]').attr('href'), baseUrl) ?? baseUrl;
  const add = (address: string | null, name: string, kind: Attachment['kind']): void => {
    if (address === null || !isAllowedHost(address, hosts)) return;
    const known = found.get(address);
    if (known === undefined || (known.name === null && name !== '')) {
      found.set(address, { url: address, name: name === '' ? null : name, kind });
    }
  };

  for (const element of linksOf($)) {
    const link = $(element);
    const address = resolveLink(link.attr('href'), base);
    if (address === null) continue;
    const file = viewedFile(address);
    const names = [tidy(link.text()), tidy(link.attr('title') ?? ''), tidy(link.attr('download') ?? '')];
    const named = names.find((name) => DOCUMENT_ENDING.test(name));
    if (isDocumentAddress(file) || named !== undefined) {
      add(file, named ?? names.find((name) => name !== '') ?? '', 'document');
    }
  }
  for (const element of $('iframe[src], embed[src], object[data]')) {
    const address = resolveLink($(element).attr('src') ?? $(element).attr('data'), base);
    if (address === null) continue;
    const file = viewedFile(address);
    const declared = $(element).attr('type') === 'application/pdf';
    if (declared || isDocumentAddress(file)) add(file, tidy($(element).attr('title') ?? ''), 'document');
  }
  if (contentLength($) < FEW_CHARACTERS || !hasTable($)) {
    for (const element of $('img[src]')) {
      const image = $(element);
      const address = resolveLink(image.attr('src'), base);
      if (address === null || image.parentsUntil('body').filter(CHROME).length > 0) continue;
      const { pathname } = new URL(address);
      if (
        !IMAGE_ENDING.test(pathname) ||
        CHROME_IMAGE.test(pathname) ||
        isSmall(image.attr('width'), image.attr('height'))
      ) {
        continue;
      }
      add(address, tidy(image.attr('title') ?? image.attr('alt') ?? ''), 'image');
    }
  }
  return [...found.values()];
}

/** A table with fewer rows or columns lays out the page, or holds a few lines of metadata. */
const TABLE = { rows: 4, columns: 3 };

function hasTable($: CheerioAPI): boolean {
  return $('table')
    .toArray()
    .some((table) => {
      const rows = $(table).find('tr').toArray();
      return (
        rows.length >= TABLE.rows && rows.some((row) => $(row).children('td, th').length >= TABLE.columns)
      );
    });
}

function contentLength($: CheerioAPI): number {
  const body = $('body').clone();
  body
    .find(`script, style, a, h1, h2, ${CHROME}, [class*=bread], [class*=crumb], [class*=position]`)
    .remove();
  return tidy(body.text()).replace(/\s/g, '').length;
}

/** Smaller than any readable page, pixels. */
const SMALLEST_SCAN = 200;

function isSmall(...sizes: readonly (string | undefined)[]): boolean {
  return sizes.some(
    (size) => size !== undefined && /^\d+(px)?$/.test(size) && Number.parseInt(size, 10) < SMALLEST_SCAN,
  );
}
