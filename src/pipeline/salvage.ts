import { Archive } from '../archive/archive.ts';
import { type SalvagedTable, salvageDatabase } from '../archive/salvage.ts';
import type { Correction } from '../corrections/correction.ts';
import { FIELDS } from '../reports/catalogue.ts';
import type { Settings } from '../settings/settings.ts';
import type { Site } from '../sites/site.ts';
import { type ReparseSummary, reparse } from './reparse.ts';

export interface SalvageOptions {
  /** The damaged database; it is only read. */
  readonly source: string;
  /** The new one. */
  readonly target: string;
  readonly settings: Settings;
  readonly sites: readonly Site[];
  readonly corrections: readonly Correction[];
  readonly signal: AbortSignal;
  readonly onProgress?: (what: string) => void;
}

export interface SalvageSummary {
  readonly tables: readonly SalvagedTable[];
  readonly reparsed: ReparseSummary;
  /** What `verify` finds in the new database; empty: it is sound. */
  readonly problems: readonly string[];
}

/**
 * Saves what can be read of a damaged database into a new one: copies it, reads all saved documents again, verifies.
 * @throws ArchiveError `file_exists`, `disk_full`, `damaged` where nothing can be read.
 */
export async function salvage(options: SalvageOptions): Promise<SalvageSummary> {
  const { source, target, settings, sites, corrections, signal, onProgress = () => undefined } = options;
  const tables = salvageDatabase(source, target, FIELDS, (table, rows) =>
    onProgress(`${table}: ${rows} rows saved`),
  );
  const archive = Archive.open({ file: target, fields: FIELDS, mode: 'write' });
  try {
    const reparsed = await reparse({
      ...{ archive, settings, sites, corrections, only: null, signal },
      onProgress: (documents) => onProgress(`${documents} documents read again`),
    });
    return { tables, reparsed, problems: archive.verify() };
  } finally {
    archive.close();
  }
}
