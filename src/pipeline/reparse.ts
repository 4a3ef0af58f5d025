import type { Archive } from '../archive/archive.ts';
import type { CorrectionState } from '../archive/corrections.ts';
import type { Rereadable } from '../archive/filing.ts';
import type { ValueChange } from '../archive/readings.ts';
import type { Correction } from '../corrections/correction.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import type { Settings } from '../settings/settings.ts';
import type { Site } from '../sites/site.ts';
import { checkBetweenYears, stepsBetweenYears } from './between-years.ts';
import { correctionsToReview, takeOverCorrections } from './corrections.ts';
import { holdingLock } from './lock.ts';
import { type Parsed, ParserPool } from './parser-pool.ts';
import { fileAgain, type Parts, parseAgain, partsOf } from './reread.ts';

export interface ReparseOptions {
  readonly archive: Archive;
  readonly settings: Settings;
  readonly sites: readonly Site[];
  /** What people know better than the parser. */
  readonly corrections: readonly Correction[];
  /** Ids of the sites to read again; null: all of the archive. */
  readonly only: readonly string[] | null;
  /** File everything again, also what reads as it is filed: its rows may have been altered since. */
  readonly anew?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (documents: number, total: number) => void;
}

/** A report that is read otherwise than before. */
export interface RereadReport {
  readonly reportId: number;
  readonly siteId: string;
  readonly body: string;
  readonly year: number;
  readonly url: string;
  /** Versions of the parser that had read it before. */
  readonly before: readonly string[];
  readonly changes: readonly ValueChange[];
}

/** What an earlier parser took for a report, and the present one does not. */
export interface GoneReport {
  readonly reportId: number;
  readonly siteId: string;
  readonly body: string;
  readonly year: number;
  readonly url: string;
}

export interface ReparseSummary {
  readonly documents: number;
  readonly reports: number;
  /** Reports that the archive did not have under this body and year. */
  readonly added: number;
  readonly unreadable: number;
  readonly unidentified: readonly string[];
  /** Corrections that want looking at again. */
  readonly toReview: readonly CorrectionState[];
  readonly changed: readonly RereadReport[];
  readonly gone: readonly GoneReport[];
  readonly parserVersion: string;
  readonly interrupted: boolean;
}

/**
 * Reads every archived document again with the present parser, without network, and says which figures are read
 * otherwise. Holds the crawl lock: a crawl files reports by the same rules.
 * @throws ArchiveError `locked`
 */
export async function reparse(options: ReparseOptions): Promise<ReparseSummary> {
  const parser = new ParserPool({ memoryMb: options.settings.limits.workerMb, mostlyKnown: true });
  try {
    return await holdingLock(options.archive, async (check) => {
      options.archive.sites.put(options.sites);
      await takeOverCorrections(options.archive, parser, options.sites, options.corrections);
      return options.archive.rebuilding(() => rereadAll(options, parser, check));
    });
  } finally {
    await parser.close();
  }
}

interface Tally {
  documents: number;
  reports: number;
  added: number;
  unreadable: number;
  readonly unidentified: string[];
  readonly changed: RereadReport[];
  readonly gone: GoneReport[];
}

/** What is loaded at a time: enough to keep the threads busy while a batch is stored, little enough to keep memory flat. */
const WINDOW = { documents: 48, bytes: 64 * 1024 * 1024 };
/**
 * Documents stored in one transaction. Each is stored whole all the same; together they write the pages of the database
 * that all of them touch once instead of once each.
 */
const BATCH = 16;
/** No document that was read waits longer to be stored, milliseconds: those that take seconds do not wait for each other. */
const LONGEST_WAIT_MS = 250;

interface Read {
  readonly item: Rereadable;
  readonly parts: Parts;
  readonly parsed: Parsed;
}

/** What all documents are filed by. */
interface Filing {
  /** Site → region. */
  readonly regions: ReadonlyMap<string, string>;
  /** Articles that hold a report themselves. */
  readonly holding: Set<string>;
  readonly anew: boolean;
}

async function rereadAll(
  { archive, sites, only, anew = false, signal, onProgress }: ReparseOptions,
  parser: ParserPool,
  check: () => void,
): Promise<ReparseSummary> {
  // A site that is gone from the configuration keeps the region it had.
  const known = archive.rows<{ id: string; regionCode: string }>(
    'SELECT id, region_code AS regionCode FROM sites',
  );
  const regions = new Map([...known, ...sites].map((s) => [s.id, s.regionCode]));
  const total = onProgress === undefined ? 0 : archive.reports.countToReread(only ?? undefined);
  const tally: Tally = {
    documents: 0,
    reports: 0,
    added: 0,
    unreadable: 0,
    unidentified: [],
    changed: [],
    gone: [],
  };
  /** Articles that hold a report themselves: their attachments are further addresses of it. */
  const holding = new Set<string>();
  /** Pages that were read with their pictures, which come up again with each of them. */
  const joined = new Set<string>();
  const queue: { item: Rereadable; parts: Parts; parsed: Promise<Parsed> }[] = [];
  /** By site: asked once, as there are as many reports as addresses to go through. */
  const articles = new Map<string, ReadonlySet<string>>();
  const hasFiles = ({ siteId, url }: Rereadable): boolean => {
    const known = articles.get(siteId) ?? archive.known.articlesWithFiles(siteId);
    articles.set(siteId, known);
    return known.has(url);
  };
  const doneSites = new DoneSites(archive);
  const read: Read[] = [];
  let since = performance.now();
  const storeRead = (): void => {
    archive.transaction(() => {
      for (const each of read) store(archive, each, { regions, holding, anew }, tally);
    });
    for (const { item } of read.splice(0)) {
      tally.documents += 1;
      onProgress?.(tally.documents, total);
      doneSites.reach(item.siteId);
    }
    doneSites.step();
    since = performance.now();
  };
  const readNext = async (): Promise<void> => {
    const next = queue.shift();
    if (next === undefined) return;
    read.push({ ...next, parsed: await next.parsed });
    if (read.length >= BATCH || performance.now() - since > LONGEST_WAIT_MS) storeRead();
  };
  for (const item of archive.reports.toReread(only ?? undefined)) {
    if (signal.aborted) break;
    check();
    const parts = partsOf(archive, item, hasFiles);
    const { main, pictures } = parts;
    const together = [main, ...pictures].map((p) => p.readSha256).join();
    if (pictures.length > 0 && joined.has(`${main.url} ${together}`)) {
      tally.documents += 1;
      continue;
    }
    if (pictures.length > 0) joined.add(`${main.url} ${together}`);
    queue.push({ item, parts, parsed: parseAgain(archive, parser, parts) });
    while (queue.length >= WINDOW.documents || (queue.length > 1 && parser.unreadBytes > WINDOW.bytes))
      await readNext();
  }
  while (queue.length > 0 && !signal.aborted) await readNext();
  // Interrupted: what was loaded ahead is let go, to be read when it is run again.
  await Promise.all(queue.map((next) => next.parsed));
  storeRead();
  await checkBetweenYears(archive);
  const toReview = (only ?? [undefined]).flatMap((site) => correctionsToReview(archive, site));
  return { ...tally, toReview, parserVersion: PARSER_VERSION, interrupted: signal.aborted };
}

/**
 * Tries the rules between years on the sites that are done while the next ones are read: after all others, it is work for
 * one processor alone.
 */
class DoneSites {
  readonly #archive: Archive;
  readonly #steps: Generator<void, void>[] = [];
  #reached: string | null = null;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** A document of this site is stored: all of those before are. */
  reach(site: string): void {
    const before = this.#reached;
    this.#reached = site;
    if (before !== null && before !== site) this.#steps.push(stepsBetweenYears(this.#archive, before));
  }

  step(): void {
    if (this.#steps[0]?.next().done === true) this.#steps.shift();
  }
}

function store(
  archive: Archive,
  { item, parts, parsed }: Read,
  { regions, holding, anew }: Filing,
  tally: Tally,
): void {
  const regionCode = regions.get(item.siteId) ?? '';
  const before = new Set(item.judgements.flatMap((j) => (j.reportId === null ? [] : [j.reportId])));
  const names = new Map([...before].map((id) => [id, archive.reports.named(id)]));
  const { reports, results, unidentified } = fileAgain(archive, parts, parsed, regionCode, holding, anew);
  tally.unidentified.push(...unidentified);
  for (const [i, result] of results.entries()) {
    const read = reports[i];
    if (read === undefined) continue;
    tally.reports += 1;
    if (result.outcome === 'new') tally.added += 1;
    if (read.reading.status === 'unreadable') tally.unreadable += 1;
    if (result.changes.length > 0)
      tally.changed.push({
        reportId: result.reportId,
        siteId: item.siteId,
        body: read.identity.body,
        year: read.identity.year,
        url: read.url,
        before: [...new Set(item.judgements.map((j) => j.parserVersion))],
        changes: result.changes,
      });
  }
  for (const [reportId, name] of names)
    if (name !== null && archive.reports.named(reportId) === null)
      tally.gone.push({ reportId, siteId: item.siteId, ...name, url: item.url });
}
