import type { Alarms } from '../settings/settings.ts';
import type { Column, Site } from './site.ts';

const CHINA_OFFSET = 8 * 3_600_000;

/**
 * The report years a site should have by now, oldest first: from its `since` to the last year whose reports are due,
 * or to the last that its columns hold, where all of them have ended.
 * A year's reports are due in the following year from `alarms.expectedFrom` on (the regulations of 2019 let
 * departments publish until 31 January and governments until 31 March).
 */
export function expectedYears(
  site: Pick<Site, 'since'> & Partial<Pick<Site, 'columns'>>,
  today: Date,
  alarms: Alarms,
): readonly number[] {
  const local = new Date(today.getTime() + CHINA_OFFSET).toISOString();
  const due = Number(local.slice(0, 4)) - (local.slice(5, 10) >= alarms.expectedFrom ? 1 : 2);
  const last = Math.min(due, lastYear(site.columns ?? []) ?? due);
  return Array.from({ length: Math.max(0, last - site.since + 1) }, (_, index) => site.since + index);
}

/** The last report year that any of the columns holds; null where one is in use. */
export function lastYear(columns: readonly Column[]): number | null {
  const years = columns.map(({ until }) => until ?? Infinity);
  const last = Math.max(...years);
  return Number.isFinite(last) ? last : null;
}

/** True where a column may hold reports of a year. */
export function holdsYear({ from, until }: Column, year: number): boolean {
  return year >= (from ?? -Infinity) && year <= (until ?? Infinity);
}
