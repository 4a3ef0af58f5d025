/**
 * `npm run test:workers`: the same crawl of all replicas by one process on SQLite, by one worker and by four on PostgreSQL;
 * then workers are killed (SIGKILL) at random moments while the database is restarted twice in each crawl. Options:
 * `--kills 50 --runs 1` (crawls by four that nothing disturbs; 0: kills only) `--seed 1 --minutes 30`. Exit code 0: all was as
 * promised · 1: a fault, told with its seed; or the time was up.
 */
import { parseArgs } from 'node:util';
import { Fault } from '../faults/bench.ts';
import { Random } from '../faults/random.ts';
import { type Content, WorkersBench, type WorkersJob } from './bench.ts';
import { judgeLog } from './log.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    runs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '30' },
  },
});
const kills = Number(values.kills);
const until = performance.now() + Number(values.minutes) * 60_000;

/** The pause that the workers keep, and what of it must be seen at the portals: their clock is not the workers'. */
const DELAY_MS = 100;
const SEEN_MS = 80;
const ANSWER_MS = 20;
const WORKERS = 4;
/** Few, so that many kills meet other sites. */
const AT_ONCE = 4;
const A_CRAWL_MS = 600_000;
/** Silence that is taken for death, seconds: as usual where nobody is killed, and as little as the queue allows where many are. */
const PATIENT_S = 30;
const HASTY_S = 10;
/** No site of a dead worker may wait for longer: its silence, the looks for it, and a restart of the database meanwhile. */
const LONGEST_RESUME_MS = 40_000;
/** A worker is killed so long after the one before, milliseconds. */
const BETWEEN = { least: 300, most: 4000 };
/** Most kills of one crawl: a site that never gets through comes to no end. */
const KILLS_A_CRAWL = 13;

const started = performance.now();
const tell = (text: string): void =>
  console.log(`${((performance.now() - started) / 60_000).toFixed(1)} min: ${text}`);
const bench = await WorkersBench.start({ delayMs: DELAY_MS, answerMs: ANSWER_MS });

function judged(job: WorkersJob, after: string, expected: Content): string {
  job.mustBe(expected, after);
  const log = judgeLog(job.requests(), job.workers, bench.sites, SEEN_MS, bench.stalls);
  const resumes = log.resumesMs.toSorted((one, other) => one - other);
  const [middle, longest] = [resumes[Math.floor(resumes.length / 2)], resumes.at(-1)];
  if (longest !== undefined && longest > LONGEST_RESUME_MS)
    throw new Fault(`${after}: a dead worker's site waited ${(longest / 1000).toFixed(1)} s`);
  const resumed =
    middle === undefined || longest === undefined
      ? ''
      : `, ${resumes.length} sites of dead workers taken again after ${(middle / 1000).toFixed(1)} s (median) and at most ${(longest / 1000).toFixed(1)} s`;
  return (
    `${log.requests} requests, shortest pause at a host ${log.shortestPauseMs.toFixed(0)} of ${DELAY_MS} ms, ` +
    `${log.handovers} handovers${resumed}`
  );
}

try {
  const expected = await bench.alone();
  tell(`one process on SQLite crawled ${bench.sites.length} sites; seed ${values.seed}`);
  const runs = Number(values.runs);
  for (const count of runs === 0 ? [] : [1, ...Array.from({ length: runs }, () => WORKERS)]) {
    const job = await bench.job(PATIENT_S);
    for (let i = 0; i < count; i += 1) job.start(count === 1 ? 32 : AT_ONCE);
    await job.finished({ ms: A_CRAWL_MS });
    await job.end();
    tell(
      `${count} worker${count === 1 ? '' : 's'} on PostgreSQL: the same; ${judged(job, `${count} workers`, expected)}`,
    );
    await job.close();
  }
  const random = new Random(Number(values.seed));
  let [killed, crawls, restarts, redriven] = [0, 0, 0, 0];
  while (killed < kills && performance.now() < until) {
    const job = await bench.job(HASTY_S);
    for (let i = 0; i < WORKERS; i += 1) job.start(AT_ONCE);
    let [isDone, left] = [false, KILLS_A_CRAWL];
    const done = job.finished({ ms: A_CRAWL_MS }).finally(() => {
      isDone = true;
    });
    // Told by `done`; the loops below only stop.
    done.catch(() => undefined);
    const restarting = (async () => {
      for (let i = 0; i < 2 && !isDone; i += 1) {
        await new Promise((resolve) => setTimeout(resolve, random.whole(3000, 9000)));
        if (isDone) return;
        await bench.server.restartMeanwhile();
        restarts += 1;
      }
    })();
    while (!isDone && killed < kills && left > 0) {
      await new Promise((resolve) => setTimeout(resolve, random.whole(BETWEEN.least, BETWEEN.most)));
      while (!isDone && job.workers.filter(({ isAlive }) => isAlive).length < WORKERS) job.start(AT_ONCE);
      const alive = job.workers.filter(
        ({ isAlive, said }) => isAlive && said.some(({ what }) => what === 'taken'),
      );
      const victim = alive[random.whole(0, alive.length - 1)];
      if (isDone || victim === undefined) continue;
      victim.kill();
      killed += 1;
      left -= 1;
      if (killed % 10 === 0) tell(`${killed} kills`);
    }
    redriven += await done;
    await restarting;
    await job.end();
    crawls += 1;
    tell(
      `${killed} kills, ${restarts} restarts of the database, ${redriven} sites given another chance, ${crawls} crawls, all the same; ` +
        judged(job, `after ${killed} kills`, expected),
    );
    await job.close();
  }
  if (killed < kills) throw new Fault(`the time was up after ${killed} of ${kills} kills`);
} catch (error) {
  tell(`seed ${values.seed}: ${error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = 1;
} finally {
  await bench.close();
}
// After a fault the crawl's connections may still be open.
process.exit();
