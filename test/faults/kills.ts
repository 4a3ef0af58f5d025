import { join } from 'node:path';
import { copyDatabase, type FaultBench, mustBeSound, mustHold, removeDatabase } from './bench.ts';
import { type Amount, inLanes, never } from './lanes.ts';
import { losePower } from './power.ts';
import type { Random } from './random.ts';

export interface KillFigures {
  kills: number;
  /** Databases that were crawled to their end afterwards, each compared with the undisturbed one. */
  finished: number;
  /** Lines of "is stored" that were checked after the kills. */
  promises: number;
  /** Copies whose WAL was cut as by a power cut, each verified. */
  powerCuts: number;
  /** Of these, sequences that went on with the cut database. */
  goneOnAfterPowerCut: number;
}

/** Most kills of one database before it is crawled to its end. */
const MOST_IN_A_ROW = 12;
/** Making the database, loading the program: a kill may fall before the first request. */
const STARTING_MS = 900;

/**
 * Kills crawls of the replicas at random moments: `kills` times, each followed by a full verification; after some of them
 * the crawl is brought to its end and compared. Works on several databases at a time.
 * @throws Fault at the first thing that is not as promised.
 */
export async function killAtRandom(
  bench: FaultBench,
  { seed, kills, lanes, until = never }: Amount & { readonly kills: number },
  told: (figures: KillFigures) => void = () => undefined,
): Promise<KillFigures> {
  const figures: KillFigures = { kills: 0, finished: 0, promises: 0, powerCuts: 0, goneOnAfterPowerCut: 0 };
  let left = kills;
  let databases = 0;
  await inLanes(seed, lanes, async (random, goOn) => {
    while (left > 0 && goOn() && !until()) {
      const inARow = Math.min(left, random.whole(1, MOST_IN_A_ROW));
      left -= inARow;
      databases += 1;
      const db = join(bench.folder, `killed-${databases}.sqlite`);
      for (let i = 0; i < inARow; i += 1) {
        await killOnce(bench, db, random, figures);
        told(figures);
      }
      await bench.finish(db, `after ${inARow} kills`);
      mustBeSound(db, `after ${inARow} kills and the rest of the crawl`);
      figures.finished += 1;
      told(figures);
      removeDatabase(db);
    }
  });
  return figures;
}

async function killOnce(bench: FaultBench, db: string, random: Random, figures: KillFigures): Promise<void> {
  let [stdout, words, killed] = ['', '', false];
  // A crawl may be through before its moment comes: then another moment.
  while (!killed) {
    const moment = momentOf(bench, random);
    ({ stdout, killed } = await killedAt(bench, db, moment));
    words = moment.words;
  }
  figures.kills += 1;
  const after = `kill ${figures.kills} (${words})`;
  const copy = `${db}.copy`;
  copyDatabase(db, copy);
  mustBeSound(db, after);
  figures.promises += mustHold(db, stdout, after);
  const cut = losePower(copy, random);
  if (cut !== null) {
    figures.powerCuts += 1;
    const afterCut = `${after}, then a power cut (${cut.words})`;
    mustBeSound(copy, afterCut);
    if (cut.keepsPromises) mustHold(copy, stdout, afterCut);
    if (random.fraction() < 0.3) {
      figures.goneOnAfterPowerCut += 1;
      copyDatabase(copy, db);
    }
  }
  removeDatabase(copy);
}

interface Moment {
  /** So many lines said; null: so many milliseconds after the start, whatever was said. */
  readonly lines: number | null;
  readonly ms: number;
  readonly words: string;
}

function momentOf(bench: FaultBench, random: Random): Moment {
  if (random.fraction() < 0.15) {
    const ms = random.whole(1, STARTING_MS);
    return { lines: null, ms, words: `${ms} ms after its start` };
  }
  // Half of them on the spot, half somewhere in what is done next.
  const ms = random.fraction() < 0.5 ? 0 : random.whole(1, 60);
  const lines = random.whole(1, bench.lines);
  return { lines, ms, words: `${ms} ms after line ${lines}` };
}

async function killedAt(bench: FaultBench, db: string, { lines, ms }: Moment) {
  const { child, ended } = bench.crawl(db);
  const kill = (): void => {
    if (ms === 0) child.kill('SIGKILL');
    else setTimeout(() => child.kill('SIGKILL'), ms);
  };
  let said = 0;
  if (lines === null) kill();
  else
    child.stdout.on('data', (text: string) => {
      const before = said;
      said += text.split('\n').length - 1;
      if (before < lines && said >= lines) kill();
    });
  const { code, stdout } = await ended;
  return { stdout, killed: code === null };
}
