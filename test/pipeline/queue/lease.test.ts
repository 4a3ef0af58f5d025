import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AsyncDatabase } from '../../../src/pipeline/queue/database.ts';
import { SiteLeases } from '../../../src/pipeline/queue/lease.ts';
import { SharedGate } from '../../../src/pipeline/queue/shared-gate.ts';

/** Answers as PostgreSQL would, and remembers what it was asked. */
class FakeDatabase implements AsyncDatabase {
  readonly asked: { readonly what: string; readonly sites: readonly string[] }[] = [];
  /** Sites that are another's by now. */
  readonly gone = new Set<string>();
  isAway = false;
  /** What a renewal waits for. */
  hold: Promise<void> = Promise.resolve();
  async executeSql(text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
    const isRenewal = Array.isArray(values[0]);
    const sites = isRenewal ? (values[0] as string[]) : [String(values[0])];
    const what = isRenewal ? 'renew' : text.startsWith('DELETE') ? 'release' : 'take';
    this.asked.push({ what, sites });
    if (isRenewal) await this.hold;
    if (this.isAway) throw new Error('the server is away');
    const ours = sites.filter((site) => !this.gone.has(site));
    return { rows: what === 'take' ? [{ ours: ours.length === 1 }] : ours.map((site) => ({ site })) };
  }

  renewals(): (readonly string[])[] {
    return this.asked.filter(({ what }) => what === 'renew').map(({ sites }) => sites);
  }
}

const QUARTER_MS = 7500;

/** Leases of thirty seconds, and what lets time go by until they are renewed. */
function leasesOn(t: TestContext, database: AsyncDatabase) {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setInterval'] });
  const leases = new SiteLeases(database, 'a worker');
  t.after(() => leases.close());
  return {
    leases,
    quarter: async (): Promise<void> => {
      now += QUARTER_MS;
      t.mock.timers.tick(QUARTER_MS);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('all sites of a worker are renewed with one statement, and who lost one loses that one', async (t) => {
  const database = new FakeDatabase();
  const { leases, quarter } = leasesOn(t, database);
  const sites = Array.from({ length: 700 }, (_, i) => `site${i}`);
  const taken = await Promise.all(sites.map((site) => leases.take(site)));
  await quarter();
  await quarter();
  assert.deepEqual(
    database.renewals().map(({ length }) => length),
    [700, 700],
  );
  database.gone.add('site123');
  await quarter();
  const lost = taken.filter((lease) => lease?.lost.aborted === true);
  assert.equal(lost.length, 1);
  assert.match(String(lost[0]?.lost.reason), /site site123 is no longer this worker's/u);
  await quarter();
  assert.equal(database.renewals().at(-1)?.length, 699);
  assert.equal(await leases.take('site123'), null);
});

test('a site that is released while all are renewed is released after that, and not had again by it', async (t) => {
  const database = new FakeDatabase();
  const { leases, quarter } = leasesOn(t, database);
  const lease = await leases.take('zone');
  let go: () => void = () => undefined;
  database.hold = new Promise((resolve) => {
    go = resolve;
  });
  await quarter();
  const released = lease?.release();
  await quarter();
  const asked = (): string[] => database.asked.map(({ what }) => what);
  assert.deepEqual(asked(), ['take', 'renew']);
  go();
  await released;
  assert.deepEqual(asked(), ['take', 'renew', 'release']);
  await quarter();
  assert.deepEqual(asked(), ['take', 'renew', 'release'], 'where there is no site nothing is renewed');
});

test('a site is kept over a short absence of the database, and lost when that outlasts the lease', async (t) => {
  const database = new FakeDatabase();
  const { leases, quarter } = leasesOn(t, database);
  // A worker may have had nothing to do for long.
  for (let i = 0; i < 9; i += 1) await quarter();
  const lease = await leases.take('zone');
  database.isAway = true;
  const [states, certain]: [boolean[], boolean[]] = [[], []];
  for (let i = 0; i < 5; i += 1) {
    await quarter();
    states.push(lease?.lost.aborted === true);
    certain.push(leases.holds('zone'));
  }
  assert.deepEqual(states, [false, false, false, false, true]);
  assert.deepEqual(certain, [true, true, true, false, false], 'of what may have run out nothing is asked');
});

test('a turn that is read only when the lease may have run out is not used, and the site is lost', async (t) => {
  const database = new FakeDatabase();
  const { leases, quarter } = leasesOn(t, database);
  const lease = await leases.take('zone');
  let answer: (rows: { rows: unknown[] }) => void = () => undefined;
  const turns: AsyncDatabase = {
    executeSql: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  };
  const gate = new SharedGate(turns, 'a worker', leases, (error) => assert.fail(String(error)));
  const { signal } = new AbortController();
  const spacing = { delayMs: 2000, concurrency: 1 };
  const enter = () => gate.enter({ host: 'zone.gov.cn', address: null, siteId: 'zone', spacing, signal });
  const entered = enter();
  answer({ rows: [{ wait: 0 }] });
  await entered;
  database.isAway = true;
  const late = enter();
  for (let i = 0; i < 4; i += 1) await quarter();
  answer({ rows: [{ wait: 0 }] });
  await assert.rejects(late, /site zone is another worker's by now/u);
  assert.equal(lease?.lost.aborted, true);
});
