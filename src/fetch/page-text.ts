import { decodeText } from '../documents/charset.ts';

/** What telling content from stubs needs to know of an HTML answer. */
export interface PageText {
  readonly html: string;
  readonly title: string;
  /** What a reader sees, whitespace collapsed. Alternatives for browsers without scripts are not part of it. */
  readonly visible: string;
  /** Links in it: a portal's menu, or none. */
  readonly links: number;
  /** A whole document, not a fragment for a script to insert. */
  readonly isDocument: boolean;
}

/**
 * Reads HTML just closely enough to judge it; parsing it is the documents' part.
 * @returns null where the bytes are not HTML: other formats, JSON, XML data, plain text.
 */
export function pageText(body: Uint8Array, contentType: string): PageText | null {
  const declared = /html/i.test(contentType);
  if (!startsWith(body, declared ? isTextStart : isMarkupStart)) return null;
  const html = decodeText(body, { contentType }).text;
  const isDocument = /<(!doctype\s+html|html|head|body|frameset|script|meta)\b/i.test(html);
  if (!isDocument && !declared && !/^\s*<(div|p|ul|ol|table|a|span|h\d)\b/i.test(html)) return null;
  const title = textOf(/<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? '');
  const shown = html
    .replace(/<!--[\s\S]*?(-->|$)/g, ' ')
    .replace(/<(script|style|noscript|template|head)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^>]*(>|$)/g, ' ');
  const links = html.match(/<a\b[^>]*\bhref\s*=/gi)?.length ?? 0;
  return { html, title, visible: textOf(shown), links, isDocument };
}

/** Behind a page's head: menus and the first of the content. */
const START_BYTES = 20 * 1024;
const BODY = Buffer.from('<body');
/** An entity, or the like, that the cut goes through. */
const CUT = 16;

/**
 * The start of a page, where that alone shows `enough` characters: all that follows only adds to them. It is a fraction of
 * the time, as most pages are long.
 * @returns null where the start does not tell: the page is to be read whole.
 */
export function startOfPage(body: Uint8Array, contentType: string, enough: number): PageText | null {
  const most =
    Math.max(0, Buffer.from(body.buffer, body.byteOffset, body.length).indexOf(BODY)) + START_BYTES;
  if (body.length < 1.5 * most) return null;
  const end = body.lastIndexOf(TAG_END, most) + 1;
  const page = pageText(body.subarray(0, end), contentType);
  return page !== null && page.visible.length >= enough + CUT ? page : null;
}

function textOf(markup: string): string {
  return markup
    .replace(/&(nbsp|ensp|emsp|#160|#xa0|#12288|#x3000);?/gi, ' ')
    .replace(/[\s\u200b\ufeff]+/g, ' ')
    .trim();
}

const MARK_BYTES = [0xef, 0xbb, 0xbf, 0xff, 0xfe];

/** Tests the first byte that is not whitespace, a byte order mark, or a NUL of UTF-16. */
function startsWith(body: Uint8Array, matches: (byte: number) => boolean): boolean {
  const first = body.subarray(0, 512).find((byte) => byte > 0x20 && !MARK_BYTES.includes(byte));
  return first !== undefined && matches(first);
}

/** `>`: no part of a character in any charset that portals use. */
const TAG_END = 0x3e;
const isMarkupStart = (byte: number) => byte === 0x3c;

/** What calls itself HTML may be bare words, but not JSON, and not a file: those start with `%`, `P`, or beyond ASCII. */
function isTextStart(byte: number): boolean {
  return !'{[%P'.includes(String.fromCharCode(byte)) && byte !== 0xd0 && byte !== 0x89;
}
