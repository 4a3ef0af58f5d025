import { hasOwnMemory } from '../documents/inflated.ts';
import { BodyCache } from './body-cache.ts';
import type { ResourceKind } from './captures.ts';
import type { Connection } from './connection.ts';
import { ArchiveError } from './errors.ts';
import type { KeptPlace } from './kept-place.ts';
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
  /** What it is compressed with. */
  readonly dictionaryId: number | null;
  readonly dictionarySha256: string | null;
  /** The object that has its bytes outside the database; null: they are in the row. */
  readonly object: string | null;
};

/** What a body is of: bodies are compressed with an earlier one of their site that is of the same. */
export type Make = ResourceKind | 'rendered';

const COLUMNS = 'p.id, p.sha256, p.size, p.encoding, p.bytes';
const WITH_DICTIONARY = `${COLUMNS}, p.dictionary_id AS dictionaryId, d.payload_sha256 AS dictionarySha256`;
const JOINED = 'FROM payloads p LEFT JOIN dictionaries d ON d.id = p.dictionary_id';
const ROW = `SELECT ${WITH_DICTIONARY}, p.object_sha256 AS object ${JOINED}`;
/** The same of a database of an earlier schema. */
const BEFORE_PLACES = `SELECT ${WITH_DICTIONARY}, NULL AS object ${JOINED}`;
const BEFORE_DICTIONARIES = `SELECT ${COLUMNS}, NULL AS dictionaryId, NULL AS dictionarySha256, NULL AS object FROM payloads p`;
const OUTSIDE = new Uint8Array(0);
/** Bodies that were just stored or read: what was read of them is stored next. */
const RECENT_BYTES = 4 * 2 ** 20;
const DICTIONARY_BYTES = 16 * 2 ** 20;
/** A page that gains less with the site's dictionary is of another make, and stands for those that come after it. */
const LEAST_GAIN = 1 / 3;
/** Addresses of a site for each dictionary: where no page is like another, copies of them all would be no gain. */
const ADDRESSES = 16;
/** Below this share of its size a page has surely gained enough, and need not be compressed once more to compare. */
const SURELY = 1 / 16;

/**
 * The bytes of all bodies, each once.
 *
 * The pages of a site have nearly everything in common: the frame, and the official form. So a page is compressed with an
 * earlier page of its site as dictionary. One whole page measures as well as several or as a trained one (half a KiB of
 * 12 less with four pages, at four times the time to read), and a payload it is already. Those that depend on it have a
 * copy of their own, in `dictionaries`: either does, should the other be damaged. Lists and reports have dictionaries
 * of their own.
 */
export class PayloadStore {
  readonly #connection: Connection;
  readonly #kept: KeptPlace;
  #select: string | null = null;
  readonly #recent = new BodyCache<string>(RECENT_BYTES);
  readonly #dictionaries = new BodyCache<string>(DICTIONARY_BYTES);

  constructor(connection: Connection, kept: KeptPlace) {
    this.#connection = connection;
    this.#kept = kept;
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
    const { alone, dictionaryId, ...stored } = this.#encode(body, siteId, make);
    // On its disk before the row is.
    const object = this.#kept.put(stored.bytes);
    // On PostgreSQL another process may put the same bytes there meanwhile.
    const { changes } = this.#connection.run(
      `INSERT INTO payloads (sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (sha256) DO NOTHING`,
      hash,
      body.length,
      stored.encoding,
      object === null ? stored.bytes : OUTSIDE,
      dictionaryId,
      object,
    );
    if (changes > 0 && alone && make !== null && this.#isDue(siteId, make))
      this.addDictionary({ sha256: hash, size: body.length, ...stored }, siteId, make);
    return { sha256: hash, isNew: changes > 0 };
  }

  /**
   * The body with this hash, checked against it; null when the archive has none.
   * @throws ArchiveError `damaged` when the stored bytes are not what they were.
   */
  get(hash: string): Uint8Array | null {
    const row = this.#byHash(hash);
    if (row === undefined) return null;
    const body = this.decode(row);
    this.#recent.put(hash, body);
    return body;
  }

  /** The same for what is about to be used by itself: without reading again what was stored or read a moment ago. */
  recent(hash: string): Uint8Array | null {
    return this.#recent.get(hash) ?? this.get(hash);
  }

  /**
   * Lends the body to what tells by itself whether the bytes are what they were: they are not hashed.
   * @param use must not keep it: its memory is given back at once. The collector, who sees how small the handle of a page is, would
   *   let those of hundreds pile up.
   */
  lend<T>(hash: string, use: (body: Uint8Array | null) => T): T {
    const recent = this.#recent.get(hash);
    if (recent !== undefined) return use(recent);
    const row = this.#byHash(hash);
    if (row === undefined) return use(null);
    const body = this.decode(row, false);
    try {
      return use(body);
    } finally {
      freeMemory(body);
    }
  }

  /** The same where it is at hand: stands in the database itself, not at a place outside. */
  atHand(hash: string): Uint8Array | null {
    if (this.#kept.address === null) return this.recent(hash);
    return this.#byHash(hash)?.object === null ? this.recent(hash) : null;
  }

  /** @throws ArchiveError `damaged` */
  decode(row: PayloadRow, isHashed = true): Uint8Array {
    const { dictionaryId: id, dictionarySha256: hash } = row;
    const dictionary = id === null || hash === null ? null : this.dictionary(id, hash);
    return decodePayload({ ...row, bytes: this.stored(row) }, dictionary, isHashed);
  }

  /**
   * The bytes as they are stored, wherever.
   * @throws ArchiveError `damaged` where they are missing at their place, or altered there.
   */
  stored({ object, bytes }: Pick<PayloadRow, 'object' | 'bytes'>): Uint8Array {
    return object === null ? bytes : this.#kept.get(object);
  }

  /** The row of a payload; undefined where there is none. */
  row(id: number): PayloadRow | undefined {
    return this.#connection.get<PayloadRow>(`${this.#rowSql()} WHERE p.id = ?`, id);
  }

  /** From now on the pages of this make of the site are compressed with this one. */
  addDictionary(payload: StoredPayload, siteId: string, make: Make): number {
    return this.#connection.run(
      'INSERT INTO dictionaries (site_id, kind, payload_sha256, size, encoding, bytes) VALUES (?, ?, ?, ?, ?, ?)',
      siteId,
      make,
      payload.sha256,
      payload.size,
      payload.encoding,
      payload.bytes,
    ).id;
  }

  /**
   * Whether a dictionary is as it was.
   * @returns nothing that is wrong
   * @throws ArchiveError `damaged` where it is not.
   */
  checkDictionary(id: number): [] {
    const row = this.#copy(id);
    if (row !== undefined) decodePayload(row, null);
    return [];
  }

  /**
   * What pages are stored with, kept at hand; null where there is none.
   * @throws ArchiveError `damaged` where both copies of it are.
   */
  dictionary(id: number, hash: string): Uint8Array | null {
    const known = this.#dictionaries.get(hash);
    if (known !== undefined) return known;
    const row = this.#copy(id);
    if (row === undefined) return null;
    let body: Uint8Array | null;
    try {
      body = decodePayload(row, null);
    } catch (error) {
      // `verify` tells of it; the payload has the same bytes.
      const payload = this.#byHash(hash);
      if (payload === undefined || payload.dictionaryId !== null) throw error;
      body = this.decode(payload);
    }
    this.#dictionaries.put(hash, body);
    return body;
  }

  #byHash(hash: string): PayloadRow | undefined {
    return this.#connection.get<PayloadRow>(`${this.#rowSql()} WHERE p.sha256 = ?`, hash);
  }

  #rowSql(): string {
    if (this.#select === null) {
      const has = (column: string): boolean =>
        this.#connection.columns('payloads').some(({ name }) => name === column);
      this.#select =
        !this.#connection.isOlder || has('object_sha256')
          ? ROW
          : has('dictionary_id')
            ? BEFORE_PLACES
            : BEFORE_DICTIONARIES;
    }
    return this.#select;
  }

  #isDue(siteId: string, make: Make): boolean {
    const row = this.#connection.get<{ due: number }>(
      `SELECT CASE WHEN (SELECT count(*) FROM dictionaries WHERE site_id = ? AND kind = ?) * ${ADDRESSES}
         <= (SELECT count(*) FROM resources WHERE site_id = ?) THEN 1 ELSE 0 END AS due`,
      siteId,
      make,
      siteId,
    );
    return row?.due === 1;
  }

  #copy(id: number): StoredPayload | undefined {
    return this.#connection.get<StoredPayload>(
      'SELECT payload_sha256 AS sha256, size, encoding, bytes FROM dictionaries WHERE id = ?',
      id,
    );
  }

  /** How a body is best stored. `alone`: by itself, as a page unlike those before it. */
  #encode(
    body: Uint8Array,
    siteId: string,
    make: Make | null,
  ): EncodedPayload & { readonly dictionaryId: number | null; readonly alone: boolean } {
    const fits = make !== null && takesDictionary(body);
    const current = fits ? this.current(siteId, make) : null;
    if (current === null) {
      const own = compressPayload(body);
      return { ...own, dictionaryId: null, alone: fits && own.encoding === 'br' };
    }
    const shared = { ...compressWith(body, current.body), dictionaryId: current.id, alone: false };
    if (shared.bytes.length <= body.length * SURELY) return shared;
    const own = compressPayload(body);
    if (shared.bytes.length <= own.bytes.length * (1 - LEAST_GAIN)) return shared;
    return { ...own, dictionaryId: null, alone: own.encoding === 'br' };
  }

  /** What the next page of a site would be stored with; null: by itself. */
  current(siteId: string, make: Make): { readonly id: number; readonly body: Uint8Array } | null {
    const row = this.#connection.get<{ id: number; hash: string }>(
      `SELECT id, payload_sha256 AS hash FROM dictionaries WHERE site_id = ? AND kind = ? ORDER BY id DESC LIMIT 1`,
      siteId,
      make,
    );
    if (row === undefined) return null;
    try {
      const body = this.dictionary(row.id, row.hash);
      return body === null ? null : { id: row.id, body };
    } catch (error) {
      // Damaged: `verify` tells of it. What comes now takes its place.
      if (error instanceof ArchiveError) return null;
      throw error;
    }
  }
}

/** Memory that others have a part of is left to the collector. */
function freeMemory(body: Uint8Array): void {
  if (body.buffer instanceof ArrayBuffer && hasOwnMemory(body)) body.buffer.transfer(0);
}
