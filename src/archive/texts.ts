import { isUtf8 } from 'node:buffer';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { withoutEngine } from '../documents/inflated.ts';
import { ArchiveError } from './errors.ts';
import { MOST_WITH_DICTIONARY } from './payloads.ts';

/** What a report says in words, as a reading keeps it. */
export interface Texts {
  readonly title: string | null;
  /** Section and its running text. */
  readonly sections: readonly (readonly [section: string, text: string])[];
}

/** First byte of stored texts: whether the page they were read from is needed to unfold them, with or without FRAME, or nothing at all. */
const ALONE = 0;
const WITH_PAGE = 1;
const PLAIN = 2;
const WITH_PAGE_AND_FRAME = 3;
/** Nearly all of it stands in the page: 9 finds it in fewer pieces, 30 bytes less, and takes half as long again. */
const LEVEL = 4;
/** What texts have besides what stands in the page. storage/README.md has it, too. */
const FRAME = Buffer.from(
  '{"title":"","sections":[["0",""],["1",""],["2",""],["3",""],["4",""],["5",""],["6",""]]}',
);
const MOST_TEXT = 2 ** 28;

/**
 * The text of a report stands in its page once more: with the page as a dictionary little is left of it.
 * @param page the bytes that were read; null where they are not at hand.
 */
export function packTexts(texts: Texts, page: Uint8Array | null): Uint8Array {
  const dictionary = page === null ? null : dictionaryOf(page, true);
  const packed = zstdCompressSync(JSON.stringify(texts), {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 },
    info: true,
    ...(dictionary === null ? {} : { dictionary }),
  });
  return Buffer.concat([
    Uint8Array.of(dictionary === null ? ALONE : WITH_PAGE_AND_FRAME),
    withoutEngine(packed),
  ]);
}

/** The same as JSON, not packed: for PostgreSQL, whose views cannot unfold it, and which compresses by itself. */
export function plainTexts(texts: Texts): Uint8Array {
  return Buffer.concat([Uint8Array.of(PLAIN), Buffer.from(withoutNul(JSON.stringify(texts)))]);
}

/** JSON with U+FFFD in the place of each NUL character, which PostgreSQL's JSON cannot hold. */
export function withoutNul(json: string): string {
  return json.includes('\\u0000') ? json.replace(/(?<!\\)((?:\\\\)*)\\u0000/gu, '$1\\ufffd') : json;
}

/** Whether the page must be given to `unpackTexts`. */
export const needsPage = (packed: Uint8Array): boolean =>
  packed[0] === WITH_PAGE || packed[0] === WITH_PAGE_AND_FRAME;

/**
 * Whether they hold a checksum of themselves: then a page that is not what it was is found by unfolding them. Bit 2 of the frame's
 * descriptor, which follows four bytes of magic: RFC 8878, 3.1.1.1.1.
 */
export const checksItself = (packed: Uint8Array): boolean =>
  packed[0] === WITH_PAGE_AND_FRAME && ((packed[5] ?? 0) & 4) !== 0;

/** Whether an earlier version packed them, in more bytes than `packTexts` needs. */
export const isFormerPacking = (packed: Uint8Array): boolean => packed[0] === WITH_PAGE;

/** @throws ArchiveError `damaged` when the bytes are damaged, or the page is another one. */
export function unpackTexts(packed: Uint8Array, page: Uint8Array | null): Texts {
  try {
    return JSON.parse(unpacked(packed, page));
  } catch (error) {
    throw new ArchiveError(
      'damaged',
      `the running text of a reading is damaged (${String(error)}): run nianbao reparse --anew`,
    );
  }
}

function unpacked(packed: Uint8Array, page: Uint8Array | null): string {
  if (packed[0] === PLAIN) return Buffer.from(packed.subarray(1)).toString();
  const hasFrame = packed[0] === WITH_PAGE_AND_FRAME;
  const dictionary = needsPage(packed) && page !== null ? dictionaryOf(page, hasFrame) : null;
  const json = zstdDecompressSync(packed.subarray(1), {
    maxOutputLength: MOST_TEXT,
    info: true,
    ...(dictionary === null ? {} : { dictionary }),
  });
  return withoutEngine(json).toString();
}

/** A page as UTF-8, which the texts are in; null for what is no text, or of an encoding with null bytes. */
function dictionaryOf(page: Uint8Array, hasFrame: boolean): Uint8Array | null {
  // Of a Buffer: that looks through it in one go, an array of bytes byte by byte.
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  if (page.length === 0 || bytes.includes(0)) return null;
  const text = isUtf8(page) ? page : Buffer.from(new TextDecoder('gb18030').decode(page));
  return hasFrame ? framed(text) : text;
}

let room = Buffer.alloc(2 ** 17);

/** A text and FRAME, until it is called again: thousands of copies in a row would lie about until the heap is cleared. */
function framed(text: Uint8Array): Uint8Array {
  const length = text.length + FRAME.length;
  if (length > MOST_WITH_DICTIONARY) return Buffer.concat([text, FRAME]);
  if (length > room.length) room = Buffer.alloc(2 ** Math.ceil(Math.log2(length)));
  room.set(text);
  room.set(FRAME, text.length);
  return room.subarray(0, length);
}
