import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import type { Correction } from '../../src/corrections/correction.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { Cleanup, plant, reportPath, serving } from './support.ts';

const BODY = '汝州市司法局';
const REPORT = reportPath('ruzhou', BODY, 2023);
const signed = { siteId: 'ruzhou', author: '李梅', date: '2026-11-26', source: 'ruzhou.yaml:1' };
const figure = (field: string, was: number | null, value: number | null, reason: string): Correction => ({
  ...{ ...signed, kind: 'value', body: BODY, year: 2023 },
  ...{ field, was, value, reason },
});
const CORRECTIONS: readonly Correction[] = [
  figure('requests.new.total', 12, 11, '表格印错 <一位>'),
  figure('requests.granted.total', 5, 4, 'made for an earlier reading'),
  figure('review.pending', 0, null, 'the cell is blank'),
  {
    ...{ ...signed, kind: 'identity', url: 'https://www.ruzhou.gov.cn/law/2023' },
    ...{ was: { body: BODY, year: 2023 }, is: { body: BODY, year: 2023 }, reason: 'the title says so' },
  },
];

const shared = new Cleanup();
let url = '';
let archive: Archive;
let file = '';

before(async () => {
  ({ file } = await plant(shared, { pagesOnly: true }));
  archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  shared.after(() => archive.close());
  archive.corrections.put(CORRECTIONS);
  archive.corrections.identify('ruzhou', 'https://www.ruzhou.gov.cn/law/2023', [{ body: BODY, year: 2023 }]);
  ({ url } = await serving(shared, file));
});
after(() => shared.run());

async function textOf(path: string): Promise<string> {
  const answer = await fetch(url + path, { headers: { 'accept-language': 'en' } });
  return (await answer.text()).replace(/\s+/gu, ' ');
}

type Row = Record<string, unknown>;

async function rowsOf(path: string, query = ''): Promise<Row[]> {
  return (await (await fetch(`${url}${path}.json?${query}`)).json()) as Row[];
}

async function received(): Promise<unknown[]> {
  const series = await rowsOf(`/sites/ruzhou/${encodeURIComponent(BODY)}/series`);
  const ranking = await rowsOf('/rankings', 'measure=received&year=2023');
  const own = series.find((row) => row.measure === 'received' && row.year === 2023);
  const ranked = ranking.find(({ body }) => body === BODY);
  return [own?.value, own?.corrected_reports, ranked?.value, ranked?.corrected];
}

test('a report shows what was read and what a person set in its place, who and why', async () => {
  const text = await textOf(REPORT);
  const cell = (field: string): string =>
    new RegExp(`<td id="cell-${field.replaceAll('.', '\\.')}".*?</td>`, 'u').exec(text)?.[0] ?? '';
  assert.match(cell('requests.new.total'), /class="fail sum corrected".*<del>12<\/del> <ins>11<\/ins>/u);
  assert.match(cell('requests.new.total'), /title="corrected by 李梅: 表格印错 &lt;一位&gt;; breaks a rule/u);
  assert.match(cell('requests.new.total'), /href="\/editions\/\d+\/document\?field=requests\.new\.total/u);
  assert.match(cell('review.pending'), /<del>0<\/del> <ins>blank<\/ins>/u);
  assert.doesNotMatch(cell('requests.granted.total'), /<del>|<ins>/u);
  const section = /<h2 id="corrections">.*?<\/table>/u.exec(text)?.[0] ?? '';
  assert.match(section, /李梅.*2026-11-26/u);
  assert.match(section, /made for an earlier reading.*not in force: something else is read/u);
  assert.match(text, /Body and year are corrected\. The document says: <del>汝州市司法局 2023<\/del>/u);
});

test('the report as data has the figure that was read, and the corrected one beside it', async () => {
  const values = await rowsOf(`${REPORT}/values`);
  const pick = (field: string): unknown[] => {
    const row = values.find((value) => value.field === field);
    return [row?.value, row?.corrected_value, row?.corrected_by, row?.corrected_on];
  };
  assert.deepEqual(pick('requests.new.total'), [12, 11, '李梅', '2026-11-26']);
  assert.deepEqual(pick('review.pending'), [0, null, '李梅', '2026-11-26']);
  assert.deepEqual(pick('requests.granted.total'), [9, null, null, null]);
});

test('series, rankings and search use the corrected figure, and say so; withdrawn, they use what was read', async () => {
  assert.deepEqual(await received(), [11, 1, 11, 1]);
  const body = `/sites/ruzhou/${encodeURIComponent(BODY)}`;
  for (const path of [body, '/sites/ruzhou', '/rankings?measure=received&year=2023'])
    assert.match(await textOf(path), /† rests on a figure that a person corrected/u, path);
  assert.equal((await rowsOf('/search', 'where=requests.new.total = 11')).length, 1);
  archive.corrections.put([]);
  // The index that stands beside the database is that of the corrections; answers kept in memory are not waited for.
  ({ url } = await serving(shared, file));
  assert.deepEqual(await received(), [12, 0, 12, 0]);
  assert.doesNotMatch(await textOf(body), /†/u);
  assert.doesNotMatch(await textOf(REPORT), /id="corrections"/u);
});
