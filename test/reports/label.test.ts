import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as OpenCC from 'opencc-js';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { editDistance, labelKey, similarity, squeeze } from '../../src/reports/label.ts';

test('numbering, brackets, notes, quotes and spaces do not belong to a label', () => {
  const cases: [string, string][] = [
    ['（二）部分公开（区分处理的，只计这一情形，不计其他情形）', '部分公开'],
    ['(一) 予以公开', '予以公开'],
    ['㈠予以公开', '予以公开'],
    ['一）予以公开', '予以公开'],
    ['1.属于国家秘密', '属于国家秘密'],
    ['1．属于国家秘密', '属于国家秘密'],
    ['1、 属于国家秘密', '属于国家秘密'],
    ['3.危及“三安全一稳定”', '危及三安全一稳定'],
    ['3. 危及"三安全一稳定"', '危及三安全一稳定'],
    ['规 章', '规章'],
    ['結果 維持', '结果维持'],
    ['規範性檔案', '规范性文件'],
    ['一、本年新收政府信息公开申请数量', '本年新收政府信息公开申请数量'],
    ['本年收费金额（单位：万元，保留4位小数）', '本年收费金额'],
  ];
  for (const [text, key] of cases) assert.equal(labelKey(text), key, text);
});

test('a number before a decimal point is no numbering', () => assert.equal(labelKey('3.5'), '35'));

test('squeezing keeps punctuation and makes it half width', () =>
  assert.equal(squeeze(' （三） 不予\u200b公開'), '(三)不予公开'));

test('edit distance counts insertions, deletions and substitutions', () => {
  assert.equal(editDistance('重复申请', '重复申请'), 0);
  assert.equal(editDistance('重复申请', '重复申'), 1);
  assert.equal(editDistance('', '申请'), 2);
  assert.equal(editDistance('及复', '反复'), 1);
});

test('similarity is 1 for equal labels, high for a slip or a lost tail, low for another row', () => {
  assert.equal(similarity('予以公开', '予以公开'), 1);
  assert.ok(similarity('无正当理由大量及复申请', '无正当理由大量反复申请') > 0.9);
  assert.ok(similarity('本年新收政府', '本年新收政府信息公开申请数量') >= 0.6);
  assert.ok(similarity('属于行政查询事项', '属于行政执法案卷') < 0.55);
  assert.equal(similarity('', '其他'), 0);
});

test('every official label is known in traditional characters', () => {
  const toTraditional = OpenCC.Converter({ from: 'cn', to: 'tw' });
  for (const field of FIELDS)
    assert.equal(labelKey(toTraditional(field.label)), labelKey(field.label), field.label);
});

test('short labels tolerate only what is put round them', () => {
  assert.equal(similarity('其他', '总计'), 0);
  assert.ok(similarity('.其他', '其他') > 0.5);
  assert.equal(similarity('其他处理情况', '其他'), 0);
});
