import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plannedOnce } from '../../src/archive/planned-once.ts';
import { TAKEN_IN_RUN } from '../../src/archive/runs.ts';
import { openArchive, temporaryFile } from './support.ts';

test('parameters are hidden from the planner, question marks in texts and names stay', () => {
  assert.equal(
    plannedOnce(`SELECT "a?" FROM t WHERE b = ? AND c IN (?, ?) AND d = 'it''s ?' AND e = ?`),
    `SELECT "a?" FROM t WHERE b = +? AND c IN (+?, +?) AND d = 'it''s ?' AND e = +?`,
  );
});

test('captures of an address in a run are looked up by the address, not by the run with its thousands', (t) => {
  const archive = openArchive(t, { file: temporaryFile(t) });
  const plan = [
    ...archive.rows<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT c.id FROM resources s JOIN captures c ON c.resource_id = s.id AND ${TAKEN_IN_RUN}
       WHERE s.site_id = 'ruzhou'`,
      1,
      1,
    ),
  ].map(({ detail }) => detail);
  assert.ok(
    plan.some((step) =>
      /^SEARCH c USING.* INDEX captures_by_resource \(resource_id=\? AND id>\?\)/.test(step),
    ),
    plan.join('\n'),
  );
});
