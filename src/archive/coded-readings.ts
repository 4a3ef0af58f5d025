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
import { Recent } from './recent.ts';

/** Anything that answers a query. */
interface Rows {
  get<Row>(sql: string, parameter: number | string): Row | undefined;
}

/** Layouts that are kept parsed, some tens of kilobytes each: most reports of a site have the same. */
const MOST_LAYOUTS = 60;

/** What readings hold, unfolded: coding.ts says how it is stored. */
export class CodedReadings {
  readonly #rows: Rows;
  /** By digest, which says all that is in it. */
  readonly #layouts = new Recent<string, readonly unknown[]>(MOST_LAYOUTS);

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /** The places of an edition's reading, figures before meta data; none where there is no reading. */
  entries(editionId: number): Entry[] {
    const coded = this.#rows.get<Omit<CodedEntries, 'layout'> & { digest: string }>(
      `SELECT y.digest, g.figure_codes AS codes, g.figures AS "values"
       FROM readings g JOIN layouts y ON y.id = g.layout_id WHERE g.edition_id = ?`,
      editionId,
    );
    return coded === undefined ? [] : decodeEntries(this.#layout<EntryPlace>(coded.digest), coded);
  }

  /** The checks of an edition's reading in the order in which they were tried; none where there is no reading. */
  checks(editionId: number): Check[] {
    const coded = this.#rows.get<Omit<CodedChecks, 'layout' | 'failed'> & { digest: string }>(
      `SELECT y.digest, g.check_codes AS codes, g.checks AS "values", g.other_checks AS others
       FROM readings g JOIN layouts y ON y.id = g.check_layout_id WHERE g.edition_id = ?`,
      editionId,
    );
    return coded === undefined ? [] : decodeChecks(this.#layout<CheckPlace>(coded.digest), coded);
  }

  #layout<Place>(digest: string): readonly Place[] {
    const stored = (): string | undefined =>
      this.#rows.get<{ entries: string }>('SELECT entries FROM layouts WHERE digest = ?', digest)?.entries;
    return this.#layouts.get(digest, () => JSON.parse(stored() ?? '[]')) as readonly Place[];
  }
}
