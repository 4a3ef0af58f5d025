import { createHash } from 'node:crypto';
import type { Schedule } from '../settings/settings.ts';

const HOUR = 3_600_000;
/** A cron job does not start on the second: without it a daily job would now and then find its sites not due. */
const TOLERANCE_HOURS = 1;
/** Portals keep China Standard Time; a season begins and ends by their calendar. */
const CHINA_OFFSET = 8 * HOUR;

/** True on the days of the season, both ends included; `11-01..02-15` goes over the new year. */
export function inSeason(season: string, now: Date): boolean {
  const [first = '', last = ''] = season.split('..');
  const day = new Date(now.getTime() + CHINA_OFFSET).toISOString().slice(5, 10);
  return first <= last ? first <= day && day <= last : day >= first || day <= last;
}

/** The part of an interval by which sites come early, each by its own share, so that not all come on one day. */
const JITTER = 0.1;

/** From 0 to below 1, evenly spread over sites and always the same for one. */
function share(siteId: string): number {
  return createHash('sha256').update(siteId).digest().readUInt32BE(0) / 2 ** 32;
}

/**
 * Whether a site is to be crawled now. A machine that was off catches up by itself: what was missed is simply due.
 * @param lastStartedAt when its last crawl started, UTC ISO 8601; null when there was none
 */
export function isDue(schedule: Schedule, siteId: string, lastStartedAt: string | null, now: Date): boolean {
  if (lastStartedAt === null) return true;
  const since = now.getTime() - Date.parse(lastStartedAt);
  // A start in the future comes from a clock that was wrong; waiting for it could take years.
  if (Number.isNaN(since) || since < 0) return true;
  const hours = inSeason(schedule.season, now) ? schedule.inSeasonHours : schedule.otherwiseHours;
  const early = TOLERANCE_HOURS + hours * JITTER * share(siteId);
  // An interval of an hour or less must not become zero.
  return since >= Math.max(hours - early, hours / 2) * HOUR;
}
