import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '../archive/archive.ts';
import { fieldOf } from '../reports/catalogue.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import {
  citation,
  dataPackage,
  type Resource,
  reportsIn,
  type Snapshot,
  snapshotTag,
} from './data-package.ts';
import type { Cell, Row, SpreadsheetRule, TableFormat } from './format.ts';
import { parquet } from './parquet.ts';
import { EXPORT_TABLES, type ExportTable } from './tables.ts';
import { csv, jsonl } from './text-formats.ts';
import { xlsx } from './xlsx.ts';

export const FORMATS: readonly TableFormat[] = [csv, jsonl, xlsx, parquet];
export type Format = TableFormat['name'];

export interface ExportOptions extends Omit<Snapshot, 'parserVersions'> {
  readonly archive: Archive;
  /** Made where it is missing. */
  readonly directory: string;
  readonly formats: readonly Format[];
  readonly spreadsheet: SpreadsheetRule;
  readonly bom: boolean;
  /** For tests: fewer rows a sheet than a spreadsheet can hold. */
  readonly sheetRows?: number;
  readonly onProgress?: (table: string, rows: number) => void;
}

/** One export under way. */
type Export = ExportOptions & Snapshot;

export interface ExportedFile {
  readonly path: string;
  readonly rows: number;
}

export interface Exported {
  readonly files: readonly ExportedFile[];
  readonly snapshot: string;
  readonly citation: string;
}

/**
 * Writes every table in every format asked for, and `datapackage.json`, the data dictionary. A file appears under its
 * name only when it is complete; memory stays flat whatever the size.
 */
export async function exportTables(asked: ExportOptions): Promise<Exported> {
  const options: Export = { ...asked, parserVersions: parserVersions(asked.archive) };
  const { directory } = options;
  await mkdir(directory, { recursive: true });
  const formats = FORMATS.filter((f) => options.formats.includes(f.name));
  const resources: Resource[] = [];
  for (const table of EXPORT_TABLES)
    for (const format of formats) resources.push(...(await exportTable(table, format, options)));
  const descriptor = join(directory, 'datapackage.json');
  await writeFile(descriptor, `${JSON.stringify(dataPackage(resources, options), null, 2)}\n`);
  return {
    files: [
      ...resources.map(({ path, rows }) => ({ path: join(directory, path), rows })),
      { path: descriptor, rows: 0 },
    ],
    snapshot: snapshotTag(options),
    citation: citation(options, reportsIn(resources)),
  };
}

/** Those that read the current editions; this program's where nothing was read yet. */
function parserVersions(archive: Archive): string[] {
  const rows = archive.rows<{ version: string }>(
    `SELECT DISTINCT g.parser_version AS version FROM reports r JOIN readings g ON g.edition_id = r.edition_id
     ORDER BY 1`,
  );
  const versions = [...rows].map(({ version }) => version);
  return versions.length > 0 ? versions : [PARSER_VERSION];
}

async function exportTable(table: ExportTable, format: TableFormat, options: Export): Promise<Resource[]> {
  const pathOf = (part: number): string =>
    part === 1 ? `${table.name}.${format.name}` : `${table.name}-${part}.${format.name}`;
  const begun = new Set<string>();
  const partialOf = (part: number): string => {
    const partial = `${join(options.directory, pathOf(part))}.part`;
    begun.add(partial);
    return partial;
  };
  const rowsOf = (wanted: ExportTable): Iterable<Row> =>
    wanted === table ? followed(table, options) : sourceOf(wanted, options);
  try {
    const written = await format.write(partialOf, table, rowsOf, {
      ...options,
      snapshot: snapshotTag(options),
    });
    const resources: Resource[] = [];
    for (const [i, rows] of written.entries()) {
      const [part, path] = [i + 1, pathOf(i + 1)];
      const partial = partialOf(part);
      const sha256 = await hashOf(partial);
      const { size } = await stat(partial);
      await rename(partial, join(options.directory, path));
      resources.push({ table, format, part, path, rows, bytes: size, sha256 });
    }
    await removeFurther(options.directory, written.length, pathOf);
    return resources;
  } catch (error) {
    for (const partial of begun) await rm(partial, { force: true });
    throw error;
  }
}

/** What an earlier, larger export left beyond the last file would be taken for part of this one. */
async function removeFurther(
  directory: string,
  last: number,
  pathOf: (part: number) => string,
): Promise<void> {
  for (let part = last + 1; existsSync(join(directory, pathOf(part))); part += 1)
    await rm(join(directory, pathOf(part)));
}

function sourceOf({ source }: ExportTable, { archive, since, figures }: ExportOptions): Iterable<Row> {
  if (!('sql' in source)) return source.rows();
  const rows = archive.rows<Row>(source.sql, since);
  return source.layCorrections === true ? laid(rows, correctedRows(archive), figures) : rows;
}

/** What people corrected and what holds, by report, then by column. */
function correctedRows(archive: Archive): ReadonlyMap<Cell, Row> {
  return new Map(
    [...archive.corrections.applied()].map(([reportId, fields]) => [
      reportId,
      Object.fromEntries([...fields].map(([field, value]) => [fieldOf(field)?.column ?? field, value])),
    ]),
  );
}

function* laid(
  rows: Iterable<Row>,
  corrected: ReadonlyMap<Cell, Row>,
  figures: Snapshot['figures'],
): Generator<Row, void> {
  for (const row of rows) {
    const own = corrected.get(row.report_id ?? null);
    if (own === undefined) yield row;
    else
      yield {
        ...row,
        ...(figures === 'corrected' ? own : {}),
        corrected_fields: Object.keys(own).join(' '),
      };
  }
}

/** Rows between two reports of progress. */
const STRIDE = 2000;

function* followed(table: ExportTable, options: ExportOptions): Generator<Row, void> {
  let rows = 0;
  for (const row of sourceOf(table, options)) {
    rows += 1;
    if (rows % STRIDE === 0) options.onProgress?.(table.name, rows);
    yield row;
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
