import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  contentAt,
  copyDatabase,
  type Ended,
  Fault,
  type FaultBench,
  mustBeSound,
  removeDatabase,
  run,
  withArchive,
} from './bench.ts';
import { type Amount, inLanes, never } from './lanes.ts';
import type { Random } from './random.ts';

export interface FullFigures {
  /** Crawls that met a full disk or a limit, and ended with exit code 4. */
  points: number;
  /** Of these, on a file system of its own without a free block; the others at a limit on the size of a file. */
  fileSystem: number;
  /** Databases that were crawled to their end when there was room. */
  finished: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** Where a database lies that gets only so many bytes. */
interface Room {
  readonly folder: string;
  readonly isFileSystem: boolean;
  limit(bytes: number): Promise<void>;
  /** Runs a nianbao command under the limit. */
  nianbao(args: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

/**
 * Crawls the replicas with too little room for the database, at `points` random sizes: exit code 4 each time, a sound
 * database, nothing that was stored before gone; with more room the crawl goes on, and ends like an undisturbed one.
 * @throws Fault at the first thing that is not as promised.
 */
export async function fillAtRandom(
  bench: FaultBench,
  {
    seed,
    points,
    lanes,
    until = never,
    mostGrowth = 1.95,
  }: Amount & {
    readonly points: number;
    /** Room for the next crawl is up to so many times that of the last. */
    readonly mostGrowth?: number;
  },
  told: (figures: FullFigures) => void = () => undefined,
): Promise<FullFigures> {
  const figures: FullFigures = { points: 0, fileSystem: 0, finished: 0 };
  let databases = 0;
  await inLanes(seed, lanes, async (random, goOn) => {
    while (figures.points < points && goOn() && !until()) {
      databases += 1;
      const folder = join(bench.folder, `full-${databases}`);
      const room =
        databases % 2 === 0 ? fileLimit(folder) : ((await fileSystem(folder)) ?? fileLimit(folder));
      try {
        await fillOne(bench, room, { random, mostGrowth }, () => {
          figures.points += 1;
          if (room.isFileSystem) figures.fileSystem += 1;
          told(figures);
        });
      } finally {
        await room.close();
      }
      figures.finished += 1;
      told(figures);
    }
  });
  return figures;
}

/** From almost no room to enough, in random steps. */
async function fillOne(
  bench: FaultBench,
  room: Room,
  { random, mostGrowth }: { readonly random: Random; readonly mostGrowth: number },
  met: () => void,
): Promise<void> {
  const db = join(room.folder, 'nianbao.sqlite');
  const copy = `${room.folder}-copy.sqlite`;
  const crawl = [
    ...['crawl', '--all', '--config', bench.config, '--db', db],
    ...['--connect-to', `127.0.0.1:${bench.portals.port}`, '--insecure-tls'],
  ];
  let captures = 0;
  // As many small sizes as large ones: the first kilobytes are where a database is made.
  for (
    let bytes = 24 * KIB * 2 ** (random.fraction() * 7);
    ;
    bytes *= 1.05 + random.fraction() * (mostGrowth - 1.05)
  ) {
    await room.limit(Math.round(bytes / 4096) * 4096);
    const { code, stdout, stderr } = await room.nianbao(crawl);
    const at = `with ${Math.round(bytes / KIB)} KiB ${room.isFileSystem ? 'of disk' : 'for a file'}`;
    copyDatabase(db, copy);
    mustBeSound(copy, at);
    const now = withArchive(copy, (archive) => [...archive.rows('SELECT id FROM captures')].length);
    if (now < captures)
      throw new Fault(`${at}: ${captures - now} captures of earlier crawls are gone (${copy})`);
    captures = now;
    if (code === 0) break;
    if (code !== 4) throw new Fault(`${at}: exit code ${code}, not 4: ${stderr}${stdout}`);
    if (!/full|left, and/u.test(`${stderr}${stdout}`))
      throw new Fault(`${at}: it does not say why: ${stderr}${stdout}`);
    met();
  }
  if (contentAt(copy) !== bench.content)
    throw new Fault(`with room again, the crawl ends with other content than an undisturbed one (${copy})`);
  removeDatabase(copy);
}

const nianbao = (args: readonly string[]): readonly string[] => [
  process.execPath,
  'src/cli/nianbao.js',
  ...args,
];

/** A file system of its own; null where we may not mount one. */
async function fileSystem(folder: string): Promise<Room | null> {
  mkdirSync(folder, { recursive: true });
  const mount = await run('mount', ['-t', 'tmpfs', '-o', `size=${MIB}`, 'tmpfs', folder]).catch(() => null);
  if (mount?.code !== 0) return null;
  return {
    folder,
    isFileSystem: true,
    limit: async (bytes) => {
      const { code, stderr } = await run('mount', ['-o', `remount,size=${bytes}`, folder]);
      if (code !== 0) throw new Error(`remount: ${stderr}`);
    },
    nianbao: (args) => run('env', nianbao(args)),
    close: async () => {
      await run('umount', [folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A limit on the size of each file, as a quota is to SQLite: not "no space", but an error of the disk. */
function fileLimit(folder: string): Room {
  mkdirSync(folder, { recursive: true });
  let blocks = 0;
  return {
    folder,
    isFileSystem: false,
    limit: (bytes) => {
      blocks = Math.floor(bytes / 512);
      return Promise.resolve();
    },
    nianbao: (args) => run('sh', ['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', ...nianbao(args)]),
    close: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}
