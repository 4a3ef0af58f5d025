import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { ArchiveError } from './errors.ts';

/** How the bytes of a payload are stored. */
export type PayloadEncoding = 'identity' | 'br';

export interface EncodedPayload {
  /** Of the body itself, not of the stored bytes. */
  readonly sha256: string;
  /** Of the body itself, bytes. */
  readonly size: number;
  readonly encoding: PayloadEncoding;
  readonly bytes: Uint8Array;
}

/** Brotli above 5 costs many times the time for a few per cent. */
const QUALITY = 5;
/** PDF, DOCX and pictures are compressed already: below this gain the bytes are kept as they are. */
const LEAST_GAIN = 0.05;

/** Lower-case hex SHA-256. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The smaller of the body as it is and the body compressed. */
export function compressPayload(body: Uint8Array): Pick<EncodedPayload, 'encoding' | 'bytes'> {
  const compressed = brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
  return compressed.length <= body.length * (1 - LEAST_GAIN)
    ? { encoding: 'br', bytes: compressed }
    : { encoding: 'identity', bytes: body };
}

/**
 * The body of a stored payload.
 * @throws ArchiveError `damaged` when it is not what it was when it was stored.
 */
export function decodePayload(stored: {
  readonly sha256: string;
  readonly size: number;
  readonly encoding: string;
  readonly bytes: Uint8Array;
}): Uint8Array {
  const body = decompressed(stored);
  if (body.length !== stored.size) {
    throw damaged(stored.sha256, `it has ${body.length} bytes where ${stored.size} were stored`);
  }
  const found = sha256(body);
  if (found !== stored.sha256) throw damaged(stored.sha256, `its bytes now hash to ${found}`);
  return body;
}

function decompressed(stored: { sha256: string; size: number; encoding: string; bytes: Uint8Array }) {
  if (stored.encoding === 'identity') return stored.bytes;
  if (stored.encoding !== 'br') {
    throw damaged(stored.sha256, `its encoding "${stored.encoding}" is neither identity nor br`);
  }
  try {
    // zlib wants room for one byte even where the body is empty.
    return brotliDecompressSync(stored.bytes, { maxOutputLength: Math.max(1, stored.size) });
  } catch (error) {
    throw damaged(stored.sha256, `it does not decompress: ${String(error)}`);
  }
}

function damaged(hash: string, why: string): ArchiveError {
  return new ArchiveError(
    'damaged',
    `payload ${hash} is damaged: ${why}. Restore the database from a backup, or crawl the page again`,
  );
}
