import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Archive } from '../../src/archive/archive.ts';
import type { Fetched } from '../../src/fetch/fetched.ts';
import { annualReport, crawlReport, fetched, openArchive, readDocument, rows } from './support.ts';

const A = 'https://www.ruzhou.gov.cn/a.html';
const B = 'https://www.ruzhou.gov.cn/b.html';

test('an amended report shows which figures, prints and sentences changed', (t) => {
  const archive = openArchive(t);
  const first = crawlReport(archive, A, 3, { content: 'one' });
  const amended = annualReport(5, {
    asides: { '0': '依据条例编制。' },
    sections: { '1': '总体情况。增加一句。', '5': '问题', '6': '其他' },
  });
  const second = crawlReport(archive, A, 5, { content: 'two', report: amended });
  const report = archive.history.find('ruzhou/汝州市司法局/2023');
  assert.deepEqual(report, archive.history.find(String(first.reportId)));
  assert.deepEqual(
    report.editions.map((e) => [e.editionId, e.isCurrent]),
    [
      [first.editionId, false],
      [second.editionId, true],
    ],
  );
  const [before, after] = report.editions;
  assert.ok(before && after);
  const diff = archive.history.compare(before, after);
  assert.deepEqual(diff.values, [
    {
      field: 'requests.new.natural_person',
      before: { value: 3, raw: '3' },
      after: { value: 5, raw: '5' },
    },
  ]);
  assert.equal(diff.title, null);
  assert.deepEqual(diff.texts, [
    {
      section: '1',
      parts: [
        { kind: 'removed', text: '总体情况' },
        { kind: 'added', text: '总体情况。增加一句。' },
      ],
    },
  ]);
  assert.deepEqual(
    archive.status.amendments().map((c) => [c.kind, c.reportId, c.values]),
    [['changed', first.reportId, [{ field: 'requests.new.natural_person', before: 3, after: 5 }]]],
  );
  assert.deepEqual(archive.status.amendments({ siteId: 'jinshui' }), []);
});

test('a change of print alone is told: a stroke where a blank was', (t) => {
  const archive = openArchive(t);
  const [before, after] = [annualReport(3), annualReport(3)].map((report, i) => ({
    ...report,
    evidence: {
      ...report.evidence,
      'requests.granted.total': { raw: i === 0 ? '' : '/', at: 'x', page: null },
    },
  }));
  crawlReport(archive, A, 3, { content: 'one', ...(before && { report: before }) });
  crawlReport(archive, A, 3, { content: 'two', ...(after && { report: after }) });
  const { editions } = archive.history.find('1');
  const diff = editions[0] && editions[1] && archive.history.compare(editions[0], editions[1]);
  assert.deepEqual(diff?.values, [
    { field: 'requests.granted.total', before: { value: null, raw: '' }, after: { value: null, raw: '/' } },
  ]);
});

test('a report that is not there is named', (t) => {
  const archive = openArchive(t);
  for (const reference of ['7', 'ruzhou/汝州市司法局/2023', 'nonsense', ''])
    assert.throws(() => archive.history.find(reference), { name: 'ArchiveError', code: 'no_such_row' });
});

/** A run in which each of these addresses is asked, and answers so. */
function run(
  archive: Archive,
  answers: Readonly<Record<string, Partial<Fetched> | number>>,
  listed: 'complete' | 'incomplete',
  unlisted: readonly string[] = [],
) {
  const at = new Date().toISOString();
  const runId = archive.runs.start({ trigger: 'cron', startedAt: at, options: {}, versions: {} });
  const ask = (url: string): void => {
    const answer = answers[url] ?? assert.fail();
    const page =
      typeof answer === 'number'
        ? fetched(url, `<html>${answer}</html>`)
        : fetched(url, answer.outcome === 'timeout' ? null : 'other', answer);
    const { captureId } = archive.captures.record('ruzhou', page, { kind: 'report' }, runId);
    if (typeof answer === 'number') archive.reports.store(readDocument(captureId, url, answer));
    else if (page.outcome === 'ok') archive.reports.store({ captureId, parserVersion: '1', reports: [] });
  };
  const urls = Object.keys(answers);
  for (const url of urls.filter((u) => !unlisted.includes(u))) ask(url);
  const shown = archive.presence.shown('ruzhou', runId);
  const asked = archive.presence.unasked('ruzhou', runId).map((a) => a.url);
  for (const url of unlisted) ask(url);
  const changes = archive.presence.update('ruzhou', runId, listed === 'complete' ? shown : null);
  const [row] = archive.rows<{ as: string | null; never: number }>(
    'SELECT withdrawn_as AS "as", withdrawn_since IS NULL AS never FROM reports',
  );
  return { asked, changed: changes.map((c) => c.as), now: row?.as, since: row?.never === 0 };
}

const GONE = { outcome: 'not_found', status: 404 } as const;

test('a report is gone when every address that showed it says so, and is back when one shows it again', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  crawlReport(archive, B, 3);
  assert.deepEqual(run(archive, { [A]: GONE }, 'complete'), {
    asked: [B],
    changed: [],
    now: null,
    since: false,
  });
  const gone = run(archive, { [A]: GONE, [B]: { outcome: 'soft_404' } }, 'complete', [B]);
  assert.deepEqual(gone, { asked: [B], changed: ['gone'], now: 'gone', since: true });
  assert.equal(rows(archive, 'SELECT id FROM editions').length, 1, 'its edition is kept');
  assert.deepEqual(
    archive.history.withdrawn('ruzhou').map((r) => [r.body, r.withdrawnAs]),
    [['汝州市司法局', 'gone']],
  );
  assert.deepEqual(run(archive, { [A]: GONE, [B]: GONE }, 'complete').changed, [], 'told once');
  assert.deepEqual(run(archive, { [B]: 3 }, 'incomplete').changed, [null]);
  assert.deepEqual(archive.history.withdrawn(), []);
  assert.deepEqual(archive.verify(), []);
});

test('other content in its place is gone, too', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  assert.equal(run(archive, { [A]: { outcome: 'ok' } }, 'complete').now, 'gone');
});

test('silence, a challenge, a fault of the server say nothing', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  for (const outcome of ['timeout', 'blocked', 'server_error'] as const)
    assert.equal(run(archive, { [A]: { outcome } }, 'complete').now, null, outcome);
});

test('off a complete list, but still there, is unlisted; an incomplete list says nothing', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  assert.equal(run(archive, { [A]: 3 }, 'incomplete', [A]).now, null);
  assert.equal(run(archive, { [A]: 3 }, 'complete', [A]).now, 'unlisted');
  assert.equal(
    run(archive, { [A]: 3 }, 'incomplete', [A]).now,
    'unlisted',
    'an incomplete list heals nothing',
  );
  assert.equal(run(archive, { [A]: 3 }, 'complete').now, null);
});

test('an older content that is imported later does not become the current one', (t) => {
  const archive = openArchive(t);
  const now = crawlReport(archive, A, 5);
  crawlReport(archive, A, 3, { fetch: { fetchedAt: '2019-05-01T00:00:00.000Z', via: 'import' } });
  assert.deepEqual(rows(archive, 'SELECT edition_id FROM reports'), [{ edition_id: now.editionId }]);
  assert.deepEqual(
    archive.history.find('1').editions.map((e) => e.isCurrent),
    [false, true],
  );
});
