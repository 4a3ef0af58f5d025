import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '../archive/archive.ts';
import { FIELDS } from '../reports/catalogue.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import { VERSION } from '../version.ts';
import { csvLine, type SpreadsheetRule } from './csv.ts';
import { EXPORT_TABLES, type ExportTable } from './tables.ts';

export const FORMATS = ['csv', 'jsonl'] as const;
export type Format = (typeof FORMATS)[number];

export interface ExportOptions {
  readonly archive: Archive;
  /** Made where it is missing. */
  readonly directory: string;
  readonly formats: readonly Format[];
  readonly spreadsheet: SpreadsheetRule;
  readonly now: Date;
  readonly onProgress?: (table: string, rows: number) => void;
}

export interface ExportedFile {
  readonly path: string;
  readonly rows: number;
}

type Row = Readonly<Record<string, string | number | null>>;

/**
 * Writes every table in every format asked for, and `datapackage.json`, the data dictionary. A file appears under its
 * name only when it is complete; memory stays flat whatever the size.
 */
export async function exportTables(options: ExportOptions): Promise<ExportedFile[]> {
  const { archive, directory, formats } = options;
  await mkdir(directory, { recursive: true });
  const files: ExportedFile[] = [];
  for (const table of EXPORT_TABLES)
    for (const format of formats) {
      const path = `${table.name}.${format}`;
      const counter = { rows: 0 };
      const lines = linesOf(table, format, archive.rows<Row>(table.sql), options, counter);
      const target = join(directory, path);
      const partial = `${target}.part`;
      try {
        await pipeline(Readable.from(lines), createWriteStream(partial));
        await rename(partial, target);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
      files.push({ path: target, rows: counter.rows });
    }
  const descriptor = join(directory, 'datapackage.json');
  await writeFile(descriptor, `${JSON.stringify(dataPackage(options), null, 2)}\n`);
  return [...files, { path: descriptor, rows: 0 }];
}

/** Text in pieces of some size: a stream of single lines would spend its time on the stream. */
const CHUNK = 64 * 1024;

function* linesOf(
  table: ExportTable,
  format: Format,
  rows: Iterable<Row>,
  { spreadsheet, onProgress }: ExportOptions,
  counter: { rows: number },
): Generator<string> {
  const names = table.columns.map((c) => c.name);
  let chunk = format === 'csv' ? `${csvLine(names, 'as_is')}` : '';
  for (const row of rows) {
    counter.rows += 1;
    chunk +=
      format === 'csv'
        ? csvLine(
            names.map((n) => row[n] ?? null),
            spreadsheet,
          )
        : `${JSON.stringify(row)}\n`;
    if (chunk.length > CHUNK) {
      onProgress?.(table.name, counter.rows);
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

/** A Frictionless data package: the tables, their columns, and the catalogue of fields. */
function dataPackage({ formats, now }: ExportOptions): unknown {
  return {
    profile: 'data-package',
    name: 'nianbao',
    title:
      '政府信息公开工作年度报告: annual reports on government information disclosure of Chinese counties',
    created: now.toISOString(),
    version: `${VERSION}+parser.${PARSER_VERSION}`,
    resources: EXPORT_TABLES.flatMap((table) =>
      formats.map((format) => ({
        name: format === formats[0] ? table.name : `${table.name}-${format}`,
        path: `${table.name}.${format}`,
        title: table.title,
        format,
        mediatype: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
        encoding: 'utf-8',
        schema: {
          fields: table.columns.map(({ name, type, description }) => ({ name, type, description })),
          missingValues: [''],
          ...(table.name === 'reports' ? { primaryKey: ['report_id'] } : {}),
          ...(table.name === 'values' ? { primaryKey: ['report_id', 'field'] } : {}),
        },
      })),
    ),
    'x-fields': FIELDS.map((f) => ({
      id: f.id,
      column: f.column,
      type: f.type,
      unit: f.unit,
      forms: f.forms,
      label: f.label,
      name: f.name,
    })),
  };
}
