import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadSettings } from '../../src/settings/load.ts';
import { ConfigurationError } from '../../src/settings/problems.ts';
import { DEFAULT_SETTINGS, parseDuration } from '../../src/settings/schema.ts';
import { readYaml } from '../../src/settings/yaml.ts';

const folder = mkdtempSync(join(tmpdir(), 'nianbao-settings-'));
after(() => rmSync(folder, { recursive: true }));

function directory(yaml?: string | Uint8Array): string {
  const path = mkdtempSync(join(folder, 'config-'));
  if (yaml !== undefined) writeFileSync(join(path, 'nianbao.yaml'), yaml);
  return path;
}

/** The messages of a faulty file, with `line:` in front. */
function faults(yaml: string | Uint8Array): string[] {
  try {
    loadSettings(directory(yaml));
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.problems.map((problem) => `${problem.line}: ${problem.message}`);
  }
  return [];
}

test('no file, an empty file and empty sections mean the defaults', () => {
  assert.deepEqual(loadSettings(directory()), DEFAULT_SETTINGS);
  assert.deepEqual(loadSettings(directory('')), DEFAULT_SETTINGS);
  assert.deepEqual(loadSettings(directory('# nothing\npoliteness:\nlimits: {}\n')), DEFAULT_SETTINGS);
});

test('the shipped file writes every default out', () => {
  const config = join(import.meta.dirname, '../../config');
  assert.deepEqual(loadSettings(config), DEFAULT_SETTINGS);
  const data = readYaml(join(config, 'nianbao.yaml')).data;
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum: number, each) => sum + count(each), 0)
      : 1;
  assert.equal(count(data), count(DEFAULT_SETTINGS));
});

test('every key is read', () => {
  const settings = loadSettings(
    directory(`politeness: {delay_ms: 1, concurrency_per_host: 2, retry_after_max_s: 3, user_agent: nianbao-test, contact: a@b.cn}
limits: {page_bytes: 2001, attachment_bytes: 2002, decoded_bytes: 2003, pages_per_site: 4, site_minutes: 5, worker_mb: 66}
schedule: {season: "11-01..02-15", in_season: 30m, otherwise: 2w, full_walk: 3w}
alarms: {shrunken_list_share: 0.25, same_template_share: 0.75, expected_from: "04-01"}
browser: {path: /usr/bin/chromium, max_pages: 3}
storage: {least_free_mb: 7}
`),
  );
  assert.deepEqual(settings, {
    politeness: {
      delayMs: 1,
      concurrencyPerHost: 2,
      retryAfterMaxS: 3,
      userAgent: 'nianbao-test',
      contact: 'a@b.cn',
    },
    limits: {
      pageBytes: 2001,
      attachmentBytes: 2002,
      decodedBytes: 2003,
      pagesPerSite: 4,
      siteMinutes: 5,
      workerMb: 66,
    },
    schedule: { season: '11-01..02-15', inSeasonHours: 0.5, otherwiseHours: 336, fullWalkHours: 504 },
    alarms: { shrunkenListShare: 0.25, sameTemplateShare: 0.75, expectedFrom: '04-01' },
    browser: { path: '/usr/bin/chromium', maxPages: 3 },
    storage: { leastFreeMb: 7 },
  });
});

test('all faults show at once, each with its line', () => {
  const messages = faults(`politeness:
  delay_ms: soon
  delay: 3
limits:
  page_bytes: -1
schedule:
  season: 01-05..13-01
  in_season: 0d
alarms: [a]
colour: red
`);
  const expected = [
    /^2: politeness\.delay_ms: met "soon"; expected a whole number of milliseconds from 0 to 600000/,
    /^3: unknown key politeness\.delay; expected one of: delay_ms, /,
    /^5: limits\.page_bytes: met -1; expected a whole number of bytes from 1024/,
    /^7: schedule\.season: met "01-05\.\.13-01"; expected two days/,
    /^8: schedule\.in_season: met "0d"; expected a duration/,
    /^9: alarms: met a list; expected a map with the keys shrunken_list_share, same_template_share, expected_from/,
    /^10: unknown key colour; expected one of: politeness, /,
  ];
  assert.equal(messages.length, expected.length, messages.join('\n'));
  for (const pattern of expected)
    assert.ok(
      messages.some((message) => pattern.test(message)),
      String(pattern),
    );
});

test('what is no YAML, no UTF-8 or no map is said with its line', () => {
  assert.match(faults('politeness:\n  delay_ms: [1\n').join(), /^[23]: not valid YAML: /);
  assert.match(faults('politeness:\n  delay_ms: 1\n  delay_ms: 2\n').join(), /^3: not valid YAML: .*unique/);
  assert.match(faults(new Uint8Array([0x61, 0x3a, 0x20, 0xc4, 0xea])).join(), /not UTF-8/);
  assert.match(faults('hello\n').join(), /^1: met "hello"; expected a map with the keys politeness/);
});

test('a header value that would break a request is refused', () => {
  assert.equal(faults('politeness: {user_agent: "nianbao\\r\\nX: y"}').length, 1);
  assert.equal(faults('politeness: {user_agent: "Mozilla/5.0"}').length, 1);
  assert.equal(faults('politeness: {contact: "call me"}').length, 1);
  assert.equal(faults('politeness: {contact: "https://example.org/nianbao"}').length, 0);
});

test('a missing directory is an error that says what to do', () => {
  assert.throws(() => loadSettings('/nowhere/config'), /\/nowhere\/config: .*--config DIR/);
});

test('durations', () => {
  assert.deepEqual(['30m', '12h', '1d', '2w', '0d', '1', 'd', '1.5h', '-1h'].map(parseDuration), [
    0.5,
    12,
    24,
    336,
    null,
    null,
    null,
    null,
    null,
  ]);
});
