import type Database from 'better-sqlite3';
import { ArchiveError } from './errors.ts';
import { decodePayload, type StoredPayload } from './payloads.ts';
import { isDamage, type Row } from './salvage-rows.ts';

/**
 * The bytes of a damaged database. A payload that others are stored with lies there twice, as itself and as a dictionary: either
 * mends the other.
 */
export class SalvagedPayloads {
  readonly #from: Database.Database;
  #lastDictionary: { readonly id: number; readonly body: Uint8Array | null } | null = null;

  constructor(from: Database.Database) {
    this.#from = from;
  }

  /** Why a row of `payloads` cannot be kept: its bytes are not what they were, and no copy of them is left; null: it can. */
  damagedBytes(row: Row): string | null {
    // They lie elsewhere, and `verify` looks at them there.
    if (typeof row.object_sha256 === 'string') return null;
    const stored = asPayload(row);
    if (stored === null) return `row ${row.rowid} is damaged`;
    const { dictionary_id: id } = row;
    const dictionary = typeof id === 'number' ? this.#dictionary(id) : null;
    if (dictionary !== null || id == null) {
      const why = undecodable(row, stored, dictionary);
      return why !== null && this.#takesCopy(row) ? null : why;
    }
    return `row ${row.rowid}: payload ${stored.sha256} is stored with dictionary ${id}, which is lost`;
  }

  /** A damaged payload gets the bytes that its site's pages were stored with, where it was the one. */
  #takesCopy(row: Row): boolean {
    const copy = this.#row('SELECT * FROM dictionaries WHERE payload_sha256 = ?', String(row.sha256));
    const stored = copy === null ? null : asPayload({ ...copy, sha256: row.sha256 ?? null });
    if (stored === null || bodyOf(stored) === null) return false;
    Object.assign(row, { ...stored, dictionary_id: null });
    return true;
  }

  /** The same for a row of `dictionaries`: a damaged copy gets the bytes of the payload that it is of. */
  damagedCopy(row: Row): string | null {
    const copy = asPayload({ ...row, sha256: row.payload_sha256 ?? null });
    const why = copy === null ? `row ${row.rowid} is damaged` : undecodable(row, copy, null);
    const payload = why === null ? null : this.#payload(row.payload_sha256);
    if (payload === null) return why;
    Object.assign(row, { encoding: payload.encoding, size: payload.size, bytes: payload.bytes });
    return null;
  }

  /** The body that others are stored with, from its copy or from the payload; null where both are lost. */
  #dictionary(id: number): Uint8Array | null {
    if (this.#lastDictionary?.id === id) return this.#lastDictionary.body;
    const row = this.#row('SELECT * FROM dictionaries WHERE id = ?', id);
    const copy = row === null ? null : asPayload({ ...row, sha256: row.payload_sha256 ?? null });
    const body = bodyOf(copy) ?? bodyOf(this.#payload(row?.payload_sha256));
    this.#lastDictionary = { id, body };
    return body;
  }

  /** A payload of the damaged database that stands by itself and is sound. */
  #payload(hash: Row[string] | undefined): StoredPayload | null {
    if (typeof hash !== 'string') return null;
    const row = this.#row('SELECT * FROM payloads WHERE sha256 = ?', hash);
    const stored = row === null ? null : asPayload(row);
    return bodyOf(stored) === null ? null : stored;
  }

  #row(sql: string, key: string | number): Row | null {
    try {
      return this.#from.prepare<[string | number], Row>(sql).get(key) ?? null;
    } catch (error) {
      if (isDamage(error)) return null;
      throw error;
    }
  }
}

function asPayload({ sha256, size, encoding, bytes }: Row): StoredPayload | null {
  if (typeof sha256 !== 'string' || typeof encoding !== 'string' || !(bytes instanceof Uint8Array))
    return null;
  return { sha256, size: Number(size), encoding, bytes };
}

function bodyOf(stored: StoredPayload | null): Uint8Array | null {
  try {
    return stored === null ? null : decodePayload(stored, null);
  } catch (error) {
    if (error instanceof ArchiveError) return null;
    throw error;
  }
}

function undecodable(row: Row, stored: StoredPayload, dictionary: Uint8Array | null): string | null {
  try {
    decodePayload(stored, dictionary);
    return null;
  } catch (error) {
    if (error instanceof ArchiveError) return `row ${row.rowid}: ${error.message.split('. ')[0]}`;
    throw error;
  }
}
