import type { PageTree } from '../documents/html.ts';
import { attribute, type Element, type Node, plainText } from '../documents/html-dom.ts';
import { isCell } from '../documents/html-grid.ts';
import { knownRows } from '../documents/html-table.ts';
import { isAllowedHost, resolveLink, tidy } from './links.ts';

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

/**
 * What every address that gives a file has somewhere: an ending, a download program's name, a query, or escapes that may hide
 * them. A page of a portal has hundreds of links, next to none of them to a file: taking each apart is a tenth of the reading.
 */
const MAY_GIVE_FILE = /[%?]|\.(pdf|docx?|wps|ofd|xlsx?|et|rtf|zip|rar)|down|group\d/i;

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
const CHROME_ELEMENTS = new Set(['header', 'footer', 'nav']);
/** In class names: what a portal puts round its pages. */
const CHROME_CLASS = /head|foot|nav|logo|share|icon/;
/** Beside it, what says where a page stands. */
const PATH_CLASS = /bread|crumb|position/;
/** Words in them are not the article's. */
const NO_CONTENT = new Set(['script', 'style', 'a', 'h1', 'h2']);
const CHROME_IMAGE =
  /(^|[/_.-])(icon|ico|logo|banner|bg|btn|button|qr|qrcode|erweima|ewm|blank|spacer|arrow|weixin|wx|weibo|share|print|dot|line)s?\d*([/_.-]|$)/i;

/**
 * The files of an article page: documents that it links to or frames, in page order, each address once. Pictures
 * count only where the page has no table of its own: they may be its tables, or a scanned report.
 * @param tree the page, as `pageTree` gives it
 * @param baseUrl the address that answered
 * @param hosts the site's hosts; files elsewhere are left out
 */
export function attachmentsOf(
  tree: PageTree,
  baseUrl: string,
  hosts: readonly string[],
): readonly Attachment[] {
  const page = survey(tree);
  const found = new Map<string, Attachment>();
  const base = resolveLink(page.base, baseUrl) ?? baseUrl;
  // What a relative link takes over from its page: its end is always its own.
  const isInStore = FASTDFS_PATH.test(base);
  const add = (address: string | null, name: string, kind: Attachment['kind']): void => {
    if (address === null || !isAllowedHost(address, hosts)) return;
    const known = found.get(address);
    if (known === undefined || (known.name === null && name !== '')) {
      found.set(address, { url: address, name: name === '' ? null : name, kind });
    }
  };

  for (const link of page.links) {
    const href = attributeOf(link, 'href');
    const names = [wordsOf(link), attributeOf(link, 'title') ?? '', attributeOf(link, 'download') ?? ''];
    const named = nameOfDocument(names);
    if (named === undefined && !isInStore && !MAY_GIVE_FILE.test(href ?? '')) continue;
    const address = resolveLink(href, base);
    if (address === null) continue;
    const file = viewedFile(address);
    if (named !== undefined || isDocumentAddress(file)) {
      add(file, named ?? names.map(tidy).find((name) => name !== '') ?? '', 'document');
    }
  }
  for (const frame of page.frames) {
    const address = resolveLink(attributeOf(frame, 'src') ?? attributeOf(frame, 'data'), base);
    if (address === null) continue;
    const file = viewedFile(address);
    const declared = attributeOf(frame, 'type') === 'application/pdf';
    if (declared || isDocumentAddress(file)) add(file, tidy(attributeOf(frame, 'title') ?? ''), 'document');
  }
  if (page.characters < FEW_CHARACTERS || !page.hasTable) {
    for (const image of page.images) {
      const address = resolveLink(attributeOf(image, 'src'), base);
      if (address === null) continue;
      const { pathname } = new URL(address);
      if (
        !IMAGE_ENDING.test(pathname) ||
        CHROME_IMAGE.test(pathname) ||
        isSmall(attributeOf(image, 'width'), attributeOf(image, 'height'))
      ) {
        continue;
      }
      add(address, tidy(attributeOf(image, 'title') ?? attributeOf(image, 'alt') ?? ''), 'image');
    }
  }
  return [...found.values()];
}

/** What of a page its files are found by. */
interface Survey {
  base: string | undefined;
  readonly links: Element[];
  readonly frames: Element[];
  /** Those that are no part of the portal's own surroundings. */
  readonly images: Element[];
  /**
   * Characters of its text, without white space, headings, links and the portal's surroundings; counted until there are more than
   * a few.
   */
  characters: number;
  hasTable: boolean;
}

/** A table with fewer rows or columns lays out the page, or holds a few lines of metadata. */
const TABLE = { rows: 4, columns: 3 };

interface OpenTable {
  rows: number;
  isWide: boolean;
  readonly outer: OpenTable | null;
}

/** Where a node stands. */
interface Place {
  readonly inBody: boolean;
  readonly inChrome: boolean;
  /** Its text counts. */
  readonly isContent: boolean;
  readonly table: OpenTable | null;
}

/**
 * Goes through a page once, on the tree that its report is read from, too. Every article that a crawl fetches is looked at: with a
 * library's selectors this took more time than all else that is done with a page together.
 */
function survey(tree: PageTree): Survey {
  const page: Survey = { base: undefined, links: [], frames: [], images: [], characters: 0, hasTable: false };
  const top: Place = { inBody: false, inChrome: false, isContent: false, table: null };
  // Nodes, and beside them where each stands.
  const stack: Node[] = [tree];
  const places: Place[] = [top];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const place = places.pop() ?? top;
    if (node.nodeName === '#text' && 'value' in node) {
      if (place.isContent && page.characters < FEW_CHARACTERS)
        page.characters += node.value.replace(/[\s\u200b]+/g, '').length;
      continue;
    }
    const inner = 'tagName' in node ? enter(node, place, page) : place;
    if ('tagName' in node && page.characters >= FEW_CHARACTERS && passKnown(node, inner, page)) continue;
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child === undefined) continue;
      stack.push(child);
      places.push(inner);
    }
  }
  return page;
}

/** Takes down an element; where its children stand. */
function enter(element: Element, place: Place, page: Survey): Place {
  const { tagName } = element;
  if (tagName === 'base') page.base ??= attributeOf(element, 'href');
  else if (tagName === 'a' && attributeOf(element, 'href') !== undefined) page.links.push(element);
  else if (isFrame(element)) page.frames.push(element);
  else if (tagName === 'img' && !place.inChrome && attributeOf(element, 'src') !== undefined)
    page.images.push(element);
  else if (tagName === 'tr' && !page.hasTable)
    countRow(element.childNodes.filter(isCell).length, place.table, page);
  if (!place.inBody) return tagName === 'body' ? { ...place, inBody: true, isContent: true } : place;
  const names = attributeOf(element, 'class') ?? '';
  const isChrome = CHROME_ELEMENTS.has(tagName) || CHROME_CLASS.test(names);
  const isDropped = isChrome || NO_CONTENT.has(tagName) || PATH_CLASS.test(names);
  if (tagName !== 'table' && !isDropped) return place;
  return {
    inBody: true,
    inChrome: place.inChrome || isChrome,
    isContent: place.isContent && !isDropped,
    table: tagName === 'table' ? { rows: 0, isWide: false, outer: place.table } : place.table,
  };
}

/** Goes past a table whose rows are known: there is nothing but words in it, and these are no longer counted. */
function passKnown(table: Element, { table: open }: Place, page: Survey): boolean {
  const rows = table.tagName === 'table' ? knownRows(table) : null;
  for (const { shape } of rows ?? []) countRow(shape.width, open, page);
  return rows !== null;
}

function isFrame(element: Element): boolean {
  const { tagName } = element;
  if (tagName === 'object') return attributeOf(element, 'data') !== undefined;
  return (tagName === 'iframe' || tagName === 'embed') && attributeOf(element, 'src') !== undefined;
}

/** A row of so many cells counts for every table that it stands in. */
function countRow(cells: number, table: OpenTable | null, page: Survey): void {
  if (page.hasTable || table === null) return;
  for (let open: OpenTable | null = table; open !== null; open = open.outer) {
    open.rows += 1;
    open.isWide ||= cells >= TABLE.columns;
    if (open.isWide && open.rows >= TABLE.rows) page.hasTable = true;
  }
}

/** The first of several names that is a document's. */
function nameOfDocument(names: readonly string[]): string | undefined {
  for (const name of names) {
    if (!name.includes('.')) continue;
    const tidied = tidy(name);
    if (DOCUMENT_ENDING.test(tidied)) return tidied;
  }
  return undefined;
}

/** All text within an element. */
function wordsOf(element: Element): string {
  const plain = plainText(element);
  if (plain !== null) return plain;
  let text = '';
  const stack: Node[] = [element];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.nodeName === '#text' && 'value' in node) text += node.value;
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child !== undefined) stack.push(child);
    }
  }
  return text;
}

/** A template's content stands apart from its children. */
function childrenOf(node: Node): readonly Node[] {
  if (node.nodeName === 'template' && 'content' in node) return node.content.childNodes;
  return 'childNodes' in node ? node.childNodes : [];
}

function attributeOf(element: Element, name: string): string | undefined {
  return attribute(element, name) ?? undefined;
}

/** Smaller than any readable page, pixels. */
const SMALLEST_SCAN = 200;

function isSmall(...sizes: readonly (string | undefined)[]): boolean {
  return sizes.some(
    (size) => size !== undefined && /^\d+(px)?$/.test(size) && Number.parseInt(size, 10) < SMALLEST_SCAN,
  );
}
