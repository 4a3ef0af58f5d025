import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { contentOf } from '../pipeline/support.ts';
import { demoConfig } from '../portals/config.ts';
import { type Portals, startPortals } from '../portals/server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHILD = fileURLToPath(new URL('crawl.child.ts', import.meta.url));

/** A fault of the program, met by the harness. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** What a crawl said before it ended. */
export interface Ended {
  /** Null: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Replicas, a configuration without pauses, and what an undisturbed crawl of them ends with. */
export class FaultBench {
  readonly folder: string;
  readonly config: string;
  readonly portals: Portals;
  /** Lines that an undisturbed crawl says. */
  readonly lines: number;
  /** What an undisturbed crawl leaves behind. */
  readonly content: string;
  /** Bytes of its database with its companions, at the end. */
  readonly size: number;

  private constructor(
    bench: Pick<FaultBench, 'folder' | 'config' | 'portals' | 'lines' | 'content' | 'size'>,
  ) {
    this.folder = bench.folder;
    this.config = bench.config;
    this.portals = bench.portals;
    this.lines = bench.lines;
    this.content = bench.content;
    this.size = bench.size;
  }

  /** @param only sites to crawl; all replicas where it is left out */
  static async start({ only }: { readonly only?: readonly string[] } = {}): Promise<FaultBench> {
    // A disk in memory where there is one: killing a process loses nothing that the system holds, so nothing is missed.
    const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    const folder = mkdtempSync(join(base, 'nianbao-faults-'));
    const config = join(folder, 'config');
    demoConfig(config, only);
    const settings = join(config, 'nianbao.yaml');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/delay_ms: \d+/u, 'delay_ms: 0'));
    appendFileSync(settings, 'storage: {least_free_mb: 0}\n');
    const portals = await startPortals();
    const db = join(folder, 'undisturbed.sqlite');
    const { ended } = childCrawl(db, config, portals.port);
    const { code, stdout, stderr } = await ended;
    if (code !== 0 || !stdout.endsWith('done ok\n'))
      throw new Fault(`the undisturbed crawl failed: ${stderr}`);
    const content = contentAt(db);
    return new FaultBench({
      folder,
      config,
      portals,
      lines: stdout.split('\n').length - 1,
      content,
      size: readFileSync(db).length,
    });
  }

  crawl(db: string): ReturnType<typeof childCrawl> {
    return childCrawl(db, this.config, this.portals.port);
  }

  /** A crawl to the end; the database must then be what an undisturbed crawl leaves. */
  async finish(db: string, after: string): Promise<void> {
    const { code, stdout, stderr } = await this.crawl(db).ended;
    if (code !== 0 || !stdout.endsWith('done ok\n'))
      throw new Fault(`${after}: the next crawl failed with code ${code}: ${stderr}${stdout.slice(-200)}`);
    if (contentAt(db) !== this.content)
      throw new Fault(`${after}: the next crawl ends with other content than an undisturbed one (${db})`);
  }

  async close(keep = false): Promise<void> {
    await this.portals.close();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}

export function childCrawl(db: string, config: string, port: number) {
  const child = spawn(process.execPath, [CHILD, db, config, String(port)], {
    cwd: ROOT,
    env: {
      ...process.env,
      NO_COLOR: '1',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(dirname(config), 'compiled'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ended: endOf(child) };
}

/** Runs a command line in the project's folder. */
export function run(command: string, args: readonly string[]): Promise<Ended> {
  return endOf(
    spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

function endOf(child: ReturnType<typeof spawn>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Copies a database with its companions, as a crash left them. */
export function copyDatabase(from: string, to: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) {
    rmSync(`${to}${end}`, { force: true });
    if (existsSync(`${from}${end}`)) cpSync(`${from}${end}`, `${to}${end}`);
  }
}

export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
}

/** Opens a database as the next command would, and closes it again. */
export function withArchive<T>(file: string, look: (archive: Archive) => T): T {
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  try {
    return look(archive);
  } finally {
    archive.close();
  }
}

/** @throws Fault where the database is not sound. */
export function mustBeSound(file: string, after: string): void {
  const problems = withArchive(file, (archive) => archive.verify());
  if (problems.length > 0) throw new Fault(`${after}: ${problems.join('\n')} (${file})`);
}

/** What was said to be stored must be there. */
export function mustHold(file: string, stdout: string, after: string): number {
  return withArchive(file, (archive) => {
    const captures = new Map(
      [
        ...archive.rows<{ id: number; sha256: string }>(
          `SELECT id, coalesce(payload_sha256, revalidated_sha256, '-') AS sha256 FROM captures`,
        ),
      ].map(({ id, sha256 }) => [id, sha256]),
    );
    const reports = new Set([...archive.rows<{ id: number }>('SELECT id FROM reports')].map(({ id }) => id));
    // The last line may be cut off by the kill.
    const lines = stdout.slice(0, stdout.lastIndexOf('\n') + 1).split('\n');
    for (const line of lines) {
      const [what, id, sha256] = line.split(' ');
      const kept = what === 'capture' ? captures.get(Number(id)) === sha256 : reports.has(Number(id));
      if ((what === 'capture' || what === 'report') && !kept)
        throw new Fault(`${after}: "${line}" was said to be stored and is gone (${file})`);
    }
    return lines.length - 1;
  });
}

/**
 * All that a database says, without ids, times, and answers that only said "not changed": equal for any two ways to
 * the same end. Duplicates would show: nothing is made distinct but captures, which a resumed crawl may repeat.
 */
export function contentAt(file: string): string {
  return withArchive(file, (archive) => contentIn(archive, file));
}

/** The same of a database that is open. */
export function contentIn(archive: Archive, file: string): string {
  return JSON.stringify(Object.entries(rowsIn(archive, file)));
}

/** The same as rows, each as JSON, by what they tell of, in an order that does not depend on the database. */
export function rowsIn(archive: Archive, file: string): Readonly<Record<string, readonly string[]>> {
  const twice = [
    ...archive.rows(
      'SELECT resource_id FROM captures GROUP BY run_id, resource_id, fetched_at, form HAVING count(*) > 1',
    ),
  ];
  if (twice.length > 0) throw new Fault(`a fetch is recorded twice (${file})`);
  const captures = [
    ...archive.rows(
      `SELECT DISTINCT s.site_id, s.url, s.kind, s.title, c.form, c.outcome, c.payload_sha256 FROM captures c
         JOIN resources s ON s.id = c.resource_id WHERE coalesce(c.status, 0) <> 304`,
    ),
  ];
  const judgements = [
    ...archive.rows(
      `SELECT s.url, p.sha256, j.role, j.status, j.url AS at, coalesce(j.content_sha256, e.content_sha256) AS content
         FROM judgements j JOIN resources s ON s.id = j.resource_id JOIN payloads p ON p.id = j.payload_id
           LEFT JOIN editions e ON e.id = j.edition_id`,
    ),
  ];
  // Databases differ in where they put what is null.
  const inOrder = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  const tables = JSON.parse(contentOf(archive)) as Record<string, readonly unknown[]>;
  return Object.fromEntries(
    Object.entries({ ...tables, captures, judgements }).map(([name, rows]) => [name, inOrder(rows)]),
  );
}
