import type { Fetched, Via } from '../fetch/fetched.ts';
import type { Outcome } from '../fetch/outcome.ts';
import type { Connection } from './connection.ts';
import { ArchiveError } from './errors.ts';
import type { Make, PayloadStore } from './payload-store.ts';
import { type ResourceNote, recordResource } from './resources.ts';

export type { ResourceKind, ResourceNote } from './resources.ts';

/** Where an imported capture came from. */
export interface ImportOrigin {
  readonly importId: number;
  /** What its source says of it, kept as JSON. */
  readonly origin: Readonly<Record<string, unknown>>;
  /** `not_modified`: the body that stood then, where the source says. Else the last good one before it is taken. */
  readonly revalidatedSha256?: string | null;
}

export interface RecordedCapture {
  readonly captureId: number;
  readonly resourceId: number;
  /** The payload that now stands for the resource: with `not_modified` the earlier one. Null where there is none. */
  readonly payloadSha256: string | null;
  /** False when these bytes were in the archive already. */
  readonly isNewPayload: boolean;
}

/** A capture as it stands in the archive. */
export interface StoredCapture {
  readonly captureId: number;
  readonly resourceId: number;
  readonly siteId: string;
  readonly url: string;
  readonly finalUrl: string;
  readonly fetchedAt: string;
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly via: Via;
  readonly payloadSha256: string | null;
  /** The DOM after scripts, UTF-8, where a browser fetched the page. */
  readonly renderedSha256: string | null;
  /** The payload that a parser reads: the DOM after scripts where there is one, else the body. */
  readonly readSha256: string | null;
}

/** When some content was met at an address, first and last. */
export interface Span {
  readonly firstCaptureId: number;
  readonly lastCaptureId: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** A capture that a parser can read. */
export type ReadableCapture = StoredCapture & { readonly readSha256: string };

/** SQL: the payload of a capture `c` that is read, by hash: the DOM after scripts, what came, or what a 304 confirmed. */
export const READ_SHA256 = 'coalesce(c.rendered_sha256, c.payload_sha256, c.revalidated_sha256)';

const CAPTURE_COLUMNS = `c.id AS captureId, c.resource_id AS resourceId, s.site_id AS siteId, s.url,
  c.final_url AS finalUrl, c.fetched_at AS fetchedAt, c.outcome, c.status, c.headers, c.via,
  coalesce(c.payload_sha256, c.revalidated_sha256) AS payloadSha256, c.rendered_sha256 AS renderedSha256,
  ${READ_SHA256} AS readSha256`;

type CaptureRow = Omit<StoredCapture, 'headers'> & { readonly headers: string };

function toCapture(row: CaptureRow): StoredCapture {
  return { ...row, headers: JSON.parse(row.headers) };
}

/** What was fetched, and the bytes. Only ever grows. */
export class CaptureStore {
  readonly #connection: Connection;
  readonly #payloads: PayloadStore;

  constructor(connection: Connection, payloads: PayloadStore) {
    this.#connection = connection;
    this.#payloads = payloads;
  }

  /**
   * Keeps one finished fetch, good or bad, with its bytes, in one transaction. The site must have been `put` before.
   * @param from the run that fetched it, or where a person brought it from; null: neither.
   */
  record(
    siteId: string,
    fetched: Fetched,
    note: ResourceNote,
    from: number | ImportOrigin | null,
  ): RecordedCapture {
    const brought = typeof from === 'number' ? null : from;
    return this.#connection.write(() => {
      const resourceId = recordResource(this.#connection, siteId, fetched, note, brought !== null);
      // What a portal answers instead of a page has nothing in common with its pages.
      const isPage = fetched.outcome === 'ok';
      const keep = (bytes: Uint8Array, make: Make) => this.#payloads.put(bytes, siteId, isPage ? make : null);
      const body = fetched.body === null ? null : keep(fetched.body, note.kind);
      const rendered = fetched.rendered === null ? null : keep(Buffer.from(fetched.rendered), 'rendered');
      // A 304 has no body of its own: it says that the last one, good or a stub, still stands.
      const { outcome, status } = fetched;
      const stands = outcome === 'not_modified' || (outcome === 'soft_404' && status === 304);
      const revalidated = stands && body === null ? this.#revalidated(siteId, fetched, brought) : null;
      const { id } = this.#connection.run(
        `INSERT INTO captures (resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url,
           payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at,
           tls, import_id, origin)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        resourceId,
        typeof from === 'number' ? from : null,
        fetched.fetchedAt,
        fetched.status,
        fetched.outcome,
        fetched.detail,
        JSON.stringify(fetched.headers),
        fetched.finalUrl,
        body?.sha256 ?? null,
        rendered?.sha256 ?? null,
        revalidated,
        fetched.via,
        note.form === undefined ? null : JSON.stringify(note.form),
        JSON.stringify(fetched.hops),
        fetched.attempts,
        Math.round(fetched.durationMs),
        fetched.retryAt,
        fetched.tls ?? null,
        brought?.importId ?? null,
        brought === null ? null : JSON.stringify(brought.origin),
      );
      return {
        captureId: id,
        resourceId,
        payloadSha256: body?.sha256 ?? revalidated,
        isNewPayload: body?.isNew ?? false,
      };
    });
  }

  /**
   * The body with this hash, checked against it; null when the archive has none.
   * @throws ArchiveError `damaged` when the stored bytes are not what they were.
   */
  payload(hash: string): Uint8Array | null {
    return this.#payloads.get(hash);
  }

  /**
   * The last `ok` capture of a URL that brought bytes: its `etag` and `last-modified` make the next request
   * conditional, its payload answers a 304. What a crawl fetched goes before what a person brought. POST answers are
   * left out: their URL does not name them.
   */
  lastGood(siteId: string, url: string): StoredCapture | null {
    return this.#good(siteId, url, 'c.import_id IS NOT NULL, c.id DESC', null);
  }

  /**
   * The last page of a URL where that was fetched and is none (`soft_404`), such as the stub behind a list's end: to ask
   * whether it still stands. Null where the last page is a page.
   */
  lastStub(siteId: string, url: string): StoredCapture | null {
    const row = this.#connection.get<CaptureRow>(
      `SELECT ${CAPTURE_COLUMNS} FROM captures c JOIN resources s ON s.id = c.resource_id
       WHERE s.site_id = ? AND s.url = ? AND c.outcome IN ('ok', 'soft_404') AND c.payload_sha256 IS NOT NULL
         AND c.form IS NULL AND c.import_id IS NULL
       ORDER BY c.id DESC LIMIT 1`,
      siteId,
      url,
    );
    return row?.outcome === 'soft_404' ? toCapture(row) : null;
  }

  /**
   * The last answer of an address in a crawl, whatever its outcome; null: it was never asked.
   * @param form of a POST; null: asked without
   */
  lastAnswer(
    siteId: string,
    url: string,
    form: Readonly<Record<string, string>> | null,
  ): StoredCapture | null {
    const row = this.#connection.get<CaptureRow>(
      `SELECT ${CAPTURE_COLUMNS} FROM captures c JOIN resources s ON s.id = c.resource_id
       WHERE s.site_id = ? AND s.url = ? AND c.import_id IS NULL AND coalesce(c.form, '') = ?
       ORDER BY c.id DESC LIMIT 1`,
      siteId,
      url,
      form === null ? '' : JSON.stringify(form),
    );
    return row === undefined ? null : toCapture(row);
  }

  /** Notes more of a URL that was fetched as something else: a list that turns out to show a report. */
  describe(siteId: string, fetched: Fetched, note: ResourceNote): void {
    this.#connection.write(() => recordResource(this.#connection, siteId, fetched, note, false));
  }

  /** @param until only captures up to this time. */
  #good(siteId: string, url: string, order: string, until: string | null): StoredCapture | null {
    const row = this.#connection.get<CaptureRow>(
      `SELECT ${CAPTURE_COLUMNS} FROM captures c JOIN resources s ON s.id = c.resource_id
       WHERE s.site_id = ? AND s.url = ? AND c.outcome = 'ok' AND c.payload_sha256 IS NOT NULL
         AND c.form IS NULL AND (? IS NULL OR c.fetched_at <= ?)
       ORDER BY ${order} LIMIT 1`,
      siteId,
      url,
      until,
      until,
    );
    return row === undefined ? null : toCapture(row);
  }

  /**
   * What stood at a URL when another capture was taken: the nearest with content before it, or else behind it.
   * @param since the other way round: the nearest behind it, or else before it.
   */
  standing(
    siteId: string,
    url: string,
    { fetchedAt, captureId }: StoredCapture,
    since = false,
  ): StoredCapture | null {
    const nearest = (behind: boolean): CaptureRow | undefined =>
      this.#connection.get<CaptureRow>(
        `SELECT ${CAPTURE_COLUMNS} FROM captures c JOIN resources s ON s.id = c.resource_id
         WHERE s.site_id = ? AND s.url = ? AND c.outcome IN ('ok', 'not_modified') AND ${READ_SHA256} IS NOT NULL
           AND c.form IS NULL AND (c.fetched_at, c.id) ${behind ? '>' : '<'} (?, ?)
         ORDER BY c.fetched_at ${behind ? 'ASC' : 'DESC'}, c.id ${behind ? 'ASC' : 'DESC'} LIMIT 1`,
        siteId,
        url,
        fetchedAt,
        captureId,
      );
    const row = nearest(since) ?? nearest(!since);
    return row === undefined ? null : toCapture(row);
  }

  /** The URLs of the files of an article, in the order in which they first came. */
  attachmentsOf(siteId: string, articleUrl: string): string[] {
    return this.#connection
      .all<{ url: string }>(
        `SELECT url FROM resources WHERE site_id = ? AND parent_url = ? AND kind = 'attachment' ORDER BY id`,
        siteId,
        articleUrl,
      )
      .map(({ url }) => url);
  }

  /** The body that a 304 says still stands. */
  #revalidated(
    siteId: string,
    { url, fetchedAt, outcome }: Fetched,
    brought: ImportOrigin | null,
  ): string | null {
    if (brought === null) {
      const last = outcome === 'soft_404' ? this.lastStub(siteId, url) : this.lastGood(siteId, url);
      return last?.payloadSha256 ?? null;
    }
    // An import may bring older captures after newer ones: what counts is what stood then.
    const named = brought.revalidatedSha256 ?? null;
    const before = 'c.fetched_at DESC, c.id DESC';
    return named ?? this.#good(siteId, url, before, fetchedAt)?.payloadSha256 ?? null;
  }

  /** @throws ArchiveError `no_such_row` */
  get(captureId: number): StoredCapture {
    const row = this.#connection.get<CaptureRow>(
      `SELECT ${CAPTURE_COLUMNS} FROM captures c JOIN resources s ON s.id = c.resource_id WHERE c.id = ?`,
      captureId,
    );
    if (row === undefined) throw new ArchiveError('no_such_row', `there is no capture ${captureId}`);
    return toCapture(row);
  }

  /**
   * The capture with its bytes, for reading.
   * @throws ArchiveError `no_such_row` when it brought none, or did not end as `ok` or `not_modified`.
   */
  readable(captureId: number): ReadableCapture {
    const capture = this.get(captureId);
    const { readSha256, outcome } = capture;
    if (readSha256 === null || (outcome !== 'ok' && outcome !== 'not_modified')) {
      throw new ArchiveError(
        'no_such_row',
        `capture ${captureId} of ${capture.url} ended as ${outcome}: there is nothing in it to read`,
      );
    }
    return { ...capture, readSha256 };
  }

  /** When the content of a capture was met at its address, over all captures: a rebuilding finds what the crawls found. */
  span(capture: ReadableCapture): Span {
    const row = this.#connection.get<Span>(
      `SELECT min(id) AS firstCaptureId, max(id) AS lastCaptureId, min(fetched_at) AS firstAt,
         max(fetched_at) AS lastAt
       FROM captures c WHERE resource_id = ? AND ${READ_SHA256} = ? AND outcome IN ('ok', 'not_modified')`,
      capture.resourceId,
      capture.readSha256,
    );
    if (row === undefined) throw new Error(`no captures of ${capture.url}`);
    return row;
  }

  /** The latest capture of a URL, whatever its outcome. */
  latest(siteId: string, url: string): { readonly captureId: number; readonly outcome: Outcome } | null {
    const row = this.#connection.get<{ captureId: number; outcome: Outcome }>(
      `SELECT c.id AS captureId, c.outcome FROM captures c JOIN resources s ON s.id = c.resource_id
       WHERE s.site_id = ? AND s.url = ? ORDER BY c.id DESC LIMIT 1`,
      siteId,
      url,
    );
    return row ?? null;
  }

  /** The first capture of each content of each report and attachment: site by site, each in the order in which they came. */
  firstOfEachContent(siteIds: readonly string[] | null): number[] {
    const wanted = siteIds === null ? null : JSON.stringify(siteIds);
    return this.#connection
      .all<{ id: number }>(
        `SELECT min(c.id) AS id FROM captures c JOIN resources s ON s.id = c.resource_id
         WHERE s.kind IN ('report', 'attachment') AND c.outcome = 'ok' AND c.payload_sha256 IS NOT NULL
           AND (? IS NULL OR s.site_id IN (SELECT value FROM json_each(?)))
         GROUP BY s.site_id, c.resource_id, ${READ_SHA256} ORDER BY s.site_id, 1`,
        wanted,
        wanted,
      )
      .map(({ id }) => id);
  }

  /** The first capture of each content of one URL, oldest first. */
  contentsAt(siteId: string, url: string): number[] {
    return this.#connection
      .all<{ id: number }>(
        `SELECT min(c.id) AS id FROM captures c JOIN resources s ON s.id = c.resource_id
         WHERE s.site_id = ? AND s.url = ? AND s.kind <> 'list' AND c.outcome = 'ok'
           AND c.payload_sha256 IS NOT NULL
         GROUP BY ${READ_SHA256} ORDER BY 1`,
        siteId,
        url,
      )
      .map(({ id }) => id);
  }

  /** What was noted of the URL of a capture. */
  note(captureId: number): Required<Omit<ResourceNote, 'form'>> {
    const row = this.#connection.get<Required<Omit<ResourceNote, 'form'>>>(
      `SELECT s.kind, s.title, s.published_on AS publishedOn, s.parent_url AS parentUrl, s.listed_body AS body,
         s.listed_year AS year
       FROM captures c JOIN resources s ON s.id = c.resource_id WHERE c.id = ?`,
      captureId,
    );
    if (row === undefined) throw new ArchiveError('no_such_row', `there is no capture ${captureId}`);
    return row;
  }
}
