import type { Archive } from '../archive/archive.ts';
import type { Settings } from '../settings/settings.ts';
import { lastYear } from '../sites/expectation.ts';
import { isDue } from '../sites/schedule.ts';
import type { Site } from '../sites/site.ts';

/**
 * The sites that a crawl without names takes: due by the schedule, not asked by their portal to wait, and not retired
 * as all their columns have ended.
 */
export function dueSites(archive: Archive, settings: Settings, sites: readonly Site[], now: Date): Site[] {
  return sites.filter((site) => {
    const last = archive.runs.dueInfo(site.id);
    const retired = lastYear(site.columns) !== null && archive.health.current(site.id)?.health === 'retired';
    if (retired) return false;
    if (last?.retryAt != null && Date.parse(last.retryAt) > now.getTime()) return false;
    return isDue(settings.schedule, site.id, last?.lastStartedAt ?? null, now);
  });
}
