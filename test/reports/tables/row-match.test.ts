import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REQUESTS } from '../../../src/reports/forms.ts';
import { linesOf } from '../../../src/reports/line.ts';
import { EXACT, labelScores, rowKeys } from '../../../src/reports/tables/row-match.ts';
import { documentOf } from '../support.ts';

const ROWS = rowKeys(REQUESTS['2021']);

/** The rows whose own label a line bears. */
async function exactRows(text: string): Promise<string[]> {
  const labels = linesOf(await documentOf(`${text} 0 0 0 0 0 0 0`, 'text'))
    .flatMap((line) => line.pieces)
    .filter((piece) => piece.kind === 'text');
  const scores = labelScores(labels, ROWS);
  return ROWS.flatMap((row, i) => ((scores[i] ?? 0) >= EXACT ? [row.id] : []));
}

test('group labels before a label are passed over, whole or cut short where they wrapped', async () => {
  for (const [text, row] of [
    ['（三）不予公开 1.属于国家秘密', 'requests.refused.state_secret'],
    ['（三）不予公 1.属于国家秘密', 'requests.refused.state_secret'],
    ['（四）无法提 2.没有现成信息需要另行制作', 'requests.unable.needs_creation'],
    ['（五）不予处 2.重复申请', 'requests.not_processed.repeat'],
    ['三、本年度办 （一）予以公开', 'requests.granted'],
  ] as const)
    assert.deepEqual(await exactRows(text), [row], text);
});

test('a group label by itself is no row', async () => {
  for (const text of ['（三）不予公', '（四）无法提供', '三、本年度办'])
    assert.deepEqual(await exactRows(text), [], text);
});
