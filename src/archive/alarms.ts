import type { Connection } from './connection.ts';
import { ofSite } from './of-site.ts';

export interface Alarm {
  readonly siteId: string;
  /** Machine-readable and stable, such as `shrunken_list` or `missing_year:2023`. */
  readonly cause: string;
  /** For people. */
  readonly message: string;
  readonly since: string;
  readonly lastSeen: string;
}

/** What needs a person, each cause said once: raised when met, closed when healed. */
export class AlarmStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Raises an alarm, or renews the one that is open for this cause. True when it is a new one, worth telling. */
  raise(alarm: Pick<Alarm, 'siteId' | 'cause' | 'message'>): boolean {
    const now = this.#connection.now();
    return this.#connection.write(() => {
      const { changes } = this.#connection.run(
        'UPDATE alarms SET message = ?, last_seen = ? WHERE site_id = ? AND cause = ? AND closed_at IS NULL',
        alarm.message,
        now,
        alarm.siteId,
        alarm.cause,
      );
      if (changes > 0) return false;
      this.#connection.run(
        'INSERT INTO alarms (site_id, cause, message, since, last_seen) VALUES (?, ?, ?, ?, ?)',
        alarm.siteId,
        alarm.cause,
        alarm.message,
        now,
        now,
      );
      return true;
    });
  }

  /** Closes the open alarms of a site whose cause is not among those met in this run; returns them. */
  close(siteId: string, stillMet: readonly string[]): Alarm[] {
    return this.#connection.write(() => {
      const healed = this.open(siteId).filter(({ cause }) => !stillMet.includes(cause));
      for (const { cause } of healed) {
        this.#connection.run(
          'UPDATE alarms SET closed_at = ? WHERE site_id = ? AND cause = ? AND closed_at IS NULL',
          this.#connection.now(),
          siteId,
          cause,
        );
      }
      return healed;
    });
  }

  /** The open alarms, of one site or of all, oldest first. */
  open(siteId?: string): Alarm[] {
    const { sql, params } = ofSite(siteId);
    return this.#connection.all<Alarm>(
      `SELECT site_id AS siteId, cause, message, since, last_seen AS lastSeen FROM alarms
       WHERE closed_at IS NULL AND ${sql} ORDER BY since, id`,
      ...params,
    );
  }
}
