import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { read, utils } from '@e965/xlsx';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { exampleArchive, exported } from './support.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type Row = Record<string, unknown>;

function jsonLines(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

/** A sheet's rows below the line that names the columns. */
function sheetRows(file: string, sheet: string): Row[] {
  const workbook = read(readFileSync(file), { cellDates: true, UTC: true });
  const cells = workbook.Sheets[sheet];
  assert.ok(cells, `${file} has a sheet ${sheet}, not only ${workbook.SheetNames.join(', ')}`);
  const lines = utils.sheet_to_json<unknown[]>(cells, { header: 1, defval: null, UTC: true });
  const head = lines.findIndex((line) => line.includes('report_id') || line.includes('field'));
  const names = lines[head] as string[];
  return lines
    .slice(head + 1)
    .map((line) => Object.fromEntries(names.map((name, i) => [name, line[i] ?? null])));
}

test('every format holds the same values in the same order, with numbers as numbers', async (t) => {
  const example = exampleArchive(t);
  await exported(example, ['csv', 'jsonl', 'xlsx', 'parquet']);
  const out = (name: string): string => join(example.directory, 'out', name);

  const values = jsonLines(out('values.jsonl'));
  assert.equal(values.length, 3 * FIELDS.length);
  assert.ok(values.some((v) => v.value === 0) && values.some((v) => v.value === null));
  assert.ok(values.some((v) => v.value === 190.457379));

  const fromSheet = sheetRows(out('values.xlsx'), 'values');
  assert.deepEqual(
    fromSheet.map((v) => [v.report_id, v.year, v.field, v.value, v.raw]),
    values.map((v) => [v.report_id, v.year, v.field, v.value, v.raw]),
  );
  const fromParquet = await parquetReadObjects({ file: await asyncBufferFromFile(out('values.parquet')) });
  assert.deepEqual(
    fromParquet.map((v) => [v.report_id, v.year, v.field, v.value ?? null, v.raw ?? null]),
    values.map((v) => [v.report_id, v.year, v.field, v.value, v.raw]),
  );
  const csv = readFileSync(out('values.csv'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    csv.slice(1),
    values.map((v) =>
      [
        ...['report_id', 'site_id', 'region_code', 'body', 'year', 'field', 'value', 'raw', 'at', 'page'],
        ...['corrected_value', 'corrected_by', 'corrected_on', 'correction_reason'],
      ]
        .map((name) => v[name] ?? '')
        .join(','),
    ),
  );
});

test('a table longer than a sheet goes on in further workbooks, each described', async (t) => {
  const example = exampleArchive(t);
  const out = (name: string): string => join(example.directory, 'out', name);
  await exported(example, ['jsonl']);
  const values = jsonLines(out('values.jsonl'));
  // One row of head, 400 of values.
  const { files } = await exported(example, ['xlsx'], { sheetRows: 401 });
  const parts = files.filter(({ path }) => /values(-\d+)?\.xlsx$/u.test(path));
  assert.deepEqual(
    parts.map(({ path, rows }) => [path, rows]),
    [
      [out('values.xlsx'), 400],
      [out('values-2.xlsx'), 400],
      [out('values-3.xlsx'), values.length - 800],
    ],
  );
  assert.deepEqual(
    parts.flatMap(({ path }) => sheetRows(path, 'values')).map((v) => [v.report_id, v.field, v.value]),
    values.map((v) => [v.report_id, v.field, v.value]),
  );
  assert.deepEqual(read(readFileSync(out('values-2.xlsx')), { bookSheets: true }).SheetNames, ['values']);
  const { resources } = JSON.parse(readFileSync(out('datapackage.json'), 'utf8')) as {
    resources: { name: string; path: string; hash: string; 'x-rows': number }[];
  };
  const described = resources.find(({ path }) => path === 'values-3.xlsx');
  assert.deepEqual([described?.name, described?.['x-rows']], ['values-3', values.length - 800]);
  assert.equal(described?.hash, `sha256:${sha256(readFileSync(out('values-3.xlsx')))}`);
  // A smaller export into the same folder leaves no parts of the larger one behind.
  await exported(example, ['xlsx']);
  assert.ok(!existsSync(out('values-2.xlsx')) && !existsSync(out('values-3.xlsx')));
});

test('wide holds what was read and names what people corrected, or holds that on request', async (t) => {
  const example = exampleArchive(t);
  const wide = async (figures: 'read' | 'corrected'): Promise<Row[]> => {
    await exported(example, ['jsonl'], { figures });
    return jsonLines(join(example.directory, 'out', 'wide.jsonl'));
  };
  const [before] = await wide('read');
  const was = Number(before?.requests_new_total);
  const signed = { siteId: 'ruzhou', author: '李梅', date: '2026-11-26', reason: '', source: 'a.yaml:1' };
  const figure = { kind: 'value', body: '汝州市司法局', year: 2021, field: 'requests.new.total' } as const;
  example.archive.corrections.put([{ ...signed, ...figure, was, value: was + 1 }]);
  const first = (rows: readonly Row[]) => [rows[0]?.requests_new_total, rows[0]?.corrected_fields];
  assert.equal(before?.corrected_fields, null);
  assert.deepEqual(first(await wide('read')), [was, 'requests_new_total']);
  const laid = await wide('corrected');
  assert.deepEqual(first(laid), [was + 1, 'requests_new_total']);
  assert.equal(laid[1]?.corrected_fields, null);
});

test('the wide table has one column a field, and agrees with the long one', async (t) => {
  const example = exampleArchive(t);
  await exported(example, ['jsonl', 'xlsx']);
  const out = (name: string): string => join(example.directory, 'out', name);
  const long = new Map(jsonLines(out('values.jsonl')).map((v) => [`${v.report_id} ${v.field}`, v.value]));
  const wide = jsonLines(out('wide.jsonl'));
  assert.equal(wide.length, 3);
  for (const row of wide)
    for (const { id, column } of FIELDS) assert.equal(row[column], long.get(`${row.report_id} ${id}`), id);
  assert.deepEqual(sheetRows(out('values.xlsx'), 'wide'), wide, 'the form in the workbook');
});

test('the workbook shows the official labels above the figures, and the codebook beside them', async (t) => {
  const example = exampleArchive(t);
  await exported(example, ['xlsx']);
  const workbook = read(readFileSync(join(example.directory, 'out', 'values.xlsx')));
  assert.deepEqual(workbook.SheetNames, ['values', 'wide', 'codebook']);
  const wide = utils.sheet_to_json<string[]>(workbook.Sheets.wide ?? {}, { header: 1 });
  const at = wide[3]?.indexOf('requests_granted_total') ?? -1;
  assert.deepEqual(
    wide.slice(0, 3).map((line) => line[at]),
    ['三、收到和处理政府信息公开申请情况', '（一）予以公开', '总计'],
  );
});

test('dates are dates, and text that looks like a formula or holds control characters stays text', async (t) => {
  const example = exampleArchive(t);
  await exported(example, ['xlsx', 'parquet']);
  const out = (name: string): string => join(example.directory, 'out', name);
  const workbook = read(readFileSync(out('reports.xlsx')), { cellFormula: true });
  const cells = Object.values(workbook.Sheets.reports ?? {}) as { f?: string }[];
  assert.ok(
    cells.every((cell) => cell.f === undefined),
    'no cell is a formula',
  );
  const rows = sheetRows(out('reports.xlsx'), 'reports');
  assert.equal(rows[1]?.title, '=HYPERLINK("http://evil.example")');
  assert.equal(rows[2]?.title, '带"引号",逗号\n换行\u0007的标题');
  assert.deepEqual(rows[0]?.published_on, new Date('2024-01-20T00:00:00Z'));
  const parquet = await parquetReadObjects({ file: await asyncBufferFromFile(out('reports.parquet')) });
  assert.deepEqual(parquet[0]?.published_on, new Date('2024-01-20T00:00:00Z'));
  assert.equal(parquet[0]?.region_code, '410482');
});

test('the byte order mark is written on request only', async (t) => {
  const example = exampleArchive(t);
  const file = join(example.directory, 'out', 'reports.csv');
  await exported(example, ['csv']);
  assert.notEqual(readFileSync(file)[0], 0xef);
  await exported(example, ['csv'], { bom: true });
  assert.deepEqual([...readFileSync(file).subarray(0, 3)], [0xef, 0xbb, 0xbf]);
});
