import type { Archive } from '../archive/archive.ts';
import type { Compacted, CompactOptions } from '../archive/compact.ts';
import { ArchiveError } from '../archive/errors.ts';
import type { Swept } from '../archive/sweep.ts';
import { holdingLock } from './lock.ts';

export interface CompactionOptions extends CompactOptions {
  /** Deletes what lies at the place of payloads and is named by none. */
  readonly sweep?: boolean;
  /** The place that the archive was opened with is where its payloads are from now on. */
  readonly moves?: boolean;
}

export interface Compaction {
  /** Null: no SQLite file. */
  readonly pages: Compacted | null;
  /** Null: payloads stand in the database. */
  readonly place: Swept | null;
}

/**
 * Makes the database, and the place of its payloads, smaller, with nothing lost, while no crawl is at work.
 * @throws ArchiveError `locked`, `damaged`, `disk_full`, `cannot_open`
 */
export function compact(archive: Archive, options: CompactionOptions): Promise<Compaction> {
  // To look takes no lock: nothing is written.
  if (options.dryRun === true) return both(archive, { ...options, sweep: false, moves: false });
  return holdingLock(archive, (check) =>
    both(archive, {
      ...options,
      onProgress: (done, total) => {
        check();
        options.onProgress?.(done, total);
      },
    }),
  );
}

async function both(
  archive: Archive,
  { sweep = false, moves = false, ...options }: CompactionOptions,
): Promise<Compaction> {
  if (moves) move(archive);
  // A database without a file, and without payloads elsewhere, has nothing that could be made smaller: it says so.
  const pages = archive.isFile || archive.payloadsAt === null ? await archive.compact(options) : null;
  const place = pages?.interrupted === true ? null : archive.sweep({ remove: sweep });
  return { pages, place };
}

function move(archive: Archive): void {
  const there = archive.sweep();
  if (there === null) return;
  if (there.missing > 0)
    throw new ArchiveError(
      'cannot_open',
      `${there.address}: ${there.missing} objects of the database do not lie there. Copy them there first; nothing was changed`,
    );
  archive.rememberPayloads();
}
