import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convertMoney, readCell } from '../../src/reports/value.ts';

test('a number is read as printed, whatever spaces, width and unit stand round it', () => {
  const cases: [string, number, string | null][] = [
    ['0', 0, null],
    ['１２', 12, null],
    ['\u00a00\u3000', 0, null],
    ['\u200b7', 7, null],
    ['3件', 3, '件'],
    ['3 件', 3, '件'],
    ['18.8710', 18.871, null],
    ['190.457379', 190.457379, null],
    ['1767.06万元', 1767.06, '万元'],
    ['1,234', 1234, null],
    ['12，345，678', 12345678, null],
    ['-12', -12, null],
    ['－12', -12, null],
    ['−5', -5, null],
    ['+19', 19, null],
    ['零', 0, null],
    ['〇件', 0, '件'],
    ['0.0', 0, null],
  ];
  for (const [text, value, unit] of cases)
    assert.deepEqual(readCell(text), { kind: 'number', value, unit }, JSON.stringify(text));
});

test('minus zero is zero', () => assert.ok(Object.is(readCell('-0').value, 0)));

test('nothing printed is blank', () => {
  for (const text of ['', ' ', '\u00a0', '\u3000\u200b', '\n']) assert.equal(readCell(text).kind, 'blank');
});

test('a placeholder is null and no zero', () => {
  for (const text of ['/', '／', '-', '—', '——', '－', '无', '無', 'N/A', '*'])
    assert.deepEqual(readCell(text), { kind: 'placeholder', value: null, unit: null }, text);
});

test('digits are never joined across a space, and words are no numbers', () => {
  for (const text of ['0 0', '1 066', '12abc', '2023年', '无申请', '①'])
    assert.equal(readCell(text).kind, 'text', text);
});

test('digits with what a scanner makes of them are unreadable, never guessed', () => {
  for (const text of [
    'O',
    'l',
    '1O',
    'B5',
    '1,23',
    '1.2.3',
    '-14.',
    '−14.',
    '--5',
    '3:0',
    '=3',
    '2023-01-05',
    '\ufffc',
    '1\ufffd',
  ])
    assert.deepEqual(readCell(text), { kind: 'unreadable', value: null, unit: null }, text);
  for (const text of ['1.', '12.', '(1)', '1-1', '1、', 'F .', '规章'])
    assert.equal(readCell(text).kind, 'text', text);
});

test('a figure that is no single plain number is unreadable: a bound, a share, a note, digits that ran together', () => {
  for (const text of [
    '约3',
    '3余',
    '300多件',
    '1.2万件',
    '5%',
    '0/2',
    '3[1]',
    '3（注）',
    '3*',
    '3①',
    '3²',
    '007',
    '00',
    '3人',
  ])
    assert.equal(readCell(text).kind, 'unreadable', text);
});

test('money is converted by moving the printed point', () => {
  assert.equal(convertMoney(1767.06, '元', '万元'), 0.176706);
  assert.equal(convertMoney(0.1, '亿元', '万元'), 1000);
  assert.equal(convertMoney(250, '元', '元'), 250);
  assert.throws(() => convertMoney(1, '件', '万元'), /no unit of money: 件/);
});
