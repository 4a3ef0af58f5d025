import { READ_SHA256 } from './captures.ts';
import type { Connection } from './connection.ts';
import type { PayloadStore } from './payload-store.ts';
import { Recent } from './recent.ts';
import {
  checksItself,
  isFormerPacking,
  needsPage,
  packTexts,
  plainTexts,
  type Texts,
  unpackTexts,
} from './texts.ts';

/** Letters of the texts that were written last, which the rules between years ask for at the end of a site. */
const MOST_LETTERS = 4 * 2 ** 20;

/** What readings hold in words, kept with the page that it was read from. */
export class ReadingTexts {
  readonly #connection: Connection;
  readonly #payloads: PayloadStore;
  /** By edition and digest, which says all that is in it. */
  readonly #written = new Recent<string, Texts>(MOST_LETTERS, lettersOf);

  constructor(connection: Connection, payloads: PayloadStore) {
    this.#connection = connection;
    this.#payloads = payloads;
  }

  /**
   * Title and running text of an edition; none where there is no reading.
   * @throws ArchiveError `damaged`
   */
  of(editionId: number | null): Texts {
    const row = this.#connection.get<{ texts: Uint8Array; hash: string | null }>(
      `SELECT g.texts, ${READ_SHA256} AS hash FROM readings g JOIN captures c ON c.id = g.capture_id
       WHERE g.edition_id = ?`,
      editionId,
    );
    if (row === undefined) return { title: null, sections: [] };
    const { texts, hash } = row;
    if (!needsPage(texts) || hash === null) return unpackTexts(texts, null);
    if (!checksItself(texts)) return unpackTexts(texts, this.#payloads.recent(hash));
    try {
      return this.#payloads.lend(hash, (page) => unpackTexts(texts, page));
    } catch (error) {
      // Where it is the page that is damaged, that is what is to be said.
      this.#payloads.get(hash);
      throw error;
    }
  }

  /**
   * The same for what may have been written a moment ago: then it need not be unfolded, nor its page.
   * @param digest of the reading, as its row has it
   */
  recent(editionId: number, digest: string): Texts {
    return this.#written.get(`${editionId} ${digest}`) ?? this.of(editionId);
  }

  /** As a reading of that digest is about to keep them. */
  pack(editionId: number, captureId: number, digest: string, texts: Texts): Uint8Array {
    // PostgreSQL does not keep every character.
    if (this.#connection.kind === 'sqlite') this.#written.put(`${editionId} ${digest}`, texts);
    return this.#packed(captureId, texts);
  }

  /** Those of an edition as they would be kept now; the same bytes where an earlier version kept them so, too. */
  repack(editionId: number, captureId: number, kept: Uint8Array): Uint8Array {
    return isFormerPacking(kept) ? this.#packed(captureId, this.of(editionId)) : kept;
  }

  #packed(captureId: number, texts: Texts): Uint8Array {
    return this.#connection.kind === 'postgres' ? plainTexts(texts) : packTexts(texts, this.#page(captureId));
  }

  /** The bytes that were read; null where they are not at hand. */
  #page(captureId: number): Uint8Array | null {
    const row = this.#connection.get<{ hash: string | null }>(
      `SELECT ${READ_SHA256} AS hash FROM captures c WHERE c.id = ?`,
      captureId,
    );
    // Texts must not need a page that lies elsewhere: whoever looks at many of them would fetch as many.
    return row?.hash == null ? null : this.#payloads.atHand(row.hash);
  }
}

function lettersOf({ title, sections }: Texts): number {
  return sections.reduce((sum, [, text]) => sum + text.length, title?.length ?? 0);
}
