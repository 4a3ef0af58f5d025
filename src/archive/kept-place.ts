import { ArchiveError } from './errors.ts';
import { sha256 } from './payloads.ts';
import { IN_DATABASE, placeOf } from './places/open.ts';
import type { PayloadPlace } from './places/place.ts';
import type { Connection } from './store.ts';

/** Objects that are looked for at a place before it is written to, of those of the last payloads. */
const SAMPLE = 5;
const OF_LAST = 1000;

/**
 * Where a database has its payloads. What it remembers is where they are; who names another place has them looked for there
 * for as long as the database is open.
 */
export class KeptPlace {
  readonly #connection: Connection;
  readonly #named: string | null;
  /** Undefined: not looked up yet. */
  #place: PayloadPlace | null | undefined;

  /**
   * @param named what `--payloads` says; null: nothing
   * @throws ArchiveError where the place cannot be written to though the database is open for that, or is another's.
   */
  constructor(connection: Connection, named: string | null) {
    this.#connection = connection;
    this.#named = named;
    if (!connection.readOnly) this.#place = this.#checked();
  }

  /** Null: payloads stand in the database. */
  get address(): string | null {
    return this.place?.address ?? null;
  }

  /** The place itself, for who lists it. */
  get place(): PayloadPlace | null {
    // Of a damaged database some things can be read though not this.
    if (this.#place === undefined) {
      const remembered = this.#remembered();
      this.#place = remembered === null ? null : placeOf(this.#named ?? remembered);
    }
    return this.#place;
  }

  /**
   * Keeps bytes there, before the row that names them.
   * @returns the object's hash; null: they are to stand in the row.
   */
  put(bytes: Uint8Array): string | null {
    const { place } = this;
    if (place === null) return null;
    const hash = sha256(bytes);
    place.put(hash, bytes);
    return hash;
  }

  /** @throws ArchiveError `damaged` where the object is missing or not what was put there; `cannot_open` */
  get(hash: string): Uint8Array {
    const { place } = this;
    if (place === null)
      throw new ArchiveError(
        'damaged',
        `the object ${hash} of a payload cannot be found, as ${this.#connection.file} does not say where its payloads are. Say so with --payloads`,
      );
    const bytes = place.get(hash);
    const found = bytes === null ? null : sha256(bytes);
    if (bytes !== null && found === hash) return bytes;
    throw new ArchiveError(
      'damaged',
      `the object ${hash} of a payload ${found === null ? 'is missing at' : `was altered: its bytes now hash to ${found}, at`} ${place.address}. ` +
        'Bring it back from a copy of that place, or crawl the page again',
    );
  }

  /** A database without payloads has them from now on where another one has them. */
  adopt(address: string): void {
    if (this.place !== null || this.#named === IN_DATABASE) return;
    if (this.#connection.get('SELECT id FROM payloads LIMIT 1') !== undefined) return;
    this.#place = placeOf(address);
    this.#remember(address);
  }

  /** From now on the place that was named is the one that the database remembers. */
  moveHere(): void {
    if (this.address !== null) this.#remember(this.address);
  }

  /** What the database says; null: nothing. */
  #remembered(): string | null {
    const connection = this.#connection;
    // Before there were places, there was no table for them.
    if (connection.isOlder && connection.columns('payload_place').length === 0) return null;
    return (
      connection.get<{ address: string }>('SELECT address FROM payload_place WHERE id = 1')?.address ?? null
    );
  }

  #checked(): PayloadPlace | null {
    const remembered = this.#remembered();
    if (this.#named === IN_DATABASE && remembered !== null)
      throw new ArchiveError(
        'cannot_open',
        `${this.#connection.file} has its payloads at ${remembered}. \`nianbao copy FROM TO --payloads ${IN_DATABASE}\` brings them into a database`,
      );
    const name = this.#named ?? remembered;
    if (name === null || name === IN_DATABASE) return null;
    const place = placeOf(name);
    place.check(remembered === null);
    this.#expectObjects(place);
    if (remembered === null) this.#remember(place.address);
    return place;
  }

  #remember(address: string): void {
    this.#connection.write(() => {
      this.#connection.run('DELETE FROM payload_place WHERE id = 1');
      this.#connection.run('INSERT INTO payload_place (id, address) VALUES (1, ?)', address);
    });
  }

  /** A folder whose disk is not mounted, or another's bucket, must not be taken for the place. */
  #expectObjects(place: PayloadPlace): void {
    const some = this.#connection.all<{ hash: string }>(
      `SELECT object_sha256 AS hash FROM payloads WHERE object_sha256 IS NOT NULL
         AND id > (SELECT coalesce(max(id), 0) - ${OF_LAST} FROM payloads) ORDER BY id DESC LIMIT ${SAMPLE}`,
    );
    const missing = some.filter(({ hash }) => !place.has(hash));
    const [first] = missing;
    if (first === undefined || missing.length < some.length) return;
    throw new ArchiveError(
      'cannot_open',
      `${place.address}: nothing of what ${this.#connection.file} has stored lies there, such as object ${first.hash}. ` +
        'Mount its disk, or say with --payloads where its payloads are now; nothing was changed',
    );
  }
}
