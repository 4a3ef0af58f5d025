import { decodeText, isPlainUtf8, utf8Text } from './charset.ts';
import type { Block, Document, DocumentType } from './document.ts';
import {
  type HtmlContent,
  type PageTree,
  pageTree,
  readHtml,
  readTree,
  utf8Tree,
  wholeTree,
} from './html.ts';
import { hiddenBodies } from './html-hidden.ts';
import { isMhtml, pageOf } from './mhtml.ts';
import { OcrUnavailable } from './ocr/packages.ts';
import { isOle, isProtectedOffice, MIME, sniff } from './sniff.ts';
import { readText } from './text.ts';

export interface ReadOptions {
  /** The server's Content-Type: recorded as a claim, used only for charsets that bytes cannot tell. */
  readonly contentType?: string | undefined;
  /** Overrides recognition by content. */
  readonly type?: DocumentType | undefined;
  /** Called after each page that had to be recognised, which takes seconds. */
  readonly onPage?: (() => void) | undefined;
  /** The file as `openPage` gave it, where it is a page that was looked at already. */
  readonly page?: OpenPage | undefined;
}

/** A page that was parsed: for the reader, and for who looks for its files. */
export interface OpenPage {
  readonly text: string;
  readonly charset: string;
  readonly tree: PageTree;
}

/** A page in UTF-8: the whole of its text is hardly ever asked for. */
class Utf8Page implements OpenPage {
  readonly charset = 'utf-8';
  readonly tree: PageTree;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.tree = utf8Tree(bytes);
  }

  get text(): string {
    return utf8Text(this.#bytes);
  }
}

/**
 * Bytes of `html`, parsed.
 * @throws Error when elements are nested deeper, or more, than any page's.
 */
export function openPage(given: Uint8Array, givenType: string | undefined): OpenPage {
  const { bytes, contentType } = pageIn(given, givenType);
  if (isPlainUtf8(bytes, { contentType })) return new Utf8Page(bytes);
  const { text, charset } = decodeText(bytes, { contentType });
  return { text, charset, tree: pageTree(text) };
}

/**
 * The same with all its attributes, styles and comments, for who shows the page.
 * @throws Error when elements are nested deeper, or more, than any page's.
 */
export function openWholePage(given: Uint8Array, givenType: string | undefined): OpenPage {
  const { bytes, contentType } = pageIn(given, givenType);
  const { text, charset } = decodeText(bytes, { contentType });
  return { text, charset, tree: wholeTree(text) };
}

/** The bytes themselves, or the page in the MIME message that they are. */
function pageIn(
  bytes: Uint8Array,
  contentType: string | undefined,
): { readonly bytes: Uint8Array; readonly contentType: string | undefined } {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1');
  return isMhtml(head) ? pageOf(bytes) : { bytes, contentType };
}

/** The same of a page's DOM, as a browser left it after its scripts. */
export function openRenderedHtml(html: string, treeOf = pageTree): OpenPage {
  return { text: html, charset: 'utf-8', tree: treeOf(html) };
}

const EMPTY = { blocks: [], title: null, meta: new Map<string, string>(), links: [], images: 0 } as const;

/** What nothing here reads, and what a person can do about it. */
const REFUSED: Partial<Record<DocumentType, string>> = {
  empty: 'the file is empty',
  ofd: 'an OFD file, a format that is not read: ask the publisher for a PDF, or convert it',
  zip: 'an archive: unpack it and give the report inside',
};

/** What a reader makes of a file; what it leaves out, the file does not have. */
type Content = Partial<Omit<Document, 'type' | 'mime'>>;

/**
 * Bytes to Document, whatever the format; the type is decided by content. Never throws for what a file
 * holds: what cannot be read is said in `problem`.
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions = {}): Promise<Document> {
  const type = options.type ?? sniff(bytes);
  const base = { type, mime: MIME[type], charset: null, problem: null, ...EMPTY };
  const refused = REFUSED[type];
  if (refused !== undefined) return { ...base, problem: refused };
  try {
    return { ...base, ...(await contentOf(bytes, type, options)) };
  } catch (error) {
    const rescued = await readByLibreOffice(bytes, type);
    if (rescued !== null) return { ...base, ...rescued };
    return { ...base, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof OcrUnavailable) return `a scan: ${error.message}`;
  return `damaged or protected: ${messageOf(error)}`;
}

/** A page's DOM, as a browser left it after its scripts. */
export async function readRenderedHtml(html: string | OpenPage, onPage?: () => void): Promise<Document> {
  const page = typeof html === 'string' ? openRenderedHtml(html) : html;
  return {
    type: 'html',
    mime: MIME.html,
    ...EMPTY,
    problem: null,
    ...(await fromPage(readTree(page.tree), page, onPage)),
    charset: page.charset,
  };
}

/** Readers are loaded when the first file of their kind comes. */
async function contentOf(bytes: Uint8Array, type: DocumentType, options: ReadOptions): Promise<Content> {
  switch (type) {
    case 'html':
      return htmlContent(bytes, options);
    case 'pdf':
      return (await import('./pdf.ts')).readPdf(bytes, options.onPage);
    case 'image':
      return (await import('./image.ts')).readImage(bytes, options.onPage);
    case 'docx':
      return docxContent(bytes, options);
    case 'doc':
      return withPictureCount((await import('./word/doc.ts')).readDoc(bytes), bytes);
    case 'rtf':
      return withPictureCount((await import('./word/rtf.ts')).readRtf(bytes), bytes);
    case 'xls':
    case 'xlsx':
      return withPictureCount((await import('./sheet.ts')).readSheets(bytes, type), bytes);
    case 'odt':
    case 'ods':
      throw new Error('an OpenDocument file, which is read only where LibreOffice is installed');
    case 'unknown':
      throw new Error(
        isProtectedOffice(bytes) ? 'an Office file that asks for a password' : 'no document of a known type',
      );
    default: {
      const decoded = decodeText(bytes, { contentType: options.contentType });
      const shown = { charset: decoded.charset, blocks: readText(decoded.text) };
      // What a portal's data service answers: JSON with the article inside.
      return /^\s*[[{]/u.test(decoded.text) ? withHidden(shown, decoded) : shown;
    }
  }
}

async function htmlContent(
  bytes: Uint8Array,
  { contentType, onPage, page = openPage(bytes, contentType) }: ReadOptions,
): Promise<Content> {
  return { ...(await fromPage(readTree(page.tree), page, onPage)), charset: page.charset };
}

const NO_SOURCE = { text: '' };

/** A Word file without a table is looked at again for those that are pictures. */
async function docxContent(bytes: Uint8Array, { onPage }: ReadOptions): Promise<Content> {
  const { readDocx } = await import('./docx.ts');
  const text = await readDocx(bytes);
  if (text.images === 0 || hasTable(text.blocks)) return fromHtml(text);
  return fromPage(await readDocx(bytes, true), NO_SOURCE, onPage);
}

/** A file of a type whose pictures are not read: where no table is in it, they may be its tables, and that is said. */
async function withPictureCount(blocks: readonly Block[], bytes: Uint8Array): Promise<Content> {
  if (hasTable(blocks)) return { blocks };
  const { countPictures } = await import('./pictures.ts');
  const images = countPictures(bytes);
  if (images === 0) return { blocks };
  const what = images === 1 ? 'a picture in its text, which is' : `${images} pictures in its text, which are`;
  const unread = `the file has ${what} not read in this format: save it as PDF or DOCX`;
  return { blocks, images, unread };
}

/** The text that a page or an answer was made of. */
type Source = Pick<OpenPage, 'text'>;

/** A page with the body that it hides; where no table is in either, with those in its pictures. */
async function fromPage(page: HtmlContent, source: Source, onPage?: () => void): Promise<Content> {
  const content = withHidden(fromHtml(page), source);
  const { blocks = [] } = content;
  if (page.pictures.length === 0 || hasTable(blocks)) return content;
  const { withPictures } = await import('./pictures.ts');
  const { blocks: all, unread } = await withPictures(blocks, page.pictures, onPage);
  return { ...content, blocks: all, ...(unread === null ? {} : { unread }) };
}

/** Rows and columns from which a grid may be more than a few lines of metadata. */
const TABLE = { rows: 4, columns: 3 };

function hasTable(blocks: readonly Block[]): boolean {
  return blocks.some(isTable);
}

const isTable = (block: Block): boolean =>
  block.kind === 'grid' && block.rows >= TABLE.rows && block.columns >= TABLE.columns;

/** A page without a table, together with a body that it hides and that has one. */
function withHidden(shown: Content, source: Source): Content {
  const blocks = shown.blocks ?? [];
  if (hasTable(blocks)) return shown;
  for (const body of hiddenBodies(source.text)) {
    const hidden = readHtml(body);
    if (!hasTable(hidden.blocks)) continue;
    const grids = blocks.filter((b) => b.kind === 'grid').length;
    // A container number that the page itself does not use keeps the two apart.
    const moved = hidden.blocks.map((b): Block => {
      const scope = [0, ...b.scope];
      return b.kind === 'grid' ? { ...b, scope, index: b.index + grids } : { ...b, scope };
    });
    return {
      ...shown,
      blocks: [...blocks, ...moved],
      links: [...(shown.links ?? []), ...hidden.links],
      images: (shown.images ?? 0) + hidden.images,
    };
  }
  return shown;
}

function fromHtml({ blocks, title, meta, links, images }: HtmlContent): Content {
  return { blocks, title, meta, links, images };
}

/** Formats that LibreOffice may know where the readers here do not: those of old office programs. */
const RESCUED: Partial<Record<DocumentType, { extension: string; to: 'docx' | 'xlsx' }>> = {
  doc: { extension: 'doc', to: 'docx' },
  rtf: { extension: 'rtf', to: 'docx' },
  xls: { extension: 'xls', to: 'xlsx' },
  odt: { extension: 'odt', to: 'docx' },
  ods: { extension: 'ods', to: 'xlsx' },
  unknown: { extension: 'wps', to: 'docx' },
};

/** Null when LibreOffice is not here or makes nothing of the file. */
async function readByLibreOffice(bytes: Uint8Array, type: DocumentType): Promise<Content | null> {
  const way = RESCUED[type];
  if (way === undefined || (type === 'unknown' && (!isOle(bytes) || isProtectedOffice(bytes)))) return null;
  const { convert, findLibreOffice } = await import('./libreoffice.ts');
  const command = await findLibreOffice();
  if (command === null) return null;
  try {
    const converted = await convert(command, bytes, way.extension, way.to);
    return converted === null ? null : await contentOf(converted, way.to, {});
  } catch (error) {
    return { problem: `damaged or protected: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
