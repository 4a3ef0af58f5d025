import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { ArchiveError } from './errors.ts';
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts';

/**
 * Looks at the first hundred bytes, so that a file we must not touch is not even opened by SQLite
 * (https://www.sqlite.org/fileformat2.html#the_database_header).
 */
export function refuseByHeader(file: string, mustExist: boolean): void {
  if (!existsSync(file)) {
    if (mustExist) {
      throw new ArchiveError(
        'missing',
        `${file}: no such database. Run \`nianbao crawl\` first, or give the right file with --db`,
      );
    }
    return;
  }
  for (let before: Buffer = Buffer.alloc(0); ; ) {
    // While there is a journal the header may be half-written: SQLite rolls back first, and is asked afterwards.
    if (existsSync(`${file}-journal`)) return;
    const header = readHeader(file);
    try {
      judgeHeader(file, header);
      return;
    } catch (error) {
      // Another process may have begun to write after the look for a journal. What is not ours stays as it is.
      if (before.equals(header)) throw error;
      before = header;
    }
  }
}

function judgeHeader(file: string, header: Buffer): void {
  if (header.length === 0) return;
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new ArchiveError(
      'not_a_database',
      `${file}: this is not an SQLite database. Give the right file with --db; nothing was changed`,
    );
  }
  refuse(file, header.readInt32BE(68), header.readInt32BE(60), true);
}

function readHeader(file: string): Buffer {
  try {
    const handle = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(100);
      return buffer.subarray(0, readSync(handle, buffer, 0, 100, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new ArchiveError('cannot_open', `${file}: it cannot be read (${String(error)})`, { cause: error });
  }
}

/**
 * @param version as the file says
 * @throws ArchiveError where it is another program's, or a newer one's.
 */
export function refuse(file: string, applicationId: number, version: number, hasSchema: boolean): void {
  if (applicationId === 0 && version === 0 && !hasSchema) return;
  if (applicationId !== APPLICATION_ID) {
    throw new ArchiveError(
      'foreign_database',
      `${file}: this SQLite database belongs to another program. Give the right file with --db; nothing was changed`,
    );
  }
  if (version > MIGRATIONS.length) {
    throw new ArchiveError(
      'newer_version',
      `${file}: this database has schema version ${version}, from a newer nianbao; this one knows up to ` +
        `${MIGRATIONS.length}. Update nianbao; nothing was changed`,
    );
  }
}
