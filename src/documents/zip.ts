import { inflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';

// Offsets of the ZIP format (APPNOTE.TXT 4.3).
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const FLAG_ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/** The text parts of an office file; pictures are not unpacked. No report comes near. */
const MOST_BYTES = 96 * 1024 * 1024;
const MOST_ENTRIES = 4000;

/**
 * The members of an archive whose names are wanted, unpacked under a limit that holds for what they say of
 * themselves and for what really comes out. Names are only compared, never used as paths.
 * @throws Error when the archive is damaged, encrypted, or swells beyond the limit.
 */
export function unpack(bytes: Uint8Array, wanted: (name: string) => boolean): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw new Error(`the archive has ${count} members, more than ${MOST_ENTRIES}`);
  const members = new Map<string, Uint8Array>();
  let left = MOST_BYTES;
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== ENTRY_SIGNATURE) throw new Error('the archive’s directory is damaged');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength));
    if (wanted(name) && !members.has(name)) {
      if (view.getUint32(at + 24, true) > left) throw new Error(TOO_MUCH);
      const content = member(bytes, view, at, left);
      left -= content.length;
      members.set(name, content);
    }
    at += ENTRY_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return members;
}

/** The same members as an archive again, not compressed: for readers that unpack for themselves. */
export function repack(members: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(members), { level: 0 });
}

const TOO_MUCH = `the archive holds more than ${MOST_BYTES / 1024 / 1024} MiB`;

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= first; at--)
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  throw new Error('the archive’s end is missing');
}

function member(bytes: Uint8Array, view: DataView, entry: number, limit: number): Uint8Array {
  if ((view.getUint16(entry + 8, true) & FLAG_ENCRYPTED) !== 0)
    throw new Error('the archive asks for a password');
  const method = view.getUint16(entry + 10, true);
  const local = view.getUint32(entry + 42, true);
  if (view.getUint32(local, true) !== LOCAL_SIGNATURE) throw new Error('a member of the archive is damaged');
  const start = local + LOCAL_SIZE + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = bytes.subarray(start, start + view.getUint32(entry + 20, true));
  if (method === STORED) return packed;
  if (method !== DEFLATED)
    throw new Error(`a member of the archive is packed in a way not known (${method})`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    if (error instanceof RangeError) throw new Error(TOO_MUCH, { cause: error });
    throw error;
  }
}
