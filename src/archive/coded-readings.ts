import type { Check } from '../reports/report.ts';
import {
  type CheckPlace,
  type CodedChecks,
  type CodedEntries,
  decodeChecks,
  decodeEntries,
  type Entry,
  type EntryPlace,
} from './coding.ts';
import { ArchiveError } from './errors.ts';
import { Recent } from './recent.ts';
import { UsualOfYear } from './usual.ts';

/** Anything that answers a query. */
interface Rows {
  get<Row>(sql: string, parameter: number | string): Row | undefined;
}

/** What a row of `readings` is coded with. */
interface Shared {
  /** Of the layout. */
  readonly digest: string;
  readonly usualDigest: string | null;
  readonly year: number | null;
}

type CodedPlaces = Shared & Omit<CodedEntries, 'layout'>;
type CodedFindings = Shared & Omit<CodedChecks, 'layout' | 'failed'> & { readonly body: string | null };

/** Layouts that are kept parsed, some tens of kilobytes each: most reports of a site have the same. */
const MOST_LAYOUTS = 60;
/** What readings of one shape and one year usually say, some kilobytes each. */
const MOST_USUAL = 200;

/** What readings hold, unfolded: coding.ts says how it is stored. */
export class CodedReadings {
  readonly #rows: Rows;
  /** By digest, which says all that is in it. */
  readonly #layouts = new Recent<string, readonly unknown[]>(MOST_LAYOUTS);

  /** By digest and year. */
  readonly #usuals = new Recent<string, UsualOfYear>(MOST_USUAL);

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /**
   * The places of an edition's reading, figures before meta data; none where there is no reading.
   * @throws ArchiveError `damaged`
   */
  entries(editionId: number): Entry[] {
    const row = this.#rows.get<CodedPlaces>(
      `SELECT y.digest, g.figure_codes AS codes, g.figures AS "values", u.digest AS usualDigest, g.printed_year AS year
       FROM readings g JOIN layouts y ON y.id = g.layout_id LEFT JOIN usual_readings u ON u.id = g.usual_id
       WHERE g.edition_id = ?`,
      editionId,
    );
    if (row === undefined) return [];
    return decoded(editionId, 'figures', () => {
      const layout = this.#layout<EntryPlace>(row.digest);
      return this.#usual(row)?.decodeEntries(layout, row) ?? decodeEntries(layout, row);
    });
  }

  /**
   * The checks of an edition's reading in the order in which they were tried; none where there is no reading.
   * @throws ArchiveError `damaged`
   */
  checks(editionId: number): Check[] {
    const row = this.#rows.get<CodedFindings>(
      `SELECT y.digest, g.check_codes AS codes, g.checks AS "values", g.other_checks AS others,
         u.digest AS usualDigest, g.printed_year AS year, g.printed_body AS body
       FROM readings g JOIN layouts y ON y.id = g.check_layout_id LEFT JOIN usual_readings u ON u.id = g.usual_id
       WHERE g.edition_id = ?`,
      editionId,
    );
    if (row === undefined) return [];
    return decoded(editionId, 'checks', () => {
      const layout = this.#layout<CheckPlace>(row.digest);
      const usual = this.#usual(row);
      if (usual === null) return decodeChecks(layout, row);
      return usual.decodeChecks(layout, row, { entries: this.entries(editionId), body: row.body });
    });
  }

  /** Null: the reading is coded by itself. */
  #usual({ usualDigest, year }: Shared): UsualOfYear | null {
    if (usualDigest === null) return null;
    return this.#usuals.get(`${usualDigest} ${year}`, () => {
      const row = this.#rows.get<Record<'entries' | 'checks', string>>(
        'SELECT entries, checks FROM usual_readings WHERE digest = ?',
        usualDigest,
      );
      return new UsualOfYear(
        { entries: JSON.parse(row?.entries ?? '[]'), checks: JSON.parse(row?.checks ?? '[]') },
        year,
      );
    });
  }

  #layout<Place>(digest: string): readonly Place[] {
    const stored = (): string | undefined =>
      this.#rows.get<{ entries: string }>('SELECT entries FROM layouts WHERE digest = ?', digest)?.entries;
    return this.#layouts.get(digest, () => JSON.parse(stored() ?? '[]')) as readonly Place[];
  }
}

/** Rows that another hand or a bad disk has altered are no reading: better none than a wrong one. */
function decoded<T>(editionId: number, what: 'figures' | 'checks', decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(
      'damaged',
      `the ${what} of edition ${editionId} are damaged (${String(error)}): run nianbao reparse --anew`,
      { cause: error },
    );
  }
}
