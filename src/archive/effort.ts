import type { Connection } from './connection.ts';

/** What the last crawl of a whole site asked of one host. */
export interface HostEffort {
  readonly host: string;
  /** Requests with their repetitions and redirects; robots.txt, which is no capture, not among them. */
  readonly requests: number;
}

/** What crawls cost: for planning the next ones. */
export class EffortQueries {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Requests of the last finished crawl of the whole site, by host, most first.
   * @returns null where the site was never crawled as a whole
   */
  ofLastCrawl(siteId: string): readonly HostEffort[] | null {
    const run = this.#connection.get<{ runId: number }>(
      'SELECT run_id AS runId FROM run_sites WHERE site_id = ? AND whole = 1 ORDER BY id DESC LIMIT 1',
      siteId,
    );
    if (run === undefined) return null;
    const captures = this.#connection.all<{ url: string; attempts: number; hops: string }>(
      `SELECT r.url, c.attempts, c.hops FROM captures c JOIN resources r ON r.id = c.resource_id
       WHERE c.run_id = ? AND r.site_id = ?`,
      run.runId,
      siteId,
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
}
