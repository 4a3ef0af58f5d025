import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { sha256 } from '../payloads.ts';

export type WarcType = 'warcinfo' | 'request' | 'response' | 'revisit' | 'resource' | 'metadata';

/** A record to be written: named fields in their order, and the block. */
export interface WarcRecord {
  readonly type: WarcType;
  /** `<urn:uuid:…>` */
  readonly id: string;
  /** UTC, ISO 8601; WARC/1.1 takes fractions of a second. */
  readonly date: string;
  readonly targetUri?: string;
  readonly contentType: string;
  /** What is left out is not written. */
  readonly fields?: Readonly<Record<string, string | undefined>>;
  readonly block: Uint8Array;
}

/** A profile of `revisit` (WARC/1.1, 6.7): the body is the one of another record. */
export const IDENTICAL_PAYLOAD = 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest';
/** The server said 304. */
export const NOT_MODIFIED = 'http://netpreserve.org/warc/1.1/revisit/server-not-modified';

export function newRecordId(): string {
  return `<urn:uuid:${randomUUID()}>`;
}

/** A digest as WARC fields carry it. */
export function digest(hash: string): string {
  return `sha256:${hash}`;
}

/** The record as a gzip member of its own, so that it can be read by offset and length. */
export function serialise(record: WarcRecord): Uint8Array {
  const fields: Record<string, string | undefined> = {
    'WARC-Type': record.type,
    'WARC-Record-ID': record.id,
    'WARC-Date': record.date,
    'WARC-Target-URI': record.targetUri,
    ...record.fields,
    'WARC-Block-Digest': digest(sha256(record.block)),
    'Content-Type': record.contentType,
    'Content-Length': String(record.block.length),
  };
  const head = Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${oneLine(value)}\r\n`]))
    .join('');
  return gzipSync(Buffer.concat([Buffer.from(`WARC/1.1\r\n${head}\r\n`), record.block, END]));
}

const END = Buffer.from('\r\n\r\n');

/** A line break inside a value would begin another field. */
export function oneLine(value: string): string {
  return value.replace(/[\r\n]+/g, ' ').trim();
}
