import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '../archive/archive.ts';
import { citation, dataPackage, type Resource, type Snapshot, snapshotTag } from './data-package.ts';
import type { Row, SpreadsheetRule, TableFormat } from './format.ts';
import { parquet } from './parquet.ts';
import { EXPORT_TABLES, type ExportTable } from './tables.ts';
import { csv, jsonl } from './text-formats.ts';
import { xlsx } from './xlsx.ts';

export const FORMATS: readonly TableFormat[] = [csv, jsonl, xlsx, parquet];
export type Format = TableFormat['name'];

export interface ExportOptions extends Snapshot {
  readonly archive: Archive;
  /** Made where it is missing. */
  readonly directory: string;
  readonly formats: readonly Format[];
  readonly spreadsheet: SpreadsheetRule;
  readonly bom: boolean;
  readonly onProgress?: (table: string, rows: number) => void;
}

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
export async function exportTables(options: ExportOptions): Promise<Exported> {
  const { directory } = options;
  await mkdir(directory, { recursive: true });
  const formats = FORMATS.filter((f) => options.formats.includes(f.name));
  const resources: Resource[] = [];
  for (const table of EXPORT_TABLES)
    for (const format of formats) resources.push(await exportTable(table, format, options));
  const descriptor = join(directory, 'datapackage.json');
  await writeFile(descriptor, `${JSON.stringify(dataPackage(resources, options), null, 2)}\n`);
  const reports = resources.find((r) => r.table.name === 'reports')?.rows ?? 0;
  return {
    files: [
      ...resources.map(({ path, rows }) => ({ path: join(directory, path), rows })),
      { path: descriptor, rows: 0 },
    ],
    snapshot: snapshotTag(options),
    citation: citation(options, reports),
  };
}

async function exportTable(
  table: ExportTable,
  format: TableFormat,
  options: ExportOptions,
): Promise<Resource> {
  const path = `${table.name}.${format.name}`;
  const target = join(options.directory, path);
  const partial = `${target}.part`;
  const counter = { rows: 0 };
  const rowsOf = (wanted: ExportTable): Iterable<Row> =>
    wanted === table ? counted(table, options, counter) : sourceOf(wanted, options);
  try {
    await format.write(partial, table, rowsOf, { ...options, snapshot: snapshotTag(options) });
    const sha256 = await hashOf(partial);
    const { size } = await stat(partial);
    await rename(partial, target);
    return { table, format, path, rows: counter.rows, bytes: size, sha256 };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

function sourceOf({ source }: ExportTable, { archive, since }: ExportOptions): Iterable<Row> {
  return 'sql' in source ? archive.rows<Row>(source.sql, since) : source.rows();
}

/** Rows between two reports of progress. */
const STRIDE = 2000;

function* counted(
  table: ExportTable,
  options: ExportOptions,
  counter: { rows: number },
): Generator<Row, void> {
  for (const row of sourceOf(table, options)) {
    counter.rows += 1;
    if (counter.rows % STRIDE === 0) options.onProgress?.(table.name, counter.rows);
    yield row;
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
