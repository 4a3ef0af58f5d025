import { setImmediate as othersFirst } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Archive } from '../archive/archive.ts';
import type { StoredYear } from '../archive/years.ts';
import { bodyKey } from '../reports/body.ts';
import { checkDuplicates, checkGap, checkYears } from '../reports/checks/years.ts';
import type { Check } from '../reports/report.ts';

/** Bodies in one transaction, after which others have their turn: a site with thousands of reports takes seconds. */
const AT_ONCE = 20;

/** One site's after the other: it is work for the processor alone, and what is gathered for it is a megabyte a site. */
const turns = new PQueue({ concurrency: 1 });

/**
 * Tries the rules between years on every body whose reports have changed since, and keeps the verdicts. What they are
 * depends on the reports in the archive alone, not on the order in which these came.
 * @param siteId only this site's.
 */
export async function checkBetweenYears(archive: Archive, siteId?: string): Promise<void> {
  await turns.add(async () => {
    for (const _ of stepsBetweenYears(archive, siteId)) await othersFirst();
  });
}

/** The same in steps, each of some bodies in one transaction, for who does other work in between. */
export function* stepsBetweenYears(archive: Archive, siteId?: string): Generator<void, void> {
  const due = archive.years.due(siteId);
  for (const site of new Set(due.map((d) => d.siteId))) {
    const named = due.filter((d) => d.siteId === site).map((d) => d.body);
    // A body that has no report any more is settled too.
    const all = Map.groupBy([...archive.years.bodies(site), ...named], bodyKey);
    const groups = [...new Set(named.map(bodyKey))].map((key) => all.get(key) ?? []);
    for (let at = 0; at < groups.length; at += AT_ONCE) {
      archive.transaction(() => {
        for (const group of groups.slice(at, at + AT_ONCE))
          archive.years.settle(site, group, verdictsOf(archive.years.reports(site, group)));
      });
      yield;
    }
  }
}

/** Verdicts on all reports of one body, by report. */
export function verdictsOf(reports: readonly StoredYear[]): Map<number, readonly Check[]> {
  return new Map(
    reports.map((now) => {
      const earlier = reports.filter((r) => r.year < now.year);
      const last = earlier.at(-1)?.year ?? null;
      const rivals = reports.filter((r) => r !== now && r.year === now.year && sayOtherwise(r, now));
      return [
        now.reportId,
        [
          ...checkYears(now, yearBefore(now, earlier)),
          checkGap(now.year, last),
          checkDuplicates([...now.differing, ...rivals.map((r) => r.url)]),
        ],
      ];
    }),
  );
}

/** The report of the year before under the same name; under another name of the body only where there is just one. */
function yearBefore(now: StoredYear, earlier: readonly StoredYear[]): StoredYear | null {
  const candidates = earlier.filter((r) => r.year === now.year - 1);
  const named = candidates.find((r) => r.body === now.body);
  return named ?? (candidates.length === 1 ? (candidates[0] ?? null) : null);
}

function sayOtherwise(a: StoredYear, b: StoredYear): boolean {
  const fields = new Set([...Object.keys(a.values), ...Object.keys(b.values)]);
  return [...fields].some((field) => (a.values[field] ?? null) !== (b.values[field] ?? null));
}
