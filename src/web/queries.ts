import type { WithdrawnAs } from '../archive/history.ts';
import type { CoverageState } from '../archive/status.ts';
import type { CorrectedColumns } from './corrections.ts';
import type { Database } from './database.ts';
import { columnsOf, type Figures, MEASURE_COLUMNS, touches } from './measures.ts';
import { COVERAGE_COUNTS, EVERY_REPORT } from './search/update-index.ts';

export interface SiteRow {
  readonly id: string;
  readonly name: string;
  readonly regionCode: string;
  readonly status: 'active' | 'retired';
}

/** How many of a site's bodies are in which state in a year. */
export interface YearCounts {
  readonly found: number;
  readonly missing: number;
  readonly blocked: number;
  readonly failed: number;
  /** Bodies with an expectation or a report; none is known where it is 0 though something is expected. */
  readonly bodies: number;
}

export interface Coverage {
  readonly sites: readonly SiteRow[];
  readonly years: readonly number[];
  /** By site id, then year. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<number, YearCounts>>;
  readonly reports: number;
  readonly bodies: number;
}

export interface ReportRow {
  readonly id: number;
  readonly siteId: string;
  readonly siteName: string;
  readonly regionCode: string;
  readonly body: string;
  readonly year: number;
  readonly title: string | null;
  readonly publishedOn: string | null;
  readonly form: string | null;
  readonly status: string | null;
  readonly url: string;
  readonly editionId: number | null;
  /** Null while the portal shows it. */
  readonly withdrawnSince: string | null;
  readonly withdrawnAs: WithdrawnAs | null;
}

export interface ChangeRow {
  readonly kind: 'new' | 'amended';
  readonly at: string;
  readonly editionId: number;
  readonly reportId: number;
  readonly siteId: string;
  readonly siteName: string;
  readonly body: string;
  readonly year: number;
  readonly title: string | null;
}

export interface BodyYear {
  readonly body: string;
  readonly year: number;
  readonly state: CoverageState;
  readonly reportId: number | null;
}

/** Figures of one report, enough for every measure: as people corrected them, where they did. */
export interface MeasuredReport {
  readonly siteId: string;
  readonly siteName: string;
  readonly body: string;
  readonly year: number;
  readonly form: string | null;
  readonly figures: Figures;
  /** Columns that a person corrected, with what is set there. */
  readonly corrected: Figures | null;
}

/** The middle of a measure among bodies of a kind. */
export interface Peer {
  readonly year: number;
  readonly median: number;
  /** How many reports tell the measure. */
  readonly reports: number;
}

export interface RankedReport {
  readonly siteId: string;
  readonly siteName: string;
  readonly body: string;
  readonly year: number;
  readonly value: number;
  /** Of how many cases a share is; null for a count. */
  readonly base: number | null;
  /** A figure behind it is a person's correction. */
  readonly corrected: boolean;
}

interface CountedState {
  readonly site_id: string;
  readonly year: number;
  readonly state: CoverageState;
  readonly cells: number;
  readonly bodies: number;
}

type MeasuredRow = Omit<MeasuredReport, 'figures' | 'corrected'> & { id: number } & Record<string, unknown>;

const MOST_RANKED_KEPT = 200;

const REPORT_COLUMNS = `r.id, r.site_id AS siteId, s.name AS siteName, r.region_code AS regionCode, r.body, r.year, r.title,
  r.published_on AS publishedOn, r.form, r.status, r.url, r.edition_id AS editionId,
  r.withdrawn_since AS withdrawnSince, r.withdrawn_as AS withdrawnAs`;

const MEASURED = `SELECT r.id, r.site_id AS siteId, s.name AS siteName, r.body, r.year, r.form, ${MEASURE_COLUMNS.join(', ')}
  FROM reports r JOIN sites s ON s.id = r.site_id
    JOIN requests q ON q.report_id = r.id JOIN litigation l ON l.report_id = r.id`;

/** What the pages ask the database. */
export class Queries {
  readonly database: Database;
  readonly #corrected: () => CorrectedColumns;

  /** @param corrected what people correct and what holds */
  constructor(database: Database, corrected: () => CorrectedColumns) {
    this.database = database;
    this.#corrected = corrected;
  }

  /** Every site with its counts by year. */
  coverage(): Coverage {
    return this.database.keep('coverage', () => {
      const sites = this.database.all<SiteRow>(
        'SELECT id, name, region_code AS regionCode, status FROM sites ORDER BY region_code, id',
      );
      const counted = this.database.all<CountedState>(
        'SELECT site_id, year, state, cells, bodies FROM viewer.coverage_counts',
      );
      // Only until the index has been looked after for the first time.
      const rows = counted.length > 0 ? counted : this.database.all<CountedState>(COVERAGE_COUNTS);
      const counts = new Map<string, Map<number, YearCounts>>();
      for (const { site_id: siteId, year, state, cells, bodies } of rows) {
        const ofSite = counts.get(siteId) ?? new Map<number, YearCounts>();
        const before = ofSite.get(year) ?? { found: 0, missing: 0, blocked: 0, failed: 0, bodies: 0 };
        ofSite.set(year, { ...before, [state]: cells, bodies: before.bodies + bodies });
        counts.set(siteId, ofSite);
      }
      const totals = this.database.get<{ reports: number; bodies: number }>(
        `SELECT count(*) AS reports, (SELECT count(*) FROM (SELECT DISTINCT site_id, body FROM reports)) AS bodies FROM reports`,
      );
      const years = [...new Set(rows.map(({ year }) => year))].sort((a, b) => a - b);
      return {
        sites: sites.filter((site) => site.status === 'active' || counts.has(site.id)),
        years,
        counts,
        reports: totals?.reports ?? 0,
        bodies: totals?.bodies ?? 0,
      };
    });
  }

  site(id: string): SiteRow | undefined {
    return this.database.get<SiteRow>(
      'SELECT id, name, region_code AS regionCode, status FROM sites WHERE id = ?',
      id,
    );
  }

  /** The bodies of a site by year, with the state of each; by body and year. */
  bodyYears(siteId: string): BodyYear[] {
    return this.database
      .all<{ body: string | null; year: number; state: CoverageState; reportId: number | null }>(
        'SELECT body, year, state, report_id AS reportId FROM coverage WHERE site_id = ? ORDER BY body, year',
        siteId,
      )
      .flatMap(({ body, ...rest }) => (body === null ? [] : { body, ...rest }));
  }

  report(siteId: string, body: string, year: number): ReportRow | undefined {
    return this.database.get<ReportRow>(
      `SELECT ${REPORT_COLUMNS} FROM reports r JOIN sites s ON s.id = r.site_id
       WHERE r.site_id = ? AND r.body = ? AND r.year = ?`,
      siteId,
      body,
      year,
    );
  }

  /** The report that an edition is of. */
  reportOfEdition(editionId: number): ReportRow | undefined {
    return this.database.get<ReportRow>(
      `SELECT ${REPORT_COLUMNS} FROM editions e JOIN reports r ON r.id = e.report_id JOIN sites s ON s.id = r.site_id
       WHERE e.id = ?`,
      editionId,
    );
  }

  /** The last contents that were new or amended, latest first. */
  changes(count: number, since: string | null = null): ChangeRow[] {
    return this.database.all<ChangeRow>(
      `SELECT CASE WHEN EXISTS (SELECT 1 FROM editions b WHERE b.report_id = e.report_id
           AND (b.first_capture_id, b.id) < (e.first_capture_id, e.id)) THEN 'amended' ELSE 'new' END AS kind,
         e.first_seen_at AS at, e.id AS editionId, r.id AS reportId, r.site_id AS siteId, s.name AS siteName, r.body,
         r.year, r.title
       FROM (SELECT * FROM editions ORDER BY id DESC LIMIT ?) e
         JOIN reports r ON r.id = e.report_id JOIN sites s ON s.id = r.site_id
       WHERE ? IS NULL OR e.first_seen_at > ? ORDER BY e.first_seen_at DESC, e.id DESC`,
      count,
      since,
      since,
    );
  }

  /** Figures for the measures: of a site, or of one of its bodies; oldest year first. */
  measured(siteId: string, body: string | null): MeasuredReport[] {
    return this.#measured(
      `${MEASURED} WHERE r.site_id = ? AND (? IS NULL OR r.body = ?) ORDER BY r.year, r.body`,
      siteId,
      body,
      body,
    );
  }

  /** What the bodies of a kind have in the middle, by measure and year. */
  peers(kind: string): ReadonlyMap<string, readonly Peer[]> {
    const rows = this.database.all<Peer & { measure: string }>(
      'SELECT measure, year, median, reports FROM viewer.peers WHERE body_kind = ? ORDER BY measure, year',
      kind,
    );
    return Map.groupBy(rows, ({ measure }) => measure);
  }

  /** Bodies by a measure of one year, highest first. @param kind all kinds where null */
  ranking(measure: string, year: number, kind: string | null, count: number): RankedReport[] {
    const ranked = (): RankedReport[] => this.#ranking(measure, year, kind, count);
    // Whole rankings are for files: they are not kept.
    return count > MOST_RANKED_KEPT
      ? ranked()
      : this.database.keep(`ranking ${measure} ${year} ${count} ${kind ?? ''}`, ranked);
  }

  #ranking(measure: string, year: number, kind: string | null, count: number): RankedReport[] {
    const rows = this.database.all<Omit<RankedReport, 'corrected'> & { id: number }>(
      `SELECT r.id, r.site_id AS siteId, s.name AS siteName, r.body, r.year, m.value, m.base
       FROM (SELECT report_id, value, base FROM viewer.measures
           WHERE measure = ? AND year = ? ${kind === null ? '' : 'AND body_kind = ?'}
           ORDER BY value DESC, base DESC, report_id LIMIT ?) m
         JOIN reports r ON r.id = m.report_id JOIN sites s ON s.id = r.site_id
       ORDER BY m.value DESC, m.base DESC, m.report_id`,
      ...(kind === null ? [measure, year, count] : [measure, year, kind, count]),
    );
    const corrected = this.#corrected();
    const columns = columnsOf(measure);
    return rows.map(({ id, ...row }) => ({ ...row, corrected: touches(corrected.get(id), columns) }));
  }

  /** How many reports of a year, and of a kind of body, there are, and how many of them tell a measure. */
  behind(
    measure: string,
    year: number,
    kind: string | null,
  ): { readonly reports: number; readonly telling: number } {
    return this.database.keep(`behind ${measure} ${year} ${kind ?? ''}`, () => {
      const count = (of: string): number =>
        this.database.get<{ n: number | null }>(
          'SELECT sum(reports) AS n FROM viewer.told WHERE measure = ? AND year = ? AND (? IS NULL OR body_kind = ?)',
          of,
          year,
          kind,
          kind,
        )?.n ?? 0;
      return { reports: count(EVERY_REPORT), telling: count(measure) };
    });
  }

  /** What kind of body it is; null while the index is not made yet. */
  kindOf(siteId: string, body: string): string | null {
    return (
      this.database.get<{ kind: string }>(
        `SELECT d.body_kind AS kind FROM reports r JOIN viewer.documents d ON d.report_id = r.id
         WHERE r.site_id = ? AND r.body = ? LIMIT 1`,
        siteId,
        body,
      )?.kind ?? null
    );
  }

  /** The kinds of which there are most reports, most first. */
  kinds(count: number): readonly string[] {
    return this.database.keep('kinds', () =>
      this.database
        .all<{ kind: string }>(
          `SELECT body_kind AS kind FROM viewer.told WHERE measure = ? GROUP BY 1 HAVING sum(reports) > 0
           ORDER BY sum(reports) DESC, 1 LIMIT ?`,
          EVERY_REPORT,
          count,
        )
        .map(({ kind }) => kind),
    );
  }

  #measured(sql: string, ...params: (string | number | null)[]): MeasuredReport[] {
    const all = this.#corrected();
    return this.database
      .all<MeasuredRow>(sql, ...params)
      .map(({ id, siteId, siteName, body, year, form, ...read }) => {
        const corrected = all.get(id) ?? null;
        const figures = { ...(read as Figures), ...corrected };
        return { siteId, siteName, body, year, form, figures, corrected };
      });
  }
}
