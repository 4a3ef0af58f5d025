import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownText } from '../../src/documents/own-text.ts';

test('a text of its own says the same, whatever characters it is of', () => {
  const texts = [
    '',
    '政府',
    'http://www.example.gov.cn/zwgk/nb/index.html',
    'Jahresübersicht der Verwaltung ÿ',
    '临河县水利局2022年政府信息公开工作年度报告',
    'Ā ist das erste Zeichen danach',
    `half a character: \ud800, the other: \udc00`,
    'ideographs beyond the first plane: 𠮷野家',
    'a NUL \u0000 and a control character \u0085 are kept',
  ];
  for (const text of texts) assert.equal(ownText(`<<${text}>>`.slice(2, -2)), text);
});
