import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { differences, parse } from './support.ts';

const SHARED = new URL('../../../shared/', import.meta.url);
const SEEDS = new URL('seeds/', SHARED);
const TRUTH = new URL('truth/', SHARED);

interface Truth {
  readonly format: string;
  readonly title: string;
  readonly year: number;
  readonly body: string;
  readonly meta: Readonly<Record<string, string | null>>;
  readonly values: Readonly<Record<string, number | null>>;
  /** The first characters of each section, without white space. */
  readonly sections: Readonly<Record<string, string>>;
  readonly violations: readonly { rule: string; severity: string }[];
  readonly unassessable: readonly { rule: string }[];
}

const names =
  existsSync(SEEDS) && existsSync(TRUTH) ? readdirSync(SEEDS).filter((n) => n.endsWith('.txt')) : [];

if (names.length === 0)
  test('seed reports', (t) =>
    t.skip('the folder with the seed reports is not beside the project: nothing to compare with'));

for (const name of names.sort())
  test(`seed ${name}`, async () => {
    const source = readFileSync(new URL(name, SEEDS));
    const truth: Truth = JSON.parse(readFileSync(new URL(name.replace('.txt', '.json'), TRUTH), 'utf8'));
    const report = await parse(source);
    assert.deepEqual(differences(truth.values, report), []);
    assert.equal(report.title, truth.title);
    assert.equal(report.body, truth.body);
    assert.equal(report.year, truth.year);
    assert.equal(report.forms.requests, truth.format);
    assert.equal(report.forms.disclosure, truth.format);
    assert.equal(report.status, 'complete');
    for (const [field, value] of Object.entries(truth.meta)) assert.equal(report.meta[field], value, field);
    for (const [section, start] of Object.entries(truth.sections)) {
      const bare = (report.sections[section] ?? '').replaceAll(/\s+/gu, '');
      assert.ok(bare.startsWith(start.replaceAll(/\s+/gu, '')), `section ${section}: ${bare.slice(0, 40)}`);
    }
    const of = (outcome: string): string[] =>
      report.checks
        .filter((c) => c.outcome === outcome)
        .map((c) => (c.scope === null ? c.rule : `${c.rule}[${c.scope}]`))
        .sort();
    assert.deepEqual(of('fail'), truth.violations.map((v) => v.rule).sort());
    for (const { severity, rule } of truth.violations)
      assert.equal(
        report.checks.find((c) => c.rule === rule && c.outcome === 'fail')?.severity,
        severity,
        rule,
      );
    const open = of('unassessable');
    for (const { rule } of truth.unassessable) assert.ok(open.includes(rule), `${rule} is not unassessable`);
    for (const [field, value] of Object.entries(report.values)) {
      if (value === null) continue;
      const raw = report.evidence[field]?.raw;
      assert.ok(raw !== undefined, `${field} has no evidence`);
      if (!field.startsWith('fees.')) assert.equal(Number(raw), value, field);
    }
  });
