import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JobSource, Taker } from '../../../src/pipeline/queue/taker.ts';

interface Question {
  readonly what: 'fetch' | 'touch' | 'complete' | 'fail';
  readonly name: string;
  readonly ids: readonly string[];
}

/** A queue of jobs in memory, which remembers what it was asked. */
class FakeSource implements JobSource {
  readonly waiting = new Map<string, string[]>();
  readonly asked: Question[] = [];
  /** Jobs that were given to another meanwhile. */
  readonly taken = new Set<string>();
  readonly #listeners: (() => void)[] = [];

  constructor(waiting: Readonly<Record<string, readonly string[]>>) {
    for (const [name, ids] of Object.entries(waiting)) this.waiting.set(name, [...ids]);
  }

  /** Resolves when this holds of what was asked. */
  async until(holds: (asked: readonly Question[]) => boolean): Promise<void> {
    while (!holds(this.asked)) await new Promise<void>((resolve) => this.#listeners.push(resolve));
  }

  async fetch<Data>(name: string, { batchSize }: { readonly batchSize: number }) {
    const ids = this.waiting.get(name)?.splice(0, batchSize) ?? [];
    this.#note({ what: 'fetch', name, ids });
    return ids.map((id) => ({ id, data: id as Data, retryCount: 0 }));
  }

  touch = (name: string, jobs: readonly { readonly id: string }[]) => this.#answer('touch', name, jobs);
  complete = (name: string, jobs: readonly { readonly id: string }[]) => this.#answer('complete', name, jobs);
  fail = (name: string, jobs: readonly { readonly id: string }[]) => this.#answer('fail', name, jobs);

  async #answer(what: Question['what'], name: string, jobs: readonly { readonly id: string }[]) {
    const ids = jobs.map(({ id }) => id);
    this.#note({ what, name, ids });
    return { affected: ids.filter((id) => !this.taken.has(id)).length };
  }

  #note(question: Question): void {
    this.asked.push(question);
    for (const told of this.#listeners.splice(0)) told();
  }
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `job ${i}`);
const options = { pollMs: 5, heartbeatMs: 3_600_000, onError: (error: Error) => assert.fail(error) };

test('an idle worker of many places asks once a look, not once a place, and takes what comes later', async () => {
  const source = new FakeSource({ site: [] });
  const done: string[] = [];
  const taker = new Taker<string>({
    ...options,
    source,
    names: ['site'],
    places: 500,
    work: async ({ id }) => void done.push(id),
  });
  await source.until((asked) => asked.length === 3);
  assert.deepEqual(
    source.asked.map(({ what, ids }) => `${what} ${ids.length}`),
    ['fetch 0', 'fetch 0', 'fetch 0'],
  );
  // As a dead worker's site comes back, long after all places were found to be free.
  source.waiting.get('site')?.push('late');
  await source.until((asked) => asked.some(({ what }) => what === 'complete'));
  await taker.drain();
  assert.deepEqual(done, ['late']);
});

test('jobs are taken as there are places, those of the first queue before others, each ended as its work did', async () => {
  const source = new FakeSource({ here: ['h 0', 'h 1'], site: numbered(9) });
  const [order, ends]: [string[], (() => void)[]] = [[], []];
  let [atOnce, most] = [0, 0];
  const taker = new Taker<string>({
    ...options,
    source,
    names: ['here', 'site'],
    places: 3,
    work: async ({ id }) => {
      order.push(id);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise<void>((resolve) => {
        ends.push(resolve);
        if (ends.length === 3) for (const end of ends.splice(0)) end();
      });
      atOnce -= 1;
      if (id === 'job 1') throw new Error('not this time');
    },
  });
  const ended = (asked: readonly Question[]) =>
    asked.filter(({ what }) => what === 'complete' || what === 'fail');
  await source.until((asked) => ended(asked).length >= 9);
  // The last two of eleven have no third to wait for.
  await source.until((asked) => asked.at(-1)?.what === 'fetch' && order.length === 11);
  for (const end of ends.splice(0)) end();
  await taker.drain();
  assert.equal(most, 3);
  assert.deepEqual(order, ['h 0', 'h 1', ...numbered(9)]);
  const failed = source.asked.filter(({ what }) => what === 'fail').flatMap(({ ids }) => ids);
  assert.deepEqual(failed, ['job 1']);
  assert.equal(ended(source.asked).length, 11);
});

test('all jobs are kept with one question, and one that was given to another is told so, it alone', async () => {
  const source = new FakeSource({ site: numbered(20) });
  const lost: string[] = [];
  const ending = new AbortController();
  const taker = new Taker<string>({
    ...options,
    heartbeatMs: 5,
    source,
    names: ['site'],
    places: 20,
    work: ({ id, signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          lost.push(id);
          resolve();
        });
        ending.signal.addEventListener('abort', () => resolve());
      }),
  });
  const beats = (asked: readonly Question[]) => asked.filter(({ what }) => what === 'touch');
  await source.until((asked) => beats(asked).filter(({ ids }) => ids.length === 20).length === 2);
  assert.equal(
    beats(source.asked).filter(({ ids }) => ids.length === 1).length,
    0,
    'nobody is asked for by itself as long as all are ours',
  );
  source.taken.add('job 7');
  await source.until((asked) => asked.some(({ what, ids }) => what === 'complete' && ids[0] === 'job 7'));
  assert.deepEqual(lost, ['job 7']);
  ending.abort();
  await taker.drain();
  assert.deepEqual(lost, ['job 7']);
});

test('what is under way when a worker ends is waited for, and nothing more is taken', async () => {
  const source = new FakeSource({ site: numbered(3) });
  const [begun, ends]: [string[], (() => void)[]] = [[], []];
  const taker = new Taker<string>({
    ...options,
    source,
    names: ['site'],
    places: 1,
    work: ({ id }) =>
      new Promise((resolve) => {
        begun.push(id);
        ends.push(resolve);
      }),
  });
  await source.until(() => begun.length === 1 || source.asked.length > 0);
  let isDrained = false;
  const drained = taker.drain().then(() => {
    isDrained = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isDrained, false);
  for (const end of ends) end();
  await drained;
  assert.deepEqual(begun, ['job 0']);
  assert.deepEqual(
    source.asked.filter(({ what }) => what === 'complete').flatMap(({ ids }) => ids),
    ['job 0'],
  );
});
