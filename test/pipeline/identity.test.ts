import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyIdentity } from '../../src/pipeline/body-identity.ts';

test('a body is filed under one spelling of its name', () => {
  const cases: readonly [string, string][] = [
    ['汝州市 衛生健康委員會', '汝州市卫生健康委员会'],
    ['湛河区卫健委', '湛河区卫健委'],
    ['金水区（郑东）管委会', '金水区(郑东)管委会'],
    // The character is traditional elsewhere, but this county's name keeps it.
    ['乾县卫生健康局', '乾县卫生健康局'],
    ['濉溪县', '濉溪县'],
  ];
  for (const [printed, filed] of cases) assert.equal(bodyIdentity(printed), filed);
});
