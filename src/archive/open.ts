import { SqliteConnection } from './connection.ts';
import { PostgresConnection } from './postgres/connection.ts';
import type { Connection, ConnectionOptions } from './store.ts';

/** Whether `--db` names a PostgreSQL database rather than a file. */
export function isPostgres(name: string): boolean {
  return /^postgres(?:ql)?:\/\//u.test(name);
}

/**
 * Opens a database, SQLite or PostgreSQL; makes it, or brings an older one to the present schema, when it is opened for
 * writing. The packages for PostgreSQL are loaded only for a PostgreSQL database.
 * @throws ArchiveError
 */
export function openConnection(options: ConnectionOptions): Connection {
  return isPostgres(options.file) ? new PostgresConnection(options) : new SqliteConnection(options);
}
