import type { Archive } from '../archive/archive.ts';
import type { Settings } from '../settings/settings.ts';
import type { Site } from '../sites/site.ts';

const HOUR = 3_600_000;

/**
 * The sites that a scheduled crawl need only ask for their lists: well, and walked through in full not long ago. What is new
 * on the lists, listed otherwise than before, or was not got or read the last time, is asked for all the same.
 */
export function lightSites(
  archive: Archive,
  { schedule }: Settings,
  sites: readonly Site[],
  now: Date,
): ReadonlySet<string> {
  const since = new Date(now.getTime() - schedule.fullWalkHours * HOUR).toISOString();
  const walked = archive.runs.walkedInFull(since);
  return new Set(
    sites.flatMap(({ id }) => (walked.has(id) && archive.health.current(id)?.health === 'ok' ? [id] : [])),
  );
}
