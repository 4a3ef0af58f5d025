import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crawlReport, openArchive, rows } from './support.ts';

const README = readFileSync(new URL('../../storage/README.md', import.meta.url), 'utf8');

test('storage/README.md names every table and view, and no other', (t) => {
  const archive = openArchive(t);
  const there = rows(
    archive,
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'`,
  );
  const explained = README.split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  // `legacy` comes with the full catalogue.
  assert.deepEqual([...there.map(({ name }) => name), 'legacy'].sort(), explained.sort());
});

test('its queries run', (t) => {
  const archive = openArchive(t);
  archive.sites.expect(new Map([['ruzhou', [2023]]]));
  crawlReport(archive, 'https://www.ruzhou.gov.cn/a.html', 3);
  crawlReport(archive, 'https://www.ruzhou.gov.cn/a.html', 4);
  const queries = [...README.matchAll(/```sql\n([^`]*)```/g)].map(([, sql]) => sql ?? '');
  assert.deepEqual(
    queries.map((sql) => rows(archive, sql).length > 0),
    [true, false, true, true],
  );
});
