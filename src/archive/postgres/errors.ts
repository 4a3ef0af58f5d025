import { ArchiveError, type ArchiveErrorCode } from '../errors.ts';
import type { Failure } from './protocol.ts';

/** What PostgreSQL said, with its code. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly code: string | null;
  /** The connection is gone, and with it the transaction. */
  readonly lost: boolean;
  constructor({ message, code, lost }: Failure) {
    super(message);
    this.code = code;
    this.lost = lost;
  }
}

/** SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html) or system code, with a remedy for a person. */
const MEANINGS: readonly { readonly code: RegExp; readonly as: ArchiveErrorCode; readonly say: string }[] = [
  {
    code: /^(?:53100|58030)$/u,
    as: 'disk_full',
    say: 'the disk of the database is full. Free some space there and run the command again; everything stored so far is safe',
  },
  {
    code: /^(?:25006|42501)$/u,
    as: 'read_only',
    say: 'it cannot be written to. Give the user the rights to create and change tables, or give another database with --db',
  },
  {
    code: /^3D000$/u,
    as: 'missing',
    say: 'there is no such database. Create it (createdb), or give another with --db',
  },
  {
    code: /^(?:28...|3F000)$/u,
    as: 'cannot_open',
    say: 'the server refuses the user. Check user and password in the address, and pg_hba.conf',
  },
  { code: /^(?:55P03|57014|53300)$/u, as: 'busy', say: 'it is busy. Run the command again later' },
  { code: /^(?:XX001|XX002|58P01)$/u, as: 'damaged', say: 'it is damaged. Restore it from a backup' },
  {
    code: /^ERR_MODULE_NOT_FOUND$/u,
    as: 'cannot_open',
    say: 'the packages for PostgreSQL are not installed. Run `npm install --no-save pg@8.23.1 pg-boss@12.35.0`',
  },
];

/** An error of PostgreSQL in words, when it is one of those a person can mend; any other as it is. */
export function explainedPostgres(error: unknown, name: string): unknown {
  if (!(error instanceof PostgresError)) return error;
  const { code } = error;
  const meaning = MEANINGS.find((m) => code !== null && m.code.test(code));
  const said = `(PostgreSQL: ${error.message})`;
  if (meaning !== undefined)
    return new ArchiveError(meaning.as, `${name}: ${meaning.say} ${said}`, { cause: error });
  if (!error.lost) return error;
  return new ArchiveError(
    'cannot_open',
    `${name}: the server does not answer. Check that it runs and that the address is right; everything stored so far is safe ${said}`,
    { cause: error },
  );
}
