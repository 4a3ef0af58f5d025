import { FIELDS } from '../reports/catalogue.ts';
import { comparabilityOf } from '../reports/comparability.ts';
import { VERSION } from '../version.ts';
import type { TableFormat } from './format.ts';
import type { ExportTable } from './tables.ts';

/** A finished file of the package. */
export interface Resource {
  readonly table: ExportTable;
  readonly format: TableFormat;
  /** 1; more where the format holds the table in several files. */
  readonly part: number;
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Snapshot {
  readonly now: Date;
  /** Only what changed since then, UTC ISO 8601; null: everything. */
  readonly since: string | null;
  /** What `wide` holds: what was read, or that with people's corrections laid over it. `values` always has both. */
  readonly figures: 'read' | 'corrected';
  /** Of the parsers that read what the package holds; this program's may have read none of it yet. */
  readonly parserVersions: readonly string[];
}

/** How many reports the package holds. */
export function reportsIn(resources: readonly Resource[]): number {
  const format = resources[0]?.format;
  return resources
    .filter((resource) => resource.table.name === 'reports' && resource.format === format)
    .reduce((sum, { rows }) => sum + rows, 0);
}

/** What a paper cites: the day, and the parser that read the figures; several where not all was read anew since. */
export function snapshotTag({ now, since, figures, parserVersions }: Snapshot): string {
  const part = since === null ? '' : `-since-${since.slice(0, 10)}`;
  return `nianbao-${now.toISOString().slice(0, 10)}-parser-${parserVersions.join('-')}${figures === 'corrected' ? '-corrected' : ''}${part}`;
}

/** The citation to copy. */
export function citation(snapshot: Snapshot, reports: number): string {
  const day = snapshot.now.toISOString().slice(0, 10);
  return `nianbao 年报: annual reports on government information disclosure of Chinese counties. Snapshot ${snapshotTag(snapshot)}, ${reports} reports, made ${day} with nianbao ${VERSION}.`;
}

/** A Frictionless data package (https://specs.frictionlessdata.io/data-package/): files, columns, catalogue of fields. */
export function dataPackage(resources: readonly Resource[], snapshot: Snapshot): unknown {
  const first = resources[0]?.format;
  return {
    profile: 'data-package',
    name: 'nianbao',
    id: snapshotTag(snapshot),
    title:
      '政府信息公开工作年度报告: annual reports on government information disclosure of Chinese counties',
    description: `${citation(snapshot, reportsIn(resources))} A blank cell is null, never zero. Table values has each figure as it was read and, beside it, as a person corrected it; table wide has them ${snapshot.figures === 'corrected' ? 'corrected' : 'as they were read'}, and names in corrected_fields those that a person corrected.`,
    created: snapshot.now.toISOString(),
    version: `${VERSION}+parser.${snapshot.parserVersions.join('.')}`,
    resources: resources.map(({ table, format, part, path, rows, bytes, sha256 }) => ({
      name: `${table.name}${format === first ? '' : `-${format.name}`}${part === 1 ? '' : `-${part}`}`,
      path,
      title: table.title,
      format: format.name,
      mediatype: format.mediatype,
      encoding: 'utf-8',
      bytes,
      hash: `sha256:${sha256}`,
      'x-rows': rows,
      schema: {
        fields: table.columns.map(({ name, type, description, chinese }) => ({
          name,
          type,
          title: chinese,
          description,
        })),
        missingValues: [''],
        ...(table.primaryKey.length > 0 ? { primaryKey: table.primaryKey } : {}),
        ...(table.columns.some((c) => c.name === 'report_id') && table.name !== 'reports'
          ? {
              foreignKeys: [{ fields: 'report_id', reference: { resource: 'reports', fields: 'report_id' } }],
            }
          : {}),
      },
    })),
    'x-fields': FIELDS.map((f) => {
      const known = comparabilityOf(f.id);
      return {
        id: f.id,
        column: f.column,
        type: f.type,
        unit: f.unit,
        forms: f.forms,
        title: f.label,
        description: f.name,
        ...(known === null
          ? {}
          : {
              comparability: {
                fields: known.fields,
                how: known.how,
                en: known.english,
                zh: known.chinese,
              },
            }),
      };
    }),
  };
}
