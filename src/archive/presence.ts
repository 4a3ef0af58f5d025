import { READ_SHA256 } from './captures.ts';
import type { Connection } from './connection.ts';
import type { WithdrawnAs } from './history.ts';
import { TAKEN_IN_RUN } from './runs.ts';

/** A report that a portal has withdrawn, or shows again. */
export interface PresenceChange {
  readonly reportId: number;
  readonly body: string;
  readonly year: number;
  readonly url: string;
  /** Null: it is back. */
  readonly as: WithdrawnAs | null;
}

/** An address that showed a report. */
export interface ReportAddress {
  readonly reportId: number;
  readonly url: string;
  /** The last capture that showed the report there. */
  readonly captureId: number;
}

/** The reports of a site whose own content a run was shown, at any of their addresses. */
const SHOWN = `SELECT DISTINCT r.id FROM reports r JOIN judgements j ON j.report_id = r.id AND j.role = 'content'
  JOIN payloads p ON p.id = j.payload_id
  JOIN captures c ON c.resource_id = j.resource_id AND ${TAKEN_IN_RUN}
    AND c.outcome IN ('ok', 'not_modified') AND ${READ_SHA256} = p.sha256
  WHERE r.site_id = ?`;

/** Whether the portals still show the reports that they once published. What was archived stays either way. */
export class PresenceStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The reports of a site that a run was shown. */
  shown(siteId: string, runId: number): Set<number> {
    const rows = this.#connection.all<{ id: number }>(SHOWN, runId, runId, siteId);
    return new Set(rows.map(({ id }) => id));
  }

  /** Addresses of reports of a site that a run was not shown, and has not asked for. */
  unasked(siteId: string, runId: number): ReportAddress[] {
    return this.#connection.all<ReportAddress>(
      `SELECT j.report_id AS reportId, s.url, max(c.id) AS captureId
       FROM reports r JOIN judgements j ON j.report_id = r.id AND j.role = 'content'
         JOIN resources s ON s.id = j.resource_id
         JOIN payloads p ON p.id = j.payload_id
         JOIN captures c ON c.resource_id = s.id AND ${READ_SHA256} = p.sha256
       WHERE r.site_id = ? AND c.form IS NULL AND r.id NOT IN (${SHOWN})
         AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.resource_id = s.id AND ${TAKEN_IN_RUN})
       GROUP BY j.report_id, s.url ORDER BY j.report_id, s.url`,
      siteId,
      runId,
      runId,
      siteId,
      runId,
      runId,
    );
  }

  /**
   * Records at the end of a site's crawl which reports were withdrawn, and which are back. A report is `gone` when
   * each address that ever showed it was asked in this run and none does any more: not found, or something else in its
   * place; silence, a challenge or a fault of the server say nothing. It is `unlisted` when a complete list does not
   * lead to it, but an address shows it.
   * @param listed reports that the lists of this run led to; null where the lists were not complete.
   */
  update(siteId: string, runId: number, listed: ReadonlySet<number> | null): PresenceChange[] {
    return this.#connection.write(() => {
      const shown = this.shown(siteId, runId);
      const gone = new Set(this.#gone(siteId, runId, shown));
      const listing = (reportId: number, before: WithdrawnAs | null): WithdrawnAs | null => {
        if (listed === null) return before === 'gone' ? null : before;
        return listed.has(reportId) ? null : 'unlisted';
      };
      const changes: PresenceChange[] = [];
      for (const report of this.#reports(siteId)) {
        const { reportId, body, year, url, before } = report;
        const as = gone.has(reportId) ? 'gone' : shown.has(reportId) ? listing(reportId, before) : before;
        if (as === before) continue;
        this.#connection.run(
          'UPDATE reports SET withdrawn_as = ?, withdrawn_since = CASE WHEN ? IS NULL THEN NULL ELSE coalesce(withdrawn_since, ?) END WHERE id = ?',
          as,
          as,
          this.#connection.now(),
          reportId,
        );
        changes.push({ reportId, body, year, url, as });
      }
      return changes;
    });
  }

  #reports(siteId: string) {
    return this.#connection.all<Omit<PresenceChange, 'as'> & { readonly before: WithdrawnAs | null }>(
      `SELECT id AS reportId, body, year, url, withdrawn_as AS before FROM reports WHERE site_id = ? ORDER BY id`,
      siteId,
    );
  }

  #gone(siteId: string, runId: number, shown: ReadonlySet<number>): number[] {
    return this.#connection
      .all<{ reportId: number }>(
        `SELECT reportId FROM (
           SELECT j.report_id AS reportId, j.resource_id,
             (SELECT c.outcome FROM captures c WHERE c.resource_id = j.resource_id AND ${TAKEN_IN_RUN}
              ORDER BY c.id DESC LIMIT 1) AS outcome
           FROM judgements j JOIN reports r ON r.id = j.report_id
           WHERE r.site_id = ? AND j.role = 'content')
         GROUP BY reportId
         HAVING count(*) = count(CASE WHEN outcome IN ('not_found', 'soft_404', 'ok', 'not_modified') THEN 1 END)`,
        runId,
        runId,
        siteId,
      )
      .map(({ reportId }) => reportId)
      .filter((id) => !shown.has(id));
  }
}
