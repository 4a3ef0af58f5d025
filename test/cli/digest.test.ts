import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Alarm } from '../../src/archive/alarms.ts';
import type { ReportChange } from '../../src/archive/status.ts';
import { type DigestFacts, digestText } from '../../src/cli/crawl-text.ts';
import { notify } from '../../src/cli/notify.ts';
import type { CrawlSummary } from '../../src/pipeline/crawl.ts';
import type { SiteResult } from '../../src/pipeline/site-result.ts';
import { temporaryFile } from '../archive/support.ts';

const RUZHOU: SiteResult = {
  siteId: 'ruzhou',
  name: '汝州市',
  outcome: 'ok',
  found: 12,
  new: 0,
  changed: 0,
  unchanged: 12,
  blocked: 0,
  failed: 0,
  message: null,
  alarms: [],
  healed: [],
  notes: [],
  references: [],
};
const JINXIANG: SiteResult = {
  ...RUZHOU,
  siteId: 'jinxiang',
  name: '金乡县',
  outcome: 'blocked',
  message: 'the portal answers a challenge',
};

function summaryOf(...sites: SiteResult[]): CrawlSummary {
  return {
    runId: 7,
    startedAt: '2026-01-20T05:17:00.000Z',
    finishedAt: '2026-01-20T06:00:00.000Z',
    outcome: sites.some((s) => s.message !== null) ? 'attention' : 'ok',
    stopped: null,
    sites,
    notDue: 0,
    pace: { leastMs: 0, tookMs: 0 },
  };
}

const digest = (facts: Partial<DigestFacts>): string =>
  digestText({ summary: summaryOf(RUZHOU), amendments: [], open: [], ...facts });

const alarm = (cause: string, since: string): Alarm => ({
  siteId: 'zhq',
  cause,
  message: `${cause} in words`,
  since,
  lastSeen: since,
});

test('nothing is said while all is well, new reports and old alarms included', () => {
  assert.equal(digest({}), '');
  assert.equal(digest({ summary: summaryOf({ ...RUZHOU, new: 5 }) }), '');
  assert.equal(digest({ open: [alarm('shrunken_list', '2026-01-01T05:00:00.000Z')] }), '');
});

test('a digest begins with the sites that need a person, then what is new and what is still open with its age', () => {
  const text = digest({
    summary: summaryOf({ ...RUZHOU, new: 5 }, JINXIANG),
    open: [
      alarm('shrunken_list', '2026-01-01T05:00:00.000Z'),
      alarm('missing_year:2019', '2025-02-01T05:00:00.000Z'),
      { ...alarm('blocked', '2026-01-20T05:30:00.000Z'), siteId: 'jinxiang' },
    ],
  });
  assert.equal(
    text,
    [
      'jinxiang (金乡县): blocked: the portal answers a challenge',
      '',
      'New reports: 5 (ruzhou 5)',
      'Still open:',
      '  zhq, since 2026-01-01 (19 days): shrunken_list in words',
    ].join('\n'),
  );
});

test('an amendment is news by itself, with the figures that changed', () => {
  const change: ReportChange = {
    kind: 'changed',
    at: '2026-01-20T05:20:00.000Z',
    siteId: 'ruzhou',
    reportId: 3,
    body: '汝州市司法局',
    year: 2023,
    url: 'https://www.ruzhou.gov.cn/contents/1/2.html',
    values: [{ field: 'requests.new.total', before: 3, after: null }],
  };
  assert.match(
    digest({ amendments: [change] }),
    /^Amended after publication:\n {2}ruzhou {2}汝州市司法局 2023: requests\.new\.total 3 → blank {2}https:/u,
  );
});

test('a crawl that was cut short says so', () => {
  assert.match(
    digest({ summary: { ...summaryOf(RUZHOU), stopped: 'deadline' } }),
    /run it again for the rest/u,
  );
});

test('the command gets the digest on its input, and the outcome and the sites in its environment', async (t) => {
  const file = join(temporaryFile(t), '..', 'mail');
  const command = `{ echo "$NIANBAO_OUTCOME $NIANBAO_SITES"; cat; } > '${file}'`;
  assert.equal(await notify(command, 'two\nlines', summaryOf(RUZHOU, JINXIANG)), true);
  assert.equal(readFileSync(file, 'utf8'), 'attention jinxiang\ntwo\nlines\n');
});

test('a command that fails, or reads nothing, is told apart', async () => {
  assert.equal(await notify('exit 3', 'x'.repeat(1_000_000), summaryOf(RUZHOU)), false);
  assert.equal(await notify('true', 'x'.repeat(1_000_000), summaryOf(RUZHOU)), true);
});
