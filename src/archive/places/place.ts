/** What lies at a place, as a listing tells it. */
export interface PlacedObject {
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** When it was put there, milliseconds since 1970. */
  readonly at: number;
}

/**
 * Where the bytes of payloads are kept outside the database: objects, each named by the SHA-256 of what it holds, and never
 * changed. They lie at `ab/cd/abcd…` everywhere, so that any tool that copies files moves them from one place to another.
 * Every failure that a person can mend is an ArchiveError.
 */
export interface PayloadPlace {
  /** As the database remembers it: the same for whoever names the same place. */
  readonly address: string;
  /**
   * Makes sure that it is there and answers.
   * @param isNew nothing lies there yet that anybody knows of: it is made where it is missing.
   * @throws ArchiveError `cannot_open`
   */
  check(isNew: boolean): void;
  /** On the disk, or the server's, when this returns. */
  put(hash: string, bytes: Uint8Array): void;
  /** Null where there is none. Whoever asks compares it with the hash. */
  get(hash: string): Uint8Array | null;
  has(hash: string): boolean;
  delete(hash: string): void;
  /** All that lies there, by hash. */
  list(): Generator<PlacedObject, void>;
}

const HASH = /^[0-9a-f]{64}$/u;

/** Where an object lies, from the place's beginning. */
export function pathOf(hash: string): string {
  return `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
}

/** The hash of an object by its path; null: it is none of ours. */
export function hashOf(path: string): string | null {
  const hash = path.split('/').at(-1) ?? '';
  return HASH.test(hash) && pathOf(hash) === path ? hash : null;
}
