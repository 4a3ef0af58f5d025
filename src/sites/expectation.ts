import type { Alarms } from '../settings/settings.ts';
import type { Site } from './site.ts';

const CHINA_OFFSET = 8 * 3_600_000;

/**
 * The report years a site should have by now, oldest first: from its `since` to the last year whose reports are due.
 * A year's reports are due in the following year from `alarms.expectedFrom` on (the regulations of 2019 let
 * departments publish until 31 January and governments until 31 March).
 */
export function expectedYears(site: Pick<Site, 'since'>, today: Date, alarms: Alarms): readonly number[] {
  const local = new Date(today.getTime() + CHINA_OFFSET).toISOString();
  const last = Number(local.slice(0, 4)) - (local.slice(5, 10) >= alarms.expectedFrom ? 1 : 2);
  return Array.from({ length: Math.max(0, last - site.since + 1) }, (_, index) => site.since + index);
}
