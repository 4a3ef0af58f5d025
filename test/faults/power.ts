import { closeSync, existsSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import type { Random } from './random.ts';

export interface PowerCut {
  readonly words: string;
  /** Whether everything that was committed must still be there. */
  readonly keepsPromises: boolean;
}

/** https://www.sqlite.org/walformat.html: sizes of the headers, and where the shared memory holds its counts. */
const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const SHM_MX_FRAME = 16;
const SHM_BACKFILL_ATTEMPTED = 128;

/**
 * Does to a database that was just killed what a power cut does to one: the memory is gone, and the end of the WAL did not
 * reach the disk, or only in part, or as garbage. What was copied into the database file was in the WAL on the disk
 * before, so the cut falls after it. A cut behind the last commit is what an honest disk does; one before it is a disk
 * that only said to have written.
 * @returns what was done; null where the WAL holds nothing to lose.
 */
export function losePower(file: string, random: Random): PowerCut | null {
  const [wal, shm] = [`${file}-wal`, `${file}-shm`];
  if (!existsSync(wal) || !existsSync(shm)) return null;
  const log = readFileSync(wal);
  const memory = readFileSync(shm);
  if (log.length <= WAL_HEADER || memory.length < SHM_BACKFILL_ATTEMPTED + 4) return null;
  const frame = FRAME_HEADER + log.readUInt32BE(8);
  const offset = (frames: number): number => WAL_HEADER + frames * frame;
  const committed = memory.readUInt32LE(SHM_MX_FRAME);
  const copied = memory.readUInt32LE(SHM_BACKFILL_ATTEMPTED);
  rmSync(shm);
  const honest = random.fraction() < 0.4;
  const cut = random.whole(Math.min(offset(honest ? committed : copied), log.length), log.length);
  const garbage = random.fraction() < 0.4;
  if (garbage) {
    const handle = openSync(wal, 'r+');
    const noise = Uint8Array.from({ length: log.length - cut }, () => random.whole(0, 255));
    if (noise.length > 0) writeSync(handle, noise, 0, noise.length, cut);
    closeSync(handle);
  } else truncateSync(wal, cut);
  const words = `${garbage ? 'garbage from' : 'cut at'} byte ${cut} of ${log.length} of the WAL, ${committed} frames committed, ${copied} copied`;
  return { words, keepsPromises: cut >= offset(committed) };
}
