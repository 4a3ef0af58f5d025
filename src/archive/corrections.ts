import type { Correction, NamedReport } from '../corrections/correction.ts';
import type { Connection } from './connection.ts';
import { ofSite } from './of-site.ts';

/** A correction with what has become of it. */
export interface CorrectionState {
  readonly siteId: string;
  readonly body: string;
  readonly year: number;
  /** Null where it is the identity of a report that is corrected. */
  readonly field: string | null;
  readonly was: number | null;
  readonly value: number | null;
  readonly url: string | null;
  readonly wasBody: string | null;
  readonly wasYear: number | null;
  readonly author: string;
  readonly date: string;
  readonly reason: string;
  readonly source: string;
  /** What the parser reads now. */
  readonly readValue: number | null;
  readonly metBody: string | null;
  readonly metYear: number | null;
  readonly state: 'applied' | 'agrees' | 'stale' | 'unmatched';
}

interface IdentityRow {
  readonly siteId: string;
  readonly url: string;
  readonly body: string;
  readonly year: number;
  readonly wasBody: string | null;
  readonly wasYear: number | null;
  readonly metBody: string | null;
  readonly metYear: number | null;
  readonly metAt: string | null;
}

interface AppliedRow {
  readonly reportId: number;
  readonly field: string;
  readonly value: number | null;
}

const IDENTITIES = `SELECT site_id AS siteId, url, body, year, was_body AS wasBody, was_year AS wasYear,
    met_body AS metBody, met_year AS metYear, met_at AS metAt
  FROM corrections WHERE url IS NOT NULL`;

/** What people correct, laid over what was read: what was read stays as it is. */
export class CorrectionStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Takes over all corrections of the configuration. Bodies are as reports are filed under.
   * @returns addresses whose identity is corrected otherwise than before, or was not looked at since: what is there must
   * be filed again.
   */
  put(corrections: readonly Correction[]): { readonly siteId: string; readonly url: string }[] {
    return this.#connection.write(() => {
      const before = this.#identities();
      this.#connection.run('DELETE FROM corrections');
      for (const correction of corrections) this.#insert(correction);
      const after = this.#identities();
      const changed: IdentityRow[] = [];
      for (const [key, row] of after) {
        const old = before.get(key);
        if (old === undefined || old.metAt === null) changed.push(row);
        else
          this.#connection.run(
            'UPDATE corrections SET met_body = ?, met_year = ?, met_at = ? WHERE site_id = ? AND url = ?',
            old.metBody,
            old.metYear,
            old.metAt,
            row.siteId,
            row.url,
          );
      }
      for (const [key, row] of before) if (!after.has(key)) changed.push(row);
      return changed.map(({ siteId, url }) => ({ siteId, url }));
    });
  }

  /**
   * What the report that was read at an address is to be filed under. Notes what the document says (not when reading only), so that a
   * correction of something else is seen to be stale.
   * @param read what each report in the document says; null: it does not tell.
   * @returns for each of them the corrected identity, or null where what it says stands.
   */
  identify(
    siteId: string,
    url: string,
    read: readonly { readonly body: string | null; readonly year: number | null }[],
  ): (NamedReport | null)[] {
    const row = this.#connection.get<IdentityRow>(`${IDENTITIES} AND site_id = ? AND url = ?`, siteId, url);
    const [first] = read;
    if (row === undefined || first === undefined) return read.map(() => null);
    const applies = (said: (typeof read)[number]) => said.body === row.wasBody && said.year === row.wasYear;
    const met = read.find(applies) ?? first;
    if (!this.#connection.readOnly)
      this.#connection.run(
        'UPDATE corrections SET met_body = ?, met_year = ?, met_at = ? WHERE site_id = ? AND url = ?',
        met.body,
        met.year,
        this.#connection.now(),
        siteId,
        url,
      );
    return read.map((said) => (applies(said) ? { body: row.body, year: row.year } : null));
  }

  /** All corrections, of one site or of all, those first that want looking at. */
  states(siteId?: string): CorrectionState[] {
    const { sql, params } = ofSite(siteId);
    return this.#connection.all<CorrectionState>(
      `SELECT site_id AS siteId, body, year, field, was, value, url, was_body AS wasBody, was_year AS wasYear, author,
         corrected_on AS date, reason, source, read_value AS readValue, met_body AS metBody, met_year AS metYear, state
       FROM report_corrections WHERE ${sql}
       ORDER BY state = 'stale' DESC, state = 'unmatched' DESC, state = 'agrees' DESC, site_id, body, year, field`,
      ...params,
    );
  }

  /** Corrected figures that hold: for each report the fields with what a person set there; null: blank. */
  applied(): Map<number, Map<string, number | null>> {
    const found = new Map<number, Map<string, number | null>>();
    for (const { reportId, field, value } of this.#connection.all<AppliedRow>(
      `SELECT report_id AS reportId, field, value FROM report_corrections
       WHERE field IS NOT NULL AND state = 'applied' ORDER BY report_id, field`,
    )) {
      const ofReport = found.get(reportId) ?? new Map<string, number | null>();
      found.set(reportId, ofReport.set(field, value));
    }
    return found;
  }

  #identities(): Map<string, IdentityRow> {
    return new Map(
      this.#connection
        .all<IdentityRow>(IDENTITIES)
        .map((row) => [
          JSON.stringify([row.siteId, row.url, row.body, row.year, row.wasBody, row.wasYear]),
          row,
        ]),
    );
  }

  #insert(correction: Correction): void {
    const { siteId, author, date, reason, source } = correction;
    const value = correction.kind === 'value' ? correction : null;
    const identity = correction.kind === 'identity' ? correction : null;
    const { body, year } = value ?? identity?.is ?? { body: '', year: 0 };
    this.#connection.run(
      `INSERT INTO corrections (site_id, body, year, field, was, value, url, was_body, was_year, author, corrected_on,
         reason, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      siteId,
      body,
      year,
      value?.field ?? null,
      whole(value?.was ?? null),
      whole(value?.value ?? null),
      identity?.url ?? null,
      identity?.was.body ?? null,
      identity?.was.year ?? null,
      author,
      date,
      reason,
      source,
    );
  }
}

/** The driver stores every number as a real one; in a column without a type 3 must not become 3.0. */
function whole(value: number | null): number | bigint | null {
  return Number.isSafeInteger(value) ? BigInt(value ?? 0) : value;
}
