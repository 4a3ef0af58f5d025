import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '../../src/settings/load.ts';
import { loadSites } from '../../src/sites/load.ts';
import { demoConfig } from './config.ts';

test('the demo configuration is the project’s own site files, the zone, and short pauses', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'nianbao-demo-'));
  t.after(() => rmSync(directory, { recursive: true }));
  demoConfig(directory);
  const settings = loadSettings(directory);
  assert.ok(settings.politeness.delayMs > 0 && settings.politeness.delayMs <= 50);
  const sites = loadSites(directory, settings);
  assert.deepEqual(sites.map((site) => site.id).sort(), ['jinshui', 'jinxiang', 'ruzhou', 'zhq', 'zone']);
  const own = fileURLToPath(new URL('../../config/sites/ruzhou.yaml', import.meta.url));
  assert.equal(readFileSync(join(directory, 'sites', 'ruzhou.yaml'), 'utf8'), readFileSync(own, 'utf8'));
});
