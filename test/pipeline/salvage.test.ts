import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { reparse } from '../../src/pipeline/reparse.ts';
import { type SalvageOptions, salvage } from '../../src/pipeline/salvage.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { demoConfig } from '../portals/config.ts';
import { plant } from '../web/support.ts';
import { contentOf } from './support.ts';

async function benchFor(t: TestContext) {
  const { file: source, folder } = await plant(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const target = join(folder, 'saved.sqlite');
  const options: SalvageOptions = {
    ...loadConfiguration(config),
    source,
    target,
    signal: new AbortController().signal,
  };
  return { source, target, options };
}

/** Reports, editions and figures; no checks, as those between the years come only with a reparse. */
function readIn(file: string): Record<string, unknown> {
  const archive = Archive.open({ file, fields: FIELDS, mode: 'read' });
  try {
    return { ...(JSON.parse(contentOf(archive)) as Record<string, unknown>), checks: null };
  } finally {
    archive.close();
  }
}

/** Overwrites the pages of tables with garbage, as a failing disk does. */
function damage(file: string, tables: readonly string[]): void {
  const db = new Database(file, { readonly: true });
  const pages = db
    .prepare<[string], { pageno: number }>(
      `SELECT pageno FROM dbstat WHERE name IN (SELECT value FROM json_each(?)) AND pagetype = 'leaf'`,
    )
    .all(JSON.stringify(tables))
    .map(({ pageno }) => pageno);
  const size = Number(db.pragma('page_size', { simple: true }));
  db.close();
  assert.ok(pages.length > 0);
  const bytes = readFileSync(file);
  for (const page of pages) bytes.fill(0xff, (page - 1) * size, page * size);
  writeFileSync(file, bytes);
}

test('what was read and is lost is made anew from the bytes', async (t) => {
  const { source, target, options } = await benchFor(t);
  const before = readIn(source);
  damage(source, ['reports', 'editions', 'readings', 'edition_checks', 'requests', 'report_aliases']);
  const told: string[] = [];
  const { tables, reparsed, problems } = await salvage({
    ...options,
    onProgress: (what) => told.push(what),
  });
  assert.ok(tables.some(({ table, losses }) => table === 'reports' && losses.length > 0));
  assert.deepEqual(problems, []);
  assert.equal(reparsed.interrupted, false);
  assert.deepEqual(readIn(target), before);
  assert.ok(told.includes(`${reparsed.documents} documents read again`), told.at(-1));
});

test('a salvage that is interrupted has saved all bytes, and a reparse does the rest', async (t) => {
  const { source, target, options } = await benchFor(t);
  const before = readIn(source);
  damage(source, ['reports', 'editions', 'readings']);
  const { tables, reparsed } = await salvage({ ...options, signal: AbortSignal.abort() });
  assert.equal(reparsed.interrupted, true);
  assert.equal(reparsed.documents, 0);
  assert.deepEqual(tables.find(({ table }) => table === 'payloads')?.losses, []);
  const archive = Archive.open({ file: target, fields: FIELDS, mode: 'write' });
  try {
    const { settings, sites, corrections } = options;
    const { signal } = new AbortController();
    await reparse({ archive, settings, sites, corrections, only: null, signal });
    assert.deepEqual(archive.verify(), []);
  } finally {
    archive.close();
  }
  assert.deepEqual(readIn(target), before);
});
