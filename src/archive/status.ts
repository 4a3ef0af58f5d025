import type { CheckOutcome, ReportStatus, Severity } from '../reports/report.ts';
import type { Alarm, AlarmStore } from './alarms.ts';
import type { Connection } from './connection.ts';
import type { Health, HealthStore } from './health.ts';
import { ofSite } from './of-site.ts';
import { type ReadingStore, type ValueChange, valueChanges } from './readings.ts';
import type { RunOutcome, SiteOutcome, Trigger } from './runs.ts';

export type CoverageState = 'found' | 'missing' | 'blocked' | 'failed';

export interface CoverageCell {
  readonly siteId: string;
  /** Null where no report of the site is known yet. */
  readonly body: string | null;
  readonly year: number;
  readonly state: CoverageState;
  readonly reportId: number | null;
}

export interface SiteHealth {
  readonly siteId: string;
  readonly name: string;
  readonly status: 'active' | 'retired';
  /** Null: never crawled as a whole. */
  readonly health: Health | null;
  readonly healthSince: string | null;
  /** For people; null when `ok`. */
  readonly healthWhy: string | null;
  readonly reports: number;
  readonly bodies: number;
  /** All null: never crawled. */
  readonly lastRunAt: string | null;
  readonly lastOutcome: SiteOutcome | null;
  readonly lastMessage: string | null;
  readonly lastGoodAt: string | null;
  readonly alarms: readonly Alarm[];
}

export interface RunSummary {
  readonly runId: number;
  readonly trigger: Trigger;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Null: still at work, or killed and not yet noticed. */
  readonly outcome: RunOutcome | null;
  readonly sites: number;
  readonly found: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly blocked: number;
  readonly failed: number;
}

export interface ReportChange {
  readonly kind: 'new' | 'changed';
  /** When the content was first seen. */
  readonly at: string;
  readonly siteId: string;
  readonly reportId: number;
  readonly body: string;
  readonly year: number;
  readonly url: string;
  /** `changed`: which figures differ from the edition before. */
  readonly values: readonly ValueChange[];
}

export interface Finding {
  readonly siteId: string;
  readonly reportId: number;
  readonly body: string;
  readonly year: number;
  readonly title: string | null;
  readonly url: string;
  readonly status: ReportStatus;
  readonly rule: string;
  readonly scope: string | null;
  readonly outcome: CheckOutcome;
  readonly severity: Severity;
  readonly expected: number | string | null;
  readonly actual: number | string | null;
  readonly detail: string | null;
}

/** Not a dry run, which says nothing of the site for good. */
const isReal = (runSite: string): string =>
  `NOT EXISTS (SELECT 1 FROM runs d WHERE d.id = ${runSite}.run_id AND json_extract(d.options, '$.dryRun'))`;

/** Reports with a check that failed. */
const FAILING = `SELECT id FROM reports WHERE edition_id IN (SELECT edition_id FROM readings WHERE failed > 0)
  UNION SELECT id FROM report_year_checks WHERE failed > 0`;

/** What the database knows, for people: answers only, nothing is changed. */
export class StatusQueries {
  readonly #connection: Connection;
  readonly #alarms: AlarmStore;
  readonly #health: HealthStore;
  readonly #readings: ReadingStore;

  constructor(connection: Connection, alarms: AlarmStore, health: HealthStore, readings: ReadingStore) {
    this.#connection = connection;
    this.#alarms = alarms;
    this.#health = health;
    this.#readings = readings;
  }

  /** Site × body × year, in this order. */
  coverage(siteId?: string): CoverageCell[] {
    const { sql, params } = ofSite(siteId);
    return this.#connection.all<CoverageCell>(
      `SELECT site_id AS siteId, body, year, state, report_id AS reportId FROM coverage
       WHERE ${sql} ORDER BY site_id, body, year`,
      ...params,
    );
  }

  /** Years of which the archive has any report of a site. */
  archivedYears(siteId: string): ReadonlySet<number> {
    const rows = this.#connection.all<{ year: number }>(
      'SELECT DISTINCT year FROM reports WHERE site_id = ?',
      siteId,
    );
    return new Set(rows.map(({ year }) => year));
  }

  siteHealth(siteId?: string): SiteHealth[] {
    const { sql, params } = ofSite(siteId, 's.id');
    return this.#connection
      .all<Omit<SiteHealth, 'alarms' | 'health' | 'healthSince' | 'healthWhy'>>(
        `SELECT s.id AS siteId, s.name, s.status,
           (SELECT count(*) FROM reports r WHERE r.site_id = s.id) AS reports,
           (SELECT count(DISTINCT body) FROM reports r WHERE r.site_id = s.id) AS bodies,
           l.finished_at AS lastRunAt, l.outcome AS lastOutcome, l.message AS lastMessage,
           (SELECT max(finished_at) FROM run_sites g WHERE g.site_id = s.id
             AND g.outcome IN ('ok', 'unchanged') AND ${isReal('g')}) AS lastGoodAt
         FROM sites s
           LEFT JOIN run_sites l ON l.id = (SELECT max(id) FROM run_sites x WHERE x.site_id = s.id AND ${isReal('x')})
         WHERE ${sql} ORDER BY s.id`,
        ...params,
      )
      .map((site) => {
        const state = this.#health.current(site.siteId);
        return {
          ...site,
          health: state?.health ?? null,
          healthSince: state?.since ?? null,
          healthWhy: state?.why ?? null,
          alarms: this.#alarms.open(site.siteId),
        };
      });
  }

  /** The last runs, latest first. */
  recentRuns(count: number): RunSummary[] {
    const sums = ['found', 'new', 'changed', 'unchanged', 'blocked', 'failed']
      .map((column) => `coalesce(sum(s.${column}), 0) AS ${column}`)
      .join(', ');
    return this.#connection.all<RunSummary>(
      `SELECT r.id AS runId, r.trigger, r.started_at AS startedAt, r.finished_at AS finishedAt, r.outcome,
         count(s.id) AS sites, ${sums}
       FROM runs r LEFT JOIN run_sites s ON s.run_id = r.id GROUP BY r.id ORDER BY r.id DESC LIMIT ?`,
      count,
    );
  }

  /** The last contents that were new or different, latest first. */
  recentChanges(count: number): ReportChange[] {
    return this.#changes('TRUE', count);
  }

  /** Every content that took the place of an earlier one, since a time (UTC ISO 8601) or ever, latest first. */
  amendments(filter: { readonly siteId?: string; readonly since?: string } = {}): ReportChange[] {
    return this.#changes(
      "beforeId IS NOT NULL AND siteId = coalesce(?, siteId) AND at >= coalesce(?, '')",
      Number.MAX_SAFE_INTEGER,
      filter.siteId ?? null,
      filter.since ?? null,
    );
  }

  #changes(condition: string, count: number, ...params: (string | null)[]): ReportChange[] {
    return this.#connection
      .all<Omit<ReportChange, 'values'> & { editionId: number; beforeId: number | null }>(
        `SELECT CASE WHEN beforeId IS NULL THEN 'new' ELSE 'changed' END AS kind, * FROM (
           SELECT e.first_seen_at AS at, r.site_id AS siteId, r.id AS reportId, r.body, r.year, r.url,
             e.id AS editionId, e.first_capture_id,
             (SELECT b.id FROM editions b WHERE b.report_id = e.report_id
                AND (b.first_seen_at, b.first_capture_id, b.id) < (e.first_seen_at, e.first_capture_id, e.id)
              ORDER BY b.first_seen_at DESC, b.first_capture_id DESC, b.id DESC LIMIT 1) AS beforeId
           FROM editions e JOIN reports r ON r.id = e.report_id)
         WHERE ${condition} ORDER BY first_capture_id DESC, editionId DESC LIMIT ?`,
        ...params,
        count,
      )
      .map(({ kind, at, siteId, reportId, body, year, url, editionId, beforeId }) => {
        const values =
          beforeId === null
            ? []
            : valueChanges(this.#readings.ofEdition(beforeId), this.#readings.ofEdition(editionId));
        return { kind, at, siteId, reportId, body, year, url, values };
      });
  }

  /** Checks with one of these outcomes (`fail` unless told), with the report that each is about. */
  findings(
    filter: { readonly siteId?: string; readonly outcomes?: readonly CheckOutcome[] } = {},
  ): Finding[] {
    const outcomes = filter.outcomes ?? ['fail'];
    // Those that failed are known by an index; of the others every report has some.
    const some = outcomes.every((outcome) => outcome === 'fail') ? `AND c.report_id IN (${FAILING})` : '';
    const { sql, params } = ofSite(filter.siteId, 'r.site_id');
    return this.#connection.all<Finding>(
      `SELECT r.site_id AS siteId, r.id AS reportId, r.body, r.year, r.title, r.url, r.status, c.rule, c.scope,
         c.outcome, c.severity, c.expected, c.actual, c.detail
       FROM report_checks c JOIN reports r ON r.id = c.report_id
       WHERE c.outcome IN (SELECT value FROM json_each(?)) ${some} AND ${sql}
       ORDER BY r.site_id, r.body, r.year, c.id`,
      JSON.stringify(outcomes),
      ...params,
    );
  }
}
