import type { Connection } from './connection.ts';

/**
 * `degraded`: crawled, but something of it is missing or doubtful; `broken`: what came is not what the portal has;
 * `blocked`: the portal refuses us; `retired`: nothing more is expected.
 */
export type Health = 'ok' | 'degraded' | 'broken' | 'blocked' | 'retired';

export interface HealthState {
  readonly health: Health;
  /** For people; null when `ok`. */
  readonly why: string | null;
  /** UTC, ISO 8601. */
  readonly since: string;
}

/** How each site fares, and since when: one row for each time that it changed. */
export class HealthStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The present state; null: the site was never judged. */
  current(siteId: string): HealthState | null {
    const row = this.#connection.get<HealthState>(
      'SELECT health, why, since FROM site_health WHERE site_id = ? ORDER BY id DESC LIMIT 1',
      siteId,
    );
    return row ?? null;
  }

  /** Notes how a site fares now: another state begins, or the one that lasts gets its latest reason. */
  record(siteId: string, health: Health, why: string | null): void {
    this.#connection.write(() => {
      if (this.current(siteId)?.health === health) {
        this.#connection.run(
          'UPDATE site_health SET why = ? WHERE id = (SELECT max(id) FROM site_health WHERE site_id = ?)',
          why,
          siteId,
        );
        return;
      }
      this.#connection.run(
        'INSERT INTO site_health (site_id, health, why, since) VALUES (?, ?, ?, ?)',
        siteId,
        health,
        why,
        this.#connection.now(),
      );
    });
  }
}
