import { ArchiveError } from './errors.ts';
import type { PayloadPlace } from './places/place.ts';
import type { Connection } from './store.ts';

/** What a look at the place of payloads showed. */
export interface Swept {
  readonly address: string;
  /** Objects that lie there. */
  readonly objects: number;
  /** Objects that no payload names: put there by who was killed before the row was written, or by another database. */
  readonly orphans: number;
  readonly orphanBytes: number;
  /** Orphans that were deleted. */
  readonly removed: number;
  /** Objects that a payload names, and that do not lie there. */
  readonly missing: number;
}

export interface SweepOptions {
  /** Deletes orphans. Nothing else may write to the database meanwhile. */
  readonly remove?: boolean;
  readonly onProgress?: (objects: number) => void;
}

/** Younger ones may be another's, who is about to write the row. */
const LEAST_AGE_MS = 24 * 3_600_000;
const PORTION = 500;

/** Compares what lies at a place with what the database names: both in the order of their hashes, neither in memory. */
export function sweep(
  connection: Connection,
  place: PayloadPlace,
  { remove = false, onProgress }: SweepOptions = {},
): Swept {
  const until = Date.parse(connection.now()) - LEAST_AGE_MS;
  let [objects, orphans, orphanBytes, removed, missing, last] = [0, 0, 0, 0, 0, ''];
  const named = connection.iterate<{ hash: string }>(
    'SELECT DISTINCT object_sha256 AS hash FROM payloads WHERE object_sha256 IS NOT NULL ORDER BY 1',
  );
  try {
    let next = named.next();
    for (const { hash, size, at } of place.list()) {
      // An object out of order would be taken for one that nobody names.
      if (hash <= last)
        throw new ArchiveError(
          'cannot_open',
          `${place.address}: it lists its objects in no order, so that they cannot be compared with the database; nothing was deleted`,
        );
      last = hash;
      objects += 1;
      if (objects % PORTION === 0) onProgress?.(objects);
      for (; next.done !== true && next.value.hash < hash; next = named.next()) missing += 1;
      if (next.done !== true && next.value.hash === hash) {
        next = named.next();
        continue;
      }
      orphans += 1;
      orphanBytes += size;
      if (!remove || at > until) continue;
      place.delete(hash);
      removed += 1;
    }
    for (; next.done !== true; next = named.next()) missing += 1;
  } finally {
    named.return();
  }
  return { address: place.address, objects, orphans, orphanBytes, removed, missing };
}
