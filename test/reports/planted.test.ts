import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Portals, startPortals } from '../portals/server.ts';
import { differences, isWarned, parse } from './support.ts';

let portals: Portals;
before(async () => {
  portals = await startPortals();
});
after(() => portals.close());

const bare = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/gu, '');
const SUMS = ['T3.FLOW', 'T3.ROWSUM', 'T3.COLSUM', 'T3.GRAND', 'T3.BOUND', 'T4.SUM'];

test('every planted report is read as it was planted', async () => {
  assert.ok(portals.planted.length >= 50);
  for (const planted of portals.planted) {
    const report = await parse(planted.payload());
    const name = `${planted.portal} ${planted.title}`;
    assert.deepEqual(differences(planted.values, report), [], name);
    assert.equal(report.title, planted.title, name);
    assert.equal(report.year, planted.year, name);
    assert.ok(planted.body.endsWith(report.body ?? '?'), `${name}: ${report.body}`);
    for (const [section, text] of Object.entries(planted.sections))
      assert.equal(bare(report.sections[section]), bare(text), `${name} section ${section}`);
    const failed = report.checks
      .filter((c) => c.outcome === 'fail' && SUMS.includes(c.rule))
      .map((c) => `${c.rule} ${c.scope ?? ''}`);
    assert.deepEqual(
      failed.sort(),
      planted.breaks.map(({ rule, scope }) => `${rule} ${scope ?? ''}`).sort(),
      name,
    );
  }
});

test('no planted value is doubted but amounts printed without a unit', async () => {
  for (const planted of portals.planted) {
    const report = await parse(planted.payload());
    const doubted = Object.keys(report.values).filter((f) => isWarned(report, f) && !f.endsWith('.amount'));
    assert.deepEqual(doubted, [], planted.title);
  }
});
