import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packTexts } from '../../src/archive/texts.ts';
import { verifySample } from '../../src/pipeline/verify.ts';
import { benchFor } from './support.ts';

test('verify reads a sample afresh: a sound archive agrees with itself, and each changed row is found', async (t) => {
  const bench = await benchFor(t);
  await bench.crawl({ only: ['zhq'] });
  const archive = bench.open();
  const sample = (size = 100, seed = 'a') => verifySample({ archive, size, seed });
  const sound = await sample();
  assert.deepEqual([sound.problems, sound.notes, sound.outdated], [[], [], 0]);
  assert.ok(sound.compared > 0 && sound.captureIds.length === sound.of, 'all of it');

  const [some, again, others] = [await sample(3), await sample(3), await sample(3, 'b')];
  assert.equal(some.captureIds.length, 3);
  assert.deepEqual(some.captureIds, again.captureIds, 'a seed names its sample');
  assert.notDeepEqual(some.captureIds, others.captureIds);

  for (const [sql, words] of [
    [
      `UPDATE readings SET other_checks = json_array(json_array((SELECT id % 4096 FROM edition_checks
         WHERE edition_id = 2 AND rule = 'HD.YEAR'), 2)) WHERE edition_id = 2`,
      /edition 2: check HD\.YEAR/,
    ],
    [
      `UPDATE readings SET texts = x'${Buffer.from(packTexts({ title: null, sections: [] }, null)).toString('hex')}'
       WHERE edition_id = 3`,
      /section 5: the archive has nothing/,
    ],
    [`UPDATE edition_rows SET content = x'00' WHERE id = 4`, /edition 4: the hash of its content differs/],
    [
      `UPDATE layouts SET entries = replace(entries, '"table ', '"tabel ')
       WHERE id = (SELECT layout_id FROM readings WHERE edition_id = 1)`,
      /edition 1: value .*: the archive has .*tabel.*, a fresh reading .*table/,
    ],
  ] as const) {
    archive.transaction(() => [...archive.rows(`${sql} RETURNING id`)]);
    const { problems } = await sample();
    assert.match(problems.join('\n'), words);
  }
  archive.transaction(() => [...archive.rows(`UPDATE judgements SET parser_version = '0' RETURNING id`)]);
  const { outdated, compared, of } = await sample();
  assert.deepEqual([outdated, compared], [of, 0], 'an older reading is no fault');
});
