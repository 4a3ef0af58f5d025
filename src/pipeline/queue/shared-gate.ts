import { FetchAborted } from '../../fetch/aborted.ts';
import { systemClock } from '../../fetch/clock.ts';
import type { RequestGate, Turn } from '../../fetch/gate.ts';
import { type AsyncDatabase, firstRow } from './database.ts';

/** Longer than any request may take: who holds a lane for longer is dead. */
const HOLD_SECONDS = 240;
/** The server may be away for a restart: tried again after this time, milliseconds. */
const PAUSE_MS = 500;

/** What a gate asks of the leases of its worker. */
interface Leases {
  holds(site: string): boolean;
  lose(site: string): void;
}

/** The turns at hosts and addresses, kept in the database for all workers (`take_turn` in archive/postgres/work.ts). */
export class SharedGate implements RequestGate {
  readonly #database: AsyncDatabase;
  readonly #worker: string;
  readonly #leases: Leases;
  readonly #onError: (error: unknown) => void;
  readonly #meter: { requests: number } | null;

  constructor(
    database: AsyncDatabase,
    worker: string,
    leases: Leases,
    onError: (error: unknown) => void,
    meter?: { requests: number },
  ) {
    this.#database = database;
    this.#worker = worker;
    this.#leases = leases;
    this.#onError = onError;
    this.#meter = meter ?? null;
  }

  async enter({ host, address, siteId, spacing, signal }: Turn): Promise<() => Promise<void>> {
    const lost = (): never => {
      this.#leases.lose(siteId);
      throw new FetchAborted(new Error(`site ${siteId} is another worker's by now`));
    };
    const lanes = [`host ${host}`, ...(address === null ? [] : [`address ${address}`])];
    for (;;) {
      if (signal.aborted) throw new FetchAborted(signal.reason);
      const wait = await this.#wait(siteId, lanes);
      if (wait === 0) break;
      if (wait < 0) lost();
      await systemClock.sleep(wait, signal);
    }
    if (!this.#leases.holds(siteId)) lost();
    if (this.#meter !== null) this.#meter.requests += 1;
    return () => this.#tell('SELECT end_turn($1, $2, $3, $4)', siteId, this.#worker, lanes, spacing.delayMs);
  }

  hold(host: string, until: number): void {
    const sql = `INSERT INTO pacing (lane, free_at) VALUES ($1, $2)
      ON CONFLICT (lane) DO UPDATE SET free_at = greatest(pacing.free_at, excluded.free_at)`;
    void this.#tell(sql, `host ${host}`, new Date(until).toISOString());
  }

  async #wait(siteId: string, lanes: readonly string[]): Promise<number> {
    try {
      const sql = 'SELECT take_turn($1, $2, $3, $4) AS wait';
      const row = await firstRow<{ wait: number }>(
        this.#database,
        sql,
        siteId,
        this.#worker,
        lanes,
        HOLD_SECONDS,
      );
      return row === undefined ? -1 : row.wait > 0 ? Math.ceil(row.wait) : row.wait;
    } catch (error) {
      // Without the database nobody knows whose turn it is: nothing is asked of a portal meanwhile.
      this.#onError(error);
      return PAUSE_MS;
    }
  }

  /** A turn whose end could not be told ends by itself, later. */
  async #tell(sql: string, ...values: unknown[]): Promise<void> {
    try {
      await this.#database.executeSql(sql, values);
    } catch (error) {
      this.#onError(error);
    }
  }
}
