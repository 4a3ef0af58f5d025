import { constants, crc32, deflateRawSync } from 'node:zlib';
import type { AsyncFlateStreamHandler, ZipInputFile } from 'fflate';

const DEFLATE = 8;
const LEVEL = 3;

/**
 * A file of a ZIP archive, written as it comes, compressed by Node's own zlib: in a third of the time that JavaScript
 * takes. Every piece is compressed by itself and ends at a byte, so that they make one stream one after the other; pieces
 * of some hundred kilobytes lose nothing by it.
 */
export class DeflatedEntry implements ZipInputFile {
  readonly filename: string;
  readonly compression = DEFLATE;
  /** The same figures make the same bytes on any day. */
  readonly mtime = new Date(1980, 0, 1);
  /** Of what was pushed so far, not compressed. */
  size = 0;
  crc = 0;
  /** Set by the archive that it is added to. */
  ondata?: AsyncFlateStreamHandler;

  constructor(filename: string) {
    this.filename = filename;
  }

  push(text: string, final: boolean): void {
    const bytes = Buffer.from(text, 'utf8');
    this.size += bytes.length;
    this.crc = crc32(bytes, this.crc);
    const finishFlush = final ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    this.ondata?.(null, deflateRawSync(bytes, { level: LEVEL, finishFlush }), final);
  }
}
