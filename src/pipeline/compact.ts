import type { Archive } from '../archive/archive.ts';
import type { Compacted, CompactOptions } from '../archive/compact.ts';
import { holdingLock } from './lock.ts';

/**
 * Makes the database smaller, with nothing lost, while no crawl is at work.
 * @throws ArchiveError `locked`, `damaged`, `disk_full`
 */
export function compact(archive: Archive, options: CompactOptions): Promise<Compacted> {
  // To look takes no lock: nothing is written.
  if (options.dryRun === true) return archive.compact(options);
  return holdingLock(archive, (check) =>
    archive.compact({
      ...options,
      onProgress: (done, total) => {
        check();
        options.onProgress?.(done, total);
      },
    }),
  );
}
