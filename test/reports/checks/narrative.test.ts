import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkNarrative, claimsRequests } from '../../../src/reports/checks/narrative.ts';
import { plantValues } from '../../fixtures/values.ts';

const VALUES = plantValues('2021', {
  disclosure: { licensing: [5], penalty: [18], normative: [3, 1, 7], fees: [2.5] },
  requests: {
    new: [4, 2],
    carried_in: [1],
    granted: [3, 1],
    partial: [1],
    'unable.not_held': [1],
    carried_out: [0, 1],
  },
  review: [1, 0, 0, 0],
  direct: [0, 1, 0, 0],
});

function outcome(rule: string, text: string): string {
  const checks = checkNarrative({ '1': text }, VALUES, 2023);
  return checks.find((c) => c.rule === rule)?.outcome ?? 'absent';
}

test('claims of the text against the tables', () => {
  const cases: [string, string, string][] = [
    ['NT.NEW', '全年收到政府信息公开申请6件。', 'pass'],
    ['NT.NEW', '全年收到政府信息公开申请7件。', 'pass'],
    ['NT.NEW', '全年收到政府信息公开申请8件。', 'fail'],
    ['NT.NEW', '计划收到政府信息公开申请8件。', 'absent'],
    ['NT.NEW', '2022年收到政府信息公开申请8件。', 'absent'],
    ['NT.NONE', '全年未收到政府信息公开申请。', 'fail'],
    ['NT.DONE', '办结政府信息公开申请6件。', 'pass'],
    ['NT.DONE', '办结政府信息公开申请9件。', 'fail'],
    ['NT.CARRY_IN', '信息公开申请上年结转1件。', 'pass'],
    ['NT.CARRY_OUT', '信息公开申请结转下年度2件。', 'fail'],
    ['NT.OUTCOME.granted', '对信息公开申请予以公开4件。', 'pass'],
    ['NT.OUTCOME.refused', '对信息公开申请不予公开1件。', 'fail'],
    ['NT.APPLICANT', '信息公开申请中法人或其他组织2件。', 'pass'],
    ['NT.APPLICANT', '信息公开申请中法人或其他组织9件。', 'fail'],
    ['NT.REVIEW', '政府信息公开行政复议1件，其中维持1件。', 'pass'],
    ['NT.REVIEW', '政府信息公开行政复议1件，其中纠正1件。', 'fail'],
    ['NT.LITIGATION', '政府信息公开行政诉讼案件中纠正1件。', 'pass'],
    ['NT.LITIGATION', '政府信息公开行政诉讼案件中维持1件。', 'fail'],
    ['NT.NORMATIVE', '现行有效的规范性文件7件。', 'pass'],
    ['NT.NORMATIVE', '现行有效的规范性文件8件。', 'fail'],
    ['NT.INFOFEE', '收取信息处理费30元。', 'fail'],
    ['NT.INFOFEE', '按页收取信息处理费30元。', 'pass'],
    ['NT.INFOFEE', '未收取信息处理费。', 'pass'],
    ['NT.CARRY_IN', '信息公开申请上年结转3件。', 'fail'],
    ['NT.CARRY_OUT', '信息公开申请结转下年度1件。', 'pass'],
    ['NT.OUTCOME.granted', '对信息公开申请予以公开9件。', 'fail'],
    ['NT.OUTCOME.refused', '对信息公开申请不予公开0件。', 'pass'],
    ['NT.OUTCOME.unable', '对信息公开申请无法提供2件。', 'fail'],
    ['NT.OUTCOME.not_processed', '对信息公开申请不予处理0件。', 'pass'],
    ['NT.OUTCOME.not_processed', '对信息公开申请不予处理1件。', 'fail'],
    ['NT.OUTCOME.other', '对信息公开申请其他处理0件。', 'pass'],
    ['NT.OUTCOME.other', '对信息公开申请其他处理1件。', 'fail'],
    ['NT.APPLICANT', '依申请公开中自然人3件。', 'fail'],
    ['NT.REVIEW', '因政府信息公开引起行政复议2件。', 'fail'],
    ['NT.LITIGATION', '因政府信息公开引起行政诉讼1件。', 'pass'],
    ['NT.LICENSING', '行政许可5件。', 'pass'],
    ['NT.PENALTY', '行政处罚19家。', 'fail'],
    ['NT.COERCION', '行政强制0件。', 'pass'],
    ['NT.COERCION', '行政强制1件。', 'fail'],
    ['NT.FEES', '行政事业性收费3万元。', 'fail'],
    ['NT.SUMS', '公开信息10条，其中政策3条、动态4条、公告3条。', 'pass'],
    ['NT.SUMS', '公开信息10条，其中政策3条、动态4条、公告4条。', 'fail'],
    ['NT.SUMS', '政策占60%，动态占70%。', 'fail'],
    ['NT.OUTCOME.unable', '对信息公开申请无法提供1件。', 'pass'],
    ['NT.APPLICANT', '依申请公开中自然人4件。', 'pass'],
    ['NT.REVIEW', '因政府信息公开引起行政复议1件。', 'pass'],
    ['NT.LITIGATION', '因政府信息公开引起行政诉讼2件。', 'fail'],
    ['NT.LICENSING', '行政许可500家。', 'fail'],
    ['NT.PENALTY', '行政处罚18家。', 'pass'],
    ['NT.PENALTY', '行政处罚15余件。', 'pass'],
    ['NT.FEES', '行政事业性收费25000元。', 'pass'],
    ['NT.NORMATIVE', '制发行政规范性文件3件。', 'pass'],
    ['NT.SUMS', '公开信息10条，其中动态5条、公告3条、政策2条。', 'pass'],
    ['NT.SUMS', '公开信息300余条，其中动态5条、公告3条、政策2条。', 'fail'],
    ['NT.CHANNELS', '收到政府信息公开申请6件，当面2件，网络4件。', 'pass'],
    ['NT.CHANNELS', '收到政府信息公开申请6件，当面2件，网络3件。', 'fail'],
  ];
  for (const [rule, text, expected] of cases) assert.equal(outcome(rule, text), expected, text);
});

test('NT.NONE: no request came in', () => {
  const none = checkNarrative({ '1': '全年未收到政府信息公开申请。' }, plantValues('2021', {}), 2023);
  assert.equal(none.find((c) => c.rule === 'NT.NONE')?.outcome, 'pass');
});

test('whether the text says that requests came in', () => {
  assert.equal(claimsRequests({ '1': '收到政府信息公开申请2件。' }), true);
  assert.equal(claimsRequests({ '1': '未收到政府信息公开申请。' }), false);
  assert.equal(claimsRequests({}), false);
});

test('NT.INFOFEE: sections one and six state one fee', () => {
  const of = (one: string, six: string): string | undefined =>
    checkNarrative({ '1': one, '6': six }, VALUES, 2023).find((c) => c.rule === 'NT.INFOFEE')?.outcome;
  assert.equal(of('未收取信息处理费。', '未收取信息处理费。'), 'pass');
  assert.equal(of('未收取信息处理费。', '按页收取信息处理费30元。'), 'fail');
  assert.equal(of('无。', '无。'), undefined);
});

test('NT.PROCUREMENT: projects and money of the 2019 form', () => {
  const values = plantValues('2019', { disclosure: { procurement: [2, 3.5] } });
  const of = (text: string): string | undefined =>
    checkNarrative({ '1': text }, values, 2020).find((c) => c.rule === 'NT.PROCUREMENT')?.outcome;
  assert.equal(of('政府集中采购项目2项。'), 'pass');
  assert.equal(of('政府采购金额35000元。'), 'pass');
  assert.equal(of('政府采购金额4万元。'), 'fail');
});
