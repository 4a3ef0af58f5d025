import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Archive } from '../../src/archive/archive.ts';
import type { CrawlOptions } from '../../src/pipeline/crawl.ts';
import type { SiteResult } from '../../src/pipeline/site-result.ts';
import {
  CHANGING_HOST,
  type ChangingOrigin,
  type ChangingState,
  changingOrigin,
  changingSite,
  FORMER_HOST,
} from './changing-origin.ts';
import { benchFor } from './support.ts';

/** Every report of the years before is due by then. */
const NOW = new Date('2026-06-01T00:00:00Z');

interface Portal {
  readonly origin: ChangingOrigin;
  readonly archive: Archive;
  configure(file: string): void;
  crawl(options?: Partial<CrawlOptions>): Promise<SiteResult>;
}

async function portalFor(t: TestContext, file = changingSite()): Promise<Portal> {
  const bench = await benchFor(t);
  const origin = await changingOrigin();
  t.after(() => origin.close());
  const configure = (text: string): void => writeFileSync(join(bench.config, 'sites', 'changing.yaml'), text);
  configure(file);
  const archive = bench.open();
  const connectTo = { host: '127.0.0.1', port: origin.port };
  return {
    origin,
    archive,
    configure,
    crawl: async (options = {}) => {
      const summary = await bench.crawl({
        archive,
        only: ['changing'],
        connectTo,
        now: () => NOW,
        ...options,
      });
      const [site] = summary.sites;
      assert.ok(site);
      assert.equal(
        summary.outcome === 'attention',
        ['partial', 'blocked', 'broken', 'failed'].includes(site.outcome),
      );
      return site;
    },
  };
}

const causes = (site: SiteResult): readonly [string, boolean][] => site.alarms.map((a) => [a.cause, a.isNew]);

interface Case {
  readonly name: string;
  readonly change: (portal: ChangingState) => void;
  readonly heal: (portal: ChangingState) => void;
  readonly cause: string;
  readonly message: RegExp;
  readonly outcome: SiteResult['outcome'];
  readonly health: string;
}

const CASES: readonly Case[] = [
  {
    name: 'an announced total that was not reached',
    change: (p) => {
      p.announced = 30;
    },
    heal: (p) => {
      p.announced = 6;
    },
    cause: 'incomplete_list',
    message: /nb\/list\.htm announces 30 and shows 6/u,
    outcome: 'broken',
    health: 'broken',
  },
  {
    name: 'a shrunken list',
    change: (p) => {
      p.unlisted = new Set([0, 1, 2, 3]);
    },
    heal: (p) => {
      p.unlisted = new Set();
    },
    cause: 'shrunken_list',
    message: /only 2 references in .*nb\/list\.htm, 6 the last time/u,
    outcome: 'broken',
    health: 'broken',
  },
  {
    name: 'zero results',
    change: (p) => {
      p.unlisted = new Set([0, 1, 2, 3, 4, 5]);
    },
    heal: (p) => {
      p.unlisted = new Set();
    },
    cause: 'no_reports',
    message: /no report was found/u,
    outcome: 'broken',
    health: 'broken',
  },
  {
    name: 'a rebuilt list page',
    change: (p) => {
      p.listTemplate = 'new';
    },
    heal: () => undefined,
    cause: 'template_changed',
    message: /nb\/list\.htm has another template .*\(\d+ % of it is left\)/u,
    outcome: 'partial',
    health: 'degraded',
  },
  {
    name: 'rebuilt articles',
    change: (p) => {
      p.articleTemplate = 'new';
    },
    heal: () => undefined,
    cause: 'template_changed',
    message: /info\/1001\/2000\.htm has another template/u,
    outcome: 'partial',
    health: 'degraded',
  },
  {
    name: 'a family marker that vanished',
    change: (p) => {
      p.product = 'other';
    },
    heal: (p) => {
      p.product = 'vsb';
    },
    cause: 'family_vanished',
    message: /no longer bears the marks of vsb; it looks of no family that we know/u,
    outcome: 'partial',
    health: 'degraded',
  },
];

for (const { name, change, heal, cause, message, outcome, health } of CASES)
  test(`${name} raises an alarm once, shows in the health, and is closed when healed`, async (t) => {
    const { origin, archive, crawl } = await portalFor(t);
    const state = (): { health: string | null; why: string | null } | undefined =>
      archive.status.siteHealth('changing').map((s) => ({ health: s.health, why: s.healthWhy }))[0];
    const own = (site: SiteResult): readonly [string, boolean][] => causes(site).filter(([c]) => c === cause);
    const first = await crawl();
    assert.deepEqual([first.outcome, causes(first)], ['ok', []]);
    assert.deepEqual(state(), { health: 'ok', why: null });

    change(origin.portal);
    const second = await crawl();
    assert.equal(second.outcome, outcome);
    assert.deepEqual(own(second), [[cause, true]]);
    assert.match(second.alarms.find((a) => a.cause === cause)?.message ?? '', message);
    assert.equal(state()?.health, health);
    assert.match(state()?.why ?? '', message);

    heal(origin.portal);
    const again = await crawl();
    assert.deepEqual(own(again), []);
    assert.ok(again.healed.some((a) => a.cause === cause));
    assert.equal(again.outcome, 'unchanged');
    assert.equal(state()?.health, 'ok');
  });

test('an alarm that lasts is not raised a second time', async (t) => {
  const { origin, archive, crawl } = await portalFor(t);
  await crawl();
  origin.portal.unlisted = new Set([0, 1, 2, 3]);
  await crawl();
  const since = archive.health.current('changing')?.since;
  const third = await crawl();
  assert.deepEqual(
    causes(third).filter(([c]) => c === 'shrunken_list'),
    [['shrunken_list', false]],
  );
  assert.equal(archive.health.current('changing')?.since, since);
  const rows = [...archive.rows(`SELECT id FROM alarms WHERE cause = 'shrunken_list'`)];
  assert.equal(rows.length, 1);
});

test('a missing expected year is an alarm without making the crawl fail, and closes when it comes', async (t) => {
  const { origin, archive, crawl } = await portalFor(t);
  origin.portal.unlisted = new Set([2, 3]);
  const first = await crawl();
  assert.equal(first.outcome, 'ok');
  assert.deepEqual(causes(first), [['missing_year:2024', true]]);
  assert.deepEqual(
    archive.status.siteHealth('changing').flatMap((site) => site.alarms.map((a) => a.message)),
    ['no report for 2024 was found on the whole site'],
  );
  origin.portal.unlisted = new Set();
  const second = await crawl();
  assert.deepEqual(
    second.healed.map((a) => a.cause),
    ['missing_year:2024'],
  );
  assert.equal(archive.health.current('changing')?.health, 'ok');
});

test('what a blocked crawl could not see is not said to be mended', async (t) => {
  const { origin, archive, crawl } = await portalFor(t);
  await crawl();
  origin.portal.unlisted = new Set([0, 1, 2, 3]);
  await crawl();
  origin.portal.manners = 'challenge';
  const blocked = await crawl();
  assert.equal(blocked.outcome, 'blocked');
  assert.deepEqual(blocked.healed, []);
  assert.equal(archive.health.current('changing')?.health, 'blocked');
  assert.deepEqual(
    archive.alarms
      .open('changing')
      .map((a) => a.cause)
      .filter((c) => !c.startsWith('withdrawn')),
    ['shrunken_list', 'blocked'],
  );
  origin.portal.manners = 'open';
  const open = await crawl();
  assert.deepEqual(
    open.healed.map((a) => a.cause),
    ['blocked'],
  );
  assert.equal(open.outcome, 'broken');
});

test('a rebuilt portal that shows less stays an alarm until it shows as much, or a person accepts it', async (t) => {
  const { origin, crawl } = await portalFor(t);
  await crawl();
  origin.portal.listTemplate = 'new';
  origin.portal.unlisted = new Set([0, 1, 2, 3]);
  for (const isNew of [true, false]) {
    const site = await crawl();
    assert.deepEqual(
      causes(site).filter(([c]) => !c.startsWith('withdrawn')),
      [
        ['shrunken_list', isNew],
        ['template_changed', isNew],
      ],
    );
  }
  const accepted = await crawl({ accept: true });
  assert.deepEqual(
    accepted.healed.map((a) => a.cause),
    ['shrunken_list', 'template_changed'],
  );
  assert.equal((await crawl()).outcome, 'unchanged');
});

test('one of several columns that comes to nothing is found out, though the others have enough', async (t) => {
  const columns = `  - url: http://${CHANGING_HOST}/nb/list.htm\n  - url: http://${FORMER_HOST}/old/list.htm`;
  const { origin, crawl } = await portalFor(t, changingSite(columns));
  assert.equal((await crawl()).outcome, 'ok');
  origin.former.unlisted = new Set([0, 1]);
  const second = await crawl();
  assert.equal(second.outcome, 'broken');
  assert.match(
    second.message ?? '',
    /only 0 references in http:\/\/www\.former\.gov\.cn\/old\/list\.htm, 2 the last time/u,
  );
});

test('a column that never gave anything is an alarm that names it', async (t) => {
  const columns = `  - url: http://${CHANGING_HOST}/nb/list.htm\n  - url: http://${FORMER_HOST}/old/list.htm`;
  const { origin, crawl } = await portalFor(t, changingSite(columns));
  origin.former.unlisted = new Set([0, 1]);
  const first = await crawl();
  assert.equal(first.outcome, 'partial');
  assert.deepEqual(causes(first), [['empty_column', true]]);
  assert.match(first.message ?? '', /former\.gov\.cn\/old\/list\.htm/u);
});

test('a portal that moved: the former column may vanish once its period is over and its reports are archived', async (t) => {
  const columns = `  - url: http://${FORMER_HOST}/old/list.htm\n    until: 2023\n  - url: http://${CHANGING_HOST}/nb/list.htm\n    from: 2024`;
  const { origin, archive, crawl } = await portalFor(t, changingSite(columns));
  origin.portal.unlisted = new Set([0, 1]);
  const first = await crawl();
  assert.deepEqual([first.outcome, causes(first), first.found], ['ok', [], 6]);

  origin.former.manners = 'gone';
  const second = await crawl();
  assert.deepEqual([second.outcome, causes(second)], ['unchanged', []]);
  assert.ok(
    second.notes.some((n) => /former\.gov\.cn.*ended with 2023/u.test(n)),
    second.notes.join('\n'),
  );
  assert.equal(archive.health.current('changing')?.health, 'ok');
  assert.equal(archive.history.withdrawn('changing').length, 0);
});

test('the former column of a portal that moved is missed while its reports are not archived', async (t) => {
  const columns = `  - url: http://${FORMER_HOST}/old/list.htm\n    until: 2023\n  - url: http://${CHANGING_HOST}/nb/list.htm\n    from: 2024`;
  const { origin, crawl } = await portalFor(t, changingSite(columns));
  origin.portal.unlisted = new Set([0, 1]);
  origin.former.manners = 'gone';
  const first = await crawl();
  assert.equal(first.outcome, 'partial');
  assert.deepEqual(causes(first), [
    ['failed_pages', true],
    ['missing_year:2023', true],
  ]);
});

test('a portal whose columns have all ended is retired, and crawled only when it is named', async (t) => {
  const columns = `  - url: http://${CHANGING_HOST}/nb/list.htm\n    until: 2025`;
  const { archive, crawl } = await portalFor(t, changingSite(columns));
  assert.equal((await crawl()).outcome, 'ok');
  const later = { now: () => new Date('2028-06-01T00:00:00Z') };
  const named = await crawl(later);
  assert.deepEqual([named.outcome, causes(named)], ['unchanged', []]);
  assert.equal(archive.health.current('changing')?.health, 'retired');
  await assert.rejects(
    crawl({ ...later, only: null, trigger: 'cron', now: () => new Date('2029-06-01T00:00:00Z') }),
  );
});

test('another crawler in the site file answers a family that vanished', async (t) => {
  const { origin, configure, crawl } = await portalFor(t);
  await crawl();
  origin.portal.product = 'other';
  assert.equal((await crawl()).outcome, 'partial');
  configure(changingSite().replace('crawler: vsb', 'crawler: generic'));
  const mended = await crawl();
  assert.deepEqual(
    mended.healed.map((a) => a.cause),
    ['family_vanished'],
  );
  assert.equal(mended.outcome, 'unchanged');
});

test('a dry run stores nothing but the run, alarms and health neither', async (t) => {
  const { origin, archive, crawl } = await portalFor(t);
  await crawl();
  origin.portal.unlisted = new Set([0, 1, 2, 3, 4, 5]);
  const dry = await crawl({ dryRun: true });
  assert.equal(dry.outcome, 'broken');
  assert.deepEqual(archive.alarms.open('changing'), []);
  const [site] = archive.status.siteHealth('changing');
  assert.deepEqual([site?.health, site?.lastOutcome], ['ok', 'ok']);
});
