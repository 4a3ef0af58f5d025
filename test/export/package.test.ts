import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { codebookPage } from '../../src/export/codebook.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { COMPARABILITY, comparabilityOf } from '../../src/reports/comparability.ts';
import { crawlReport } from '../archive/support.ts';
import { exampleArchive, exported, madeUp } from './support.ts';

interface Package {
  readonly id: string;
  readonly description: string;
  readonly resources: readonly {
    readonly name: string;
    readonly path: string;
    readonly hash: string;
    readonly bytes: number;
    readonly schema: { readonly fields: readonly { readonly name: string; readonly title: string }[] };
  }[];
  readonly 'x-fields': readonly { readonly id: string }[];
}

test('the data package names every file with its hash, every column in two languages, and the snapshot to cite', async (t) => {
  const example = exampleArchive(t);
  const { snapshot, citation } = await exported(example, ['csv', 'parquet']);
  const out = join(example.directory, 'out');
  const described = JSON.parse(readFileSync(join(out, 'datapackage.json'), 'utf8')) as Package;
  // Of the parser that read the reports, not of the one that this program has.
  assert.equal(snapshot, 'nianbao-2026-11-26-parser-1');
  assert.equal(described.id, snapshot);
  assert.ok(described.description.startsWith(citation) && citation.includes('3 reports'));
  assert.deepEqual(
    described.resources.map((r) => r.path).sort(),
    readdirSync(out)
      .filter((f) => f !== 'datapackage.json')
      .sort(),
  );
  assert.equal(new Set(described.resources.map((r) => r.name)).size, described.resources.length);
  for (const { path, hash, bytes, schema } of described.resources) {
    const content = readFileSync(join(out, path));
    assert.equal(hash, `sha256:${createHash('sha256').update(content).digest('hex')}`, path);
    assert.equal(bytes, content.length);
    if (path.endsWith('.csv'))
      assert.equal(content.toString('utf8').split('\n')[0], schema.fields.map((f) => f.name).join(','));
    assert.ok(
      schema.fields.every((f) => f.title !== ''),
      path,
    );
  }
  assert.deepEqual(
    described['x-fields'].map((f) => f.id),
    FIELDS.map((f) => f.id),
  );
});

test('the same archive makes the same bytes', async (t) => {
  const example = exampleArchive(t);
  const hashes = async (): Promise<string[]> => {
    await exported(example, ['csv', 'jsonl', 'xlsx', 'parquet']);
    const out = join(example.directory, 'out');
    return readdirSync(out).map((f) =>
      createHash('sha256')
        .update(readFileSync(join(out, f)))
        .digest('hex'),
    );
  };
  assert.deepEqual(await hashes(), await hashes());
});

test('since a day: only what is new or amended from then on', async (t) => {
  const example = exampleArchive(t);
  const late = '2024-03-01T00:00:00.000Z';
  crawlReport(example.archive, 'https://www.ruzhou.gov.cn/contents/1/9.html', 9, {
    report: madeUp(9, 2024, '2024年报'),
    identity: { body: '汝州市教育体育局', year: 2024, regionCode: '410482' },
    fetch: { fetchedAt: late },
  });
  const { snapshot } = await exported(example, ['jsonl'], { since: '2024-02-15T00:00:00.000Z' });
  assert.match(snapshot, /-since-2024-02-15$/u);
  const lines = (name: string): Record<string, unknown>[] =>
    readFileSync(join(example.directory, 'out', `${name}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const [report, ...others] = lines('reports');
  assert.equal(report?.year, 2024);
  assert.deepEqual(others, []);
  assert.deepEqual(
    lines('captures').map((c) => c.fetched_at),
    [late],
  );
  assert.ok(
    ['values', 'wide', 'checks', 'warnings'].every((n) =>
      lines(n).every((l) => l.report_id === report.report_id),
    ),
  );
});

test('the codebook page is the one the catalogue makes (npm run docs)', () => {
  assert.equal(readFileSync(new URL('../../storage/CODEBOOK.md', import.meta.url), 'utf8'), codebookPage());
});

test('what is said of comparability is said of fields that exist', () => {
  for (const { fields } of COMPARABILITY)
    for (const pattern of fields) {
      if (pattern.startsWith('legacy.') && !FIELDS.some((f) => f.id.startsWith('legacy.'))) continue;
      const one = FIELDS.find(({ id }) => comparabilityOf(id)?.fields.includes(pattern));
      assert.ok(one, `${pattern} matches no field`);
    }
});
