import { CodedReadings } from '../archive/coded-readings.ts';
import { Recent } from '../archive/recent.ts';
import type { Texts } from '../archive/texts.ts';
import type { Check } from '../reports/report.ts';
import type { FigureCorrection, IdentityCorrection } from './corrections.ts';
import type { Database } from './database.ts';

/** One reading of one edition, as far as a page shows it. */
export interface Reading {
  readonly captureId: number;
  readonly parserVersion: string;
  readonly status: string;
  readonly reason: string | null;
  readonly forms: {
    readonly disclosure: string | null;
    readonly requests: string | null;
    readonly litigation: string | null;
  };
  readonly figures: ReadonlyMap<string, Figure>;
  /** What is no figure: index number, dates and the like. */
  readonly meta: ReadonlyMap<string, Meta>;
}

export interface Figure {
  readonly value: number | null;
  readonly raw: string | null;
  readonly at: string | null;
  readonly page: number | null;
}

export interface Meta {
  readonly value: string | number | null;
  readonly raw: string | null;
  readonly at: string | null;
}

export interface WarningRow {
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
}

/** What an edition says in words. */
export interface EditionTexts {
  readonly title: string | null;
  /** Section number to text, in the order of the numbers. */
  readonly sections: ReadonlyMap<string, string>;
}

/** Characters of texts that are kept, two bytes each. Many searches show the same latest reports. */
const MOST_TEXT = 3_000_000;

/** What a report is filed under. */
export interface Filed {
  readonly siteId: string;
  readonly body: string;
  readonly year: number;
}

interface ReadingRow {
  readonly captureId: number;
  readonly parserVersion: string;
  readonly status: string;
  readonly reason: string | null;
  readonly disclosure: string | null;
  readonly requests: string | null;
  readonly litigation: string | null;
}

/** What the page of one report asks the database. */
export class ReportQueries {
  readonly #database: Database;
  readonly #coded: CodedReadings;
  readonly #texts: (editionId: number) => Texts;

  /** @param texts title and running text of an edition */
  constructor(database: Database, texts: (editionId: number) => Texts) {
    this.#database = database;
    this.#coded = new CodedReadings(database);
    this.#texts = texts;
  }

  reading(editionId: number): Reading | null {
    const row = this.#database.get<ReadingRow>(
      `SELECT capture_id AS captureId, parser_version AS parserVersion, status, reason,
         form_disclosure AS disclosure, form_requests AS requests, form_litigation AS litigation
       FROM readings WHERE edition_id = ?`,
      editionId,
    );
    if (row === undefined) return null;
    const names = this.#fieldNames();
    const figures = new Map<string, Figure>();
    const meta = new Map<string, Meta>();
    for (const { field, value, at, page, raw, isMeta } of this.#coded.entries(editionId)) {
      const name = names.get(field) ?? `field ${field}`;
      // What is printed like the value itself is not stored twice.
      const same = value === null ? null : String(value);
      if (isMeta) meta.set(name, { value, at, raw: raw ?? same });
      else
        figures.set(name, {
          value: typeof value === 'number' ? value : null,
          raw: raw ?? (at === null ? null : same),
          at,
          page,
        });
    }
    const { captureId, parserVersion, status, reason, disclosure, requests, litigation } = row;
    return {
      captureId,
      parserVersion,
      status,
      reason,
      forms: { disclosure, requests, litigation },
      figures,
      meta,
    };
  }

  checks(editionId: number): Check[] {
    return this.#coded.checks(editionId);
  }

  /** The doubts about an edition, and about the report as a whole. */
  warnings(reportId: number, editionId: number): WarningRow[] {
    return this.#database.all<WarningRow>(
      `SELECT code, field, message FROM edition_warnings WHERE edition_id = ?
       UNION ALL SELECT code, field, message FROM report_warnings WHERE report_id = ? AND code = 'duplicate_differs'`,
      editionId,
      reportId,
    );
  }

  /** What people correct in the figures of a report, whether it fits the present reading or not. */
  corrections({ siteId, body, year }: Filed): FigureCorrection[] {
    return this.#database.all<FigureCorrection>(
      `SELECT field, was, value, author, corrected_on AS date, reason FROM corrections
       WHERE site_id = ? AND body = ? AND year = ? AND field IS NOT NULL ORDER BY field`,
      siteId,
      body,
      year,
    );
  }

  /** The corrections by which a report is filed where it is. */
  filedBy({ siteId, body, year }: Filed): readonly IdentityCorrection[] {
    const key = (filed: Filed): string => `${filed.siteId}/${filed.body}/${filed.year}`;
    const all = this.#database.keep('filed by', () =>
      Map.groupBy(
        this.#database.all<IdentityCorrection & Filed>(
          `SELECT site_id AS siteId, body, year, url, was_body AS wasBody, was_year AS wasYear, author,
             corrected_on AS date, reason
           FROM report_corrections WHERE url IS NOT NULL AND state = 'applied' ORDER BY url`,
        ),
        key,
      ),
    );
    return all.get(key({ siteId, body, year })) ?? [];
  }

  /** Unfolded from the document each time: only for pages that show them. */
  texts(editionId: number): EditionTexts {
    const { title, sections } = this.#texts(editionId);
    return { title, sections: new Map(sections.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
  }

  /** All the running text of an edition in one piece, kept a while. */
  text(editionId: number): string {
    const texts = this.#database.keep(
      'texts',
      () => new Recent<number, string>(MOST_TEXT, ({ length }) => length),
    );
    return texts.get(editionId, () => [...this.texts(editionId).sections.values()].join(' '));
  }

  #fieldNames(): ReadonlyMap<number, string> {
    return this.#database.keep(
      'fields',
      () =>
        new Map(
          this.#database
            .all<{ id: number; field: string }>('SELECT id, field FROM fields')
            .map(({ id, field }) => [id, field]),
        ),
    );
  }
}
