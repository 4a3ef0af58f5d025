import { type AsyncDatabase, firstRow } from './database.ts';

/** How long a site stays a silent worker's. */
const LEASE_SECONDS = 30;

/**
 * A site that is this worker's alone, as long as it says so: pg-boss gives a job out again when its worker was silent,
 * and the silent one may only have slept. Without the lease no request goes out (`SharedGate`).
 */
export class SiteLease {
  readonly #database: AsyncDatabase;
  readonly #site: string;
  readonly #holder: string;
  readonly #seconds: number;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #renewed = performance.now();

  private constructor(database: AsyncDatabase, site: string, holder: string, seconds: number) {
    this.#database = database;
    this.#site = site;
    this.#holder = holder;
    this.#seconds = seconds;
    this.#timer = setInterval(() => void this.#renew(), (seconds * 1000) / 4);
  }

  /** @returns null where the site is another worker's, or a crawl without queue, or a re-reading, is at work. */
  static async take(
    database: AsyncDatabase,
    site: string,
    holder: string,
    seconds = LEASE_SECONDS,
  ): Promise<SiteLease | null> {
    const ours = await lease(database, site, holder, seconds);
    return ours ? new SiteLease(database, site, holder, seconds) : null;
  }

  /** Fires when the site is no longer ours. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** The database says that it has run out: even if it can be had again, what was asked for meanwhile is missing. */
  lose(): void {
    clearInterval(this.#timer);
    this.#lost.abort(new Error(`site ${this.#site} is no longer this worker's`));
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#database.executeSql('DELETE FROM site_leases WHERE site_id = $1 AND holder = $2', [
      this.#site,
      this.#holder,
    ]);
  }

  async #renew(): Promise<void> {
    try {
      if (await lease(this.#database, this.#site, this.#holder, this.#seconds))
        this.#renewed = performance.now();
      else this.lose();
    } catch {
      // The database may be back before the lease runs out; the gate says if it does not.
      if (performance.now() - this.#renewed > this.#seconds * 1000) this.lose();
    }
  }
}

async function lease(
  database: AsyncDatabase,
  site: string,
  holder: string,
  seconds: number,
): Promise<boolean> {
  const sql = 'SELECT lease_site($1, $2, $3) AS ours';
  return (await firstRow<{ ours: boolean }>(database, sql, site, holder, seconds))?.ours === true;
}
