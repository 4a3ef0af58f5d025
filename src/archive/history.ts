import type { Connection } from './connection.ts';
import { ArchiveError } from './errors.ts';
import { ofSite } from './of-site.ts';
import type { Printed, ReadingStore } from './readings.ts';
import { diffText, type TextPart } from './text-diff.ts';
import type { Texts } from './texts.ts';

/** A report and what has become of it. */
export interface ReportHistory {
  readonly reportId: number;
  readonly siteId: string;
  readonly body: string;
  readonly year: number;
  readonly url: string;
  /** Null while the portal shows it. */
  readonly withdrawnSince: string | null;
  readonly withdrawnAs: WithdrawnAs | null;
  /** In the order in which they were first seen. */
  readonly editions: readonly Edition[];
}

/** `gone`: no address shows it any more; `unlisted`: an address still shows it, the portal's list does not. */
export type WithdrawnAs = 'gone' | 'unlisted';

/** One content of a report. Its id stays, so that it can be cited. */
export interface Edition {
  readonly editionId: number;
  readonly contentSha256: string;
  readonly url: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** The capture that first brought it. */
  readonly captureId: number;
  readonly isCurrent: boolean;
}

/** A place that two editions print differently. */
export interface PrintedChange {
  readonly field: string;
  readonly before: Printed;
  readonly after: Printed;
}

export interface EditionDiff {
  readonly before: Edition;
  readonly after: Edition;
  readonly title: { readonly before: string | null; readonly after: string | null } | null;
  readonly values: readonly PrintedChange[];
  /** Sections whose text differs: `1` `5` `6` of the report, `0` its opening, `2` `3` `4` beside the tables. */
  readonly texts: readonly { readonly section: string; readonly parts: readonly TextPart[] }[];
}

const NOTHING: Printed = { value: null, raw: null };

/** How reports changed over time: their editions, and what one has otherwise than the one before. */
export class HistoryQueries {
  readonly #connection: Connection;
  readonly #readings: ReadingStore;

  constructor(connection: Connection, readings: ReadingStore) {
    this.#connection = connection;
    this.#readings = readings;
  }

  /**
   * @param reference a report's id, or `site/body/year`.
   * @throws ArchiveError `no_such_row`
   */
  find(reference: string): ReportHistory {
    const parts = /^([^/]+)\/(.+)\/(\d{4})$/u.exec(reference);
    const columns = `id AS reportId, site_id AS siteId, body, year, url, withdrawn_since AS withdrawnSince,
      withdrawn_as AS withdrawnAs`;
    const row =
      parts === null
        ? this.#connection.get<Omit<ReportHistory, 'editions'>>(
            `SELECT ${columns} FROM reports WHERE id = ?`,
            /^\d{1,15}$/u.test(reference) ? Number(reference) : null,
          )
        : this.#connection.get<Omit<ReportHistory, 'editions'>>(
            `SELECT ${columns} FROM reports WHERE site_id = ? AND body = ? AND year = ?`,
            parts[1] ?? '',
            parts[2] ?? '',
            Number(parts[3]),
          );
    if (row === undefined) {
      throw new ArchiveError(
        'no_such_row',
        `there is no report ${reference}: name one by its id or as site/body/year, such as ruzhou/汝州市司法局/2023`,
      );
    }
    return { ...row, editions: this.editions(row.reportId) };
  }

  editions(reportId: number): Edition[] {
    return this.#connection
      .all<Omit<Edition, 'isCurrent'> & { isCurrent: number }>(
        `SELECT e.id AS editionId, e.content_sha256 AS contentSha256, e.url, e.first_seen_at AS firstSeenAt,
           e.last_seen_at AS lastSeenAt, e.first_capture_id AS captureId, e.id = r.edition_id AS isCurrent
         FROM editions e JOIN reports r ON r.id = e.report_id WHERE r.id = ?
         ORDER BY e.first_seen_at, e.first_capture_id, e.id`,
        reportId,
      )
      .map((row) => ({ ...row, isCurrent: row.isCurrent === 1 }));
  }

  /**
   * Title and running text of an edition.
   * @throws ArchiveError `damaged`
   */
  texts(editionId: number): Texts {
    return this.#readings.texts.of(editionId);
  }

  /** What the later of two editions has otherwise. */
  compare(before: Edition, after: Edition): EditionDiff {
    const [old, fresh] = [this.#readings.printed(before.editionId), this.#readings.printed(after.editionId)];
    const fields = [...new Set([...old.keys(), ...fresh.keys()])];
    const words = [
      this.#readings.texts.of(before.editionId),
      this.#readings.texts.of(after.editionId),
    ] as const;
    const texts = [new Map(words[0].sections), new Map(words[1].sections)] as const;
    return {
      before,
      after,
      title: words[0].title === words[1].title ? null : { before: words[0].title, after: words[1].title },
      values: fields
        .map((field) => ({ field, before: old.get(field) ?? NOTHING, after: fresh.get(field) ?? NOTHING }))
        .filter((c) => c.before.value !== c.after.value || squeeze(c.before.raw) !== squeeze(c.after.raw)),
      texts: [...new Set([...texts[0].keys(), ...texts[1].keys()])].sort().flatMap((section) => {
        const parts = diffText(texts[0].get(section) ?? '', texts[1].get(section) ?? '');
        return parts.every((p) => p.kind === 'same') ? [] : [{ section, parts }];
      }),
    };
  }

  /** Reports that the portals have withdrawn, latest first. */
  withdrawn(siteId?: string): ReportHistory[] {
    const { sql, params } = ofSite(siteId);
    return this.#connection
      .all<{ id: number }>(
        `SELECT id FROM reports WHERE withdrawn_since IS NOT NULL AND ${sql} ORDER BY withdrawn_since DESC, id`,
        ...params,
      )
      .map(({ id }) => this.find(String(id)));
  }
}

function squeeze(text: string | null): string {
  return (text ?? '').replace(/\s+/gu, '');
}
