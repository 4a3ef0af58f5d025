import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ArchiveError } from './errors.ts';

const MIB = 1024 * 1024;
/** Below this SQLite cannot even set up its companions (`-wal`, `-shm`). */
const NOTHING_LEFT = MIB;
/** What a transaction may have wanted; by the time we look, it is rolled back, and its room free again. */
const PROBE_BYTES = 16 * MIB;

/** What the system says when it gives a file no more room: disk, quota, largest size of a file. */
const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether an error of a file operation means that there is no room. */
export function isNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_ROOM.has(String(error.code));
}

/** Bytes that are free for us on the disk of a file, whether the file exists or not. */
export function freeBytes(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

/** @throws ArchiveError `cannot_open` where the folder of a file that is to be made is missing. */
export function requireFolder(file: string): void {
  if (existsSync(dirname(file))) return;
  throw new ArchiveError(
    'cannot_open',
    `${file}: the folder ${dirname(file)} does not exist. Create it, or give another file`,
  );
}

/** @throws ArchiveError `disk_full` where less than `bytes` are free on the disk of a file. */
export function requireSpace(file: string, bytes: number, why: string): void {
  const free = freeBytes(file);
  if (free >= bytes) return;
  const mib = (count: number): string => `${Math.ceil(count / MIB).toLocaleString('en')} MiB`;
  throw new ArchiveError(
    'disk_full',
    `${file}: its disk has ${Math.floor(free / MIB).toLocaleString('en')} MiB left, and ${mib(bytes)} are needed: ${why}. ` +
      'Free some space and run the command again; everything stored so far is safe',
  );
}

/**
 * Whether it is for lack of room that SQLite could not write or open this database. SQLite itself knows only a disk
 * without a free block as full; a quota, a limit on the size of a file, or no room for its companions are to it a
 * fault of the disk.
 */
export function lacksRoom(file: string): boolean {
  const probe = `${file}.${process.pid}.probe`;
  try {
    if (freeBytes(file) < NOTHING_LEFT) return true;
    const handle = openSync(probe, 'wx');
    try {
      ftruncateSync(handle, Math.max(sizeOf(file), sizeOf(`${file}-wal`)) + PROBE_BYTES);
      const portion = new Uint8Array(MIB);
      for (let at = 0; at < PROBE_BYTES; at += MIB) writeSync(handle, portion, 0, MIB, at);
    } finally {
      closeSync(handle);
      rmSync(probe, { force: true });
    }
    return false;
  } catch (error) {
    // Anything else (no rights, no folder) is told by SQLite's own error.
    return isNoRoom(error);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
