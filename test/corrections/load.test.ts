import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readCorrections } from '../../src/corrections/load.ts';
import type { Problem } from '../../src/settings/problems.ts';

function read(t: TestContext, files: Record<string, string>) {
  const config = mkdtempSync(join(tmpdir(), 'nianbao-corrections-'));
  t.after(() => rmSync(config, { recursive: true, force: true }));
  const folder = join(config, 'corrections');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const problems: Problem[] = [];
  const corrections = readCorrections(config, new Set(['ruzhou']), problems);
  return {
    corrections: corrections.map((c) => ({ ...c, source: c.source.slice(folder.length + 1) })),
    problems: problems.map(
      ({ file, line, message }) => `${file.slice(folder.length + 1)}:${line}: ${message}`,
    ),
  };
}

const VALUE = `- site: ruzhou
  body: 汝州市卫生健康委员会
  year: 2023
  field: requests.new.natural_person
  was: 3
  value: 8
  author: 李梅
  date: 2026-11-26
  reason: 扫描件第3页印的是 8
`;

const IDENTITY = `- site: ruzhou
  url: https://www.ruzhou.gov.cn/a.html
  was: {body: null, year: 2022}
  is: {body: 汝州市水利局, year: 2023}
  author: 李梅
  date: 2026-11-26
  reason: 标题的年份有误
`;

test('corrections of figures and of identities', (t) => {
  const signed = { siteId: 'ruzhou', author: '李梅', date: '2026-11-26' };
  assert.deepEqual(read(t, { 'a.yaml': VALUE + IDENTITY, 'empty.yaml': '', 'notes.txt': 'x' }), {
    corrections: [
      {
        kind: 'value',
        ...signed,
        body: '汝州市卫生健康委员会',
        year: 2023,
        field: 'requests.new.natural_person',
        was: 3,
        value: 8,
        reason: '扫描件第3页印的是 8',
        source: 'a.yaml:1',
      },
      {
        kind: 'identity',
        ...signed,
        url: 'https://www.ruzhou.gov.cn/a.html',
        was: { body: null, year: 2022 },
        is: { body: '汝州市水利局', year: 2023 },
        reason: '标题的年份有误',
        source: 'a.yaml:10',
      },
    ],
    problems: [],
  });
});

test('no directory: no corrections', () => {
  assert.deepEqual(readCorrections('/nonexistent', new Set(), []), []);
});

for (const [what, text, expected] of [
  [
    'an unknown field',
    VALUE.replace('new.natural', 'old.natural'),
    /^a\.yaml:4: \[?.*field: met "requests\.old\.natural_person"; expected a field of the catalogue/,
  ],
  ['no reason', VALUE.replace(/ {2}reason.*\n/, ''), /^a\.yaml:1: reason is missing; expected why/],
  ['an unknown key', `${VALUE}  note: x\n`, /^a\.yaml:10: unknown key note; expected one of: site/],
  [
    'a word for a figure',
    VALUE.replace('value: 8', 'value: 八'),
    /^a\.yaml:6: value: met "八"; expected a number, or null/,
  ],
  ['a site that is none', VALUE.replace('ruzhou', 'nowhere'), /^a\.yaml:1: site: there is no site nowhere/],
  ['the same figure', VALUE.replace('value: 8', 'value: 3'), /^a\.yaml:1: it corrects nothing/],
  ['one thing twice', VALUE + VALUE, /^a\.yaml:10: .*a\.yaml:1 corrects the same already/],
  ['an address that is none', IDENTITY.replace('https://', ''), /^a\.yaml:2: url: met .*expected the http/],
  ['a map', 'site: ruzhou', /^a\.yaml:1: met no list/],
  ['no YAML', '- [', /^a\.yaml:\d+: not valid YAML/],
] as const)
  test(`${what} is a fault with its line`, (t) => {
    const { corrections, problems } = read(t, { 'a.yaml': text });
    assert.ok(corrections.length <= 1);
    assert.match(problems[0] ?? '', expected);
  });
