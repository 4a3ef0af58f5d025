import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FaultBench } from './bench.ts';
import { fillAtRandom } from './full.ts';
import { killAtRandom } from './kills.ts';

// A short slice of `npm run test:faults`, which kills 200 times and fills the disk 50 times, over all five portals. Two of
// them, with pages and PDF files, are as easily killed and take as much room, in half the time.
const ONLY = ['ruzhou', 'zone'];
let bench: FaultBench;
before(async () => {
  bench = await FaultBench.start({ only: ONLY });
});
after(() => bench.close());

test('kill -9 and power cuts at random moments: verify is clean, nothing said to be stored is lost, the next crawl ends like an undisturbed one', async () => {
  const { kills, finished, promises, powerCuts } = await killAtRandom(bench, { seed: 4, kills: 2, lanes: 1 });
  assert.equal(kills, 2);
  assert.ok(finished >= 1 && promises > 0 && powerCuts > 0);
});

// The seed: a disk with too little for an empty database, then for half a crawl; a file limited to half a crawl's.
test('a full disk, and a limit on the size of a file: exit code 4, a clean verification, the rest when there is room', async () => {
  const fill = { seed: 21, points: 3, lanes: 1, mostGrowth: 9.05 };
  const { points, fileSystem, finished } = await fillAtRandom(bench, fill);
  assert.ok(points >= 3 && fileSystem < points && finished >= 2);
});
