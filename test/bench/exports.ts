/**
 * `npm run bench:exports -- --db storage/bench/nianbao.sqlite --formats csv,parquet`: exports a large database in each
 * format, tells the time and the highest memory, reads every file back as other programs would, and compares what they hold
 * cell by cell: a table has to hash to the same in every format.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { readCsv, readXlsx } from './read-back.ts';

const { values: options } = parseArgs({
  options: {
    db: { type: 'string', default: 'storage/bench/nianbao.sqlite' },
    formats: { type: 'string', default: 'csv,jsonl,xlsx,parquet' },
    out: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = options.out ?? mkdtempSync(join(tmpdir(), 'nianbao-exports-'));

interface Column {
  readonly name: string;
  readonly type: string;
}

interface Resource {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  readonly 'x-rows': number;
  readonly schema: { readonly fields: readonly Column[] };
}

/** What a table holds: rows, a hash over all cells, the sum of all numbers. */
interface Content {
  readonly rows: number;
  readonly hash: string;
  readonly sum: number;
}

try {
  const contents = new Map<string, Map<string, Content>>();
  const formats = options.formats.split(',');
  const begin = (format: string): ReturnType<typeof exported> => exported(format, join(folder, format));
  let exporting = begin(formats[0] ?? '');
  for (const [i, format] of formats.entries()) {
    const directory = join(folder, format);
    const { seconds, memory } = await exporting;
    // On another processor while this one is read back: the whole takes long.
    const next = formats[i + 1];
    if (next !== undefined) exporting = begin(next);
    const { resources } = JSON.parse(readFileSync(join(directory, 'datapackage.json'), 'utf8')) as {
      resources: Resource[];
    };
    console.log(`${format.padEnd(8)} ${seconds.toFixed(0)} s, at most ${memory} MiB`);
    const parts = Map.groupBy(resources, ({ name }) => name.replace(/-\d+$/u, ''));
    for (const [table, files] of parts) {
      const ofTable = contents.get(table) ?? new Map<string, Content>();
      contents.set(table, ofTable.set(format, await contentOf(directory, files)));
    }
  }
  let differing = 0;
  for (const [table, byFormat] of contents) {
    const same = new Set([...byFormat.values()].map(({ hash }) => hash)).size === 1;
    if (!same) differing += 1;
    const [first] = byFormat.values();
    console.log(
      `${table.padEnd(12)} ${first?.rows} rows, numbers add up to ${first?.sum}: ${same ? 'the same in every format' : [...byFormat].map(([f, c]) => `${f} ${c.rows} ${c.sum} ${c.hash.slice(0, 8)}`).join(', ')}`,
    );
  }
  process.exitCode = differing > 0 ? 1 : 0;
} finally {
  if (options.out === undefined) rmSync(folder, { recursive: true, force: true });
}

function exported(format: string, directory: string): Promise<{ seconds: number; memory: number }> {
  const start = performance.now();
  const args = ['src/cli/nianbao.js', 'export', directory, '--db', options.db, '--format', format, '--quiet'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  let memory = 0;
  const timer = setInterval(() => {
    memory = Math.max(memory, peakOf(child.pid ?? 0));
  }, 250);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      clearInterval(timer);
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, memory });
      else reject(new Error(`export of ${format} ended with ${code}`));
    });
  });
}

/** The highest resident memory of a process so far, MiB (Linux); 0 where it has ended. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

async function contentOf(directory: string, files: readonly Resource[]): Promise<Content> {
  const hash = createHash('sha256');
  let [rows, sum] = [0, 0];
  for (const file of files) {
    const { fields } = file.schema;
    let own = 0;
    for await (const row of rowsOf(join(directory, file.path), file)) {
      own += 1;
      const cells = fields.map(({ type }, i) => cellOf(row[i] ?? null, type));
      for (const cell of cells) if (typeof cell === 'number') sum += cell;
      hash.update(`${JSON.stringify(cells)}\n`);
    }
    if (own !== file['x-rows'])
      throw new Error(`${file.path} has ${own} rows, datapackage.json says ${file['x-rows']}`);
    rows += own;
  }
  return { rows, hash: hash.digest('hex'), sum };
}

type Read = string | number | Date | bigint | null;

/** A cell as every format must give it back: times as milliseconds, no text as null, which CSV cannot tell apart. */
function cellOf(cell: Read, type: string): string | number | null {
  if (cell === null || cell === '') return null;
  if (type === 'date' || type === 'datetime') return new Date(cell as string | number | Date).getTime();
  return type === 'integer' || type === 'number' ? Number(cell) : String(cell);
}

/** The rows of a file, cells in the order of the columns. */
function rowsOf(path: string, { format, name, schema }: Resource): AsyncIterable<readonly Read[]> {
  if (format === 'csv') return readCsv(path);
  if (format === 'jsonl') return jsonLines(path, schema.fields);
  if (format === 'parquet') return parquetRows(path, schema.fields);
  return readXlsx(path, name.replace(/-\d+$/u, ''), schema.fields);
}

async function* jsonLines(path: string, columns: readonly Column[]): AsyncGenerator<readonly Read[]> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const row = JSON.parse(line) as Record<string, Read>;
    yield columns.map(({ name }) => row[name] ?? null);
  }
}

async function* parquetRows(path: string, columns: readonly Column[]): AsyncGenerator<readonly Read[]> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = (await parquetReadObjects({ file, metadata, rowStart, rowEnd })) as Record<string, Read>[];
    for (const row of rows) yield columns.map(({ name }) => row[name] ?? null);
    rowStart = rowEnd;
  }
}
