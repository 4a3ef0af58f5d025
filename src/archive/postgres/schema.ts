import Database from 'better-sqlite3';
import { ArchiveError } from '../errors.ts';
import { MIGRATIONS } from '../migrations.ts';
import { defineFunctions } from '../sql-functions.ts';
import type { ColumnDeclaration } from '../store.ts';
import type { PostgresConnection } from './connection.ts';
import { translateScript } from './ddl.ts';
import { FUNCTIONS_SQL } from './functions.ts';
import { WORK_SQL } from './work.ts';

/** Addresses are looked up by their hash: they may be too long for an ordered index. */
const BY_ADDRESS = 'CREATE INDEX resources_by_url ON resources USING hash (url)';

/** What a step means for PostgreSQL besides what it says, by the schema version that it leads to. */
const OWN_STEPS: ReadonlyMap<number, string> = new Map([
  [
    10,
    `ALTER TABLE resources DROP CONSTRAINT resources_site_id_url_key;
     CREATE UNIQUE INDEX resources_unique ON resources (site_id, md5(url));
     ${BY_ADDRESS};
     ALTER TABLE report_aliases DROP CONSTRAINT report_aliases_report_id_url_key;
     CREATE UNIQUE INDEX report_aliases_unique ON report_aliases (report_id, md5(url));
     ALTER TABLE run_columns DROP CONSTRAINT run_columns_run_id_site_id_url_key;
     CREATE UNIQUE INDEX run_columns_unique ON run_columns (run_id, site_id, md5(url));
     DROP INDEX run_columns_by_column;
     CREATE INDEX run_columns_by_column ON run_columns (site_id, md5(url), id);
     DROP INDEX corrections_of_identities;
     CREATE UNIQUE INDEX corrections_of_identities ON corrections (site_id, md5(url)) WHERE url IS NOT NULL`,
  ],
]);

/**
 * Makes the schema, or brings an older one to the present version; one process at a time.
 * @param lock number of the advisory lock that guards it
 * @param olderToo reading an older schema is fine
 * @returns whether it was left as an older one
 * @throws ArchiveError
 */
export function ensureSchema(connection: PostgresConnection, lock: number, olderToo: boolean): boolean {
  const version = versionOf(connection);
  requireKnown(version, connection.file);
  if (version === MIGRATIONS.length) return false;
  if (version > 0 && olderToo) return true;
  if (connection.readOnly)
    throw new ArchiveError(
      'needs_migration',
      version === 0
        ? `${connection.file}: the database is still empty. Run \`nianbao crawl\` first`
        : `${connection.file}: the database has schema version ${version}, this program reads ${MIGRATIONS.length}. ` +
            'Run `nianbao reparse` once: it upgrades the database and loses nothing',
    );
  connection.write(() => {
    connection.all(`SELECT pg_advisory_xact_lock(${lock})`);
    // Looked at again: another process may have done it meanwhile.
    const now = versionOf(connection);
    if (now === 0) connection.script(creation());
    else connection.script(FUNCTIONS_SQL);
    if (now > 0)
      for (const [at, step] of MIGRATIONS.slice(now).entries()) {
        connection.exec(step);
        connection.script(OWN_STEPS.get(now + at + 1) ?? '');
      }
    connection.script(`DELETE FROM nianbao; INSERT INTO nianbao (version) VALUES (${MIGRATIONS.length})`);
  });
  return false;
}

/**
 * A newer program may upgrade the database at any time: an older one that is still at work writes nothing more.
 * @throws ArchiveError `newer_version`
 */
export function requireKnown(version: number, file: string): void {
  if (version <= MIGRATIONS.length) return;
  throw new ArchiveError(
    'newer_version',
    `${file}: this database has schema version ${version}, from a newer nianbao; this one knows up to ` +
      `${MIGRATIONS.length}. Update nianbao; nothing was changed`,
  );
}

/** 0: there is nothing of ours yet. */
function versionOf(connection: PostgresConnection): number {
  const there = connection.all<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace
       AND relname IN ('nianbao', 'captures', 'sites', 'reports')`,
  );
  if (there.length === 0) return 0;
  if (!there.some(({ name }) => name === 'nianbao'))
    throw new ArchiveError(
      'foreign_database',
      `${connection.file}: this database belongs to another program. Give an empty one with --db; nothing was changed`,
    );
  return connection.get<{ version: number }>('SELECT version FROM nianbao')?.version ?? 0;
}

/** The whole schema as SQLite has it after its last step, in PostgreSQL's words. */
export function creation(steps: readonly string[] = MIGRATIONS): string {
  const sqlite = new Database(':memory:');
  try {
    defineFunctions(sqlite);
    for (const step of steps) sqlite.exec(step);
    const all = sqlite
      .prepare<[], { sql: string }>(
        `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
         ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, rowid`,
      )
      .all();
    return [
      'CREATE TABLE nianbao (version bigint NOT NULL)',
      FUNCTIONS_SQL.trim().replace(/;$/u, ''),
      ...translateScript(all.map(({ sql }) => sql).join(';\n')),
      ...['captures', 'payloads'].map(
        (table) =>
          `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} EXECUTE FUNCTION ${table}_no_delete_trigger()`,
      ),
      BY_ADDRESS,
      WORK_SQL,
    ].join(';\n');
  } finally {
    sqlite.close();
  }
}

/** A table's columns, with the types as SQLite calls them; empty where there is no such table. */
export function columnsOf(connection: PostgresConnection, table: string): ColumnDeclaration[] {
  return connection.all<ColumnDeclaration>(
    `SELECT column_name AS name, CASE data_type WHEN 'double precision' THEN 'REAL' WHEN 'text' THEN 'TEXT'
       WHEN 'bytea' THEN 'BLOB' WHEN 'jsonb' THEN 'ANY' ELSE 'INTEGER' END AS type
     FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? AND is_generated = 'NEVER'
     ORDER BY ordinal_position`,
    table,
  );
}

/** Rows that refer to one that is not there, in words. PostgreSQL lets none in; a damaged disk may. */
export function danglingReferences(connection: PostgresConnection): string[] {
  const keys = connection.all<{ child: string; fromColumn: string; parent: string; toColumn: string }>(
    `SELECT c.conrelid::regclass::text AS child, a.attname AS fromColumn, c.confrelid::regclass::text AS parent,
       b.attname AS toColumn
     FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
     WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY 1, 2`,
  );
  return keys.flatMap(({ child, fromColumn, parent, toColumn }) =>
    connection
      .all<{ id: number }>(
        `SELECT k.id FROM ${child} k WHERE k.${fromColumn} IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM ${parent} p WHERE p.${toColumn} = k.${fromColumn}) ORDER BY k.id`,
      )
      .map(({ id }) => `${child} row ${id} refers to a row of ${parent} that is not there`),
  );
}
