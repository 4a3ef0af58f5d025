import { closeSync, openSync, writeSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { VERSION } from '../../version.ts';
import type { Archive } from '../archive.ts';
import { sha256 } from '../payloads.ts';
import type { CaptureRecord } from './capture-record.ts';
import { CaptureRecords } from './capture-records.ts';
import { cdxLine, timestamp } from './cdx.ts';
import { digest, newRecordId, serialise, type WarcRecord } from './record.ts';
import { storedCaptures } from './stored-captures.ts';
import { type ZipMember, ZipWriter } from './zip-writer.ts';

export interface WarcExportOptions {
  readonly archive: Archive;
  /** `.wacz` or `.warc.gz`; it appears under this name only when it is whole. */
  readonly file: string;
  /** null: all sites. */
  readonly siteIds: readonly string[] | null;
  readonly now: Date;
  readonly onProgress?: (captures: number) => void;
  /** A WARC file inside a WACZ is ended beyond this many bytes. */
  readonly rollAt?: number;
}

export interface WarcExport {
  readonly captures: number;
  readonly records: number;
}

const SOFTWARE = `nianbao ${VERSION}`;
const ROLL_AT = 1024 ** 3;
const WACZ_VERSION = '1.1.1';

/**
 * Writes the captures of an archive so that other programs can replay them, and `warc import` takes all of them back: each
 * body once, byte for byte; redirects, revisits, failures, and what is known of each fetch beside them.
 */
export async function exportWarc(options: WarcExportOptions): Promise<WarcExport> {
  const partial = `${options.file}.part`;
  try {
    const done = options.file.endsWith('.wacz') ? writeWacz(options, partial) : writeWarc(options, partial);
    await rename(partial, options.file);
    return done;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

interface Written {
  readonly number: number;
  readonly record: WarcRecord;
  readonly capture: CaptureRecord;
  readonly bytes: Uint8Array;
}

function* recordsOf({ archive, siteIds, onProgress }: WarcExportOptions): Generator<Written> {
  const records = new CaptureRecords((hash) => archive.captures.payload(hash));
  let count = 0;
  for (const { id, capture } of storedCaptures(archive, siteIds)) {
    for (const record of records.of(id, capture))
      yield { number: id, record, capture, bytes: serialise(record) };
    count += 1;
    onProgress?.(count);
  }
}

function writeWarc(options: WarcExportOptions, path: string): WarcExport {
  const file = openSync(path, 'w');
  try {
    const count = { captures: new Set<number>(), records: 0 };
    append(file, infoRecord(options));
    for (const { bytes, number } of recordsOf(options)) {
      append(file, bytes);
      count.captures.add(number);
      count.records += 1;
    }
    return { captures: count.captures.size, records: count.records };
  } finally {
    closeSync(file);
  }
}

function append(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** WACZ 1.1.1: WARC files, an index of their records, a list of pages, and a descriptor with the digest of each. */
function writeWacz(options: WarcExportOptions, path: string): WarcExport {
  const zip = new ZipWriter(path);
  try {
    const members: ZipMember[] = [];
    const index: string[] = [];
    const pages = [JSON.stringify({ format: 'json-pages-1.0', id: 'pages', title: 'All Pages' })];
    const captures = new Set<number>();
    let records = 0;
    let size = 0;
    let filename = '';
    const begin = (): void => {
      filename = `nianbao-${String(members.length).padStart(5, '0')}.warc.gz`;
      zip.begin(`archive/${filename}`);
      const info = infoRecord(options);
      zip.write(info);
      size = info.length;
    };
    begin();
    for (const { number, record, capture, bytes } of recordsOf(options)) {
      if (!captures.has(number) && size > (options.rollAt ?? ROLL_AT)) {
        members.push(zip.end());
        begin();
      }
      const offset = zip.write(bytes);
      const line = cdxLine(record, capture, { filename, offset, length: bytes.length });
      if (line !== null) index.push(line);
      if (!captures.has(number) && isPage(capture)) pages.push(pageLine(number, capture));
      captures.add(number);
      records += 1;
      size += bytes.length;
    }
    members.push(zip.end());
    const add = (name: string, text: string): void => {
      zip.begin(name);
      zip.write(Buffer.from(text));
      members.push(zip.end());
    };
    // Readers search the index: it is in the order of bytes.
    add('indexes/index.cdx', `${index.sort(byBytes).join('\n')}\n`);
    add('pages/pages.jsonl', `${pages.join('\n')}\n`);
    const descriptor = describe(members, options.now);
    add('datapackage.json', descriptor);
    add(
      'datapackage-digest.json',
      JSON.stringify({ path: 'datapackage.json', hash: digest(sha256(descriptor)) }),
    );
    zip.finish();
    return { captures: captures.size, records };
  } catch (error) {
    zip.abandon();
    throw error;
  }
}

/** What a person would open: pages and documents that arrived. */
function isPage({ outcome, form, resource, payload_sha256: hash }: CaptureRecord): boolean {
  return outcome === 'ok' && form === null && hash !== null && resource.kind !== 'attachment';
}

function pageLine(number: number, { final_url: url, fetched_at: ts, resource }: CaptureRecord): string {
  return JSON.stringify({
    id: `capture-${number}`,
    url,
    ts,
    ...(resource.title === null ? {} : { title: resource.title }),
  });
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function describe(members: readonly ZipMember[], now: Date): string {
  return JSON.stringify(
    {
      profile: 'data-package',
      wacz_version: WACZ_VERSION,
      title: '政府信息公开工作年度报告: captures of county portals',
      created: now.toISOString(),
      software: SOFTWARE,
      resources: members.map(({ name, bytes, sha256: hash }) => ({
        name: name.slice(name.lastIndexOf('/') + 1),
        path: name,
        hash: digest(hash),
        bytes,
      })),
    },
    null,
    2,
  );
}

function infoRecord({ now }: WarcExportOptions): Uint8Array {
  const fields = {
    software: SOFTWARE,
    format: 'WARC File Format 1.1',
    conformsTo: 'http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    description:
      `exported ${timestamp(now.toISOString())}. Bodies are as decoded from transfer and content codings; the fields ` +
      'that told of these are named x-orig-*. Of a request the archive keeps method, address and form. The metadata ' +
      'record of each capture (application/json) says how the fetch went.',
  };
  return serialise({
    type: 'warcinfo',
    id: newRecordId(),
    date: now.toISOString(),
    contentType: 'application/warc-fields',
    block: Buffer.from(
      Object.entries(fields)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join(''),
    ),
  });
}
