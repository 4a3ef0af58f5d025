/**
 * `npm run test:faults`: kills a crawl of the replicas 200 times at random moments (with power cuts on copies of what the
 * kills left), and fills the disk at 50 random points. Options: `--kills 200 --points 50 --seed 1 --lanes 3 --minutes 45`.
 * Exit code 0: all was as promised · 1: a fault, told with its seed and the database left for a look; or the time was up.
 */
import { parseArgs } from 'node:util';
import { FaultBench } from './bench.ts';
import { fillAtRandom } from './full.ts';
import { killAtRandom } from './kills.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    points: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '45' },
  },
});
const [kills, points, seed, lanes, minutes] = [
  values.kills,
  values.points,
  values.seed,
  values.lanes,
  values.minutes,
].map((text) => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`"${text}" is not a whole number from 0 on`);
  return number;
});
if (kills === undefined || points === undefined || seed === undefined || lanes === undefined)
  throw new Error('an option is missing');

const started = performance.now();
const elapsed = (): string => `${((performance.now() - started) / 60_000).toFixed(1)} min`;
const until = (): boolean => performance.now() - started > (minutes ?? 0) * 60_000;
/** A line every so often: the work takes minutes. */
const teller = (every: number) => {
  let last = 0;
  return (count: number, figures: object): void => {
    if (count < last + every) return;
    last = count;
    console.log(`${elapsed()}  ${JSON.stringify(figures)}`);
  };
};

const bench = await FaultBench.start();
let sound = false;
try {
  console.log(
    `An undisturbed crawl says ${bench.lines} things and leaves ${bench.size} bytes. Seed ${seed}.`,
  );
  const tellKills = teller(20);
  const killed = await killAtRandom(bench, { seed, kills, lanes, until }, (f) => tellKills(f.kills, f));
  console.log(
    `${elapsed()}: ${killed.kills} kills, ${killed.kills} clean verifications; ${killed.promises} things said to be stored, none lost; ` +
      `${killed.powerCuts} power cuts, all clean; ${killed.finished} databases brought to their end, all equal to the undisturbed one.`,
  );
  const tellPoints = teller(10);
  const filled = await fillAtRandom(bench, { seed, points, lanes, until }, (f) => tellPoints(f.points, f));
  console.log(
    `${elapsed()}: ${filled.points} times no room (${filled.fileSystem} on a full file system, the rest at a limit), each exit code 4 ` +
      `and a clean verification; ${filled.finished} databases brought to their end with room, all equal to the undisturbed one.`,
  );
  sound = killed.kills >= kills && filled.points >= points;
  if (!sound)
    console.log(`The time was up: ${killed.kills} of ${kills} kills, ${filled.points} of ${points} points.`);
} catch (error) {
  console.error(
    `${elapsed()}: seed ${seed}, ${bench.folder}: ${error instanceof Error ? error.message : String(error)}`,
  );
} finally {
  await bench.close(!sound);
}
process.exitCode = sound ? 0 : 1;
