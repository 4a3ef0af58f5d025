import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyKey } from '../../src/reports/body.ts';

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
