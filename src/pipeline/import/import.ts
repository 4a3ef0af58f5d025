import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync, constants as zlibConstants } from 'node:zlib';
import type { Archive } from '../../archive/archive.ts';
import type { ImportedFile } from '../../archive/imports.ts';
import { CAPTURE_FIELD } from '../../archive/warc/capture-record.ts';
import { type Collection, isWacz, isWarc, openWacz, openWarc, WarcDamaged } from '../../archive/warc/read.ts';
import { readZipDirectory } from '../../archive/warc/zip-reader.ts';
import type { Correction } from '../../corrections/correction.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Site } from '../../sites/site.ts';
import { takeOverCorrections } from '../corrections.ts';
import { holdingLock } from '../lock.ts';
import { ParserPool } from '../parser-pool.ts';
import { hashOfFile, type ImportContext, type ImportedCaptures } from './context.ts';
import { type Filing, fileImported } from './filing.ts';
import { ForeignCaptures } from './foreign-captures.ts';
import { OwnCaptures } from './own-captures.ts';
import { type SavedFrom, takeSavedFile } from './saved-file.ts';

export type ImportFormat = ImportedFile['format'];

export interface ImportOptions {
  readonly archive: Archive;
  readonly settings: Settings;
  readonly sites: readonly Site[];
  /** What people know better than the parser. */
  readonly corrections: readonly Correction[];
  readonly files: readonly string[];
  /** Take only what belongs to this site. */
  readonly only: Site | null;
  /** For a file that is no collection: where and when it was saved. */
  readonly saved: SavedFrom | null;
  /** Who brings it. */
  readonly by: string;
  readonly note: string | null;
  readonly now: () => Date;
  readonly onProgress?: (file: string, captures: number) => void;
}

export interface ImportedFileSummary extends ImportedCaptures {
  readonly file: string;
  readonly format: ImportFormat;
}

export interface ImportSummary extends Filing {
  readonly files: readonly ImportedFileSummary[];
}

/**
 * Brings captures into the archive that nianbao did not fetch: WARC and WACZ collections, its own exports among them,
 * and single saved files. They are judged, read and filed as a crawl's are; where they came from is kept with
 * each. What is there already is left out, so that an import that was interrupted is simply run again.
 * @throws ArchiveError `locked` when a crawl is at work.
 */
export async function importFiles(options: ImportOptions): Promise<ImportSummary> {
  const { archive, settings, sites } = options;
  const parser = new ParserPool({ memoryMb: settings.limits.workerMb, giverIsBusy: true });
  try {
    return await holdingLock(archive, async (check) => {
      archive.sites.put(sites);
      await takeOverCorrections(archive, parser, sites, options.corrections);
      const files: ImportedFileSummary[] = [];
      for (const file of options.files) files.push(await importFile(file, options, parser, check));
      const captureIds = files.flatMap((f) => f.captureIds);
      return { files, ...(await fileImported(archive, parser, sites, captureIds, check)) };
    });
  } finally {
    await parser.close();
  }
}

/** What a file is, by its content. @throws Error when it cannot be read. */
export async function formatOf(path: string): Promise<ImportFormat> {
  const head = await firstBytes(path);
  if (isWarc(head, unpackedHead(head))) return 'warc';
  if (head.toString('latin1', 0, 2) !== 'PK') return 'file';
  try {
    return isWacz(await readZipDirectory(path)) ? 'wacz' : 'file';
  } catch {
    // Damaged: its first member's name (after a header of 30 bytes) says what it was. The reader says what is wrong.
    return /^(archive|indexes|pages)\/|^datapackage/.test(head.toString('latin1', 30, 60)) ? 'wacz' : 'file';
  }
}

async function importFile(
  path: string,
  options: ImportOptions,
  parser: ParserPool,
  check: () => void,
): Promise<ImportedFileSummary> {
  const { archive, sites, only, saved, onProgress } = options;
  const format = await formatOf(path);
  const name = basename(path);
  // A record beyond the largest answer that is taken is not even read.
  const most = Math.max(...sites.map((s) => s.limits.decodedBytes));
  const collection = format === 'file' ? null : await openCollection(path, name, format, most);
  const importId = archive.imports.add({
    importedAt: options.now().toISOString(),
    importedBy: options.by,
    file: name,
    sha256: await hashOfFile(path),
    format,
    software: typeof collection === 'string' ? null : (collection?.software ?? null),
    note: options.note,
  });
  const context: ImportContext = {
    archive,
    parser,
    sites,
    only,
    importId,
    captureIds: [],
    duplicates: 0,
    skipped: new Map(),
    refused: new Map(),
    problems: [],
  };
  const progress = () => {
    check();
    onProgress?.(name, context.captureIds.length);
  };
  if (typeof collection === 'string') context.problems.push(collection);
  else if (collection !== null) await takeCollection(context, collection, progress);
  else if (saved !== null) await takeSavedFile(context, name, await readFile(path), saved);
  else throw new Error(`${path}: where and when it was saved is not known`);
  const { captureIds, duplicates, skipped, refused, problems } = context;
  return { file: path, format, captureIds, duplicates, skipped, refused, problems };
}

async function openCollection(
  path: string,
  name: string,
  format: 'warc' | 'wacz',
  most: number,
): Promise<Collection | string> {
  try {
    return await (format === 'warc' ? openWarc : openWacz)(path, name, most);
  } catch (error) {
    if (error instanceof WarcDamaged) return error.message;
    throw error;
  }
}

/** All of a collection, as far as it can be read: damage ends it, and what came before stays. */
async function takeCollection(
  context: ImportContext,
  collection: Collection,
  progress: () => void,
): Promise<void> {
  const own = new OwnCaptures(context);
  const foreign = new ForeignCaptures(context, collection.titles, collection.software);
  try {
    for await (const record of collection.records()) {
      if (!own.take(record)) await foreign.take(record);
      progress();
    }
  } catch (error) {
    if (!(error instanceof WarcDamaged)) throw error;
    context.problems.push(error.message);
  }
  own.finish();
  await foreign.finish();
  if (!foreign.hasFiles) return;
  foreign.begin('files');
  try {
    for await (const record of collection.records()) {
      if (record.field(CAPTURE_FIELD) === null) await foreign.take(record);
      progress();
    }
  } catch (error) {
    // Said already, by the first reading.
    if (!(error instanceof WarcDamaged)) throw error;
  }
  await foreign.finish();
}

const HEAD = 64 * 1024;

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The beginning of what a gzip file holds; null where it is none. */
function unpackedHead(head: Buffer): Buffer | null {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return null;
  try {
    return gunzipSync(head, { finishFlush: zlibConstants.Z_SYNC_FLUSH, maxOutputLength: 16 * 1024 * 1024 });
  } catch {
    return null;
  }
}
