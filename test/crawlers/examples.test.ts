import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { families } from '../../src/crawlers/index.ts';
import { examples } from './examples.ts';
import { replicas } from './replicas.ts';

const all = examples(replicas());

for (const { name, expectedFile, show } of all) {
  test(`example ${name}: the listing and the article are read as a person has read them`, async () => {
    const shown = JSON.parse(JSON.stringify(await show()));
    if (!existsSync(expectedFile)) {
      writeFileSync(expectedFile, `${JSON.stringify({ reviewed: false, ...shown }, null, 2)}\n`);
    }
    const { reviewed, ...expected } = JSON.parse(readFileSync(expectedFile, 'utf8'));
    assert.deepEqual(shown, expected);
    assert.equal(
      reviewed,
      true,
      `examples/${name}.expected.json was generated: compare it with the pages, correct the crawler or the file, then write "reviewed": true`,
    );
  });
}

test('every family has an example', () => {
  const shown = new Set(
    all.map(({ expectedFile }) => JSON.parse(readFileSync(expectedFile, 'utf8')).crawler),
  );
  assert.deepEqual(
    families().filter((family) => !shown.has(family)),
    [],
  );
});
