import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ConfigurationError, type Problem } from '../../src/settings/problems.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import { loadConfiguration, loadSites } from '../../src/sites/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'nianbao-sites-'));
after(() => rmSync(folder, { recursive: true }));

function directory(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(folder, 'config-'));
  mkdirSync(join(path, 'sites'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const GOOD = `id: ruzhou
name: 汝州市
region_code: "410482"
crawler: siteserver
hosts: [www.ruzhou.gov.cn, RUZHOU.gov.cn]
columns:
  - url: https://www.ruzhou.gov.cn/contents/36774/325901.html
    body: null
since: 2019
evidence: seen
`;

function faultsOf(files: Readonly<Record<string, string>>): readonly Problem[] {
  try {
    loadConfiguration(directory(files));
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.problems;
  }
  return [];
}

const faults = (yaml: string): string[] =>
  faultsOf({ 'sites/ruzhou.yaml': yaml }).map((problem) => `${problem.line}: ${problem.message}`);

test('the shipped sites load', () => {
  const config = join(import.meta.dirname, '../../config');
  const { sites } = loadConfiguration(config);
  const byId = new Map(sites.map((site) => [site.id, site]));
  assert.deepEqual(
    ['jinshui', 'jinxiang', 'ruzhou', 'zhq'].map((id) => [byId.get(id)?.crawler, byId.get(id)?.regionCode]),
    [
      ['zz-public', '410105'],
      ['hanweb-annual', '370828'],
      ['siteserver', '410482'],
      ['siteserver', '410411'],
    ],
  );
});

test('a site file becomes a site, with its own politeness over the settings', () => {
  const config = directory({
    'sites/ruzhou.yaml': `${GOOD}allow_empty: true\nbrowser: true\npoliteness: {delay_ms: 9}\nlimits: {pages_per_site: 7}\n`,
    'sites/notes.txt': 'not a site',
    'sites/.ruzhou.yaml.swp.yaml': 'half written',
  });
  assert.deepEqual(loadSites(config, DEFAULT_SETTINGS), [
    {
      id: 'ruzhou',
      name: '汝州市',
      regionCode: '410482',
      crawler: 'siteserver',
      hosts: ['www.ruzhou.gov.cn', 'ruzhou.gov.cn'],
      columns: [{ url: 'https://www.ruzhou.gov.cn/contents/36774/325901.html', body: null }],
      since: 2019,
      evidence: 'seen',
      allowEmpty: true,
      browser: true,
      tls: 'modern',
      politeness: { ...DEFAULT_SETTINGS.politeness, delayMs: 9 },
      limits: { ...DEFAULT_SETTINGS.limits, pagesPerSite: 7 },
      file: join(config, 'sites/ruzhou.yaml'),
    },
  ]);
});

/** One change of the good file, and what is said of it. */
const FAULTS: readonly [name: string, from: string, to: string, expected: RegExp][] = [
  ['unknown key', 'since: 2019', 'sinse: 2019', /^9: unknown key sinse; expected one of: id, name/],
  ['missing key', 'since: 2019\n', '', /^1: since is missing; expected a year from 2008/],
  ['wrong type', 'since: 2019', 'since: "2019"', /^9: since: met "2019"; expected a year/],
  ['implausible year', 'since: 2019', 'since: 1999', /^9: since: met 1999; expected a year from 2008/],
  [
    'unquoted region code',
    '"410482"',
    '410482',
    /^3: region_code: met 410482; expected six digits in quotes; write region_code: "410482"/,
  ],
  [
    'region code of nowhere',
    '"410482"',
    '"419999"',
    /^3: region_code: met "419999"; expected a code that GB\/T 2260 has/,
  ],
  [
    'short region code',
    '"410482"',
    '"41048"',
    /^3: region_code: met "41048"; expected a code of GB\/T 2260, six digits/,
  ],
  [
    'unknown crawler',
    'siteserver',
    'siteserve',
    /^4: crawler: met "siteserve"; expected .*generic, .*siteserver, .*zz-public, auto/,
  ],
  [
    'URL as host',
    '[www.ruzhou.gov.cn,',
    '[https://www.ruzhou.gov.cn,',
    /^5: hosts\[0\]: met "https:\/\/www\.ruzhou\.gov\.cn"; expected a host name .*without scheme/,
  ],
  [
    'host with underscore',
    'RUZHOU.gov.cn',
    'ru_zhou.gov.cn',
    /^5: hosts\[1\]: met "ru_zhou\.gov\.cn"; expected a host name/,
  ],
  ['host of wrong numbers', 'RUZHOU.gov.cn', '1.2.3.999', /^5: hosts\[1\]/],
  [
    'host twice',
    'RUZHOU.gov.cn',
    'www.ruzhou.gov.cn',
    /^5: hosts\[1\]: www\.ruzhou\.gov\.cn is listed twice/,
  ],
  [
    'no host',
    '[www.ruzhou.gov.cn, RUZHOU.gov.cn]',
    '[]',
    /^5: hosts: met an empty list; expected at least one host/,
  ],
  ['ftp column', 'https://www', 'ftp://www', /^7: columns\[0\]\.url: met "ftp:.*; expected an http/],
  [
    'broken URL',
    'https://www.ruzhou.gov.cn/contents',
    'https://www ruzhou/contents',
    /^7: columns\[0\]\.url/,
  ],
  [
    'column elsewhere',
    'https://www.ruzhou',
    'https://www.mirror',
    /^7: columns\[0\]\.url: met host www\.mirror\.gov\.cn, expected one of the hosts list/,
  ],
  [
    'column twice',
    'since:',
    '  - {url: "https://www.ruzhou.gov.cn/contents/36774/325901.html#a"}\nsince:',
    /^9: columns\[1\]\.url: .* is columns\[0\] already/,
  ],
  [
    'a period that ends before it begins',
    'body: null',
    'from: 2022\n    until: 2021',
    /^9: columns\[0\]\.until: met 2021, expected 2022 or later/,
  ],
  [
    'a period that is no year',
    'body: null',
    'until: "2021"',
    /^8: columns\[0\]\.until: met "2021"; expected a year/,
  ],
  [
    'unknown column key',
    'body: null',
    'boddy: null',
    /^8: unknown key columns\[0\]\.boddy; expected one of: url, body/,
  ],
  [
    'plain column',
    '  - url: https://www.ruzhou.gov.cn/contents/36774/325901.html\n    body: null',
    '  - https://www.ruzhou.gov.cn/',
    /^7: columns\[0\]: met "https:.*; expected a map with the keys url, body/,
  ],
  [
    'id unlike the file',
    'id: ruzhou',
    'id: ruzhou2',
    /^1: id: met "ruzhou2", expected "ruzhou" as the file is named/,
  ],
  ['id of capitals', 'id: ruzhou', 'id: Ruzhou', /^1: id: met "Ruzhou"; expected a name of small letters/],
  [
    'evidence unknown',
    'evidence: seen',
    'evidence: sure',
    /^10: evidence: met "sure"; expected seen or inferred/,
  ],
  ['no YAML', 'hosts: [www', 'hosts: [[www', /: not valid YAML: /],
  ['key twice', 'evidence: seen', 'since: 2020\nevidence: seen', /^10: not valid YAML: .*unique/],
];

for (const [name, from, to, expected] of FAULTS) {
  test(`a fault is named with its line: ${name}`, () => {
    assert.ok(GOOD.includes(from), 'the fault is planted');
    const messages = faults(GOOD.replace(from, to));
    assert.ok(
      messages.some((message) => expected.test(message)),
      messages.join('\n') || 'no fault found',
    );
  });
}

test('the good file has no fault, also with a bare address as host and auto as crawler', () => {
  assert.deepEqual(faults(GOOD), []);
  const local = GOOD.replace('https://www.ruzhou.gov.cn', 'http://127.0.0.1:8080').replace(
    'RUZHOU.gov.cn',
    '127.0.0.1',
  );
  assert.deepEqual(faults(local.replace('siteserver', 'auto')), []);
});

test('faults of all files and the settings come together', () => {
  const problems = faultsOf({
    'nianbao.yaml': 'politeness: {delay_ms: -1}\n',
    'sites/a.yaml': '',
    'sites/ruzhou.yaml': GOOD.replace('2019', '1900').replace('www.ruzhou.gov.cn/', 'elsewhere.cn/'),
    'sites/ruzhou.yml': GOOD,
  });
  const text = problems.map(({ file, line, message }) => `${file.split('/').at(-1)}:${line}: ${message}`);
  assert.equal(text.length, 5, text.join('\n'));
  assert.match(text[0] ?? '', /^nianbao\.yaml:1: politeness\.delay_ms/);
  assert.match(text[1] ?? '', /^a\.yaml:1: the file holds nothing; expected a map with the keys id, name/);
  assert.match(text[2] ?? '', /^ruzhou\.yaml:9: since/);
  assert.match(text[3] ?? '', /^ruzhou\.yaml:7: columns\[0\]\.url: met host elsewhere\.cn/);
  assert.match(text[4] ?? '', /^ruzhou\.yml:1: id: "ruzhou" is taken by .*ruzhou\.yaml/);
});

test('missing directories are said once', () => {
  assert.throws(
    () => loadConfiguration('/nowhere'),
    (error) => error instanceof ConfigurationError && error.problems.length === 1,
  );
  const empty = mkdtempSync(join(folder, 'empty-'));
  assert.throws(() => loadConfiguration(empty), /sites: cannot be read .*one \.yaml file a site/);
});
