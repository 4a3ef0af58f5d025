import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { annualReport, crawlReport, FIELDS, openArchive, RUZHOU, temporaryFile } from './support.ts';

const A = 'https://www.ruzhou.gov.cn/a.html';

/** Does harm to a database behind the archive's back. */
function harm(file: string, sql: string): void {
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  for (const trigger of ['captures_no_delete', 'payloads_no_update', 'payloads_no_delete']) {
    db.exec(`DROP TRIGGER ${trigger}`);
  }
  db.exec(sql);
  db.close();
}

test('a sound database has no problems, and progress is told', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  crawlReport(archive, A, 5);
  const steps: string[] = [];
  assert.deepEqual(archive.verify({ onProgress: (done, total) => steps.push(`${done}/${total}`) }), []);
  assert.deepEqual(steps, ['1/3', '2/3', '3/3']);
});

const page = sha256('<html>3</html>');

for (const [what, sql, words] of [
  [
    'changed bytes',
    `UPDATE payloads SET bytes = CAST('<html>4</html>' AS BLOB)`,
    new RegExp(`${page}.*now hash to`),
  ],
  ['lost bytes', `UPDATE payloads SET bytes = x'00'`, new RegExp(`${page}.*1 bytes where 14`)],
  ['damaged compression', `UPDATE payloads SET encoding = 'br'`, /does not decompress/],
  ['an unknown encoding', `UPDATE payloads SET encoding = 'rot13'`, /"rot13" is neither/],
  ['a payload that is gone', 'DELETE FROM payloads', /captures row 1 refers to a row of payloads/],
  ['a capture that is gone', 'DELETE FROM captures', /edition_rows row 1 refers to a row of captures/],
  [
    'a report without an edition',
    'UPDATE reports SET edition_id = NULL',
    /汝州市司法局 2023\) has no current edition/,
  ],
  ['a lost reading', 'DELETE FROM readings', /edition 1 has no reading/],
  [
    'a wide table that says otherwise',
    'UPDATE requests SET requests_new_natural_person = 4',
    /report 1: requests\.requests_new_natural_person is 4 where the reading has 3/,
  ],
  ['a wide table without the report', 'DELETE FROM disclosure', /report 1: table disclosure has no row/],
] as const) {
  test(`${what} is found`, (t) => {
    const file = temporaryFile(t);
    crawlReport(openArchive(t, { file }), A, 3);
    harm(file, sql);
    const archive = Archive.open({ file, fields: FIELDS, mode: 'read' });
    t.after(() => archive.close());
    assert.match(archive.verify().join('\n'), words);
  });
}

test('damaged bytes are never handed out', (t) => {
  const file = temporaryFile(t);
  const archive = openArchive(t, { file });
  crawlReport(archive, A, 3);
  harm(file, `UPDATE payloads SET bytes = CAST('<html>4</html>' AS BLOB)`);
  assert.throws(() => archive.captures.payload(page), { name: 'ArchiveError', code: 'damaged' });
});

/** A sentence that stands in no other text, and the same with another figure. */
const SENTENCE = '本年度制作行政规范性文件七件，均已主动公开，并按时完成清理';
const ALTERED = SENTENCE.replace('七', '八');

for (const [what, sql, words] of [
  [
    'whose page is another',
    `UPDATE payloads SET encoding = 'identity', bytes = CAST('<html>3<p>${ALTERED}</p></html>' AS BLOB)`,
    /^payload [0-9a-f]{64} is damaged: its bytes now hash to/u,
  ],
  [
    'that are damaged themselves',
    `UPDATE readings SET texts = CAST(substr(texts, 1, length(texts) - 1) || x'00' AS BLOB)`,
    /^the running text of a reading is damaged/u,
  ],
] as const) {
  test(`texts ${what} are never handed out`, (t) => {
    const file = temporaryFile(t);
    const archive = openArchive(t, { file });
    const report = annualReport(3, { sections: { '1': SENTENCE } });
    crawlReport(archive, A, 3, { text: `<html>3<p>${SENTENCE}</p></html>`, report });
    assert.equal(new Map(archive.history.texts(1).sections).get('1'), SENTENCE);
    archive.close();
    harm(file, sql);
    const again = Archive.open({ file, fields: FIELDS, mode: 'read' });
    t.after(() => again.close());
    assert.throws(() => again.history.texts(1), { code: 'damaged', message: words });
  });
}

for (const [what, from] of [
  ['the schema and all after it', 1],
  ['the last pages', -3],
] as const) {
  test(`a file damaged in ${what} is a problem in words, not a crash`, (t) => {
    const file = temporaryFile(t);
    const whole = Archive.open({ file, fields: FIELDS, mode: 'write' });
    whole.sites.put([RUZHOU]);
    for (let figure = 0; figure < 5; figure += 1) crawlReport(whole, `${A}?${figure}`, figure);
    whole.close();
    const bytes = readFileSync(file);
    const page = (number: number) => (number < 0 ? bytes.length : 0) + number * 16_384;
    bytes.fill(0xff, page(from));
    writeFileSync(file, bytes);
    const archive = Archive.open({ file, fields: FIELDS, mode: 'read' });
    t.after(() => archive.close());
    assert.match(archive.verify().join('\n'), /damaged/);
  });
}
