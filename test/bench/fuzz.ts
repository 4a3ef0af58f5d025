/**
 * `npm run bench:fuzz`: documents damaged at random, and documents made to break a reader, read as a crawl reads them:
 * on threads with a limit of time and memory. `--documents N` damaged ones (default 200), `--seed N`, `--only WORD` of a
 * specimen's or bomb's name, `--no-bombs` for the damaged ones alone (a long run may be split by seeds). Exits 1 when one was not
 * judged, took longer than the limit (for one page, where it had to be recognised), or memory went past it.
 */
import { parseArgs } from 'node:util';
import { ParserPool } from '../../src/pipeline/parser-pool.ts';
import { bombs } from '../documents/hostile/bombs.ts';
import { mutate, type Specimen, specimens } from '../documents/hostile/mutate.ts';
import { seeded } from '../documents/random.ts';

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    'no-bombs': { type: 'boolean', default: false },
  },
});
const wanted = Number(options.documents);
const seed = Number(options.seed);
if (!Number.isInteger(wanted) || wanted < 0 || !Number.isInteger(seed))
  throw new Error(`--documents ${options.documents} --seed ${options.seed}: expected whole numbers`);

const TIMEOUT_MS = 60_000;
/** Ending a thread takes a moment, on a busy machine several. */
const SLACK_MS = 15_000;
const MEMORY_MB = 512;
const THREADS = 2;
const MIB = 1024 * 1024;

// What LibreOffice would make of damaged files is not what is measured.
process.env.PATH = '';

interface Row {
  documents: number;
  read: number;
  unreadable: number;
  slowest: number;
  total: number;
}

const table = new Map<string, Row>();
const faults: string[] = [];
const kinds = (await specimens()).filter((s) => s.name.includes(options.only));
const hostile = (options['no-bombs'] ? [] : bombs()).filter((b) => b.name.includes(options.only));

/** Memory of this process without any reader. */
const own = process.memoryUsage.rss();
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);
const pool = new ParserPool({ size: THREADS, timeoutMs: TIMEOUT_MS, memoryMb: MEMORY_MB });

async function read(kind: string, name: string, bytes: Uint8Array): Promise<void> {
  const row = table.get(kind) ?? { documents: 0, read: 0, unreadable: 0, slowest: 0, total: 0 };
  table.set(kind, row);
  const start = performance.now();
  let sign = start;
  let longest = 0;
  const onPage = (): void => {
    longest = Math.max(longest, performance.now() - sign);
    sign = performance.now();
  };
  const hints = { url: null, body: null, year: null, title: null };
  try {
    const { reports } = await pool.parse({ bytes, contentType: undefined, hints }, onPage);
    row[reports.every((r) => r.status === 'unreadable') ? 'unreadable' : 'read'] += 1;
    if (reports.length === 0) faults.push(`${name}: no judgement`);
  } catch (error) {
    faults.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  onPage();
  const ms = performance.now() - start;
  row.documents += 1;
  row.total += ms;
  row.slowest = Math.max(row.slowest, ms);
  if (longest > TIMEOUT_MS + SLACK_MS)
    faults.push(`${name}: ${(longest / 1000).toFixed(1)} s, of ${(ms / 1000).toFixed(1)} s, without a page`);
}

/** As many documents at a time as there are threads: the time of each is its own. */
async function readAll(
  documents: Iterable<readonly [kind: string, name: string, bytes: Uint8Array]>,
): Promise<void> {
  const iterator = documents[Symbol.iterator]();
  const next = async (): Promise<void> => {
    for (let item = iterator.next(); item.done !== true; item = iterator.next()) await read(...item.value);
  };
  await Promise.all(Array.from({ length: THREADS }, next));
}

function* damaged(): Generator<readonly [string, string, Uint8Array]> {
  const random = seeded(seed);
  const urn = kinds.flatMap((kind) => Array<Specimen>(kind.weight).fill(kind));
  for (let i = 0; i < wanted && urn.length > 0; i++) {
    const kind = urn[Math.floor(random() * urn.length)];
    const other = urn[Math.floor(random() * urn.length)];
    if (kind === undefined || other === undefined) return;
    const bytes = mutate(kind.bytes, other.bytes, seed * 1_000_003 + i);
    yield [kind.name, `${kind.name} --seed ${seed} number ${i}`, kind.pack?.(bytes) ?? bytes];
  }
}

const begun = performance.now();
await readAll(damaged());
const peakDamaged = peak;
await readAll(hostile.map((b) => [b.name, b.name, b.bytes] as const));
clearInterval(watch);
await pool.close();

console.log(
  `${'document'.padEnd(40)}${['tried', 'read', 'unreadable', 'ms each', 'slowest ms'].map((h) => h.padStart(11)).join('')}`,
);
for (const [name, row] of table)
  console.log(
    name.padEnd(40) +
      [row.documents, row.read, row.unreadable, row.total / row.documents, row.slowest]
        .map((n) => n.toFixed(0).padStart(11))
        .join(''),
  );
const perThread = (bytes: number): number => Math.max(0, bytes - own) / THREADS / MIB;
console.log(
  `${((performance.now() - begun) / 1000).toFixed(0)} s; memory a thread at most ${perThread(peakDamaged).toFixed(0)} MiB with damaged, ${perThread(peak).toFixed(0)} MiB with hostile documents`,
);
if (perThread(peak) > MEMORY_MB) faults.push(`memory: ${perThread(peak).toFixed(0)} MiB a thread`);
for (const fault of faults.slice(0, 40)) console.log(`FAULT ${fault}`);
if (faults.length > 0) process.exitCode = 1;
