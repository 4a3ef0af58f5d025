import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CellStates } from '../../src/web/cell-states.ts';
import { wordsOf } from '../../src/web/language.ts';
import { reportForm } from '../../src/web/pages/report-form.ts';
import type { Reading } from '../../src/web/report-queries.ts';
import { ruleText } from '../../src/web/rules.ts';
import { NATIONAL_TABLE } from '../reports/legacy/printed.ts';

test('the national table of 2014 shows its lines in the order in which they were printed, headings included', async () => {
  const fields = NATIONAL_TABLE.flatMap(([, , field]) => (field === null ? [] : [`legacy.${field}`]));
  const reading: Reading = {
    captureId: 1,
    parserVersion: '1',
    status: 'complete',
    reason: null,
    forms: { disclosure: null, requests: null, litigation: null },
    figures: new Map(fields.map((field) => [field, { value: 1, raw: '1', at: 'table 1', page: null }])),
    meta: new Map(),
  };
  const form = await reportForm({
    t: wordsOf('zh'),
    editionId: 1,
    reading,
    states: new CellStates(reading, [], []),
    corrected: new Map(),
    chosen: null,
  });
  const labels = [
    ...String(form).matchAll(/<th scope="(?:row|colgroup)"[^>]*><span lang="zh-Hans">([^<]*)</gu),
  ];
  assert.deepEqual(
    labels.map(([, label]) => label),
    NATIONAL_TABLE.map(([label]) => label),
  );
});

test('every rule is told in words of both languages', () => {
  const folder = new URL('../../src/reports/checks/', import.meta.url);
  const rules = new Set(
    readdirSync(folder).flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/'([A-Z][A-Z0-9-]+\.[A-Z]+)'/gu)].map(
        ([, rule = '']) => rule,
      ),
    ),
  );
  assert.ok(rules.size > 60, `only ${rules.size} rules found`);
  const bare = [...rules].filter((rule) =>
    (['zh', 'en'] as const).some((language) => ruleText(wordsOf(language), rule, null) === rule),
  );
  assert.deepEqual(bare, []);
});
