import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/** A member of a ZIP file on disk. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacked, as the directory says. */
  readonly size: number;
  readonly packed: number;
  readonly method: number;
  /** Of its local header. */
  readonly offset: number;
}

const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;
const MOST_32 = 0xffff_ffff;
/** The directory of a hundred thousand members; no collection of pages has more. */
const MOST_DIRECTORY = 64 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * The directory of a ZIP file of any size; nothing is unpacked, names are never used as paths.
 * @throws Error when the file is no ZIP file or is damaged.
 */
export async function readZipDirectory(path: string): Promise<ZipEntry[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tailLength = Math.min(size, END_SIZE + LONGEST_COMMENT + 20);
    const tail = await read(file, size - tailLength, tailLength);
    const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (at === -1 || at + END_SIZE > tail.length) throw new Error('the end of the ZIP directory is missing');
    let start = tail.readUInt32LE(at + 16);
    let length = tail.readUInt32LE(at + 12);
    const isFar = at >= 20 && tail.readUInt32LE(at - 20) === 0x07064b50;
    if (isFar) {
      const record = await read(file, Number(tail.readBigUInt64LE(at - 12)), 56);
      if (record.readUInt32LE(0) !== 0x06064b50) throw new Error('the ZIP64 directory is missing');
      length = Number(record.readBigUInt64LE(40));
      start = Number(record.readBigUInt64LE(48));
    }
    if (length > MOST_DIRECTORY || start + length > size) throw new Error('the ZIP directory is damaged');
    return entriesOf(await read(file, start, length));
  } finally {
    await file.close();
  }
}

function entriesOf(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new Error('the ZIP directory is damaged');
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const numbers = [at + 24, at + 20, at + 42].map((place) => directory.readUInt32LE(place));
    const far = zip64(directory.subarray(nameEnd, extraEnd));
    // The extra field holds, in this order, only what does not fit in 32 bits.
    const [size = 0, packed = 0, offset = 0] = numbers.map((n) => (n === MOST_32 ? (far.shift() ?? n) : n));
    const name = directory.toString('utf8', at + 46, nameEnd);
    entries.push({ name, size, packed, offset, method: directory.readUInt16LE(at + 10) });
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function zip64(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1 && end <= extra.length) {
      const numbers: number[] = [];
      for (let place = at + 4; place + 8 <= end; place += 8)
        numbers.push(Number(extra.readBigUInt64LE(place)));
      return numbers;
    }
    at = end;
  }
  return [];
}

/**
 * The content of a member, as a stream.
 * @throws Error when the member is damaged or packed in a way not known.
 */
export async function openZipEntry(path: string, entry: ZipEntry): Promise<Readable> {
  const file = await open(path, 'r');
  let start: number;
  try {
    const local = await read(file, entry.offset, 30);
    if (local.readUInt32LE(0) !== 0x04034b50) throw new Error(`member ${entry.name} is damaged`);
    start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  } finally {
    await file.close();
  }
  if (entry.packed === 0) return Readable.from([]);
  const packed = createReadStream(path, { start, end: start + entry.packed - 1 });
  if (entry.method === STORED) return packed;
  if (entry.method !== DEFLATED)
    throw new Error(`member ${entry.name} is packed in a way not known (${entry.method})`);
  const inflate = createInflateRaw();
  packed.on('error', (error) => inflate.destroy(error));
  return packed.pipe(inflate);
}

/**
 * The content of a small member.
 * @throws Error when it has more bytes than `most`.
 */
export async function readZipEntry(path: string, entry: ZipEntry, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await openZipEntry(path, entry)) {
    size += chunk.length;
    if (size > most) throw new Error(`member ${entry.name} has more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw new Error('the ZIP file ends too early');
  return buffer;
}
