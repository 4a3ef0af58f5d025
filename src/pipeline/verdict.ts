import type { SiteOutcome } from '../archive/runs.ts';
import type { Fetched } from '../fetch/fetched.ts';
import type { Alarms } from '../settings/settings.ts';
import type { Site } from '../sites/site.ts';
import type { ColumnFacts } from './compare-columns.ts';
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
  /** Each column held against its last good crawl; empty unless the crawl is `whole`. */
  readonly columns: readonly ColumnFacts[];
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
  const { site, found, withReport, blocked, failed } = facts;
  const causes: Cause[] = [];
  const first = (outcomes: (f: Fetched) => boolean): string => {
    const failure = facts.failures.find(outcomes);
    return failure === undefined ? '' : `, first ${failure.url}: ${failure.detail ?? failure.outcome}`;
  };
  if (blocked > 0)
    causes.push({
      cause: 'blocked',
      message: `the portal answers ${blocked === 1 ? 'a page' : `${blocked} pages`} with a challenge instead of content${first((f) => f.outcome === 'blocked')}. It is not fought: open the page in a browser, save it and bring it in (nianbao warc import FILE --site ${site.id} --url URL --fetched-at TIME), or ask the portal's operator to let nianbao in`,
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
  const lists = shrunken(facts);
  if (lists.length > 0)
    causes.push({
      cause: 'shrunken_list',
      message: `${lists.join(', ')}: the list has shrunk or its paging has changed. Look at it; if it is right as it is, \`nianbao crawl ${site.id} --accept\``,
    });
  const [short, ...further] = facts.shortfalls;
  if (short !== undefined)
    causes.push({
      cause: 'incomplete_list',
      message: `${short.listUrl} announces ${short.total} and shows ${short.seen}${further.length > 0 ? `, and ${further.length} more lists` : ''}: its paging has probably changed`,
    });
  causes.push(...columnCauses(facts));
  if (facts.cutShort !== null) causes.push({ cause: 'cut_short', message: facts.cutShort });
  return causes;
}

/** Lists with too small a share of what they had in the last good crawl, in words. */
function shrunken({ whole, found, lastGoodCount, columns, alarms, cutShort }: SiteFacts): string[] {
  if (!whole || cutShort !== null) return [];
  const columnsShrunken = columns.filter((column) => hasShrunk(column, alarms));
  if (found > 0 && columnsShrunken.length > 0)
    return columnsShrunken.map(
      (c) => `only ${c.found} references in ${c.url}, ${c.foundBefore} the last time`,
    );
  return lastGoodCount !== null && found > 0 && found < lastGoodCount * alarms.shrunkenListShare
    ? [`only ${found} references were found, ${lastGoodCount} the last time`]
    : [];
}

function hasShrunk({ arrived, found, foundBefore }: ColumnFacts, { shrunkenListShare }: Alarms): boolean {
  return arrived && foundBefore !== null && found < foundBefore * shrunkenListShare;
}

function hasLostFamily({ arrived, family, familyBefore }: ColumnFacts): boolean {
  return arrived && familyBefore !== null && family !== familyBefore;
}

/** What single columns show, though reports may still come from them. */
function columnCauses({ site, columns, cutShort, alarms }: SiteFacts): Cause[] {
  if (cutShort !== null) return [];
  const causes: Cause[] = [];
  const empty = columns.filter((c) => c.arrived && c.found === 0 && !hasShrunk(c, alarms));
  if (empty.length > 0 && columns.length > 1 && empty.length < columns.length && !site.allowEmpty)
    causes.push({
      cause: 'empty_column',
      message: `no report is linked from ${empty.map((c) => c.url).join(', ')}: correct or remove it in ${site.file}`,
    });
  const lost = columns.find(hasLostFamily);
  if (lost !== undefined) {
    const now =
      lost.looksLike === null
        ? 'of no family that we know'
        : `like ${lost.looksLike}, to be tried as crawler`;
    causes.push({
      cause: 'family_vanished',
      message: `${lost.url} no longer bears the marks of ${lost.familyBefore}; it looks ${now}: the portal has probably been moved to another product. Correct ${site.file}, or take it as it is with \`nianbao crawl ${site.id} --accept\``,
    });
  }
  const redesigned = columns.find((c) => c.redesigned !== null)?.redesigned;
  if (redesigned != null)
    causes.push({
      cause: 'template_changed',
      message: `${redesigned.url} has another template than in the last good crawl (${Math.round(redesigned.likeness * 100)} % of it is left): the portal has been rebuilt. Look whether its reports are still read as they should`,
    });
  return causes;
}

/**
 * Whether later crawls may be measured by this one. A new template, and a list that is not read to its announced end,
 * are taken for good where they give no less than before.
 */
export function isGoodColumn(column: ColumnFacts, facts: SiteFacts): boolean {
  const { arrived, found, foundBefore, redesigned } = column;
  if (!arrived || facts.cutShort !== null || (found === 0 && !facts.site.allowEmpty)) return false;
  if (hasShrunk(column, facts.alarms) || hasLostFamily(column)) return false;
  const doubtful = redesigned !== null || facts.shortfalls.length > 0 || facts.withReport === 0;
  return !doubtful || (facts.withReport > 0 && found >= (foundBefore ?? 0));
}
