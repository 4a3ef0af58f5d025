import type { CorrectionState } from '../archive/corrections.ts';
import type { Health } from '../archive/health.ts';
import type { ReportHistory } from '../archive/history.ts';
import type { SiteOutcome } from '../archive/runs.ts';
import { lastYear } from '../sites/expectation.ts';
import { correctionInWords, correctionsToReview } from './corrections.ts';
import type { SiteJob } from './crawl-site.ts';
import type { SiteResult } from './site-result.ts';
import type { SiteFacts, Verdict } from './verdict.ts';

/** What any crawl of a site can say is over; the rest only one that saw all of its lists. */
const SEEN_ANYWAY: readonly string[] = ['blocked', 'robots', 'failed_pages', 'cut_short'];

/** Raises what the crawl met, closes what is healed, and notes how the site fares now. */
export function settleAlarms(
  { site, archive, expected }: SiteJob,
  facts: SiteFacts,
  verdict: Verdict,
): Pick<SiteResult, 'alarms' | 'healed'> {
  // A dry run stores nothing but the run.
  if (facts.dryRun) return { alarms: verdict.causes.map((c) => ({ ...c, isNew: false })), healed: [] };
  const raise = (cause: string, message: string) => ({
    cause,
    message,
    isNew: archive.alarms.raise({ siteId: site.id, cause, message }),
  });
  const alarms = verdict.causes.map(({ cause, message }) => raise(cause, message));
  for (const report of archive.history.withdrawn(site.id))
    alarms.push(raise(`withdrawn:${report.body}/${report.year}`, withdrawalInWords(report)));
  const corrections = correctionsToReview(archive, site.id);
  const raiseAll = (state: CorrectionState['state']) => {
    for (const correction of corrections.filter((c) => c.state === state))
      alarms.push(raise(causeOfCorrection(correction), correctionInWords(correction)));
  };
  raiseAll('stale');
  // Only a crawl of everything can say that something is gone, or mended.
  if (!facts.whole || facts.stopped || verdict.outcome === 'deferred') return { alarms, healed: [] };
  raiseAll('unmatched');
  const years = archive.status.archivedYears(site.id);
  if (years.size > 0)
    for (const year of expected)
      if (!years.has(year))
        alarms.push(raise(`missing_year:${year}`, `no report for ${year} was found on the whole site`));
  const met = alarms.map((a) => a.cause);
  const sawAll =
    facts.cutShort === null &&
    facts.problems.length === 0 &&
    !['blocked', 'failed'].includes(verdict.outcome);
  const unseen = sawAll
    ? []
    : archive.alarms.open(site.id).flatMap(({ cause }) => (SEEN_ANYWAY.includes(cause) ? [] : [cause]));
  const healed = archive.alarms.close(site.id, [...met, ...unseen]);
  const { health, why } = healthOf(site.columns, verdict.outcome, verdict.message);
  archive.health.record(site.id, health, why);
  return { alarms, healed };
}

const HEALTH: Readonly<Record<Exclude<SiteOutcome, 'deferred'>, Health>> = {
  ok: 'ok',
  unchanged: 'ok',
  partial: 'degraded',
  blocked: 'blocked',
  broken: 'broken',
  failed: 'broken',
};

/**
 * Of a crawl that could judge. Missing years and withdrawn reports are the publisher's doing, a correction is a person's:
 * the site is none the worse for them.
 */
function healthOf(
  columns: SiteJob['site']['columns'],
  outcome: keyof typeof HEALTH,
  message: string | null,
): { readonly health: Health; readonly why: string | null } {
  const health = HEALTH[outcome];
  if (health !== 'ok') return { health, why: message };
  const last = lastYear(columns);
  return last === null
    ? { health, why: null }
    : {
        health: 'retired',
        why: `its columns end with report year ${last}: it is crawled only when it is named`,
      };
}

function causeOfCorrection({ url, body, year, field }: CorrectionState): string {
  return `correction:${url ?? `${body}/${year}/${field}`}`;
}

function withdrawalInWords({ body, year, url, withdrawnAs, withdrawnSince }: ReportHistory): string {
  const how =
    withdrawnAs === 'gone'
      ? 'is no longer shown at any of its addresses'
      : 'is no longer on the list, though its address still shows it';
  return `the report of ${body} for ${year} ${how} (${url}), noticed ${withdrawnSince?.slice(0, 10)}; its editions are kept`;
}
