import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { SqliteConnection } from './connection.ts';
import { lacksRoom, requireFolder, requireSpace } from './disk.ts';
import { ArchiveError, explained } from './errors.ts';

export interface BackupOptions {
  /** Called while pages are copied. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the copying; nothing is left behind. */
  readonly signal?: AbortSignal;
}

export interface Backup {
  /** Bytes of the copy. */
  readonly size: number;
  /** What `verify` found in the copy. Empty: it is sound, and stands under its name; else there is no copy. */
  readonly problems: readonly string[];
}

/** What a backup is made of. */
export interface BackupSource {
  /** Bytes that the copy takes at least. */
  readonly leastBytes: number;
  /** Copies all of it into an SQLite file. */
  copyInto(file: string, progress: (done: number, total: number) => void): Promise<void>;
}

/** A database that is a file: copied page by page. */
export function ofFile(connection: SqliteConnection): BackupSource {
  return {
    leastBytes: statSync(connection.file).size,
    copyInto: (file, progress) =>
      connection.copyTo(file, ({ totalPages, remainingPages }) =>
        progress(totalPages - remainingPages, totalPages),
      ),
  };
}

/**
 * Copies a database, as it is at one moment, into a new file, whatever is written to it meanwhile. The copy gets its
 * name only when it is whole, on the disk, and found sound: a file of that name is always a backup that can be used.
 * @param verify goes through the copy; gives what is wrong with it.
 * @throws ArchiveError `file_exists`, `disk_full`, `cannot_open`; the signal's reason when it fired.
 */
export async function backupDatabase(
  source: BackupSource,
  target: string,
  verify: (file: string) => readonly string[],
  { onProgress, signal }: BackupOptions,
): Promise<Backup> {
  const partial = `${target}.partial`;
  for (const file of [target, partial]) refuseToOverwrite(file, target);
  requireFolder(target);
  requireSpace(target, source.leastBytes, 'as much as the database has');
  // Ours alone from here on: a second backup to the same file finds it there.
  closeSync(openSync(partial, 'wx'));
  try {
    await source.copyInto(partial, (done, total) => {
      signal?.throwIfAborted();
      onProgress?.(done, total);
    });
    makeSingleFile(partial);
    const problems = verify(partial);
    if (problems.length === 0) publish(partial, target);
    return { size: problems.length === 0 ? statSync(target).size : 0, problems };
  } catch (error) {
    throw explained(error, target, lacksRoom);
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${end}`, { force: true });
  }
}

function refuseToOverwrite(file: string, target: string): void {
  if (!existsSync(file)) return;
  throw new ArchiveError(
    'file_exists',
    file === target
      ? `${target}: there is a file of that name, and a backup overwrites nothing. Give another name`
      : `${file}: another backup to ${target} is at work, or one was killed. In that case delete the file and run the command again`,
  );
}

/** Out of WAL mode, so that the copy needs no companions and opens from a medium that cannot be written to. */
function makeSingleFile(file: string): void {
  const copy = new Database(file);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/** Gives the file its name, without taking that of another. */
function publish(partial: string, target: string): void {
  sync(partial);
  try {
    linkSync(partial, target);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      refuseToOverwrite(target, target);
    // Some file systems know no second names.
    copyFileSync(partial, target, constants.COPYFILE_EXCL);
    sync(target);
  }
  sync(dirname(target));
}

/** To the disk itself: a power cut right after must not take it. */
function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
