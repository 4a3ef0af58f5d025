import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkNarrative, claimsRequests, readInfoFee } from '../../../src/reports/checks/narrative.ts';
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

test('whether the text says that requests came in', () => {
  assert.equal(claimsRequests({ '1': '收到政府信息公开申请2件。' }), true);
  assert.equal(claimsRequests({ '1': '未收到政府信息公开申请。' }), false);
  assert.equal(claimsRequests({}), false);
});

test('the fee for handling requests: 0 where said, null where silent', () => {
  const fee = (text: string): number | null => readInfoFee({ '6': text })?.amount ?? null;
  assert.equal(fee('本年度我单位未收取信息处理费。'), 0);
  assert.equal(fee('依据《政府信息公开信息处理费管理办法》，本年度收取信息处理费120.5元。'), 120.5);
  assert.equal(fee('信息处理费收取共计0.5万元。'), 5000);
  assert.equal(fee('信息处理费0元。'), 0);
  assert.equal(fee('无其他需要报告的事项。'), null);
  assert.equal(fee('无'), null);
});
