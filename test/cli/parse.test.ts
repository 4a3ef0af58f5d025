import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { displayWidth } from '../../src/cli/output.ts';
import { print } from '../reports/quirk-support.ts';
import { folderFor, nianbao, said } from './support.ts';

const FIGURES = {
  disclosure: { penalty: [250] },
  requests: { new: [2, 1], granted: [2], 'unable.not_held': [0, 1] },
};

test('a report for people: groups over their rows, blanks as blanks, doubts marked, broken rules beneath', async (t) => {
  const { source } = print({
    layout: 'html-spans',
    figures: FIGURES,
    change: ({ tables }) => {
      for (const cell of tables.flatMap((x) => x.rows.flatMap((r) => r.cells))) {
        if (cell.field === 'requests.partial.research') cell.text = '';
        if (cell.field === 'requests.granted.total') cell.text = '9';
        if (cell.field === 'requests.unable.not_held.research') cell.text = 'O';
      }
    },
  });
  const file = join(folderFor(t), 'report.html');
  writeFileSync(file, source);
  const { stdout, code } = await nianbao(['parse', file]);
  assert.equal(code, 0);
  const lines = stdout.split('\n');
  const table = lines.slice(0, lines.indexOf('Warnings:'));
  assert.ok(Math.max(...table.map(displayWidth)) <= 120);
  const group = lines.findIndex((l) => l.trim() === '（四）无法提供');
  assert.match(lines[group + 1] ?? '', /^ {4}1\.本机关不掌握相关政府信息 +0 +1 +O\? +0/u);
  assert.match(stdout, /（二）部分公开\S* +0 {2,}\S* *0 {12,}0 +0 +0 +0$/mu);
  const broken = stdout.slice(stdout.indexOf('Broken rules:'));
  assert.match(broken, /T3\.ROWSUM\[requests\.granted\].*printed 9, its parts add up to 2/u);
});

test('--explain says where a value stands, what was printed, and which rules look at it', async (t) => {
  const { source } = print({ layout: 'html-spans', figures: FIGURES });
  const file = join(folderFor(t), 'report.html');
  writeFileSync(file, source);
  const told = await said(['parse', file, '--explain', 'requests.new.natural_person']);
  assert.match(told.stdout, /value {5}2 件/u);
  assert.match(told.stdout, /printed {3}“2”/u);
  assert.match(told.stdout, /where {5}table 2 row 4 col 4/u);
  assert.match(told.stdout, /holds .*T3\.FLOW\[natural_person\].*T3\.ROWSUM\[requests\.new\]/u);
  const group = await said(['parse', file, '--json', '--explain', 'requests.new.*']);
  const rows = group.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(rows.length, 7);
  assert.deepEqual(rows[6].evidence, { raw: '3', at: 'table 2 row 4 col 10', page: null });
  const unknown = await said(['parse', file, '--explain', 'requests.newest']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /--explain requests\.newest: no report given has such a field/u);
});

test('--join reads files as parts of one document, in the order given', async (t) => {
  const { source } = print({ layout: 'html-p-cells', figures: FIGURES });
  const cut = source.indexOf('<p>三、收到和处理');
  const folder = folderFor(t);
  const parts = [`${source.slice(0, cut)}</body></html>`, `<html><body>${source.slice(cut)}`].map(
    (text, i) => {
      const file = join(folder, `${i + 1}.html`);
      writeFileSync(file, text);
      return file;
    },
  );
  const { stdout, code } = await said(['parse', '--join', '--json', ...parts]);
  assert.equal(code, 0);
  const report = JSON.parse(stdout);
  assert.equal(report.status, 'complete');
  assert.equal(report.values['disclosure.penalty.decisions'], 250);
  assert.equal(report.values['requests.new.total'], 3);
  assert.deepEqual(
    report.source.parts.map((p: { path: string }) => p.path),
    parts,
  );
  const lost = await said(['parse', '--join', ...parts, join(folder, '3.html')]);
  assert.equal(lost.code, 1);
  assert.match(lost.stderr, /--join needs every part/u);
});
