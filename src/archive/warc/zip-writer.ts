import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** A member that was written. */
export interface ZipMember {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  readonly hash: Hash;
  crc: number;
  size: number;
}

const MOST_32 = 0xffff_ffff;
const LOCAL_SIZE = 30;
/** 1980-01-01: the earliest that the format knows; a member's age says nothing here. */
const DATE = 0x0021;

/**
 * Writes a ZIP file without compression, member after member, of any total size (ZIP64 where it must be; a member by itself
 * stays below 4 GiB). What is inside can be read at its offset, as WACZ readers do.
 */
export class ZipWriter {
  readonly #file: number;
  readonly #entries: Entry[] = [];
  #at = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  /** Begins a member; what is written from now on is its content. */
  begin(name: string): void {
    const entry = { name: Buffer.from(name), offset: this.#at, hash: createHash('sha256'), crc: 0, size: 0 };
    this.#entries.push(entry);
    this.#append(localHeader(entry));
  }

  /** Appends to the member begun last; returns the offset within it. */
  write(bytes: Uint8Array): number {
    const entry = this.#last();
    const at = entry.size;
    entry.crc = crc32(bytes, entry.crc);
    entry.hash.update(bytes);
    entry.size += bytes.length;
    if (entry.size > MOST_32) throw new Error(`a member of a ZIP file grew beyond ${MOST_32} bytes`);
    this.#append(bytes);
    return at;
  }

  /** Ends the member begun last. */
  end(): ZipMember {
    const entry = this.#last();
    // Size and checksum are known only now.
    writeSync(this.#file, localHeader(entry), 0, LOCAL_SIZE, entry.offset);
    return { name: entry.name.toString(), bytes: entry.size, sha256: entry.hash.digest('hex') };
  }

  /** Writes the directory and closes the file. */
  finish(): void {
    const start = this.#at;
    for (const entry of this.#entries) this.#append(directoryEntry(entry));
    this.#append(endOfDirectory(this.#entries.length, start, this.#at - start));
    closeSync(this.#file);
  }

  /** Closes the file as it is, after a failure. */
  abandon(): void {
    closeSync(this.#file);
  }

  #last(): Entry {
    const entry = this.#entries.at(-1);
    if (entry === undefined) throw new Error('no member of the ZIP file was begun');
    return entry;
  }

  #append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, this.#at + done);
    this.#at += bytes.length;
  }
}

// APPNOTE.TXT 4.3.7, 4.3.12, 4.3.14 to 4.3.16. Flag 11: names are UTF-8.

function localHeader({ name, crc, size }: Entry): Buffer {
  const head = Buffer.alloc(LOCAL_SIZE);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(0x0800, 6);
  head.writeUInt16LE(DATE, 12);
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(size, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function directoryEntry({ name, crc, size, offset }: Entry): Buffer {
  const far = offset > MOST_32 - 1;
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(far ? 45 : 20, 4);
  head.writeUInt16LE(far ? 45 : 20, 6);
  head.writeUInt16LE(0x0800, 8);
  head.writeUInt16LE(DATE, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(size, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(far ? 12 : 0, 30);
  head.writeUInt32LE(far ? MOST_32 : offset, 42);
  if (!far) return Buffer.concat([head, name]);
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(offset), 4);
  return Buffer.concat([head, name, extra]);
}

function endOfDirectory(count: number, start: number, size: number): Buffer {
  const far = start + size > MOST_32 - 1 || count > 0xfffe;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(far ? 0xffff : count, 8);
  end.writeUInt16LE(far ? 0xffff : count, 10);
  end.writeUInt32LE(far ? MOST_32 : size, 12);
  end.writeUInt32LE(far ? MOST_32 : start, 16);
  if (!far) return end;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}
