import { regionName } from '../sites/regions.ts';
import type { Coverage, SiteRow, YearCounts } from './queries.ts';

/** A province or a city with the sites in it. */
export interface Region {
  /** Two or four digits. */
  readonly code: string;
  readonly name: string;
  readonly sites: readonly SiteRow[];
}

const NO_COUNTS: YearCounts = { found: 0, missing: 0, blocked: 0, failed: 0, bodies: 0 };

/** Name of a province (two digits) or a city (four); the code where the standard has no name for it. */
export function regionTitle(code: string): string {
  return regionName(code.padEnd(6, '0')) ?? code;
}

/** Sites by province (2) or city (4 digits), in the order of the codes. Counties right under a province have no city. */
export function grouped(sites: readonly SiteRow[], digits: 2 | 4): Region[] {
  return [...Map.groupBy(sites, ({ regionCode }) => regionCode.slice(0, digits))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, members]) => ({ code, name: nameOf(code, members), sites: members }));
}

function nameOf(code: string, members: readonly SiteRow[]): string {
  const named = regionName(code.padEnd(6, '0'));
  if (named !== null) return named;
  // 直辖市 and directly administered counties: the standard has no name at this level.
  return members.length === 1 ? (members[0]?.name ?? code) : regionTitle(code.slice(0, 2));
}

/** The counts of several sites by year, added up. */
export function summed(coverage: Coverage, sites: readonly SiteRow[]): ReadonlyMap<number, YearCounts> {
  const sums = new Map<number, YearCounts>();
  for (const { id } of sites)
    for (const [year, counts] of coverage.counts.get(id) ?? []) {
      const so = sums.get(year) ?? NO_COUNTS;
      sums.set(year, {
        found: so.found + counts.found,
        missing: so.missing + counts.missing,
        blocked: so.blocked + counts.blocked,
        failed: so.failed + counts.failed,
        bodies: so.bodies + counts.bodies,
      });
    }
  return sums;
}
