import type { AnnualReport } from '../reports/report.ts';
import { CodedReadings } from './coded-readings.ts';
import {
  codeChecks,
  codeEntries,
  countFailed,
  type Entry,
  layoutOfChecks,
  layoutOfEntries,
} from './coding.ts';
import type { Connection } from './connection.ts';
import { type FieldColumn, FieldDictionary, type Figures, WideTables } from './fields.ts';
import { LayoutStore } from './layouts.ts';
import type { PayloadStore } from './payload-store.ts';
import type { Reading } from './reading.ts';
import { ReadingTexts } from './reading-texts.ts';
import { shortTitle } from './schema/once.ts';
import type { Texts } from './texts.ts';
import { UsualStore } from './usual-store.ts';

/** A figure that a new reading has otherwise than the one before. A field that was or is not there counts as null. */
export interface ValueChange {
  readonly field: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** What stands in a place of a report. */
export interface Printed {
  readonly value: number | string | null;
  /** As printed; null where nothing is. */
  readonly raw: string | null;
}

/**
 * What the parser made of an edition: figures, evidence, checks, warnings, sections. All of it can be dropped and made
 * again from the archive.
 */
export class ReadingStore {
  readonly #connection: Connection;
  readonly #fields: FieldDictionary;
  readonly #layouts: LayoutStore;
  readonly #usual: UsualStore;
  readonly #coded: CodedReadings;
  readonly #wide: WideTables;
  /** What was written last, which mostly is shown next. */
  #last: Shown | null = null;
  /** What they hold in words. */
  readonly texts: ReadingTexts;

  constructor(connection: Connection, fields: readonly FieldColumn[], payloads: PayloadStore) {
    this.#connection = connection;
    this.#layouts = new LayoutStore(connection);
    this.#usual = new UsualStore(connection);
    this.#coded = new CodedReadings(connection);
    this.texts = new ReadingTexts(connection, payloads);
    this.#fields = new FieldDictionary(connection);
    this.#wide = new WideTables(connection, fields);
  }

  /** Brings the wide tables to the present catalogue, and fills those that were made anew. */
  ensureTables(): void {
    // Mostly there is nothing to do, and then nobody is to be waited for.
    if (this.#wide.outdated().length === 0) return;
    this.#connection.write(() => {
      // Looked at again: another process may have done it meanwhile.
      const tables = this.#wide.outdated();
      this.#wide.make(tables);
      for (const { id } of this.#connection.all<{ id: number }>('SELECT id FROM reports'))
        this.#wide.write(id, this.ofReport(id), tables);
    });
  }

  /** Takes out what earlier versions wrote for reports of other years than a wide table is for. */
  dropEmptyRows(): void {
    if (this.#connection.columns('legacy').length === 0) return;
    for (const { id } of this.#connection.all<{ id: number }>(
      `SELECT r.id FROM legacy l JOIN reports r ON r.id = l.report_id JOIN readings g ON g.edition_id = r.edition_id
       WHERE g.form_legacy IS NULL`,
    ))
      this.#wide.write(id, this.ofReport(id), ['legacy']);
  }

  /**
   * Writes, or replaces, the reading of an edition.
   * @param anew also where it was there already
   * @returns false when it was there already, whichever version had read it so
   */
  write(
    editionId: number,
    captureId: number,
    reading: Reading,
    parserVersion: string,
    anew = false,
  ): boolean {
    const { digest } = reading;
    const old = this.#connection.get<{ digest: string }>(
      'SELECT digest FROM readings WHERE edition_id = ?',
      editionId,
    );
    if (old?.digest === digest && !anew) {
      this.readBy(editionId, parserVersion);
      return false;
    }
    const { report } = reading;
    for (const table of ['readings', 'edition_warnings']) {
      this.#connection.run(`DELETE FROM ${table} WHERE edition_id = ?`, editionId);
    }
    const entries = this.#entries(report);
    const shape = {
      layoutId: this.#layouts.id(layoutOfEntries(entries)),
      checkLayoutId: this.#layouts.id(layoutOfChecks(report.checks)),
    };
    const coded = this.#code(shape, entries, report);
    const texts: Texts = {
      title: report.title,
      sections: [...Object.entries(report.sections), ...Object.entries(report.asides)],
    };
    this.#connection.run(
      `INSERT INTO readings (edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year,
         form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures,
         check_layout_id, check_codes, checks, other_checks, failed, texts, usual_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      editionId,
      captureId,
      parserVersion,
      digest,
      report.status,
      report.reason,
      report.body,
      report.year,
      report.forms.disclosure,
      report.forms.requests,
      report.forms.litigation,
      report.forms.legacy ?? null,
      shape.layoutId,
      coded.entries.codes,
      coded.entries.values,
      shape.checkLayoutId,
      coded.checks.codes,
      coded.checks.values,
      coded.checks.others,
      countFailed(report.checks),
      this.texts.pack(editionId, captureId, digest, texts),
      coded.usualId,
    );
    for (const { code, field, message } of report.warnings) {
      this.#connection.run(
        'INSERT INTO edition_warnings (edition_id, code, field, message) VALUES (?, ?, ?, ?)',
        editionId,
        code,
        field,
        message,
      );
    }
    this.#last = {
      editionId,
      rollbacks: this.#connection.rollbacks,
      title: report.title,
      figures: figuresOf(report),
    };
    return true;
  }

  /** A further version of the parser reads the same in it; its rules between the years are to be tried again all the same. */
  readBy(editionId: number, parserVersion: string): void {
    const { changes } = this.#connection.run(
      'UPDATE readings SET parser_version = ? WHERE edition_id = ? AND parser_version <> ?',
      parserVersion,
      editionId,
      parserVersion,
    );
    if (changes > 0)
      this.#connection.run(
        `INSERT INTO year_checks_due (site_id, body) SELECT site_id, body FROM reports r WHERE edition_id = ?
           AND NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = r.site_id AND d.body = r.body)`,
        editionId,
      );
  }

  /**
   * Stores readings of an earlier time as new ones are: with what such reports usually say, and what they say in words
   * with the page and its frame. What is read from them stays the same.
   * @throws ArchiveError `damaged`
   */
  recode(editionId: number): void {
    const row = this.#connection.get<
      Shape & { texts: Uint8Array; captureId: number; year: number | null; body: string | null }
    >(
      `SELECT layout_id AS layoutId, check_layout_id AS checkLayoutId, texts, capture_id AS captureId,
         printed_year AS year, printed_body AS body
       FROM readings WHERE edition_id = ?`,
      editionId,
    );
    if (row === undefined) return;
    const [entries, checks] = [this.#coded.entries(editionId), this.#coded.checks(editionId)];
    const coded = this.#code(row, entries, { ...row, checks });
    const texts = this.texts.repack(editionId, row.captureId, row.texts);
    if (coded.usualId === null && texts === row.texts) return;
    this.#connection.run(
      `UPDATE readings SET figure_codes = ?, figures = ?, check_codes = ?, checks = ?, other_checks = ?, usual_id = ?,
         texts = ? WHERE edition_id = ?`,
      coded.entries.codes,
      coded.entries.values,
      coded.checks.codes,
      coded.checks.values,
      coded.checks.others,
      coded.usualId,
      texts,
      editionId,
    );
  }

  /** Lets `reports` and the wide tables show the reading of the report's current edition. */
  show(reportId: number): void {
    const editionId = this.#editionOf(reportId);
    const last = this.#last;
    const isLast = last?.editionId === editionId && last.rollbacks === this.#connection.rollbacks;
    const { title, figures } =
      isLast && last !== null
        ? last
        : {
            title: this.texts.of(editionId).title,
            figures: editionId === null ? new Map() : this.ofEdition(editionId),
          };
    this.#connection.run(
      `UPDATE reports SET (short_title, status, form) = (
         SELECT ${shortTitle('t.title')}, status, coalesce(form_requests, form_disclosure, form_litigation,
           CASE WHEN form_legacy IS NOT NULL THEN 'legacy' END)
         FROM readings, (SELECT CAST(? AS TEXT) AS title) t WHERE edition_id = reports.edition_id) WHERE id = ?`,
      title,
      reportId,
    );
    this.#wide.write(reportId, figures);
  }

  /** The figures of an edition's reading; empty where there is none. */
  ofEdition(editionId: number): Figures {
    return new Map(
      this.#coded
        .entries(editionId)
        .flatMap(({ field, value, isMeta }) =>
          isMeta ? [] : [[this.#fields.name(field), typeof value === 'number' ? value : null]],
        ),
    );
  }

  /** What an edition prints: figures and meta data with their print, in the order of the form. */
  printed(editionId: number): ReadonlyMap<string, Printed> {
    return new Map(
      this.#coded
        .entries(editionId)
        .map(({ field, value, at, raw }) => [
          this.#fields.name(field),
          { value, raw: at === null ? null : (raw ?? (value === null ? null : String(value))) },
        ]),
    );
  }

  /** The figures of a report's current edition. */
  ofReport(reportId: number): Figures {
    const editionId = this.#editionOf(reportId);
    return editionId === null ? new Map() : this.ofEdition(editionId);
  }

  /**
   * Where the wide tables say otherwise than the reading, in words.
   * @throws ArchiveError `damaged` where text, figures or checks cannot be had any more.
   */
  problems(reportId: number): string[] {
    const editionId = this.#editionOf(reportId);
    this.texts.of(editionId);
    if (editionId !== null) this.#coded.checks(editionId);
    return this.#wide.differences(reportId, this.ofReport(reportId));
  }

  #editionOf(reportId: number): number | null {
    const row = this.#connection.get<{ editionId: number | null }>(
      'SELECT edition_id AS editionId FROM reports WHERE id = ?',
      reportId,
    );
    return row?.editionId ?? null;
  }

  /** As a row has it: with what such reports usually say, or, while that is not known yet, by itself. */
  #code(
    { layoutId, checkLayoutId }: Shape,
    entries: readonly Entry[],
    report: Pick<AnnualReport, 'checks' | 'year' | 'body'>,
  ) {
    const found = this.#usual.of(layoutId, checkLayoutId, entries, report);
    if (found === null)
      return { usualId: null, entries: codeEntries(entries), checks: codeChecks(report.checks) };
    const { id, usual } = found;
    return {
      usualId: id,
      entries: usual.codeEntries(entries),
      checks: usual.codeChecks(report.checks, { entries, body: report.body }),
    };
  }

  #entries({ values, meta, evidence }: AnnualReport): Entry[] {
    // Evidence of what is not a figure stands with the meta data.
    const entries: Entry[] = [];
    for (const field in values) entries.push(this.#entry(field, values[field] ?? null, false, evidence));
    // Evidence of what is not a figure stands with the meta data.
    const texts = new Set(Object.keys(meta));
    for (const field in evidence) if (!(field in values)) texts.add(field);
    for (const field of texts) entries.push(this.#entry(field, meta[field] ?? null, true, evidence));
    return entries;
  }

  #entry(
    field: string,
    value: string | number | null,
    isMeta: boolean,
    evidence: AnnualReport['evidence'],
  ): Entry {
    const { at = null, page = null, raw = null } = evidence[field] ?? {};
    const printedSo = Number.isInteger(value) && raw === String(value);
    return { field: this.#fields.number(field), value, at, page, raw: printedSo ? null : raw, isMeta };
  }
}

/** Which fields stand where in a report, and which rules were tried: numbers of layouts. */
interface Shape {
  readonly layoutId: number;
  readonly checkLayoutId: number;
}

/** What the tables show of an edition. */
interface Shown {
  readonly editionId: number;
  /** The connection's count of them at that time. */
  readonly rollbacks: number;
  readonly title: string | null;
  readonly figures: Figures;
}

/** As `ofEdition` finds them again. */
function figuresOf({ values }: AnnualReport): Figures {
  const figures = new Map<string, number | null>();
  for (const field in values) figures.set(field, values[field] ?? null);
  return figures;
}

/** Which figures two readings have otherwise, by field id. */
export function valueChanges(before: Figures, after: Figures): ValueChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, before: before.get(field) ?? null, after: after.get(field) ?? null }))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => (a.field < b.field ? -1 : 1));
}
