import type { Connection } from './connection.ts';

export type Trigger = 'cron' | 'manual';

/** `attention`: something needs a person; `stopped`: by the deadline or a full disk; `interrupted`: by a signal or a crash. */
export type RunOutcome = 'ok' | 'attention' | 'stopped' | 'interrupted';

export type SiteOutcome = 'ok' | 'unchanged' | 'partial' | 'blocked' | 'broken' | 'failed' | 'deferred';

export interface RunStart {
  readonly trigger: Trigger;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  /** The options of the command, kept as JSON. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Versions of what took part (program, parser, Node), kept as JSON. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What a run did for one site. */
export interface RunSite {
  readonly runId: number;
  readonly siteId: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcome: SiteOutcome;
  /** True where every column and year was asked for and the results were stored: only such runs count as a crawl. */
  readonly whole: boolean;
  /** References found on the lists. */
  readonly found: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly blocked: number;
  readonly failed: number;
  /** For people: why the outcome is not `ok`, and what to do. */
  readonly message: string | null;
  /** `deferred`: not before this time. */
  readonly retryAt: string | null;
}

/** What the schedule asks: when a site was last crawled as a whole, and how that ended. */
export interface DueInfo {
  readonly lastStartedAt: string;
  readonly lastFinishedAt: string;
  readonly lastOutcome: SiteOutcome;
  /** The end of the last `ok` or `unchanged` crawl; null: never. */
  readonly lastGoodAt: string | null;
  readonly retryAt: string | null;
}

/**
 * SQL: a capture `c` that a run took; the run is given twice. It names the run's first capture so that the captures of an address
 * are looked up from there on: SQLite would go through all captures of the run, for each address or site that is asked for.
 */
export const TAKEN_IN_RUN = 'c.id >= (SELECT min(f.id) FROM captures f WHERE f.run_id = ?) AND +c.run_id = ?';

const COLUMNS = `run_id AS runId, site_id AS siteId, started_at AS startedAt, finished_at AS finishedAt, outcome, whole,
  found, new, changed, unchanged, blocked, failed, message, retry_at AS retryAt`;

/** Crawls, and what each did for each site. */
export class RunStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Opens a run; returns its id. A run that was never finished was killed and is closed as `interrupted`: so the caller
   * must hold the lock. Runs whose sites wait in a queue go on.
   */
  start(run: RunStart): number {
    return this.#connection.write(() => {
      this.#connection.run(
        `UPDATE runs SET finished_at = ?, outcome = 'interrupted'
         WHERE finished_at IS NULL AND options NOT LIKE '%"queued":%'`,
        run.startedAt,
      );
      return this.#insert(run);
    });
  }

  #insert(run: RunStart): number {
    return this.#connection.run(
      'INSERT INTO runs (trigger, started_at, options, versions) VALUES (?, ?, ?, ?)',
      run.trigger,
      run.startedAt,
      JSON.stringify(run.options),
      JSON.stringify(run.versions),
    ).id;
  }

  /** Opens a run whose sites wait in a queue, for whoever takes them; returns its id. */
  open(run: RunStart & { readonly queued: number }): number {
    return this.#insert({ ...run, options: { ...run.options, queued: run.queued } });
  }

  /** Finishes a run that was opened for a queue, when each of its sites has been crawled: as often as that is so. */
  settle(runId: number): void {
    this.#connection.write(() => {
      const run = this.#connection.get<{ options: string }>('SELECT options FROM runs WHERE id = ?', runId);
      // Counted there: asked after each of thousands of sites.
      const sites = this.#connection.get<{ ended: number; fine: number }>(
        `SELECT count(*) AS ended, count(CASE WHEN outcome IN ('ok', 'unchanged', 'deferred') THEN 1 END) AS fine
         FROM run_sites WHERE run_id = ?`,
        runId,
      );
      const { queued } = JSON.parse(run?.options ?? '{}') as { readonly queued?: number };
      if (queued === undefined || sites === undefined || sites.ended < queued) return;
      const outcome = sites.fine === sites.ended ? 'ok' : 'attention';
      this.finish(runId, { outcome, finishedAt: this.#connection.now() });
    });
  }

  finish(runId: number, end: { readonly outcome: RunOutcome; readonly finishedAt: string }): void {
    this.#connection.run(
      'UPDATE runs SET outcome = ?, finished_at = ? WHERE id = ?',
      end.outcome,
      end.finishedAt,
      runId,
    );
  }

  /** Writes what the run did for a site; a second call for the same site replaces the first. */
  recordSite(site: RunSite): void {
    this.#connection.run(
      `INSERT INTO run_sites (run_id, site_id, started_at, finished_at, outcome, whole,
         found, new, changed, unchanged, blocked, failed, message, retry_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (run_id, site_id) DO UPDATE SET started_at = excluded.started_at,
         finished_at = excluded.finished_at, outcome = excluded.outcome, whole = excluded.whole,
         found = excluded.found, new = excluded.new, changed = excluded.changed, unchanged = excluded.unchanged,
         blocked = excluded.blocked, failed = excluded.failed, message = excluded.message,
         retry_at = excluded.retry_at`,
      site.runId,
      site.siteId,
      site.startedAt,
      site.finishedAt,
      site.outcome,
      site.whole ? 1 : 0,
      site.found,
      site.new,
      site.changed,
      site.unchanged,
      site.blocked,
      site.failed,
      site.message,
      site.retryAt,
    );
  }

  /**
   * Sites that a good crawl has walked through in full since some time: each of their reports was asked for.
   * `options.light` of a run names the sites of which it was not.
   * @param since UTC, ISO 8601
   */
  walkedInFull(since: string): Set<string> {
    const lightOf = new Map<number, ReadonlySet<string>>();
    const walked = new Set<string>();
    const rows = this.#connection.all<{ siteId: string; runId: number; options: string }>(
      `SELECT s.site_id AS "siteId", s.run_id AS "runId", r.options FROM run_sites s JOIN runs r ON r.id = s.run_id
       WHERE s.whole = 1 AND s.outcome IN ('ok', 'unchanged') AND s.started_at >= ?`,
      since,
    );
    for (const { siteId, runId, options } of rows) {
      const light = lightOf.get(runId) ?? lightIn(options);
      lightOf.set(runId, light);
      if (!light.has(siteId)) walked.add(siteId);
    }
    return walked;
  }

  /** What the latest run that took the site did for it; null: none ever did. */
  lastSite(siteId: string): RunSite | null {
    const row = this.#connection.get<Omit<RunSite, 'whole'> & { readonly whole: number }>(
      `SELECT ${COLUMNS} FROM run_sites WHERE site_id = ? ORDER BY id DESC LIMIT 1`,
      siteId,
    );
    return row === undefined ? null : { ...row, whole: row.whole === 1 };
  }

  /** How many references the last good crawl of the whole site found; null: there was none. */
  lastGoodCount(siteId: string): number | null {
    const row = this.#connection.get<{ found: number }>(
      `SELECT found FROM run_sites WHERE site_id = ? AND whole = 1 AND outcome IN ('ok', 'unchanged')
       ORDER BY id DESC LIMIT 1`,
      siteId,
    );
    return row?.found ?? null;
  }

  /** When the site was last crawled as a whole; null: never, so it is due. */
  dueInfo(siteId: string): DueInfo | null {
    const row = this.#connection.get<DueInfo>(
      `SELECT started_at AS lastStartedAt, finished_at AS lastFinishedAt, outcome AS lastOutcome,
         retry_at AS retryAt,
         (SELECT max(finished_at) FROM run_sites g WHERE g.site_id = l.site_id AND g.whole = 1
           AND g.outcome IN ('ok', 'unchanged')) AS lastGoodAt
       FROM run_sites l WHERE site_id = ? AND whole = 1 ORDER BY id DESC LIMIT 1`,
      siteId,
    );
    return row ?? null;
  }
}

/** The sites of a run that were only asked for their lists. @param options of the run, JSON */
export function lightIn(options: string): ReadonlySet<string> {
  const { light } = JSON.parse(options) as { readonly light?: readonly string[] };
  return new Set(light ?? []);
}
