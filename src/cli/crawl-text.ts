import type { Alarm } from '../archive/alarms.ts';
import type { ReportChange } from '../archive/status.ts';
import { type CrawlSummary, utilisation } from '../pipeline/crawl.ts';
import type { SiteResult } from '../pipeline/site-result.ts';
import { duration, paint, table } from './output.ts';

const COLOURS = {
  ok: 'green',
  unchanged: 'green',
  deferred: 'yellow',
  partial: 'yellow',
  blocked: 'red',
  broken: 'red',
  failed: 'red',
} as const;

/** What the crawl did, a line a site; in words where it took none. */
export function tableText({ sites, notDue }: CrawlSummary): string {
  if (sites.length === 0)
    return notDue > 0
      ? `No site is due (${notDue} configured). \`nianbao crawl SITE\` or \`--all\` crawls regardless.`
      : 'No site is configured: see config/sites.';
  const header = ['site', '', 'outcome', 'found', 'new', 'changed', 'unchanged', 'blocked', 'failed'];
  const rows = sites.map((s) => [
    s.siteId,
    s.name,
    paint(COLOURS[s.outcome], s.outcome),
    ...[s.found, s.new, s.changed, s.unchanged, s.blocked, s.failed].map((n) => (n === 0 ? '·' : String(n))),
  ]);
  return table(
    [header, ...rows],
    ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
  );
}

/** How close the crawl came to the fastest that politeness allows; empty where nothing was crawled. */
export function paceText({ sites, pace }: CrawlSummary): string {
  if (sites.length === 0) return '';
  const { leastMs, tookMs } = pace;
  return `${duration(tookMs / 1000)}; politeness and the slowest portal alone take ${duration(leastMs / 1000)} (utilisation ${utilisation(pace).toFixed(2)})`;
}

/** What was noticed on the way, and with `--dry-run` what was found. */
export function noteLines({ sites }: CrawlSummary): string[] {
  return sites.flatMap((s) => [
    ...s.references.map(({ url, title }) => `  ${s.siteId}  ${title ?? '(no title)'}  ${url}`),
    ...s.notes.map((note) => `  ${s.siteId}: ${note}`),
  ]);
}

export interface DigestFacts {
  readonly summary: CrawlSummary;
  /** Contents of this crawl that took the place of earlier ones. */
  readonly amendments: readonly ReportChange[];
  /** Every open alarm, of this crawl and of earlier ones. */
  readonly open: readonly Alarm[];
}

/**
 * What a person should know of a crawl: a line a site that needs somebody, what governments changed, and, only when
 * there is such news, how much is new and what is still open. Empty when all is well.
 */
export function digestText({ summary, amendments, open }: DigestFacts): string {
  const news = [
    ...summary.sites.flatMap(attentionLines),
    ...(summary.stopped === null
      ? []
      : [
          `The crawl was stopped (${STOPPED[summary.stopped]}). What is stored is safe; run it again for the rest.`,
        ]),
  ];
  if (news.length === 0 && amendments.length === 0) return '';
  const parts = [news.join('\n'), amendmentsText(amendments), backgroundText(summary, open)];
  return parts.filter((part) => part !== '').join('\n\n');
}

const STOPPED = { deadline: 'its deadline', signal: 'a signal', disk: 'a full disk' } as const;

/** One line a site that needs a person, and one for what is mended. */
function attentionLines(site: SiteResult): string[] {
  const lines: string[] = [];
  const name = `${site.siteId} (${site.name})`;
  const years = site.alarms.filter((a) => a.cause.startsWith('missing_year:') && a.isNew);
  const missing =
    years.length > 0
      ? [`no report found for ${years.map((a) => a.cause.slice('missing_year:'.length)).join(', ')}`]
      : [];
  if (site.message !== null) {
    const what = [site.message, ...missing].join('; ');
    lines.push(`${paint(COLOURS[site.outcome], `${name}: ${site.outcome}`)}: ${what}`);
  } else if (missing.length > 0) {
    lines.push(`${name}: ${missing.join('; ')}`);
  }
  for (const alarm of site.alarms)
    if (/^(withdrawn|correction):/.test(alarm.cause) && alarm.isNew) lines.push(`${name}: ${alarm.message}`);
  for (const alarm of site.healed) lines.push(`${name}: mended: ${alarm.message}`);
  return lines;
}

/** Figures shown of one amendment; `nianbao diff` shows all. */
const MOST_FIGURES = 5;

function amendmentsText(amendments: readonly ReportChange[]): string {
  if (amendments.length === 0) return '';
  const lines = amendments.map(({ siteId, body, year, url, values }) => {
    const figures = values
      .slice(0, MOST_FIGURES)
      .map((v) => `${v.field} ${v.before ?? 'blank'} → ${v.after ?? 'blank'}`);
    const more = values.length > MOST_FIGURES ? ` and ${values.length - MOST_FIGURES} more` : '';
    const what = figures.length === 0 ? 'its text' : figures.join(', ') + more;
    return `  ${siteId}  ${body} ${year}: ${what}  ${url}`;
  });
  return ['Amended after publication:', ...lines].join('\n');
}

const DAY = 86_400_000;

/** How much is new, and what earlier crawls told already and nobody mended. */
function backgroundText({ sites, startedAt }: CrawlSummary, open: readonly Alarm[]): string {
  const fresh = sites.filter((s) => s.new > 0);
  const count = fresh.reduce((sum, s) => sum + s.new, 0);
  const lines =
    count === 0 ? [] : [`New reports: ${count} (${fresh.map((s) => `${s.siteId} ${s.new}`).join(', ')})`];
  // Years that were never published stay open for ever: `status` lists them, a daily digest need not.
  const old = open.filter((a) => a.since < startedAt && !a.cause.startsWith('missing_year:'));
  if (old.length > 0) lines.push('Still open:');
  for (const { siteId, message, since } of old) {
    const days = Math.floor((Date.parse(startedAt) - Date.parse(since)) / DAY);
    const age = days === 1 ? '1 day' : `${days} days`;
    lines.push(`  ${siteId}, since ${since.slice(0, 10)} (${age}): ${message}`);
  }
  return lines.join('\n');
}
