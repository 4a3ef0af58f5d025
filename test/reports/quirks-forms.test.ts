/** Quirks Q61 to Q78: forms, chapters and damaged text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plantValues } from '../fixtures/values.ts';
import { outcomes, print, readDraft, row } from './quirk-support.ts';
import { differences, parse } from './support.ts';

const FIGURES = { requests: { new: [5, 1], granted: [5, 1] } };

test('Q61 Q62 the form goes by the labels, not by the year', async () => {
  const old = await readDraft({
    form: '2019',
    figures: FIGURES,
    replace: [[/2020年政府信息/u, '2023年政府信息']],
  });
  assert.equal(old.year, 2023);
  assert.deepEqual(old.forms, { disclosure: '2019', requests: '2019', litigation: '2019' });
  assert.deepEqual(differences(plantValues('2019', FIGURES), old), []);
  const fresh = await readDraft({ figures: FIGURES, replace: [[/2023年政府信息/u, '2020年政府信息']] });
  assert.deepEqual(fresh.forms, { disclosure: '2021', requests: '2021', litigation: '2021' });
  assert.deepEqual(outcomes(fresh, 'HD.FORM'), { '-': 'fail' });
});

test('Q63 the notice that is cited does not decide the form', async () => {
  const report = await readDraft({
    replace: [['一、总体情况', '本报告按国办公开办函〔2019〕60号编制。\n\n一、总体情况']],
  });
  assert.equal(report.forms.requests, '2021');
  assert.equal(report.meta['meta.cited_notice'], '国办公开办函〔2019〕60号');
  assert.deepEqual(outcomes(report, 'HD.CITED'), { '-': 'fail' });
});

test('Q64 section two of one form and table three of the other', async () => {
  const two = print({ form: '2019', figures: { disclosure: { licensing: [7, 1, 9] } } });
  const three = print({ form: '2021', figures: FIGURES });
  const [, newer = ''] = three.source.split(/(?=三、收到和处理)/u);
  const [older = ''] = two.source.split(/(?=三、收到和处理)/u);
  const report = await parse(older + newer);
  assert.deepEqual(report.forms, { disclosure: '2019', requests: '2021', litigation: '2021' });
  assert.equal(report.values['disclosure.licensing.items_change'], 1);
  assert.deepEqual(row(report, 'new'), [5, 1, 0, 0, 0, 0, 6]);
  assert.deepEqual(outcomes(report, 'ST.MIXED'), { '-': 'fail' });
});

test('Q67 Q68 headings reworded, with words in front, misspelt, with doubled marks', async () => {
  const report = await readDraft({
    figures: FIGURES,
    replace: [
      ['一、总体情况', '一、2023年政务公开总体情况、'],
      ['二、主动公开政府信息情况', '二、行政机关主动公开政府政府情况'],
      ['四、政府信息公开行政复议、行政诉讼情况', '四、因政府信息公开工作被申请行政复议、提起行政诉讼情况'],
      ['五、存在的主要问题及改进情况', '五、政府信息公开工作存在的主要问题和改进措施'],
      ['六、其他需要报告的事项', '六、其它需要汇报的事项'],
    ],
  });
  assert.deepEqual(Object.keys(report.sections), ['1', '5', '6']);
  assert.deepEqual(differences(plantValues('2021', FIGURES), report), []);
  assert.deepEqual(outcomes(report, 'ST.SECTIONS'), { '-': 'pass' });
});

test('Q69 numerals with gaps and repeats do not matter', async () => {
  const report = await readDraft({
    replace: [
      ['一、总体情况', '1、 总体情况'],
      ['二、主动公开政府信息情况', '1、 主动公开政府信息情况'],
      ['六、其他需要报告的事项', '七、其他需要报告的事项'],
    ],
  });
  assert.deepEqual(Object.keys(report.sections), ['1', '5', '6']);
});

test('Q70 where the headings are lost the tables are found by themselves', async () => {
  const { source } = print({ figures: FIGURES });
  const report = await parse(
    source.replace(/^[一二三四五六]、(?:总体|主动|收到|政府信息公开行政|存在|其他).*$/gmu, ''),
  );
  assert.deepEqual(
    differences({ ...plantValues('2021', FIGURES), 'fees.info_processing.amount': null }, report),
    [],
  );
  assert.deepEqual(outcomes(report, 'ST.SECTIONS'), { '-': 'fail' });
});

test('Q71 instructions of the template claim nothing', async () => {
  const report = await readDraft({
    figures: FIGURES,
    replace: [
      [
        '二、主动公开政府信息情况',
        '二、主动公开政府信息情况\n\n该部分以表格形式报告。表格如下:\n\n编写说明:可先适当综述。',
      ],
    ],
  });
  assert.deepEqual(differences(plantValues('2021', FIGURES), report), []);
});

test('Q73 Q74 traditional characters and regional words', async () => {
  const { source } = print({ figures: { ...FIGURES, disclosure: { normative: [3, 0, 3] } } });
  const report = await parse(
    source
      .replace('行政规范性文件', '行政規範性檔案')
      .replace('规章', '規章')
      .replace('一、总体情况', '一、總體情況')
      .replace('（一）予以公开', '（一）予以公開')
      .replace('4.无正当理由大量反复申请', '4.無正當理由大量反覆申請')
      .replace('政府信息公开工作年度报告', '政府信息公開工作年度報告'),
  );
  assert.equal(report.values['disclosure.normative.valid'], 3);
  assert.deepEqual(row(report, 'granted'), [5, 1, 0, 0, 0, 0, 6]);
  assert.equal(report.status, 'complete');
  assert.match(report.title ?? '', /公開/u);
  assert.equal(report.year, 2023);
});

test('Q75 pinyin between characters is no part of them', async () => {
  const report = await readDraft({
    replace: [
      ['行政许可', '行(xing)政(zheng)許(xǔ)可(ke)'],
      ['一、总体情况', '一、總(zǒng)體(tǐ)情況(kuàng)'],
    ],
  });
  assert.equal(report.values['disclosure.licensing.decisions'], 0);
  assert.ok('1' in report.sections);
});

test('Q76 signs that replaced characters do not hide a heading, and no digit is guessed', async () => {
  const report = await readDraft({
    replace: [
      ['一、总体情况', '????一、总体情况'],
      ['行政强制 0', '行政强制 ?'],
    ],
  });
  assert.ok('1' in report.sections);
  assert.equal(report.values['disclosure.coercion.decisions'], null);
});

test('Q77 Q78 labels with slips of a scanner, or with parts of them lost', async () => {
  const figures = {
    requests: {
      new: [9],
      granted: [1],
      partial: [2],
      'not_processed.excessive': [3],
      'unable.not_held': [3],
    },
  };
  const report = await readDraft({
    figures,
    replace: [
      ['4.无正当理由大量反复申请', '4. 无正当理由大量及复申请'],
      ['第二十条第（五）项', '第二十条第隽(五)项'],
      ['一、本年新收政府信息公开申请数量', '-, 本年新收政府言息公开申请数量'],
      ['二、上年结转政府信息公开申请数量', 'Ξ, 上年结转政府言息公开申请数量'],
      ['（二）部分公开（区分处理的，只计这一情形，不计其他情形）', '(二)部分公开 不计其他情形)'],
      ['四、结转下年度继续办理', '四、结转下年度继续卖办理'],
    ],
  });
  assert.deepEqual(differences(plantValues('2021', figures), report), []);
});
