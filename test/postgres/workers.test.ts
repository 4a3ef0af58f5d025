import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkersBench } from '../workers/bench.ts';
import { judgeLog } from '../workers/log.ts';
import { withoutPostgres } from './server.ts';

// `npm run test:workers` is the long form: all replicas, four workers, fifty kills, restarts of the database.
test('two workers, one of them killed, leave what one process does, and never share a site or a pause', {
  skip: withoutPostgres(),
}, async (t) => {
  const only = ['zone', 'lintan', 'yanjiang'];
  const bench = await WorkersBench.start({ only, delayMs: 60, answerMs: 10 });
  t.after(() => bench.close());
  const expected = await bench.alone();
  const job = await bench.job(10);
  const first = job.start(3);
  while (!first.said.some(({ what }) => what === 'taken')) await sleep(20);
  first.kill();
  await first.end();
  for (let i = 0; i < 2; i += 1) job.start(2);
  // They are at work, and idle, when the queue comes to know that the first one is dead.
  const heard = () => [...job.archive.rows('SELECT id FROM workers')].length;
  while (heard() < 3) await sleep(20);
  job.forgetSilent();
  await job.finished({ ms: 90_000 });
  await job.end();
  job.mustBe(expected, 'after a kill');
  const { requests, handovers } = judgeLog(job.requests(), job.workers, bench.sites, 40, bench.stalls);
  assert.ok(requests > 20 && handovers > 0, `${requests} requests, ${handovers} handovers`);
});
