import type { AnnualReport, Evidence } from '../reports/report.ts';
import type { Connection } from './connection.ts';
import { type FieldColumn, FieldDictionary, type Figures, WideTables } from './fields.ts';
import { sha256 } from './payloads.ts';

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

/** Field number, value, place, page, print; cut after the last that is not null. */
type Entry = (string | number | null)[];

/**
 * What the parser made of an edition: figures, evidence, checks, warnings, sections. All of it can be dropped and made
 * again from the archive.
 */
export class ReadingStore {
  readonly #connection: Connection;
  readonly #fields: FieldDictionary;
  readonly #wide: WideTables;

  constructor(connection: Connection, fields: readonly FieldColumn[]) {
    this.#connection = connection;
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

  /** Writes, or replaces, the reading of an edition. False when it was there already, word for word. */
  write(editionId: number, captureId: number, report: AnnualReport, parserVersion: string): boolean {
    const digest = sha256(JSON.stringify([parserVersion, report]));
    const old = this.#connection.get<{ digest: string }>(
      'SELECT digest FROM readings WHERE edition_id = ?',
      editionId,
    );
    if (old?.digest === digest) return false;
    for (const table of ['readings', 'edition_checks', 'edition_warnings', 'edition_sections']) {
      this.#connection.run(`DELETE FROM ${table} WHERE edition_id = ?`, editionId);
    }
    // Evidence of what is not a figure stands with the meta data.
    const texts = new Set([
      ...Object.keys(report.meta),
      ...Object.keys(report.evidence).filter((field) => !(field in report.values)),
    ]);
    this.#connection.run(
      `INSERT INTO readings (edition_id, capture_id, parser_version, digest, status, reason, title, printed_body,
         printed_year, form_disclosure, form_requests, form_litigation, form_legacy, figures, meta)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      editionId,
      captureId,
      parserVersion,
      digest,
      report.status,
      report.reason,
      report.title,
      report.body,
      report.year,
      report.forms.disclosure,
      report.forms.requests,
      report.forms.litigation,
      report.forms.legacy ?? null,
      this.#entries(Object.keys(report.values), report.values, report.evidence),
      this.#entries([...texts], report.meta, report.evidence),
    );
    this.#writeFindings(editionId, report);
    return true;
  }

  /** Lets `reports` and the wide tables show the reading of the report's current edition. */
  show(reportId: number): void {
    this.#connection.run(
      `UPDATE reports SET (title, status, form) = (
         SELECT title, status, coalesce(form_requests, form_disclosure, form_litigation,
           CASE WHEN form_legacy IS NOT NULL THEN 'legacy' END)
         FROM readings WHERE edition_id = reports.edition_id) WHERE id = ?`,
      reportId,
    );
    this.#wide.write(reportId, this.ofReport(reportId));
  }

  /** The figures of an edition's reading; empty where there is none. */
  ofEdition(editionId: number): Figures {
    const row = this.#connection.get<{ figures: string }>(
      'SELECT figures FROM readings WHERE edition_id = ?',
      editionId,
    );
    const entries: [number, number | null][] = row === undefined ? [] : JSON.parse(row.figures);
    return new Map(entries.map(([number, value]) => [this.#fields.name(number), value ?? null]));
  }

  /** What an edition prints: figures and meta data with their print, in the order of the form. */
  printed(editionId: number): ReadonlyMap<string, Printed> {
    const row = this.#connection.get<{ figures: string; meta: string }>(
      'SELECT figures, meta FROM readings WHERE edition_id = ?',
      editionId,
    );
    const entries: [number, Printed['value']?, string?, number?, string?][] =
      row === undefined ? [] : [...JSON.parse(row.figures), ...JSON.parse(row.meta)];
    return new Map(
      entries.map(([number, value = null, at = null, , raw = null]) => [
        this.#fields.name(number),
        { value, raw: at === null ? null : (raw ?? (value === null ? null : String(value))) },
      ]),
    );
  }

  /** The figures of a report's current edition. */
  ofReport(reportId: number): Figures {
    const row = this.#connection.get<{ edition_id: number | null }>(
      'SELECT edition_id FROM reports WHERE id = ?',
      reportId,
    );
    return row?.edition_id == null ? new Map() : this.ofEdition(row.edition_id);
  }

  /** Where the wide tables say otherwise than the reading, in words. */
  differences(reportId: number): string[] {
    return this.#wide.differences(reportId, this.ofReport(reportId));
  }

  #entries(
    fields: readonly string[],
    values: Readonly<Record<string, string | number | null>>,
    evidence: Readonly<Record<string, Evidence>>,
  ): string {
    return JSON.stringify(
      fields.map((field) => {
        const value = values[field] ?? null;
        const { at = null, page = null, raw = null } = evidence[field] ?? {};
        const printedSo = Number.isInteger(value) && raw === String(value);
        const entry: Entry = [this.#fields.number(field), value, at, page, printedSo ? null : raw];
        while (entry.at(-1) === null) entry.pop();
        return entry;
      }),
    );
  }

  #writeFindings(editionId: number, report: AnnualReport): void {
    for (const check of report.checks) {
      this.#connection.run(
        `INSERT INTO edition_checks (edition_id, rule, scope, outcome, severity, expected, actual, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        editionId,
        check.rule,
        check.scope,
        check.outcome,
        check.severity,
        wholeOrText(check.expected),
        wholeOrText(check.actual),
        check.detail,
      );
    }
    for (const { code, field, message } of report.warnings) {
      this.#connection.run(
        'INSERT INTO edition_warnings (edition_id, code, field, message) VALUES (?, ?, ?, ?)',
        editionId,
        code,
        field,
        message,
      );
    }
    for (const [section, text] of [...Object.entries(report.sections), ...Object.entries(report.asides)]) {
      this.#connection.run(
        'INSERT INTO edition_sections (edition_id, section, text) VALUES (?, ?, ?)',
        editionId,
        section,
        text,
      );
    }
  }
}

/** The driver stores every number as a real one; in a column without a type 3 must not become 3.0. */
export function wholeOrText(value: number | string | null): number | bigint | string | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** Which figures two readings have otherwise, by field id. */
export function valueChanges(before: Figures, after: Figures): ValueChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, before: before.get(field) ?? null, after: after.get(field) ?? null }))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => (a.field < b.field ? -1 : 1));
}
