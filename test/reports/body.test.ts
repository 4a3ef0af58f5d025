import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyKey, bodyLevel } from '../../src/reports/body.ts';
import { parse } from './support.ts';

test('names of one body have one key, with or without region, short or in full', () => {
  const same = [
    ['湛河区卫健委', '湛河区卫生健康委员会', '卫健委', '平顶山市湛河区卫生健康委员会'],
    ['临河县发改局', '临河县发展和改革局'],
    ['临河县住建局', '住房和城乡建设局', '临河县住房与城乡建设局'],
    ['临河县人民政府', '临河县政府'],
    ['临河县人民政府办公室', '临河县政府办', '临河县政府办公室'],
    ['临河縣水利局', '临河县水利局'],
  ];
  for (const names of same) assert.equal(new Set(names.map(bodyKey)).size, 1, names.join());
  const apart = [
    '临河县教育局',
    '临河县教育体育局',
    '临河县人民政府',
    '临河县城关镇人民政府',
    '临河县水利局',
  ];
  assert.equal(new Set(apart.map(bodyKey)).size, apart.length);
});

test('the level of a body goes by its name', () => {
  const cases: [string, string | null][] = [
    ['临河县人民政府', 'government'],
    ['临河县政府办公室', 'government'],
    ['临河县卫健委', 'department'],
    ['临河县水利局', 'department'],
    ['临河县城关镇人民政府', 'township'],
    ['城关镇', 'township'],
    ['驼峰路街道办事处', 'subdistrict'],
    ['临河县经济开发区管委会', 'zone'],
    ['临河县政务', null],
  ];
  for (const [name, level] of cases) assert.equal(bodyLevel(name), level, name);
});

test('a title without a body: the text, then the signature, then the listing, then the page, each said', async () => {
  const page = (preamble: string, signature: string): string => `
2016年政府信息公开工作年度报告

${preamble}

一、概述
我单位认真落实条例。
二、主动公开政府信息情况
主动公开政府信息12条。
三、存在的主要问题及改进情况
有待加强。${signature}`;
  const read = async (preamble: string, signature: string, hint: string | null) => {
    const report = await parse(page(preamble, signature), 'text', {
      url: null,
      body: hint,
      year: null,
      title: null,
    });
    return [
      report.body,
      report.warnings
        .find((w) => w.code === 'body_inferred')
        ?.message.split(' ')
        .at(-1),
    ];
  };
  const signed = '\n临河县水利局\n2017年3月1日';
  assert.deepEqual(await read('本报告由临河县教育局编制。', signed, '临河县民政局'), [
    '临河县教育局',
    'text',
  ]);
  assert.deepEqual(await read('现将情况报告如下。', signed, '临河县民政局'), ['临河县水利局', 'signature']);
  assert.deepEqual(await read('现将情况报告如下。', '', '临河县民政局'), ['临河县民政局', 'listing']);
});
