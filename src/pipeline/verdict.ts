import type { SiteOutcome } from '../archive/runs.ts';
import type { Fetched } from '../fetch/fetched.ts';
import type { Alarms } from '../settings/settings.ts';
import type { Site } from '../sites/site.ts';
import type { Shortfall } from './site-session.ts';

/** All that counts for the judgement of one site's crawl. */
export interface SiteFacts {
  readonly site: Site;
  readonly found: number;
  /** References behind which at least one report stood. */
  readonly withReport: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly blocked: number;
  readonly failed: number;
  /** Length of the last good list; null: there was none. */
  readonly lastGoodCount: number | null;
  /** Every column and year was asked for, and stored. */
  readonly whole: boolean;
  readonly dryRun: boolean;
  readonly shortfalls: readonly Shortfall[];
  readonly failures: readonly Fetched[];
  /** Discovery that could not go on, in words. */
  readonly problems: readonly string[];
  readonly unidentified: readonly string[];
  /** Why the crawl of this site ended early, in words. */
  readonly cutShort: string | null;
  /** It ended early for a reason outside the site: deadline, signal, disk. */
  readonly stopped: boolean;
  readonly alarms: Alarms;
}

export interface Cause {
  /** Machine-readable and stable. */
  readonly cause: string;
  readonly message: string;
}

export interface Verdict {
  readonly outcome: SiteOutcome;
  readonly causes: readonly Cause[];
  readonly message: string | null;
}

/**
 * How the crawl of a site went. Zero is an error unless the site file says so; a list that shrank or did not reach
 * its announced total is broken; a challenge is `blocked` and is not fought. Every cause names what a person can do.
 */
export function judgeSite(facts: SiteFacts): Verdict {
  if (facts.stopped)
    return {
      outcome: 'deferred',
      causes: [],
      message: `${facts.cutShort}: the next crawl takes up the rest`,
    };
  const deferred = facts.failures.find((f) => f.retryAt !== null);
  if (deferred !== undefined)
    return {
      outcome: 'deferred',
      causes: [],
      message: `the portal asks not to be contacted before ${deferred.retryAt}: a later crawl takes the site`,
    };
  const causes = causesOf(facts);
  const message = causes.length === 0 ? null : causes.map((c) => c.message).join('; ');
  return { outcome: outcomeOf(facts, causes), causes, message };
}

function outcomeOf(facts: SiteFacts, causes: readonly Cause[]): SiteOutcome {
  const has = (cause: string): boolean => causes.some((c) => c.cause === cause);
  const nothing = facts.withReport === 0 && (facts.found === 0 || !facts.dryRun);
  if (has('blocked') && (nothing || facts.found === 0)) return 'blocked';
  if (facts.found === 0 && (has('failed_pages') || has('robots'))) return 'failed';
  if (has('no_reports') || has('shrunken_list') || has('incomplete_list')) return 'broken';
  if (causes.length > 0) return 'partial';
  return facts.new + facts.changed > 0 || (facts.dryRun && facts.found > 0) ? 'ok' : 'unchanged';
}

function causesOf(facts: SiteFacts): Cause[] {
  const { site, found, withReport, blocked, failed, lastGoodCount } = facts;
  const causes: Cause[] = [];
  const first = (outcomes: (f: Fetched) => boolean): string => {
    const failure = facts.failures.find(outcomes);
    return failure === undefined ? '' : `, first ${failure.url}: ${failure.detail ?? failure.outcome}`;
  };
  if (blocked > 0)
    causes.push({
      cause: 'blocked',
      message: `the portal answers ${blocked === 1 ? 'a page' : `${blocked} pages`} with a challenge instead of content${first((f) => f.outcome === 'blocked')}. It is not fought: open the page in a browser, save it, and ask the portal's operator to let nianbao in`,
    });
  const robots = facts.failures.find((f) => f.outcome === 'robots');
  if (robots !== undefined)
    causes.push({
      cause: 'robots',
      message: `robots.txt keeps us out: ${robots.url}: ${robots.detail ?? 'disallowed'}`,
    });
  const lost = facts.failures.filter((f) => f.outcome !== 'blocked' && f.outcome !== 'robots').length;
  if (failed > 0 && lost > 0)
    causes.push({
      cause: 'failed_pages',
      message: `${lost} ${lost === 1 ? 'page' : 'pages'} did not arrive${first((f) => f.outcome !== 'blocked' && f.outcome !== 'robots')}`,
    });
  if (facts.unidentified.length > 0)
    causes.push({
      cause: 'unidentified',
      message: `${facts.unidentified.length} report(s) cannot be filed: ${facts.unidentified[0]}. Set \`body\` on the column in ${site.file}`,
    });
  const reached = causes.length === 0 || withReport > 0;
  const empty = facts.dryRun ? found === 0 : withReport === 0;
  if (empty && !site.allowEmpty && reached && facts.cutShort === null && (facts.whole || facts.dryRun))
    causes.push({
      cause: 'no_reports',
      message: `no report was found where at least one was expected: the portal has probably changed. Look at ${site.columns[0]?.url ?? site.file} and correct ${site.file}`,
    });
  if (
    facts.whole &&
    lastGoodCount !== null &&
    found > 0 &&
    found < lastGoodCount * facts.alarms.shrunkenListShare
  )
    causes.push({
      cause: 'shrunken_list',
      message: `only ${found} references were found, ${lastGoodCount} the last time: the list has shrunk or its paging has changed`,
    });
  const short = facts.shortfalls[0];
  if (short !== undefined)
    causes.push({
      cause: 'incomplete_list',
      message: `${short.listUrl} announces ${short.total} and shows ${short.seen}: its paging has probably changed`,
    });
  if (facts.cutShort !== null) causes.push({ cause: 'cut_short', message: facts.cutShort });
  return causes;
}
