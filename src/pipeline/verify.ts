import { Archive } from '../archive/archive.ts';
import { ArchiveError } from '../archive/errors.ts';
import type { ReadReport, Rereadable } from '../archive/filing.ts';
import type { FiledReading } from '../archive/reading-lines.ts';
import { atAGlance } from '../archive/verify.ts';
import { FIELDS } from '../reports/catalogue.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import { ParserPool } from './parser-pool.ts';
import { identifyAgain, parseAgain, partsOf } from './reread.ts';

export interface SampleOptions {
  readonly archive: Archive;
  /** Documents to read again. */
  readonly size: number;
  /** The same seed takes the same documents of the same archive. */
  readonly seed: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What reading a sample of the archive afresh showed. */
export interface SampleResult {
  readonly seed: string;
  /** Documents in the archive. */
  readonly of: number;
  /** The captures that were read again. */
  readonly captureIds: readonly number[];
  /** Readings that were compared, row by row. */
  readonly compared: number;
  /** Documents that another version of the parser read, or none yet: `reparse` brings them up to date. */
  readonly outdated: number;
  /** Where the tables say otherwise than a fresh reading of the same bytes, in words. */
  readonly problems: readonly string[];
  /** What is no fault of the archive, such as a scan that only this machine can read. */
  readonly notes: readonly string[];
}

/**
 * Reads a sample of the archived documents afresh, and compares all that the tables hold of them with that. Nothing is
 * written: the fresh readings go into a database in memory.
 */
export async function verifySample({
  archive,
  size,
  seed,
  onProgress,
}: SampleOptions): Promise<SampleResult> {
  const all = archive.captures.firstOfEachContent(null);
  const captureIds = choose(all, size, seed);
  const parser = new ParserPool();
  const problems: string[] = [];
  const notes: string[] = [];
  let [compared, outdated, done] = [0, 0, 0];
  const readOne = async (captureId: number): Promise<void> => {
    const item = archive.reports.rereadable(captureId);
    if (item.judgements.length === 0 || item.judgements.some((j) => j.parserVersion !== PARSER_VERSION)) {
      outdated += 1;
      return;
    }
    try {
      // A picture is read, and compared, with its page.
      const parts = partsOf(archive, item);
      if (parts.main !== item) return;
      const { reports } = identifyAgain(archive, item, await parseAgain(archive, parser, parts), '');
      compared += compare(archive, item, reports, { problems, notes });
    } catch (error) {
      // Damaged bytes; `verify` names them as well.
      if (!(error instanceof ArchiveError)) throw error;
      problems.push(error.message);
    }
    done += 1;
    onProgress?.(done, captureIds.length);
  };
  try {
    const work: Promise<void>[] = [];
    for (const captureId of captureIds) {
      // Not all of their bytes in memory at once.
      await parser.ready();
      work.push(readOne(captureId));
    }
    await Promise.all(work);
  } finally {
    await parser.close();
  }
  return {
    seed,
    of: all.length,
    captureIds,
    compared,
    outdated,
    problems: problems.sort(),
    notes: notes.sort(),
  };
}

function compare(
  archive: Archive,
  item: Rereadable,
  reports: readonly ReadReport[],
  told: { readonly problems: string[]; readonly notes: string[] },
): number {
  const where = `capture ${item.captureId} (${item.url})`;
  const filed = item.judgements.filter((j) => j.role === 'content' && j.reportId !== null).length;
  if (filed !== reports.length) {
    told.problems.push(
      `${where}: ${filed} reports are filed from it where a fresh reading finds ${reports.length}: run nianbao reparse`,
    );
    return 0;
  }
  const fresh = new Map(readingsInMemory(item, reports).map((r) => [`${r.body} ${r.year}`, r]));
  const archived = archive.filedReadings(item.captureId);
  for (const reading of archived) {
    const name = `report ${reading.reportId} (${reading.body} ${reading.year}), edition ${reading.editionId}`;
    const other = fresh.get(`${reading.body} ${reading.year}`);
    if (other === undefined)
      told.problems.push(`${name}: a fresh reading of ${where} finds no such report: run nianbao reparse`);
    else if ((reading.status === 'unreadable') !== (other.status === 'unreadable'))
      told.notes.push(
        `${name} is filed as ${reading.status}, and this machine reads it as ${other.status} (${where}): it has other readers than the one that filed it`,
      );
    else told.problems.push(...differences(name, reading, other));
  }
  return archived.length;
}

function differences(name: string, archived: FiledReading, fresh: FiledReading): string[] {
  const found = [...new Set([...archived.lines.keys(), ...fresh.lines.keys()])]
    .filter((what) => archived.lines.get(what) !== fresh.lines.get(what))
    .map(
      (what) =>
        `${name}: ${what}: the archive has ${shown(archived.lines.get(what))}, a fresh reading ${shown(fresh.lines.get(what))}: run nianbao reparse --anew`,
    );
  if (archived.contentSha256 !== fresh.contentSha256)
    found.push(
      `${name}: the hash of its content differs from that of a fresh reading: run nianbao reparse --anew`,
    );
  return atAGlance(name, found);
}

function shown(line: string | undefined): string {
  if (line === undefined) return 'nothing';
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

/** What the tables would hold if these reports were filed now. */
function readingsInMemory(item: Rereadable, reports: readonly ReadReport[]): FiledReading[] {
  const memory = Archive.open({ file: ':memory:', fields: FIELDS, mode: 'write' });
  try {
    memory.sites.put([{ id: item.siteId, name: '', regionCode: '', crawler: '' }]);
    const { captureId } = memory.captures.record(
      item.siteId,
      {
        url: item.url,
        finalUrl: item.finalUrl,
        fetchedAt: item.fetchedAt,
        outcome: 'ok',
        detail: null,
        status: item.status,
        headers: {},
        body: new Uint8Array([0]),
        rendered: null,
        via: item.via,
        hops: [],
        attempts: 1,
        durationMs: 0,
        retryAt: null,
      },
      { kind: item.kind },
      null,
    );
    memory.reports.store({ captureId, parserVersion: PARSER_VERSION, reports });
    return memory.filedReadings(captureId);
  } finally {
    memory.close();
  }
}

/** Some of the ids, in their order; which ones is up to the seed alone. */
function choose(ids: readonly number[], size: number, seed: string): number[] {
  const left = [...ids];
  const random = hashed(seed);
  const chosen: number[] = [];
  while (chosen.length < size && left.length > 0) {
    chosen.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return chosen.sort((a, b) => a - b);
}

/** Numbers from 0 up to 1 that follow from a text alone (FNV-1a, then xorshift). */
function hashed(text: string): () => number {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 4_294_967_296;
  };
}
