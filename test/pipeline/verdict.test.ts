import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fetched } from '../../src/fetch/fetched.ts';
import { judgeSite, type SiteFacts } from '../../src/pipeline/verdict.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import type { Site } from '../../src/sites/site.ts';

const SITE: Site = {
  id: 'x',
  name: '某县',
  regionCode: '410482',
  crawler: 'generic',
  hosts: ['www.x.gov.cn'],
  columns: [{ url: 'https://www.x.gov.cn/', body: null }],
  since: 2019,
  evidence: 'seen',
  allowEmpty: false,
  browser: false,
  tls: 'modern',
  politeness: DEFAULT_SETTINGS.politeness,
  limits: DEFAULT_SETTINGS.limits,
  file: 'config/sites/x.yaml',
};

const failure = (outcome: Fetched['outcome'], retryAt: string | null = null): Fetched => ({
  url: 'https://www.x.gov.cn/a.html',
  finalUrl: 'https://www.x.gov.cn/a.html',
  fetchedAt: '2026-01-20T00:00:00.000Z',
  outcome,
  detail: `because of ${outcome}`,
  status: null,
  headers: {},
  body: null,
  rendered: null,
  via: 'http',
  hops: [],
  attempts: 1,
  durationMs: 1,
  retryAt,
});

const facts = (more: Partial<SiteFacts>): SiteFacts => ({
  site: SITE,
  found: 10,
  withReport: 10,
  new: 0,
  changed: 0,
  unchanged: 10,
  blocked: 0,
  failed: 0,
  lastGoodCount: 10,
  columns: [],
  whole: true,
  dryRun: false,
  shortfalls: [],
  failures: [],
  problems: [],
  unidentified: [],
  cutShort: null,
  stopped: false,
  alarms: DEFAULT_SETTINGS.alarms,
  ...more,
});

const cases: readonly [string, Partial<SiteFacts>, string, readonly string[]][] = [
  ['nothing new', {}, 'unchanged', []],
  ['something new', { new: 1 }, 'ok', []],
  ['no reference at all', { found: 0, withReport: 0, unchanged: 0 }, 'broken', ['no_reports']],
  ['references without a report', { withReport: 0, unchanged: 0 }, 'broken', ['no_reports']],
  [
    'nothing, where the site file allows it',
    { site: { ...SITE, allowEmpty: true }, found: 0, withReport: 0, unchanged: 0 },
    'unchanged',
    [],
  ],
  ['fewer than half of the last list', { found: 4, withReport: 4 }, 'broken', ['shrunken_list']],
  ['just half of it', { found: 5, withReport: 5 }, 'unchanged', []],
  ['a shrunken list in a crawl of one year', { found: 1, withReport: 1, whole: false }, 'unchanged', []],
  [
    'an announced total that was not reached',
    { shortfalls: [{ listUrl: 'https://www.x.gov.cn/', total: 30, seen: 15 }] },
    'broken',
    ['incomplete_list'],
  ],
  [
    'challenged from the first page on',
    { found: 0, withReport: 0, blocked: 1, failures: [failure('blocked')] },
    'blocked',
    ['blocked'],
  ],
  [
    'challenged on some pages',
    { withReport: 7, blocked: 3, failures: [failure('blocked')] },
    'partial',
    ['blocked'],
  ],
  [
    'an entry that does not answer',
    { found: 0, withReport: 0, failed: 1, failures: [failure('timeout')] },
    'failed',
    ['failed_pages'],
  ],
  [
    'a page that does not answer',
    { withReport: 9, failed: 1, failures: [failure('soft_404')] },
    'partial',
    ['failed_pages'],
  ],
  [
    'robots.txt in the way',
    { found: 0, withReport: 0, failed: 1, failures: [failure('robots')] },
    'failed',
    ['robots'],
  ],
  [
    'a report nobody can file',
    { unidentified: ['https://www.x.gov.cn/a.pdf: no body'] },
    'partial',
    ['unidentified'],
  ],
  ['a limit of the site', { cutShort: 'the limit of 2000 pages is reached' }, 'partial', ['cut_short']],
  ['the deadline of the whole crawl', { cutShort: 'the deadline', stopped: true }, 'deferred', []],
  [
    'a long Retry-After',
    { failed: 1, failures: [failure('server_error', '2026-01-21T00:00:00.000Z')] },
    'deferred',
    [],
  ],
];

for (const [name, more, outcome, causes] of cases)
  test(`the verdict on ${name} is ${outcome}`, () => {
    const verdict = judgeSite(facts(more));
    assert.equal(verdict.outcome, outcome);
    assert.deepEqual(
      verdict.causes.map((c) => c.cause),
      causes,
    );
    assert.equal(verdict.message === null, causes.length === 0 && outcome !== 'deferred');
  });
