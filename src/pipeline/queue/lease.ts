import { type AsyncDatabase, firstRow } from './database.ts';

/** How long a site stays a silent worker's. */
const LEASE_SECONDS = 30;

/** A site that is this worker's alone, as long as it says so. */
export interface SiteLease {
  /** Fires when the site is no longer ours. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

interface Held {
  readonly lost: AbortController;
  /** So long it is ours for certain, by this process's own clock. */
  until: number;
}

/**
 * The sites that are one worker's alone: pg-boss gives a job out again when its worker was silent, and the silent one may
 * only have slept. Without the lease no request goes out (`SharedGate`). All are renewed with one statement: with hundreds
 * of sites a statement each would keep the connections busy, and come too late for some.
 */
export class SiteLeases {
  readonly #database: AsyncDatabase;
  readonly #holder: string;
  readonly #seconds: number;
  readonly #held = new Map<string, Held>();
  readonly #timer: NodeJS.Timeout;
  #renewing: Promise<void> | null = null;
  #renewed = performance.now();

  /** @param seconds how long a lease holds without being renewed; it is renewed in a quarter of that. */
  constructor(database: AsyncDatabase, holder: string, seconds = LEASE_SECONDS) {
    this.#database = database;
    this.#holder = holder;
    this.#seconds = seconds;
    this.#timer = setInterval(
      () => {
        if (this.#held.size > 0)
          this.#renewing ??= this.#renew().finally(() => {
            this.#renewing = null;
          });
      },
      (seconds * 1000) / 4,
    );
  }

  /** @returns null where the site is another worker's, or a crawl without queue, or a re-reading, is at work. */
  async take(site: string): Promise<SiteLease | null> {
    const asked = performance.now();
    const sql = 'SELECT lease_site($1, $2, $3) AS ours';
    const row = await firstRow<{ ours: boolean }>(this.#database, sql, site, this.#holder, this.#seconds);
    if (row?.ours !== true) return null;
    const held = { lost: new AbortController(), until: asked + this.#seconds * 1000 };
    if (this.#held.size === 0) this.#renewed = performance.now();
    this.#held.set(site, held);
    return { lost: held.lost.signal, release: () => this.#release(site, held) };
  }

  /** The database says that it has run out: even if it can be had again, what was asked for meanwhile is missing. */
  lose(site: string): void {
    const held = this.#held.get(site);
    this.#held.delete(site);
    held?.lost.abort(new Error(`site ${site} is no longer this worker's`));
  }

  /**
   * Whether a site is ours for certain. What the database said may lie a while on a busy machine until it is read: the
   * lease may have run out since.
   */
  holds(site: string): boolean {
    const until = this.#held.get(site)?.until;
    return until !== undefined && performance.now() < until;
  }

  /** Renews nothing more. */
  close(): void {
    clearInterval(this.#timer);
  }

  async #release(site: string, held: Held): Promise<void> {
    if (this.#held.get(site) === held) this.#held.delete(site);
    // It may be about to renew this one, too.
    await this.#renewing;
    await this.#database.executeSql('DELETE FROM site_leases WHERE site_id = $1 AND holder = $2', [
      site,
      this.#holder,
    ]);
  }

  async #renew(): Promise<void> {
    // What is taken meanwhile is not asked for.
    const asked = [...this.#held];
    const began = performance.now();
    const loseWhere = (isLost: (site: string) => boolean): void => {
      for (const [site, held] of asked) if (isLost(site) && this.#held.get(site) === held) this.lose(site);
    };
    try {
      // In order, as each holds its row until all are renewed: two workers never wait for each other.
      const { rows } = await this.#database.executeSql(
        `SELECT site FROM (SELECT unnest($1::text[]) AS site ORDER BY 1) AS sites WHERE CASE WHEN EXISTS (
           SELECT 1 FROM site_leases s WHERE s.site_id = site AND s.holder = $2 AND s.until > clock_timestamp())
         THEN lease_site(site, $2, $3) ELSE false END`,
        [asked.map(([site]) => site), this.#holder, this.#seconds],
      );
      this.#renewed = performance.now();
      for (const [, held] of asked) held.until = began + this.#seconds * 1000;
      const ours = new Set((rows as { site: string }[]).map(({ site }) => site));
      loseWhere((site) => !ours.has(site));
    } catch {
      // The database may be back before the leases run out; the gate says if it is not.
      if (performance.now() - this.#renewed > this.#seconds * 1000) loseWhere(() => true);
    }
  }
}
