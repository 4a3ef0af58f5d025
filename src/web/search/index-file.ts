import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sha256 } from '../../archive/payloads.ts';

/** Raised whenever what the index holds is made in another way: an older file is then made anew. */
const INDEX_VERSION = 7;

const SCHEMA = `
  CREATE TABLE documents (
    report_id INTEGER PRIMARY KEY,
    -- Its number in \`words\`: latest year first, so that results come in that order without sorting.
    position INTEGER NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    body_kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    -- How its running text begins, for who does not ask for words.
    opening TEXT NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
  CREATE TABLE measures (
    measure TEXT NOT NULL,
    year INTEGER NOT NULL,
    body_kind TEXT NOT NULL,
    report_id INTEGER NOT NULL,
    value REAL NOT NULL,
    base REAL,
    PRIMARY KEY (measure, year, body_kind, report_id)
  ) STRICT, WITHOUT ROWID;
  -- The top of a ranking without looking at the rest of it.
  CREATE INDEX measures_ranked ON measures (measure, year, value DESC, base DESC, report_id);
  -- How many reports tell each measure; under '' how many there are, whatever they tell.
  CREATE TABLE told (
    measure TEXT NOT NULL,
    year INTEGER NOT NULL,
    body_kind TEXT NOT NULL,
    reports INTEGER NOT NULL,
    PRIMARY KEY (measure, year, body_kind)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE peers (
    body_kind TEXT NOT NULL,
    measure TEXT NOT NULL,
    year INTEGER NOT NULL,
    median REAL NOT NULL,
    reports INTEGER NOT NULL,
    PRIMARY KEY (body_kind, measure, year)
  ) STRICT, WITHOUT ROWID;
  -- Measures have changed of which \`peers\` does not know yet: it is brought up to date last of all.
  CREATE TABLE stale_peers (
    body_kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    PRIMARY KEY (body_kind, year)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE coverage_counts (
    site_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    state TEXT NOT NULL,
    cells INTEGER NOT NULL,
    bodies INTEGER NOT NULL,
    PRIMARY KEY (site_id, year, state)
  ) STRICT, WITHOUT ROWID;
`;
const TABLES = ['documents', 'words', 'measures', 'told', 'peers', 'stale_peers', 'coverage_counts'];

/**
 * Where the viewer keeps its index: beside the database, so that it is found again, or in the temporary folder where
 * that place cannot be written to. It can be deleted at any time: it is made again.
 */
export function indexFileFor(databaseFile: string): string {
  try {
    accessSync(dirname(databaseFile), constants.W_OK);
    return `${databaseFile.replace(/\.sqlite$/u, '')}-viewer.sqlite`;
  } catch {
    // Read-only media are as good as any other for looking at.
    return join(tmpdir(), `nianbao-viewer-${sha256(databaseFile).slice(0, 16)}.sqlite`);
  }
}

/** Opens the index for writing; makes it, also in place of one that is older or damaged. The caller closes it. */
export function openIndex(file: string): Sqlite.Database {
  try {
    return prepared(file);
  } catch (error) {
    if (!existsSync(file)) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return prepared(file);
  }
}

function prepared(file: string): Sqlite.Database {
  const db = new Sqlite(file, { timeout: 15_000 });
  try {
    db.pragma('journal_mode = WAL');
    // A lost index is made again: it need not outlive a power cut.
    db.pragma('synchronous = OFF');
    if (db.pragma('user_version', { simple: true }) !== INDEX_VERSION) {
      for (const table of TABLES) db.exec(`DROP TABLE IF EXISTS ${table}`);
      db.exec(SCHEMA);
      db.pragma(`user_version = ${INDEX_VERSION}`);
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
