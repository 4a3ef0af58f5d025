import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { withoutEngine, withoutSlack } from '../documents/inflated.ts';
import type { Problem } from './exchange.ts';

export interface Decoded {
  readonly body: Uint8Array;
  readonly problem: Problem | null;
}

/** Decodes to at most `cap` bytes; lenient: gives back what can be had of cut-off data. */
type Inflate = (bytes: Uint8Array, cap: number, lenient: boolean) => Promise<Uint8Array>;

interface Coding {
  /** False where the bytes cannot be of this coding, whatever the header says. */
  matches(bytes: Uint8Array): boolean;
  readonly inflate: Inflate;
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;
/** RFC 1950: the first two bytes as a number are a multiple of 31, the method is 8. */
const isZlib = (bytes: Uint8Array) =>
  ((bytes[0] ?? 0) & 15) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants;
/** Room for a whole page, bytes: each piece of output is a way to another thread and back. */
const CHUNK = 128 * 1024;
const options = (cap: number, lenient: boolean, finishFlush: number) => ({
  maxOutputLength: cap,
  chunkSize: CHUNK,
  ...(lenient ? { finishFlush } : {}),
});

/** Coded bytes up to which it takes longer to hand them to another thread than to decode them. */
const MOST_AT_ONCE = 64 * 1024;
const inflateZlib = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflate);
const inflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflateRaw);
const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.gunzip);
const unbrotli = promisify<Uint8Array, zlib.BrotliOptions, Uint8Array>(zlib.brotliDecompress);
const unzstd = promisify<Uint8Array, zlib.ZstdOptions, Uint8Array>(zlib.zstdDecompress);

const GZIP: Coding = {
  matches: isGzip,
  inflate: async (bytes, cap, lenient) => {
    const how = options(cap, lenient, Z_SYNC_FLUSH);
    if (bytes.length > MOST_AT_ONCE) return gunzip(bytes, how);
    return withoutEngine(zlib.gunzipSync(bytes, { ...how, info: true }));
  },
};

const CODINGS: Readonly<Record<string, Coding>> = {
  gzip: GZIP,
  'x-gzip': GZIP,
  // By RFC 9110 zlib data; many servers send raw deflate data instead.
  deflate: {
    matches: () => true,
    inflate: (bytes, cap, lenient) =>
      (isZlib(bytes) ? inflateZlib : inflateRaw)(bytes, options(cap, lenient, Z_SYNC_FLUSH)),
  },
  br: {
    matches: () => true,
    inflate: (bytes, cap, lenient) => unbrotli(bytes, options(cap, lenient, BROTLI_OPERATION_FLUSH)),
  },
  // Never asked for; some servers send it all the same.
  zstd: {
    matches: (bytes) => bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd,
    inflate: (bytes, cap, lenient) => unzstd(bytes, options(cap, lenient, ZSTD_e_flush)),
  },
};

/** Not codings, but sent as such by portals that mixed up the headers. */
const NO_CODING = /^(identity|none|binary|utf-?8|gb\w+|iso-[\w-]+|)$/;
const MOST_CODINGS = 3;

/**
 * Takes the content codings (RFC 9110, 8.4) off a body. A body in a coding that it plainly is not in counts as
 * uncoded; gzip without any header is unpacked where a page was expected.
 *
 * @param bytes as they came over the wire.
 * @param header the Content-Encoding header, empty when there was none.
 * @param cap most bytes after decoding; more is `too_large` (a compression bomb never gets bigger than this).
 * @param isPage whether text was asked for: an archive file that is gzip itself stays as it is.
 */
export async function decodeContent(
  bytes: Uint8Array,
  header: string,
  cap: number,
  isPage: boolean,
): Promise<Decoded> {
  const { body, problem } = await withoutCodings(bytes, header, cap, isPage);
  return { body: withoutSlack(body), problem };
}

async function withoutCodings(
  bytes: Uint8Array,
  header: string,
  cap: number,
  isPage: boolean,
): Promise<Decoded> {
  const named = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !NO_CODING.test(name));
  if (named.length > MOST_CODINGS) {
    return {
      body: bytes,
      problem: problem('wrong_type', `${named.length} content codings on top of each other`),
    };
  }
  const unknown = named.find((name) => !Object.hasOwn(CODINGS, name));
  if (unknown !== undefined) {
    return { body: bytes, problem: problem('wrong_type', `unknown content coding “${unknown}”`) };
  }
  const names = named.length === 0 && isPage && isGzip(bytes) ? ['gzip'] : named.reverse();
  let decoded: Decoded = { body: bytes, problem: null };
  for (const name of names) {
    decoded = await decodeOne(decoded.body, name, cap);
    if (decoded.problem !== null) return decoded;
  }
  if (decoded.body.length > cap)
    return { body: decoded.body, problem: tooLarge(cap, bytes.length, 'identity') };
  return decoded;
}

async function decodeOne(bytes: Uint8Array, name: string, cap: number): Promise<Decoded> {
  const coding = CODINGS[name];
  if (coding === undefined || bytes.length === 0 || !coding.matches(bytes))
    return { body: bytes, problem: null };
  try {
    return { body: await coding.inflate(bytes, cap, false), problem: null };
  } catch (error) {
    if (isTooLarge(error)) return { body: new Uint8Array(), problem: tooLarge(cap, bytes.length, name) };
    const why = error instanceof Error ? error.message : String(error);
    const body = await coding.inflate(bytes, cap, true).catch(() => new Uint8Array());
    return { body, problem: problem('truncated', `the ${name} data is damaged or cut off: ${why}`) };
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function tooLarge(cap: number, wire: number, name: string): Problem {
  return problem('too_large', `${wire} bytes of ${name} data decode to more than ${cap} bytes`);
}

function problem(outcome: Problem['outcome'], detail: string): Problem {
  return { outcome, detail, connected: true };
}
