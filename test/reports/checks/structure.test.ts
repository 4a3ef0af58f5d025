import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkStructure, type StructureFacts } from '../../../src/reports/checks/structure.ts';

const FACTS: StructureFacts = {
  forms: { disclosure: '2021', requests: '2021', litigation: '2021' },
  headings: [1, 2, 3, 4, 5, 6],
  extra: [],
  problems: [],
  mixed: false,
  disordered: [],
};

test('rules of structure pass and fail', () => {
  const cases: [string, Partial<StructureFacts>, string][] = [
    ['ST.SECTIONS', {}, 'pass'],
    ['ST.SECTIONS', { headings: [1, 5] }, 'fail'],
    ['ST.TABLES', {}, 'pass'],
    ['ST.TABLES', { forms: { ...FACTS.forms, litigation: null } }, 'fail'],
    ['ST.ROWS', {}, 'pass'],
    ['ST.ROWS', { problems: ['row 规章 not found'] }, 'fail'],
    ['ST.COLUMNS', {}, 'pass'],
    ['ST.COLUMNS', { problems: ['column 商业企业 not found'] }, 'fail'],
    ['ST.ORDER', {}, 'pass'],
    ['ST.ORDER', { disordered: ['columns of table three'] }, 'fail'],
    ['ST.MIXED', {}, 'pass'],
    ['ST.MIXED', { forms: { ...FACTS.forms, disclosure: '2019' } }, 'fail'],
    ['ST.MIXED', { mixed: true }, 'fail'],
    ['ST.EXTRA', {}, 'pass'],
    ['ST.EXTRA', { extra: ['其他主动公开文件: 9 9 9'] }, 'fail'],
  ];
  for (const [rule, change, expected] of cases) {
    const check = checkStructure({ ...FACTS, ...change }).find((c) => c.rule === rule);
    assert.equal(check?.outcome, expected, `${rule} ${JSON.stringify(change)}`);
  }
});
