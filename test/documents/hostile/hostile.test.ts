import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/documents/read.ts';
import { parseReports } from '../../../src/reports/parse.ts';
import { bombs } from './bombs.ts';
import { mutate, specimens } from './mutate.ts';

// What LibreOffice would make of damaged files is not tested here.
process.env.PATH = '';
const kinds = await specimens();

/** A slice of `npm run bench:fuzz`. */
const EACH = 8;

for (const [k, kind] of kinds.entries())
  test(`${kind.name}, damaged: text or words, never an exception`, async () => {
    for (let i = 0; i < (kind.weight > 1 ? EACH : 2); i++) {
      const other = kinds[(k + i) % kinds.length]?.bytes ?? kind.bytes;
      const bytes = mutate(kind.bytes, other, 1000 * k + i);
      const document = await readDocument(kind.pack?.(bytes) ?? bytes);
      assert.ok(parseReports(document).length > 0);
    }
  });

/** Those that are refused at once; the others end by the limits of a thread. */
const REFUSED: readonly [name: string, words: RegExp][] = [
  ['zip bomb as Word file', /MiB/u],
  ['zip bomb as Excel file', /MiB/u],
  ['Word file nested 200,000 deep', /nested more than 2000 deep/u],
  ['2,000,000 table cells', /more than 500000 elements/u],
  ['PDF whose page is its own parent', /./u],
  ['PDF of enormous pages', /./u],
  ['PDF picture of 60,000 × 60,000', /picture of 60000 × 60000/u],
];

const hostile = bombs();
for (const [name, words] of REFUSED)
  test(`${name}: refused in words`, async () => {
    const bomb = hostile.find((b) => b.name === name);
    assert.ok(bomb !== undefined);
    assert.match((await readDocument(bomb.bytes)).problem ?? '', words);
  });
