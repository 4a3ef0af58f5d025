import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { APPLICATION_ID, MIGRATIONS } from '../../src/archive/migrations.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { annualReport, crawlReport, RUZHOU, rows, temporaryFile } from './support.ts';

const LEGACY = annualReport(null, {
  forms: { disclosure: null, requests: null, litigation: null, legacy: '2014-national' },
  values: { 'legacy.requests.received': 12, 'legacy.requests.fax': null, 'legacy.fees.on_request': 0.035 },
  sections: { 'legacy.text.fees': '收费的话。' },
});

test('figures of reports before 2019 have a wide table of their own', (t) => {
  const archive = Archive.open({ file: temporaryFile(t), fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  archive.sites.put([RUZHOU]);
  crawlReport(archive, 'https://www.ruzhou.gov.cn/a.html', 0, { report: LEGACY });
  assert.deepEqual(
    rows(
      archive,
      `SELECT r.form, legacy_requests_received AS n, legacy_requests_fax AS fax, legacy_fees_on_request AS fee,
         q.requests_new_total AS modern
       FROM legacy l JOIN reports r ON r.id = l.report_id JOIN requests q ON q.report_id = r.id`,
    ),
    [{ form: 'legacy', n: 12, fax: null, fee: 0.035, modern: null }],
  );
  assert.deepEqual(rows(archive, 'SELECT form_legacy AS f FROM readings'), [{ f: '2014-national' }]);
  assert.deepEqual(rows(archive, "SELECT section FROM report_sections WHERE section <> '0'"), [
    { section: 'legacy.text.fees' },
  ]);
  assert.deepEqual(archive.verify(), []);
});

test('a database made before there was such a table gets it, and keeps what it holds', (t) => {
  const file = temporaryFile(t);
  const modern = FIELDS.filter((f) => f.table !== 'legacy');
  const at = MIGRATIONS.findIndex((step) => step.includes('form_legacy'));
  const db = new Database(file);
  for (const step of MIGRATIONS.slice(0, at)) db.exec(step);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${at}`);
  db.close();
  const older = Archive.open({ file, fields: modern, mode: 'write' });
  older.sites.put([RUZHOU]);
  crawlReport(older, 'https://www.ruzhou.gov.cn/a.html', 3);
  older.close();
  const newer = Archive.open({ file, fields: FIELDS, mode: 'write' });
  t.after(() => newer.close());
  crawlReport(newer, 'https://www.ruzhou.gov.cn/b.html', 0, {
    report: LEGACY,
    identity: { body: '汝州市司法局', year: 2016, regionCode: '410482' },
  });
  assert.deepEqual(rows(newer, 'SELECT requests_new_natural_person AS n FROM requests ORDER BY report_id'), [
    { n: 3 },
    { n: null },
  ]);
  assert.deepEqual(rows(newer, 'SELECT legacy_requests_received AS n FROM legacy ORDER BY report_id'), [
    { n: 12 },
  ]);
  assert.deepEqual(newer.verify(), []);
});
