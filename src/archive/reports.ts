import type { AnnualReport } from '../reports/report.ts';
import { AliasStore } from './aliases.ts';
import { filedAsBefore, type Met } from './as-before.ts';
import type { CaptureStore, Span } from './captures.ts';
import type { Connection } from './connection.ts';
import { EditionStore } from './editions.ts';
import { ArchiveError } from './errors.ts';
import type { Figures } from './fields.ts';
import type { ReadDocument, ReadReport, ReportIdentity, Rereadable, StoredReport } from './filing.ts';
import { type Judgement, type JudgementRow, JudgementStore, type Role } from './judgements.ts';
import type { Reading } from './reading.ts';
import { type ReadingStore, type ValueChange, valueChanges } from './readings.ts';

interface ReportRow {
  readonly id: number;
  readonly siteId: string;
  readonly url: string;
  readonly editionId: number | null;
  readonly status: string | null;
}

interface Part extends Met {
  readonly role: Role;
  /** What was said of it before, and is replaced now. */
  readonly before: readonly JudgementRow[];
}

const NO_FIGURES: Figures = new Map();

const REPORT_COLUMNS = 'id, site_id AS siteId, url, edition_id AS editionId, status';

/** Reports, their editions and their addresses: everything that is derived from the captures. */
export class ReportStore {
  readonly #connection: Connection;
  readonly #captures: CaptureStore;
  readonly #readings: ReadingStore;
  readonly #editions: EditionStore;
  readonly #aliases: AliasStore;
  readonly #judgements: JudgementStore;

  constructor(connection: Connection, captures: CaptureStore, readings: ReadingStore) {
    this.#connection = connection;
    this.#captures = captures;
    this.#readings = readings;
    this.#editions = new EditionStore(connection, readings);
    this.#aliases = new AliasStore(connection);
    this.#judgements = new JudgementStore(connection);
  }

  /**
   * Keeps what the parser made of a document, in one transaction, in place of what was made of the same bytes before.
   *
   * A report is new, or gets a further edition when the content at its first address differs. Another address never
   * makes a second report, nor an edition; different content there becomes the warning `duplicate_differs`. The first
   * address gives way to another one only when it is gone (404), unreadable where the other is not, or turns out not to
   * hold the report. A report or an edition that no bytes in the archive bear out any more, as the parser reads better now, is dropped.
   * @returns one result per report, in the order given.
   * @throws ArchiveError `no_such_row` when a capture has no bytes to read.
   */
  store(document: ReadDocument): StoredReport[] {
    return this.#connection.write(() => {
      const met = [document.captureId, ...(document.otherCaptureIds ?? [])].map((id) => {
        const capture = this.#captures.readable(id);
        return { capture, span: this.#captures.span(capture), said: this.#judgements.of(capture) };
      });
      const filed = document.anew ? null : filedAsBefore(this.#connection, met, document.reports);
      if (filed !== null) {
        for (const { capture } of met) this.#judgements.readBy(capture, document.parserVersion);
        for (const { reportId, editionId } of filed) {
          if (editionId !== null) this.#readings.readBy(editionId, document.parserVersion);
          if (this.#editions.choose(reportId)) this.#readings.show(reportId);
        }
        return filed;
      }
      const parts = met.map((each, index): Part => {
        const role = index === 0 ? 'content' : 'part';
        return {
          ...each,
          role,
          before: this.#judgements.replace(each.capture, each.said, role, document.parserVersion),
        };
      });
      const results = document.reports.map((read) => this.#storeOne(document, parts, read));
      if (document.reports.length === 0) {
        for (const part of parts) this.#judge(part, document, 'not_a_report', document.reason ?? null, null);
      }
      for (const row of parts.flatMap(({ before }) => before)) this.#dropUnsupported(row);
      return results;
    });
  }

  /**
   * A capture brought bytes that may have been judged before (or a 304 said so): marks what they hold as seen again.
   * @returns the judgements that stand; empty where the bytes must be read, and given to `store`.
   */
  confirm(captureId: number): readonly Judgement[] {
    return this.#connection.write(() => {
      // A 304 to a request that was never answered before has nothing behind it.
      if (this.#captures.get(captureId).readSha256 === null) return [];
      const capture = this.#captures.readable(captureId);
      const span = this.#captures.span(capture);
      for (const row of this.#judgements.of(capture)) {
        const { reportId, url, content } = row;
        if (reportId === null || url === null || content === null) continue;
        const report = this.#report(reportId);
        if (row.role === 'part') {
          if (report.url !== capture.url) this.#aliases.leadsTo(reportId, capture.url, span);
        } else if (report.url === url) {
          this.#editions.seen(reportId, url, content, span);
          if (this.#editions.choose(reportId)) this.#readings.show(reportId);
        } else if (this.#isGone(report, span)) {
          return [];
        } else {
          this.#aliases.shows(reportId, url, row.status === 'unreadable' ? null : content, span);
        }
      }
      return this.#judgements.standing(capture);
    });
  }

  /** How many steps `toReread` has. */
  countToReread(siteIds?: readonly string[]): number {
    return this.#captures.firstOfEachContent(siteIds ?? null).length;
  }

  /** Body and year of a report; null where there is none of this id. */
  named(reportId: number): { readonly body: string; readonly year: number } | null {
    const row = this.#connection.get<{ body: string; year: number }>(
      'SELECT body, year FROM reports WHERE id = ?',
      reportId,
    );
    return row ?? null;
  }

  /**
   * Every report and attachment in the archive, each content of each once, site by site, each in the order in which they
   * came: what a re-reading, or a rebuilding after `dropDerived`, goes through. Storing between two steps is fine.
   */
  *toReread(siteIds?: readonly string[]): Generator<Rereadable, void> {
    for (const id of this.#captures.firstOfEachContent(siteIds ?? null)) {
      yield this.rereadable(id);
    }
  }

  /**
   * The bytes behind a report's current edition where another version of the parser read them: they must be read again
   * before content read by this version can be compared with it, or a better reading would pass for an amendment.
   */
  readOtherwise(siteId: string, { body, year }: ReportIdentity, parserVersion: string): Rereadable | null {
    const row = this.#connection.get<{ captureId: number }>(
      `SELECT g.capture_id AS captureId FROM reports r JOIN readings g ON g.edition_id = r.edition_id
       WHERE r.site_id = ? AND r.body = ? AND r.year = ? AND g.parser_version <> ?`,
      siteId,
      body,
      year,
      parserVersion,
    );
    return row === undefined ? null : this.rereadable(row.captureId);
  }

  /**
   * The bytes of a capture with what is known of them.
   * @throws ArchiveError `no_such_row` when it has none to read.
   */
  rereadable(captureId: number): Rereadable {
    const capture = this.#captures.readable(captureId);
    return { ...capture, ...this.#captures.note(captureId), judgements: this.#judgements.standing(capture) };
  }

  /** Replaces what was read of one edition; returns which figures differ. Nothing but derived data is touched. */
  replaceReading(editionId: number, reading: Reading, parserVersion: string): ValueChange[] {
    return this.#connection.write(() => {
      const edition = this.#connection.get<{ reportId: number; captureId: number }>(
        'SELECT report_id AS reportId, first_capture_id AS captureId FROM editions WHERE id = ?',
        editionId,
      );
      if (edition === undefined) throw new ArchiveError('no_such_row', `there is no edition ${editionId}`);
      const before = this.#readings.ofEdition(editionId);
      this.#readings.write(editionId, edition.captureId, reading, parserVersion);
      this.#readings.show(edition.reportId);
      return valueChanges(before, this.#readings.ofEdition(editionId));
    });
  }

  /** Drops every report and all that was read, so that `toReread` and `store` build them anew. Captures stay. */
  dropDerived(): void {
    this.#connection.write(() => {
      this.#judgements.clear();
      // Editions, readings, findings, aliases and wide rows go with them.
      this.#connection.run('DELETE FROM reports');
    });
  }

  #storeOne(document: ReadDocument, parts: readonly Part[], read: ReadReport): StoredReport {
    const { reading, identity, url } = read;
    const [{ capture: main, span } = {}] = parts;
    if (main === undefined || span === undefined || reading.status === 'not_a_report') {
      throw new Error(`${url}: what is no report cannot be stored as one`);
    }
    const existing = this.#connection.get<ReportRow>(
      `SELECT ${REPORT_COLUMNS} FROM reports WHERE site_id = ? AND body = ? AND year = ?`,
      main.siteId,
      identity.body,
      identity.year,
    );
    const reportId = existing?.id ?? this.#insert(main.siteId, read);
    if (existing !== undefined) this.#update(existing, document, parts, read, span);

    let stored: StoredReport = { outcome: 'unchanged', reportId, editionId: null, changes: [] };
    const first = this.#report(reportId).url;
    if (first === url) {
      stored = this.#storeEdition(document, reportId, read, span, existing?.editionId ?? null);
    } else {
      // A scan that nobody could read has no figures that could differ.
      this.#aliases.shows(reportId, url, reading.status === 'unreadable' ? null : read.contentSha256, span);
    }
    for (const part of parts) {
      for (const address of [part.capture.url, part.capture.finalUrl]) {
        if (address === url || address === first) continue;
        this.#aliases.leadsTo(reportId, address, part.span);
      }
      this.#judge(part, document, reading.status, reading.reason, { reportId, read });
    }
    return stored;
  }

  #storeEdition(
    document: ReadDocument,
    reportId: number,
    read: ReadReport,
    span: Span,
    editionBefore: number | null,
  ): StoredReport {
    const { id: editionId, isNew } = this.#editions.seen(reportId, read.url, read.contentSha256, span);
    const { captureId, parserVersion, anew = false } = document;
    const figures = (id: number): Figures => (anew ? this.#legible(id) : this.#readings.ofEdition(id));
    const own = isNew ? NO_FIGURES : figures(editionId);
    const earlier = own.size > 0 || editionBefore === null ? own : figures(editionBefore);
    const written = this.#readings.write(editionId, captureId, read.reading, parserVersion, anew);
    const chosen = this.#editions.choose(reportId);
    if (written || chosen) this.#readings.show(reportId);
    if (editionBefore === null) return { outcome: 'new', reportId, editionId, changes: [] };
    return {
      outcome: this.#report(reportId).editionId === editionBefore ? 'unchanged' : 'changed',
      reportId,
      editionId,
      changes: valueChanges(earlier, this.#readings.ofEdition(editionId)),
    };
  }

  /** What is damaged is about to be written anew, and nothing to compare with. */
  #legible(editionId: number): Figures {
    try {
      return this.#readings.ofEdition(editionId);
    } catch (error) {
      if (error instanceof ArchiveError && error.code === 'damaged') return NO_FIGURES;
      throw error;
    }
  }

  #insert(siteId: string, { identity, url, publishedOn }: ReadReport): number {
    return this.#connection.run(
      'INSERT INTO reports (site_id, region_code, body, year, published_on, url) VALUES (?, ?, ?, ?, ?, ?)',
      siteId,
      identity.regionCode,
      identity.body,
      identity.year,
      publishedOn,
      url,
    ).id;
  }

  #update(
    existing: ReportRow,
    document: ReadDocument,
    parts: readonly Part[],
    read: ReadReport,
    span: Span,
  ): void {
    const { identity, publishedOn, contentSha256: content, url } = read;
    const readOtherwise = parts[0]?.before.find(
      (row) => row.reportId === existing.id && row.parserVersion !== document.parserVersion,
    )?.content;
    // Only where every part was there before: else a changed second page would pass for a changed way of hashing.
    const sameParts = parts.every(({ before }) =>
      before.some((row) => row.reportId === existing.id && row.content === readOtherwise),
    );
    if (readOtherwise != null && readOtherwise !== content && sameParts) {
      this.#editions.rehash(existing.id, readOtherwise, content);
    }
    this.#connection.run(
      'UPDATE reports SET region_code = ?, published_on = coalesce(?, published_on) WHERE id = ?',
      identity.regionCode,
      publishedOn,
      existing.id,
    );
    if (existing.url === url) return;
    const unreadable = existing.status === 'unreadable' && read.reading.status !== 'unreadable';
    const misread = !this.#judgements.supportsUrl(existing.id, existing.url);
    if (unreadable || misread || this.#isGone(existing, span)) this.#moveTo(existing, url, span);
  }

  /** The first address becomes an alias, another one the first. */
  #moveTo(existing: ReportRow, url: string, span: Span): void {
    this.#aliases.drop(existing.id, url);
    this.#editions.moveTo(existing.id, url);
    this.#aliases.leadsTo(existing.id, existing.url, this.#editions.span(existing.editionId) ?? span);
  }

  /** The portal itself says that the first address has no page any more, and the other was seen since. */
  #isGone(report: ReportRow, span: Span): boolean {
    const latest = this.#captures.latest(report.siteId, report.url);
    if (latest === null || latest.captureId > span.lastCaptureId) return false;
    return latest.outcome === 'not_found' || latest.outcome === 'soft_404';
  }

  #report(reportId: number): ReportRow {
    const row = this.#connection.get<ReportRow>(
      `SELECT ${REPORT_COLUMNS} FROM reports WHERE id = ?`,
      reportId,
    );
    if (row === undefined) throw new ArchiveError('no_such_row', `there is no report ${reportId}`);
    return row;
  }

  #judge(
    part: Part,
    document: ReadDocument,
    status: AnnualReport['status'],
    reason: string | null,
    of: { readonly reportId: number; readonly read: ReadReport } | null,
  ): void {
    this.#judgements.add(part.capture, {
      role: part.role,
      parserVersion: document.parserVersion,
      status,
      reason,
      reportId: of?.reportId ?? null,
      url: of?.read.url ?? null,
      content: of?.read.contentSha256 ?? null,
    });
  }

  /** Drops what only a judgement that has just been replaced stood for. */
  #dropUnsupported({ reportId, content, url }: JudgementRow): void {
    if (reportId === null || content === null || url === null) return;
    if (!this.#judgements.supportsUrl(reportId, url)) this.#aliases.drop(reportId, url);
    if (!this.#judgements.supportsContent(reportId, content)) this.#editions.drop(reportId, content);
  }
}
