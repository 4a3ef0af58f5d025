import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAYOUTS } from './generate/layouts.ts';
import { measure, pairs } from './generate/run.ts';
import { addScore, emptyScore } from './generate/score.ts';

// `npm run bench:accuracy` measures the same over thousands of reports; this is the sample that every change must pass.

for (const layout of LAYOUTS)
  test(`${layout.name}: undamaged reports are read whole, damaged ones never wrongly without a warning`, async () => {
    const damaged = emptyScore();
    for (const { damage } of pairs().filter((pair) => pair.layout === layout)) {
      const score = await measure(layout, damage, 2);
      if (damage.name === 'none') assert.equal(score.right, score.cells);
      else if (damage.trap !== true) addScore(damaged, score);
      assert.deepEqual(score.examples, []);
      assert.equal(score.wrongSilent, 0, damage.name);
    }
    // A reader that doubts everything is never wrong either: most must be read.
    assert.ok(damaged.right / damaged.cells > 0.97, `${damaged.right} of ${damaged.cells} cells are right`);
  });
