import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { demoConfig } from '../portals/config.ts';
import { folderFor, nianbao, said } from './support.ts';

test('a folder that cannot be made is named, with exit code 2', async (t) => {
  const folder = folderFor(t);
  const config = join(folder, 'config');
  demoConfig(config);
  const db = join(folder, 'x.sqlite');
  Archive.open({ file: db, fields: FIELDS, mode: 'write' }).close();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const places = [join(file, 'deep', 'down')];
  // Where the system denies that the folder above exists, though it does.
  if (existsSync('/proc/self')) places.push('/proc/nowhere/deep');
  for (const place of places)
    for (const args of [
      ['export', place, '--db', db],
      ['crawl', 'zone', '--config', config, '--db', join(place, 'y.sqlite')],
    ]) {
      const { code, stderr } = await said(args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, new RegExp(`${place}.* cannot be made .*another`, 'u'));
    }
});

test('help for a command shows its options, as --help does', async () => {
  const { code, stdout } = await nianbao(['help', 'crawl']);
  assert.equal(code, 0);
  assert.equal(stdout, (await said(['crawl', '--help'])).stdout);
});
