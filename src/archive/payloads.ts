import { hash } from 'node:crypto';
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { withoutEngine } from '../documents/inflated.ts';
import { ArchiveError } from './errors.ts';

/** How the bytes of a payload are stored. `zstd`: with another payload, its dictionary. */
export type PayloadEncoding = 'identity' | 'br' | 'zstd';

/** A payload as its row has it. */
export interface StoredPayload {
  /** Of the body itself, not of the stored bytes. */
  readonly sha256: string;
  /** Of the body itself, bytes. */
  readonly size: number;
  readonly encoding: string;
  readonly bytes: Uint8Array;
}

export interface EncodedPayload {
  readonly encoding: PayloadEncoding;
  readonly bytes: Uint8Array;
}

/** Brotli above 5 costs many times the time for a few per cent. */
const QUALITY = 5;
/**
 * Brotli finds again what stands no farther back, as a power of two: more than any page is long. Its own 22 is made room for, twice,
 * however short a page is; and twice the largest piece that it was ever given back is what the allocator keeps free in every thread.
 */
const WINDOW = 20;
/** Zstandard with a page of the same site: 6 takes twice the time for a tenth less of the 2 KiB that are left of a page. */
const LEVEL = 3;
/** PDF, DOCX and pictures are compressed already: below this gain the bytes are kept as they are. */
const LEAST_GAIN = 0.05;
/** The least that zlib takes, and a size up to which a payload's own word is believed before it is unfolded. */
const LEAST_CHUNK = 64;
const MOST_CHUNK = 2 ** 20;
/** Larger bodies are no pages, and larger dictionaries make each of many pages slow to read. */
export const MOST_WITH_DICTIONARY = 2 ** 20;

/** Lower-case hex SHA-256. */
export function sha256(bytes: Uint8Array | string): string {
  return hash('sha256', bytes);
}

/** The smaller of the body as it is and the body compressed. */
export function compressPayload(body: Uint8Array): EncodedPayload {
  const compressed = brotliCompressSync(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: WINDOW,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });
  return compressed.length <= body.length * (1 - LEAST_GAIN)
    ? { encoding: 'br', bytes: compressed }
    : { encoding: 'identity', bytes: body };
}

/** The body compressed with what it shares with another one. */
export function compressWith(body: Uint8Array, dictionary: Uint8Array): EncodedPayload {
  const packed = zstdCompressSync(body, {
    dictionary,
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
    info: true,
  });
  return { encoding: 'zstd', bytes: withoutEngine(packed) };
}

/** Whether a body may be a dictionary, or be compressed with one: pages, not files. */
export function takesDictionary(body: Uint8Array): boolean {
  return body.length > 0 && body.length <= MOST_WITH_DICTIONARY;
}

/**
 * The body of a stored payload.
 * @param dictionary the body of the payload that its row names, where it names one.
 * @param isHashed false: whoever wants it finds out otherwise whether it is what it was, and hashing takes twice as long as the rest.
 * @throws ArchiveError `damaged` when it is not what it was when it was stored.
 */
export function decodePayload(
  stored: StoredPayload,
  dictionary: Uint8Array | null,
  isHashed = true,
): Uint8Array {
  const body = decompressed(stored, dictionary);
  if (body.length !== stored.size) {
    throw damaged(stored.sha256, `it has ${body.length} bytes where ${stored.size} were stored`);
  }
  if (!isHashed) return body;
  const found = sha256(body);
  if (found !== stored.sha256) throw damaged(stored.sha256, `its bytes now hash to ${found}`);
  return body;
}

function decompressed(
  { sha256: name, size, encoding, bytes }: StoredPayload,
  dictionary: Uint8Array | null,
): Uint8Array {
  // zlib wants room for one byte even where the body is empty. In one piece: else it is put together from many.
  const room = {
    maxOutputLength: Math.max(1, size),
    // One more: zlib makes room for a further piece as soon as one is full.
    chunkSize: Math.max(LEAST_CHUNK, Math.min(size + 1, MOST_CHUNK)),
    info: true,
  };
  if (encoding === 'identity') return bytes;
  if (encoding !== 'br' && encoding !== 'zstd') {
    throw damaged(name, `its encoding "${encoding}" is neither identity nor br nor zstd`);
  }
  if (encoding === 'zstd' && dictionary === null)
    throw damaged(name, 'the page that it is stored with is lost');
  try {
    return withoutEngine(
      encoding === 'br'
        ? brotliDecompressSync(bytes, room)
        : zstdDecompressSync(bytes, { ...room, ...(dictionary === null ? {} : { dictionary }) }),
    );
  } catch (error) {
    throw damaged(name, `it does not decompress: ${String(error)}`);
  }
}

function damaged(name: string, why: string): ArchiveError {
  return new ArchiveError(
    'damaged',
    `payload ${name} is damaged: ${why}. Restore the database from a backup, or crawl the page again`,
  );
}
