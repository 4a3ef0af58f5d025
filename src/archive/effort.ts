import type { Connection } from './connection.ts';
import { lightIn, TAKEN_IN_RUN } from './runs.ts';

/** Between two walks in full lie fewer crawls. */
const RUNS_LOOKED_AT = 60;

/** What the last crawl of a whole site asked of one host. */
export interface HostEffort {
  readonly host: string;
  /** Requests with their repetitions and redirects; robots.txt, which is no capture, not among them. */
  readonly requests: number;
}

/** What crawls cost: for planning the next ones. */
export class EffortQueries {
  readonly #connection: Connection;
  /** Run → sites that it asked for their lists only. */
  readonly #light = new Map<number, ReadonlySet<string>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Requests of the last finished crawl of the whole site, by host, most first.
   * @param light of the last that only asked for lists; where there was none, what lists the last walk in full asked for
   * @returns null where the site was never crawled as a whole
   */
  ofLastCrawl(siteId: string, light = false): readonly HostEffort[] | null {
    const runs = this.#connection.all<{ runId: number }>(
      `SELECT run_id AS "runId" FROM run_sites WHERE site_id = ? AND whole = 1 ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}`,
      siteId,
    );
    const alike = runs.find(({ runId }) => this.#wasLight(runId, siteId) === light);
    const run = alike ?? runs[0];
    if (run === undefined) return null;
    const listsOnly = light && alike === undefined;
    const captures = this.#connection.all<{ url: string; attempts: number; hops: string }>(
      `SELECT r.url, c.attempts, c.hops FROM captures c JOIN resources r ON r.id = c.resource_id
       WHERE r.site_id = ? AND ${TAKEN_IN_RUN}${listsOnly ? ` AND r.kind = 'list'` : ''}`,
      siteId,
      run.runId,
      run.runId,
    );
    const requests = new Map<string, number>();
    for (const { url, attempts, hops } of captures) {
      const { host } = new URL(url);
      const further = (JSON.parse(hops) as unknown[]).length;
      requests.set(host, (requests.get(host) ?? 0) + Math.max(1, attempts) + further);
    }
    return [...requests]
      .map(([host, count]) => ({ host, requests: count }))
      .sort((a, b) => b.requests - a.requests || (a.host < b.host ? -1 : 1));
  }

  #wasLight(runId: number, siteId: string): boolean {
    const known = this.#light.get(runId);
    if (known !== undefined) return known.has(siteId);
    const row = this.#connection.get<{ options: string }>('SELECT options FROM runs WHERE id = ?', runId);
    const light = lightIn(row?.options ?? '{}');
    this.#light.set(runId, light);
    return light.has(siteId);
  }
}
