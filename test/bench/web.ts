/**
 * `npm run bench:web -- --db storage/bench/nianbao.sqlite`: how fast the viewer answers while twenty readers ask at
 * once, and how much memory it takes. `npm run bench:database` makes the database. The index is made first, and is not
 * counted; every page is asked for with other addresses each time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';

const { values: options } = parseArgs({
  options: {
    db: { type: 'string', default: 'storage/bench/nianbao.sqlite' },
    readers: { type: 'string', default: '20' },
    requests: { type: 'string', default: '400' },
  },
});
const readers = Number(options.readers);
const perPage = Number(options.requests);
const root = fileURLToPath(new URL('../..', import.meta.url));
const agent = new Agent({ keepAlive: true, maxSockets: readers });

interface Report {
  readonly siteId: string;
  readonly body: string;
  readonly year: number;
  readonly editionId: number;
  readonly regionCode: string;
}

/** Addresses of a kind of page, one for each number. */
interface Kind {
  readonly name: string;
  /** Milliseconds that 95 of 100 answers must not exceed. */
  readonly limit: number;
  readonly address: (i: number) => string;
}

const child = spawn(
  process.execPath,
  ['src/cli/nianbao.js', 'serve', '--db', options.db, '--port', '0', '--json'],
  {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
try {
  const { url } = JSON.parse(await firstLine(child)) as { url: string };
  const waited = await indexed(url);
  console.log(`index ready after ${(waited / 1000).toFixed(0)} s, memory ${memory(child)}`);
  console.log(
    `${'page'.padEnd(28)} ${['p50', 'p95', 'max', 'limit', 'CPU'].map((head) => head.padStart(7)).join('')}  ms`,
  );
  let slow = 0;
  for (const kind of kinds(sample())) {
    const before = cpuMs(child);
    const times = await ask(url, kind);
    const cpu = (cpuMs(child) - before) / times.length;
    const at = (share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    const late = at(0.95) > kind.limit;
    if (late) slow += 1;
    const figures = [at(0.5), at(0.95), times.at(-1) ?? 0, kind.limit];
    console.log(
      `${kind.name.padEnd(28)} ${figures.map((n) => n.toFixed(0).padStart(7)).join('')}${cpu.toFixed(1).padStart(7)}       ${memory(child)}${late ? '  too slow' : ''}`,
    );
  }
  console.log(`memory ${memory(child)}`);
  process.exitCode = slow > 0 ? 1 : 0;
} finally {
  child.kill('SIGTERM');
}

function kinds(reports: readonly Report[]): Kind[] {
  const pick = (i: number): Report => reports[i % reports.length] ?? fail();
  const site = ({ siteId }: Report): string => `/sites/${siteId}`;
  const body = (r: Report): string => `${site(r)}/${encodeURIComponent(r.body)}`;
  const words = ['公开', '复议', '培训', '保密审查', '食品药品', '依申请公开 答复', '土地征收', '细化台账'];
  const q = (i: number): string => `q=${encodeURIComponent(words[i % words.length] ?? '')}`;
  const year = (i: number): number => 2019 + (i % 7);
  const measures = ['received', 'granted', 'refused', 'reviews_lost', 'refused_process_info'];
  return [
    { name: 'heat map', limit: 500, address: () => '/' },
    { name: 'region', limit: 200, address: (i) => `/regions/${pick(i).regionCode.slice(0, 2)}` },
    { name: 'county', limit: 200, address: (i) => site(pick(i)) },
    { name: 'body', limit: 200, address: (i) => body(pick(i)) },
    { name: 'report', limit: 200, address: (i) => `${body(pick(i))}/${pick(i).year}` },
    {
      name: 'archived document at a cell',
      limit: 200,
      address: (i) => `/editions/${pick(i).editionId}/document?field=requests.new.total`,
    },
    {
      name: 'rankings',
      limit: 200,
      address: (i) => `/rankings?measure=${measures[i % measures.length]}&year=${year(i)}`,
    },
    { name: 'search: words', limit: 300, address: (i) => `/search?${q(i)}` },
    { name: 'search: words, year', limit: 300, address: (i) => `/search?${q(i)}&year=${year(i)}` },
    {
      name: 'search: words, figures',
      limit: 300,
      address: (i) => `/search?${q(i)}&where=requests.new.total+%3E+${i % 60}`,
    },
    {
      name: 'search: figures',
      limit: 300,
      address: (i) => `/search?where=requests.new.total+%3E+${20 + (i % 60)}`,
    },
    {
      name: 'search: rare figures',
      limit: 300,
      address: (i) => `/search?where=requests.new.total+%3E+${5000 + i}`,
    },
    {
      name: 'search: body',
      limit: 300,
      address: (i) => `/search?body=${encodeURIComponent(pick(i).body.slice(-5))}`,
    },
    {
      name: 'search: rare body',
      limit: 300,
      address: (i) => `/search?body=${encodeURIComponent(pick(i).body)}`,
    },
    { name: 'changes', limit: 200, address: () => '/changes' },
    { name: 'feed', limit: 200, address: () => '/feed.atom' },
    { name: 'health', limit: 200, address: () => '/health' },
    { name: 'codebook', limit: 200, address: () => '/codebook' },
    { name: 'coverage.csv', limit: 200, address: () => '/coverage.csv' },
    { name: 'values.json', limit: 200, address: (i) => `${body(pick(i))}/${pick(i).year}/values.json` },
  ];
}

function fail(): never {
  throw new Error(`${options.db} holds no report`);
}

/** Reports from all over the database. */
function sample(): Report[] {
  const archive = Archive.open({ file: options.db, fields: FIELDS, mode: 'read' });
  try {
    return [
      ...archive.rows<Report>(
        `SELECT site_id AS siteId, body, year, edition_id AS editionId, region_code AS regionCode FROM reports
         ORDER BY (id * 7919) % 104729 LIMIT 2000`,
      ),
    ];
  } finally {
    archive.close();
  }
}

/** Milliseconds of each answer, sorted. */
async function ask(url: string, { address }: Kind): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let i = next++; i < perPage; i = next++) {
      const start = performance.now();
      await answer(url + address(i));
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: readers }, reader));
  return times.sort((a, b) => a - b);
}

function answer(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(address, { agent, headers: { 'accept-language': 'zh' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`${address}: ${response.statusCode}`)),
      );
    }).on('error', (error: NodeJS.ErrnoException) =>
      // The server may close a resting connection just as it is used again.
      error.code === 'ECONNRESET' ? answer(address).then(resolve, reject) : reject(error),
    );
  });
}

function firstLine(of: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    of.stdout?.once('data', (data) => resolve(String(data)));
    of.once('exit', (code) => reject(new Error(`nianbao serve ended with ${code}`)));
  });
}

async function indexed(url: string): Promise<number> {
  const start = performance.now();
  while (!(await answer(`${url}/health`)).includes('已更新'))
    await new Promise((resolve) => setTimeout(resolve, 1000));
  return performance.now() - start;
}

/** Processor time that it has used, milliseconds (Linux counts in hundredths of a second). */
function cpuMs(of: ChildProcess): number {
  const fields = readFileSync(`/proc/${of.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resident memory now and at its highest (Linux). */
function memory(of: ChildProcess): string {
  const status = readFileSync(`/proc/${of.pid}/status`, 'utf8');
  const mib = (name: string): string =>
    `${Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`, 'u').exec(status)?.[1] ?? 0) / 1024)} MiB`;
  return `${mib('VmRSS')}, at most ${mib('VmHWM')}`;
}
