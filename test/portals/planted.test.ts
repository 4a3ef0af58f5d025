import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { CASE_GROUPS, COLUMN_KEYS, resultKeys } from '../fixtures/forms.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { ZONE_ARTICLES } from './data/zone.ts';
import { type PlantedBreak, type PlantedReport, type Portals, startPortals } from './server.ts';

let portals: Portals;
before(async () => {
  portals = await startPortals();
});
after(() => portals.close());

/** The failures of the rules that the planted figures alone decide, worked out a second time. */
function failures(report: PlantedReport): PlantedBreak[] {
  const found: PlantedBreak[] = [];
  const value = (field: string): number | null => {
    const each = report.values[field];
    if (each === undefined) throw new Error(`${report.title} has no ${field}`);
    return each;
  };
  const differ = (
    rule: string,
    scope: string | null,
    left: readonly string[],
    right: readonly string[],
  ): void => {
    const all = [...left, ...right].map(value);
    if (all.includes(null)) return;
    const sum = (fields: readonly string[]): number =>
      fields.reduce((total, field) => total + (value(field) ?? 0), 0);
    if (sum(left) !== sum(right)) found.push({ rule, scope });
  };
  const results = resultKeys(report.form);
  const six = COLUMN_KEYS.slice(0, -1);
  for (const c of COLUMN_KEYS) {
    differ(
      'T3.FLOW',
      c,
      [`requests.new.${c}`, `requests.carried_in.${c}`],
      [`requests.total.${c}`, `requests.carried_out.${c}`],
    );
    differ(
      'T3.COLSUM',
      c,
      [`requests.total.${c}`],
      results.map((row) => `requests.${row}.${c}`),
    );
  }
  for (const row of ['new', 'carried_in', ...results, 'total', 'carried_out']) {
    differ(
      'T3.ROWSUM',
      `requests.${row}`,
      [`requests.${row}.total`],
      six.map((c) => `requests.${row}.${c}`),
    );
  }
  if (
    found.some(({ rule, scope }) => (rule === 'T3.COLSUM' && scope === 'total') || scope === 'requests.total')
  ) {
    found.push({ rule: 'T3.GRAND', scope: null });
  }
  const intake = [value('requests.new.total'), value('requests.carried_in.total')];
  for (const row of results) {
    const outcome = value(`requests.${row}.total`);
    if (outcome === null || intake.includes(null)) continue;
    if (outcome > intake.reduce<number>((total, each) => total + (each ?? 0), 0)) {
      found.push({ rule: 'T3.BOUND', scope: `requests.${row}` });
    }
  }
  for (const group of CASE_GROUPS) {
    const scope = group === 'review' ? 'review' : group === 'litigation.direct' ? 'direct' : 'after';
    differ(
      'T4.SUM',
      scope,
      [`${group}.total`],
      ['upheld', 'corrected', 'other', 'pending'].map((key) => `${group}.${key}`),
    );
  }
  return found;
}

function sorted(breaks: readonly PlantedBreak[]): string[] {
  return breaks.map(({ rule, scope }) => `${rule} ${scope ?? ''}`).sort();
}

test('the planted reports break the rules they are declared to break, and no other', () => {
  for (const report of portals.planted) {
    assert.deepEqual(sorted(report.breaks), sorted(failures(report)), `${report.portal} ${report.title}`);
  }
  assert.equal(portals.planted.filter((report) => report.breaks.length > 0).length, 3);
});

test('there are reports of every kind: sites, years, forms, bodies, file types', () => {
  const count = (pick: (report: PlantedReport) => string | number): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const report of portals.planted) counts[pick(report)] = (counts[pick(report)] ?? 0) + 1;
    return counts;
  };
  assert.deepEqual(
    count((report) => report.portal),
    { zhq: 12, ruzhou: 11, jinshui: 12, jinxiang: 12, zone: 3 },
  );
  assert.deepEqual(Object.keys(count((report) => report.year)), [
    '2019',
    '2020',
    '2021',
    '2022',
    '2023',
    '2024',
    '2025',
  ]);
  assert.deepEqual(
    count((report) => report.kind),
    { html: 46, docx: 1, pdf: 3 },
  );
  assert.ok((count((report) => report.form)['2019'] ?? 0) >= 10);
  const identities = portals.planted.map(({ portal, body, year }) => `${portal} ${body} ${year}`);
  assert.equal(new Set(identities).size, identities.length);
  const addresses = portals.planted.flatMap((report) => report.urls);
  assert.equal(new Set(addresses).size, addresses.length);
});

test('the five reports that the parser is judged by stand in the portals with their own figures', () => {
  const printed = (portal: string, title: string): Record<string, number | null> => {
    const report = portals.planted.find((each) => each.portal === portal && each.title === title);
    assert.ok(report !== undefined, title);
    return Object.fromEntries(Object.entries(report.values).filter(([, value]) => value !== 0));
  };
  assert.deepEqual(printed('zhq', '湛河区卫健委2023年政府信息公开工作年度报告'), {
    'disclosure.normative.valid': 3,
    'disclosure.licensing.decisions': 1066,
    'disclosure.penalty.decisions': 15,
    'fees.info_processing.amount': null,
  });
  assert.deepEqual(printed('ruzhou', '汝州市卫生健康委员会2024年政府信息公开工作年度报告'), {
    'requests.new.natural_person': 3,
    'requests.new.total': 3,
    'requests.unable.not_held.natural_person': 3,
    'requests.unable.not_held.total': 3,
    'requests.total.natural_person': 3,
    'requests.total.total': 3,
  });
  const jinshui = printed('jinshui', '金水区卫生健康委员会2020年政府信息公开工作年度报告');
  assert.equal(Object.values(jinshui).filter((value) => value === null).length, 36);
  assert.deepEqual(Object.fromEntries(Object.entries(jinshui).filter(([, value]) => value !== null)), {
    'disclosure.normative.produced': 1,
    'disclosure.normative.published': 1,
    'disclosure.normative.public_total': 1,
    'disclosure.licensing.items_prev': 29,
    'disclosure.licensing.items_change': 28,
    'disclosure.licensing.decisions': 4322,
    'disclosure.other_services.items_prev': 5,
    'disclosure.penalty.items_prev': 26,
    'disclosure.penalty.items_change': -12,
    'disclosure.penalty.decisions': 41,
    'disclosure.fees.items_prev': 1,
    'requests.new.natural_person': 3,
    'requests.new.total': 3,
    'requests.total.natural_person': 3,
    'requests.total.total': 3,
  });
  assert.deepEqual(printed('jinxiang', '金乡县卫生健康局2023年政府信息公开工作年度报告'), {
    'disclosure.penalty.decisions': 250,
  });
  assert.deepEqual(printed('zone', '卫健委2022年政府信息公开工作年度报告'), {
    'disclosure.licensing.decisions': 5,
    'disclosure.penalty.decisions': 5,
    'fees.info_processing.amount': null,
  });
});

test('the reports of 2022 of the zone say 18 and 500 in the text against 5 and 5 in the table', () => {
  const report = portals.planted.find((each) => each.title === '卫健委2022年政府信息公开工作年度报告');
  assert.match(report?.sections['1'] ?? '', /行政处罚18家、行政许可500家/);
});

test('the committed PDFs were printed from the reports as they are planted', () => {
  const printed: unknown = JSON.parse(
    readFileSync(new URL('../fixtures/pdf/printed.json', import.meta.url), 'utf8'),
  );
  const expected = ZONE_ARTICLES.map(({ fixture, report }) => [
    fixture,
    createHash('sha256')
      .update(renderReport(makeReport(report), 'print'))
      .digest('hex'),
  ]);
  assert.deepEqual(printed, Object.fromEntries(expected), 'run test/fixtures/pdf/make.ts again');
});
