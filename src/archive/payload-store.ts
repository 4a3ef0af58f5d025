import { BodyCache } from './body-cache.ts';
import type { ResourceKind } from './captures.ts';
import type { Connection } from './connection.ts';
import { ArchiveError } from './errors.ts';
import {
  compressPayload,
  compressWith,
  decodePayload,
  type EncodedPayload,
  type StoredPayload,
  sha256,
  takesDictionary,
} from './payloads.ts';

export type PayloadRow = StoredPayload & {
  readonly id: number;
  /** The payload that it is compressed with. */
  readonly dictionaryId: number | null;
  readonly dictionarySha256: string | null;
};

/** What a body is of: bodies are compressed with an earlier one of their site that is of the same. */
export type Make = ResourceKind | 'rendered';

const FORMER_ROW = `SELECT id, sha256, size, encoding, bytes, NULL AS dictionaryId, NULL AS dictionarySha256 FROM payloads p`;
const ROW = `SELECT p.id, p.sha256, p.size, p.encoding, p.bytes, p.dictionary_id AS dictionaryId,
    d.sha256 AS dictionarySha256
  FROM payloads p LEFT JOIN payloads d ON d.id = p.dictionary_id`;
/** Bodies that were just stored or read: what was read of them is stored next. */
const RECENT_BYTES = 8 * 2 ** 20;
const DICTIONARY_BYTES = 16 * 2 ** 20;
/** A page that gains less with the site's dictionary is of another make, and stands for those that come after it. */
const LEAST_GAIN = 1 / 3;
/** Below this share of its size a page has surely gained enough, and need not be compressed once more to compare. */
const SURELY = 1 / 16;

/**
 * The bytes of all bodies, each once.
 *
 * The pages of a site have nearly everything in common: the frame, and the official form. So a page is compressed with an
 * earlier page of its site, which stands in the archive by itself: its dictionary. One whole page measures as well as
 * several or as a trained one (half a KiB of 12 less with four pages, at four times the time to read), is kept, verified
 * and exported like any payload, and when it is damaged no more is lost than what was stored with it. Lists and
 * reports have dictionaries of their own.
 */
export class PayloadStore {
  readonly #connection: Connection;
  readonly #recent = new BodyCache<string>(RECENT_BYTES);
  readonly #dictionaries = new BodyCache<string>(DICTIONARY_BYTES);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Keeps a body that is not there yet. Inside a transaction.
   * @param make null: it stands by itself, as what is no page of the site does.
   */
  put(
    body: Uint8Array,
    siteId: string,
    make: Make | null,
  ): { readonly sha256: string; readonly isNew: boolean } {
    const hash = sha256(body);
    this.#recent.put(hash, body);
    if (this.#connection.get('SELECT id FROM payloads WHERE sha256 = ?', hash) !== undefined) {
      return { sha256: hash, isNew: false };
    }
    const { encoding, bytes, dictionaryId, becomes } = this.#encode(body, siteId, make);
    // On PostgreSQL another process may put the same bytes there meanwhile.
    const { changes, id } = this.#connection.run(
      `INSERT INTO payloads (sha256, size, encoding, bytes, dictionary_id) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (sha256) DO NOTHING`,
      hash,
      body.length,
      encoding,
      bytes,
      dictionaryId,
    );
    if (changes > 0 && becomes && make !== null) this.becomeDictionary(id, siteId, make);
    return { sha256: hash, isNew: changes > 0 };
  }

  /**
   * The body with this hash, checked against it; null when the archive has none.
   * @throws ArchiveError `damaged` when the stored bytes are not what they were.
   */
  get(hash: string): Uint8Array | null {
    const row = this.#connection.get<PayloadRow>(`${ROW} WHERE p.sha256 = ?`, hash);
    if (row === undefined) return null;
    const body = this.decode(row);
    this.#recent.put(hash, body);
    return body;
  }

  /** The same for what is about to be used by itself: without reading again what was stored or read a moment ago. */
  recent(hash: string): Uint8Array | null {
    return this.#recent.get(hash) ?? this.get(hash);
  }

  /** @throws ArchiveError `damaged` */
  decode(row: PayloadRow): Uint8Array {
    const { dictionaryId: id, dictionarySha256: hash } = row;
    return decodePayload(row, id === null || hash === null ? null : this.dictionary(id, hash));
  }

  /** The row of a payload; undefined where there is none. */
  row(id: number): PayloadRow | undefined {
    const row = this.#connection.isOlder ? FORMER_ROW : ROW;
    return this.#connection.get<PayloadRow>(`${row} WHERE p.id = ?`, id);
  }

  /** From now on the pages of this make of the site are compressed with this one. */
  becomeDictionary(payloadId: number, siteId: string, make: Make): void {
    this.#connection.run(
      'INSERT INTO dictionaries (site_id, kind, payload_id) VALUES (?, ?, ?)',
      siteId,
      make,
      payloadId,
    );
  }

  /**
   * The body of a payload that others are stored with, kept at hand.
   * @throws ArchiveError `damaged`
   */
  dictionary(id: number, hash: string): Uint8Array | null {
    const known = this.#dictionaries.get(hash);
    if (known !== undefined) return known;
    const row = this.row(id);
    if (row === undefined) return null;
    const body = decodePayload(row, null);
    this.#dictionaries.put(hash, body);
    return body;
  }

  #encode(
    body: Uint8Array,
    siteId: string,
    make: Make | null,
  ): EncodedPayload & { readonly dictionaryId: number | null; readonly becomes: boolean } {
    const fits = make !== null && takesDictionary(body);
    const current = fits ? this.#current(siteId, make) : null;
    if (current === null) {
      const alone = compressPayload(body);
      return { ...alone, dictionaryId: null, becomes: fits && alone.encoding === 'br' };
    }
    const shared = { ...compressWith(body, current.body), dictionaryId: current.id, becomes: false };
    if (shared.bytes.length <= body.length * SURELY) return shared;
    const alone = compressPayload(body);
    if (shared.bytes.length <= alone.bytes.length * (1 - LEAST_GAIN)) return shared;
    return { ...alone, dictionaryId: null, becomes: alone.encoding === 'br' };
  }

  #current(siteId: string, make: Make): { readonly id: number; readonly body: Uint8Array } | null {
    const row = this.#connection.get<{ id: number; sha256: string }>(
      `SELECT p.id, p.sha256 FROM dictionaries d JOIN payloads p ON p.id = d.payload_id
       WHERE d.site_id = ? AND d.kind = ? ORDER BY d.id DESC LIMIT 1`,
      siteId,
      make,
    );
    if (row === undefined) return null;
    try {
      const body = this.dictionary(row.id, row.sha256);
      return body === null ? null : { id: row.id, body };
    } catch (error) {
      // Damaged: `verify` tells of it. What comes now takes its place.
      if (error instanceof ArchiveError) return null;
      throw error;
    }
  }
}
