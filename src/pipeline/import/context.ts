import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Archive } from '../../archive/archive.ts';
import type { ImportOrigin, ResourceNote } from '../../archive/captures.ts';
import { sha256 } from '../../archive/payloads.ts';
import type { Fetched } from '../../fetch/fetched.ts';
import type { Site } from '../../sites/site.ts';
import type { ParserPool } from '../parser-pool.ts';

/** What came of one file. */
export interface ImportedCaptures {
  /** Captures that are in the archive now, in the order in which they are to be read. */
  readonly captureIds: number[];
  /** Captures that were there already. */
  duplicates: number;
  /** Records that were not taken, by reason. */
  readonly skipped: Map<string, number>;
  /** Hosts that no site file lists, with the number of records; refused. */
  readonly refused: Map<string, number>;
  /** Damage, in words. */
  readonly problems: string[];
}

/** One file being imported. */
export interface ImportContext extends ImportedCaptures {
  readonly archive: Archive;
  readonly parser: ParserPool;
  readonly sites: readonly Site[];
  /** Take only what belongs to this site. */
  readonly only: Site | null;
  readonly importId: number;
}

export const FOREIGN_HOST = 'its host is on no hosts list';

/** The site that a URL belongs to, by the hosts lists; else why there is none. */
export function siteOf(url: string, { sites, only }: Pick<ImportContext, 'sites' | 'only'>): Site | string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return 'no web address';
  const host = new URL(url).hostname;
  const found = (only === null ? sites : [only]).filter((site) => site.hosts.includes(host));
  const [first, ...others] = found;
  if (first === undefined) return FOREIGN_HOST;
  if (others.length === 0) return first;
  return `the host ${host} is on the lists of ${found.map((s) => s.id).join(' and ')}: choose with --site`;
}

export function skip(context: ImportContext, reason: string): void {
  context.skipped.set(reason, (context.skipped.get(reason) ?? 0) + 1);
}

/** Notes that a record of a URL belongs to no site. */
export function refuse(context: ImportContext, url: string, reason: string): void {
  if (reason === FOREIGN_HOST) {
    const { hostname } = new URL(url);
    context.refused.set(hostname, (context.refused.get(hostname) ?? 0) + 1);
  } else skip(context, reason);
}

/** Keeps a capture unless it is in the archive already; what brought content is noted for reading. */
export function keep(
  context: ImportContext,
  siteId: string,
  fetched: Fetched,
  note: ResourceNote,
  origin: Omit<ImportOrigin, 'importId'>,
): void {
  const { archive, importId } = context;
  const known = archive.imports.has(siteId, {
    url: fetched.url,
    fetchedAt: fetched.fetchedAt,
    outcome: fetched.outcome,
    status: fetched.status,
    payloadSha256: fetched.body === null ? null : sha256(fetched.body),
    form: note.form === undefined ? null : JSON.stringify(note.form),
  });
  if (known) {
    context.duplicates += 1;
    return;
  }
  const { captureId } = archive.captures.record(siteId, fetched, note, { ...origin, importId });
  context.captureIds.push(captureId);
}

export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
