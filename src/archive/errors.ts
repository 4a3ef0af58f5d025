/** What went wrong with the database, for callers that act on it (exit codes, retries). */
export type ArchiveErrorCode =
  /** Opened for reading, and there is no such file. */
  | 'missing'
  /** The file is not SQLite. */
  | 'not_a_database'
  /** SQLite, but another program's. */
  | 'foreign_database'
  /** Written by a newer nianbao. */
  | 'newer_version'
  /** Opened for reading, and an older schema: a writing command must upgrade it first. */
  | 'needs_migration'
  /** The file or its folder cannot be opened. */
  | 'cannot_open'
  /** Another crawl holds the lock. */
  | 'locked'
  /** Our lock was taken over: this process was silent for too long. */
  | 'lock_lost'
  | 'disk_full'
  /** A new file was to be written, and there is one of that name. */
  | 'file_exists'
  | 'read_only'
  /** Another process kept the database busy for longer than we wait. */
  | 'busy'
  /** Bytes that do not match their hash, or a damaged database file. */
  | 'damaged'
  /** A row that the caller named does not exist, or cannot serve what it was named for. */
  | 'no_such_row';

/** Every failure of the archive that a person can do something about. `message` says what. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: ArchiveErrorCode;
  constructor(code: ArchiveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** SQLite result codes (https://www.sqlite.org/rescode.html) with a meaning and a remedy for a person. */
const MEANINGS: readonly { prefix: string; code: ArchiveErrorCode; say: string }[] = [
  {
    prefix: 'SQLITE_FULL',
    code: 'disk_full',
    say: 'the disk is full. Free some space and run the command again; everything stored so far is safe',
  },
  {
    prefix: 'SQLITE_READONLY',
    code: 'read_only',
    say: 'it cannot be written to. Check the rights of the file and its folder, or give another one with --db',
  },
  {
    prefix: 'SQLITE_BUSY',
    code: 'busy',
    say: 'another process keeps it busy. Wait until that one has finished and run the command again',
  },
  {
    prefix: 'SQLITE_NOTADB',
    code: 'not_a_database',
    say: 'it is not an SQLite database. Give the right file with --db',
  },
  {
    prefix: 'SQLITE_CORRUPT',
    code: 'damaged',
    say: 'it is damaged. Restore it from a backup; `nianbao verify` lists what is affected',
  },
  {
    prefix: 'SQLITE_IOERR',
    code: 'damaged',
    say: 'the disk does not answer as it should. Check the disk and run the command again',
  },
  {
    prefix: 'SQLITE_CANTOPEN',
    code: 'cannot_open',
    say: 'it cannot be opened. Check that the folder exists and may be read and written, or give another file with --db',
  },
];

/** Whether another process is in the way, so that it is worth trying again. */
export function isBusy(error: unknown): boolean {
  const cause = error instanceof ArchiveError ? error.cause : error;
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY');
}

/** What SQLite calls a fault of the disk, or a file that it cannot open, where there is only no room for it. */
const MAY_LACK_ROOM = /^SQLITE_(?:IOERR|CANTOPEN)/u;

/**
 * An SQLite error in words, when it is one of those a person can mend; any other error as it is.
 * @param lacksRoom asked only where SQLite does not tell a full disk or quota from a broken disk.
 */
export function explained(
  error: unknown,
  file: string,
  lacksRoom: (file: string) => boolean = () => false,
): unknown {
  if (!(error instanceof Error) || error instanceof ArchiveError) return error;
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const code = MAY_LACK_ROOM.test(own) && lacksRoom(file) ? 'SQLITE_FULL' : own;
  const meaning = MEANINGS.find(({ prefix }) => code.startsWith(prefix));
  if (meaning === undefined) return error;
  return new ArchiveError(meaning.code, `${file}: ${meaning.say} (SQLite: ${error.message})`, {
    cause: error,
  });
}
