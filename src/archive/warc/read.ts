import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { WARCParser, type WARCRecord } from 'warcio';
import { openZipEntry, readZipDirectory, readZipEntry, type ZipEntry } from './zip-reader.ts';

/** A record as it was read. */
export interface ReadRecord {
  /** Its WARC file, inside a WACZ with the member's name. */
  readonly source: string;
  readonly type: string;
  readonly id: string;
  /** UTC, ISO 8601; null where the record has no usable date. */
  readonly date: string | null;
  readonly targetUri: string | null;
  readonly contentType: string;
  /** A named field; null where there is none. */
  field(name: string): string | null;
  /** Null where it has more bytes than are taken. */
  readonly block: Uint8Array | null;
  readonly blockLength: number;
}

/** A WARC or WACZ file that cannot be read further: what came before stands. */
export class WarcDamaged extends Error {
  override readonly name = 'WarcDamaged';
}

/** A collection: WARC files, and what their makers say of the pages in them. */
export interface Collection {
  readonly format: 'warc' | 'wacz';
  /** What made it, as it says of itself. */
  readonly software: string | null;
  /** Titles of pages, by address. */
  readonly titles: ReadonlyMap<string, string>;
  records(): AsyncGenerator<ReadRecord>;
}

/** Lists of pages and descriptors; anything longer is no such thing. */
const MOST_DESCRIPTION = 64 * 1024 * 1024;

/** Whether a file is a WARC file, by its first bytes: plain, or compressed (then its first record must say so). */
export function isWarc(head: Uint8Array, unpacked: Uint8Array | null): boolean {
  return [head, unpacked ?? head].some(
    (bytes) => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === 'WARC/',
  );
}

/** Whether a ZIP file is a WACZ: it holds WARC files in `archive/`. */
export function isWacz(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => isWarcMember(name));
}

function isWarcMember(name: string): boolean {
  return /^archive\/[^/]+\.warc(\.gz)?$/i.test(name);
}

/**
 * @param mostBytes of a block; of a longer one only the head of its record is given.
 * @throws WarcDamaged when not even the first record can be read.
 */
export async function openWarc(path: string, name: string, mostBytes: number): Promise<Collection> {
  const records = () => recordsOf(createReadStream(path), name, mostBytes);
  const reading = records();
  const { value: first } = await reading.next();
  await reading.return(undefined);
  return {
    format: 'warc',
    software: first?.type === 'warcinfo' && first.block !== null ? softwareOf(first.block) : null,
    titles: new Map(),
    records,
  };
}

function softwareOf(info: Uint8Array): string | null {
  return /^software:[ \t]*(\S.*)$/im.exec(Buffer.from(info).toString('utf8'))?.[1]?.trim() ?? null;
}

/** @throws WarcDamaged when the file is no ZIP file. */
export async function openWacz(path: string, name: string, mostBytes: number): Promise<Collection> {
  const entries = await inWords(name, () => readZipDirectory(path));
  const titles = new Map<string, string>();
  for (const entry of entries.filter((e) => /^pages\/[^/]+\.jsonl$/i.test(e.name)))
    for (const page of await jsonLines(path, name, entry))
      if (typeof page.url === 'string' && typeof page.title === 'string') titles.set(page.url, page.title);
  const descriptor = entries.find((e) => e.name === 'datapackage.json');
  const [described] = descriptor === undefined ? [] : await jsonLines(path, name, descriptor);
  return {
    format: 'wacz',
    software: typeof described?.software === 'string' ? described.software : null,
    titles,
    async *records() {
      for (const entry of entries.filter((e) => isWarcMember(e.name))) {
        const source = `${name}!/${entry.name}`;
        const stream = await inWords(source, () => openZipEntry(path, entry));
        yield* recordsOf(stream, source, mostBytes);
      }
    },
  };
}

/** The JSON documents of a member: one a line, or one alone. What is no JSON is left out: it is only description. */
async function jsonLines(path: string, name: string, entry: ZipEntry): Promise<Record<string, unknown>[]> {
  const text = (await inWords(name, () => readZipEntry(path, entry, MOST_DESCRIPTION))).toString('utf8');
  const whole = parsed(text);
  if (whole !== null) return [whole];
  return text.split('\n').flatMap((line) => {
    const document = parsed(line);
    return document === null ? [] : [document];
  });
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function* recordsOf(
  stream: AsyncIterable<Uint8Array>,
  source: string,
  mostBytes: number,
): AsyncGenerator<ReadRecord> {
  const bytes = plain(stream);
  const parser = new WARCParser(bytes, { parseHttp: false });
  try {
    for (let number = 1; ; number++) {
      const place = `${source}, record ${number}`;
      const record = await inWords(place, () => parser.parse());
      if (record === null) {
        if (number === 1) throw new WarcDamaged(`${source}: no WARC record in it`);
        return;
      }
      const length = record.warcContentLength;
      const taken = Number.isFinite(length) && length <= mostBytes;
      const block = taken ? await inWords(place, () => record.readFully(false)) : null;
      if (block !== null && block.length < length)
        throw new WarcDamaged(`${place}: it ends after ${block.length} of ${length} bytes`);
      yield toRecord(record, source, block);
    }
  } finally {
    await bytes.return(undefined);
  }
}

/** Unpacked, where it is packed: zlib says when the end is missing, and takes no notice of where members begin. */
async function* plain(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const rest = (async function* () {
    yield first.value;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  })();
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* rest;
    return;
  }
  const gunzip = createGunzip();
  const packed = Readable.from(rest).on('error', (error) => gunzip.destroy(error));
  try {
    yield* packed.pipe(gunzip);
  } finally {
    packed.destroy();
  }
}

function toRecord(record: WARCRecord, source: string, block: Uint8Array | null): ReadRecord {
  const at = Date.parse(record.warcDate ?? '');
  return {
    source,
    type: record.warcType,
    id: record.warcHeader('WARC-Record-ID') ?? '',
    date: Number.isNaN(at) ? null : new Date(at).toISOString(),
    // WARC/1.0 wrote it in angle brackets, by a slip of its text that some tools follow.
    targetUri: record.warcTargetURI?.replace(/^<(.*)>$/, '$1') ?? null,
    contentType: record.warcContentType ?? '',
    field: (name) => record.warcHeader(name) ?? null,
    block,
    blockLength: record.warcContentLength,
  };
}

/** What a damaged file makes a reader throw, with the place. */
async function inWords<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WarcDamaged) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new WarcDamaged(`${place}: it cannot be read: ${why}. Fetch or save it again`, { cause: error });
  }
}
