import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandBody } from '../../../src/reports/body.ts';
import { checkHeader, type HeaderFacts } from '../../../src/reports/checks/header.ts';

const FACTS: HeaderFacts = {
  year: 2023,
  titleYear: 2023,
  periodStart: '2023-01-01',
  periodEnd: '2023-12-31',
  textYear: 2023,
  publishedOn: '2024-01-17',
  indexNumber: 'x/2024-05617',
  citedNotice: '国办公开办函〔2021〕30号',
  body: '临河县水利局',
  textBody: '临河县水利局',
  signedBy: null,
  text: '临河县水利局做好公开。',
  region: '临河县',
  forms: { disclosure: '2021', requests: '2021', litigation: '2021' },
};

const outcome = (rule: string, change: Partial<HeaderFacts>): string =>
  checkHeader({ ...FACTS, ...change }).find((c) => c.rule === rule)?.outcome ?? 'absent';

test('rules of header and time pass, fail and abstain', () => {
  const cases: [string, Partial<HeaderFacts>, string][] = [
    ['HD.YEAR', {}, 'pass'],
    ['HD.YEAR', { periodStart: '2022-01-01' }, 'fail'],
    ['HD.YEAR', { year: null }, 'unassessable'],
    ['HD.PERIOD', {}, 'pass'],
    ['HD.PERIOD', { periodEnd: '2023-12-21' }, 'fail'],
    ['HD.PERIOD', { periodStart: null }, 'unassessable'],
    ['HD.PUBYEAR', {}, 'pass'],
    ['HD.PUBYEAR', { publishedOn: '2026-02-01' }, 'fail'],
    ['HD.PUBYEAR', { publishedOn: null }, 'unassessable'],
    ['HD.PUBDUE', {}, 'pass'],
    ['HD.PUBDUE', { publishedOn: '2024-02-01' }, 'fail'],
    ['HD.PUBDUE', { publishedOn: '2024-02-01', body: '临河县人民政府' }, 'pass'],
    ['HD.PUBEARLY', {}, 'pass'],
    ['HD.PUBEARLY', { publishedOn: '2023-12-31' }, 'fail'],
    ['HD.BODY', {}, 'pass'],
    ['HD.BODY', { textBody: '平湖县水利局' }, 'fail'],
    ['HD.BODY', { signedBy: '临河县财政局' }, 'fail'],
    ['HD.BODY', { body: '水利局', region: null, signedBy: '临河县财政局' }, 'fail'],
    ['HD.BODY', { textBody: null, signedBy: '水利局' }, 'pass'],
    ['HD.BODY', { textBody: null, signedBy: '临河县水利局办公室' }, 'pass'],
    ['HD.BODY', { region: null }, 'unassessable'],
    ['HD.FORM', {}, 'pass'],
    ['HD.FORM', { year: 2020 }, 'fail'],
    ['HD.FORM', { forms: { disclosure: null, requests: null, litigation: null } }, 'unassessable'],
    ['HD.CITED', {}, 'pass'],
    ['HD.CITED', { citedNotice: '国办公开办函〔2019〕60号' }, 'fail'],
    ['HD.CITED', { citedNotice: null }, 'unassessable'],
    ['HD.INDEX', {}, 'pass'],
    ['HD.INDEX', { indexNumber: 'x/2015-34352' }, 'fail'],
    ['HD.INDEX', { indexNumber: '/2021-None' }, 'fail'],
    ['HD.INDEX', { indexNumber: null }, 'unassessable'],
  ];
  for (const [rule, change, expected] of cases)
    assert.equal(outcome(rule, change), expected, `${rule} ${JSON.stringify(change)}`);
});

test('short and long names of a body are one', () => {
  assert.equal(expandBody('湛河区卫健委'), expandBody('湛河区卫生健康委员会'));
  assert.equal(expandBody('临河县住建局'), expandBody('临河县住房和城乡建设局'));
});
