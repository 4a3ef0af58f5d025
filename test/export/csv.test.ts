import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLine } from '../../src/export/csv.ts';

test('cells are quoted where RFC 4180 demands it, and null is empty', () => {
  assert.equal(
    csvLine(['a,b', 'say "no"', 'two\nlines', null, 0, -12, 18.871], 'as_is'),
    '"a,b","say ""no""","two\nlines",,0,-12,18.871\n',
  );
});

test('formulas are made text for spreadsheets on request only, and figures stay figures', () => {
  const hostile = ['=HYPERLINK("x")', '@SUM(A1)', '+cmd', '-2+3', '\tx', '-12', '+19', '湛河区'];
  assert.equal(csvLine(hostile, 'as_is'), '"=HYPERLINK(""x"")",@SUM(A1),+cmd,-2+3,\tx,-12,+19,湛河区\n');
  assert.equal(csvLine(hostile, 'safe'), `"'=HYPERLINK(""x"")",'@SUM(A1),'+cmd,'-2+3,'\tx,-12,+19,湛河区\n`);
});
