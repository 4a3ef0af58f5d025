import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SiteQueue, type SiteTurn } from '../../src/pipeline/site-queue.ts';
import { simulateNet } from '../bench/net.ts';

interface Held {
  readonly turn: SiteTurn;
  end(): void;
  leave(): void;
}

/** Turns that go on until the test ends them; `begun` names them in the order of their beginning. */
function heldTurns(...sites: readonly (readonly [host: string, leastMs: number | null])[]) {
  const begun: string[] = [];
  const held = new Map<string, Held>();
  const turns = sites.map(([host, leastMs]): SiteTurn => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn: SiteTurn = {
      host,
      leastMs,
      run: (leave) => {
        begun.push(host);
        held.set(host, { turn, end: resolve, leave });
        return promise;
      },
    };
    return turn;
  });
  return { begun, turns, of: (host: string): Held => held.get(host) ?? assert.fail(`${host} has not begun`) };
}

/** Until all that can go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ownMachine = async (host: string): Promise<string> => host;
const queueOf = (atOnce: number, laneOf = ownMachine): SiteQueue => new SiteQueue(laneOf, undefined, atOnce);

test('the longest sites begin first, those never crawled in the middle, and each end lets another begin', async () => {
  const { begun, turns, of } = heldTurns(['short', 1], ['new', null], ['long', 9], ['middle', 5], ['low', 2]);
  const run = queueOf(2).run(turns);
  await settled();
  assert.deepEqual(begun, ['long', 'new']);
  of('new').end();
  await settled();
  assert.deepEqual(begun, ['long', 'new', 'middle']);
  for (const host of ['long', 'middle', 'low', 'short']) {
    of(host).end();
    await settled();
  }
  assert.deepEqual(begun, ['long', 'new', 'middle', 'low', 'short']);
  await run;
});

test('a site that holds little leaves its place to another, and the queue waits for both', async () => {
  const { begun, turns, of } = heldTurns(['a', 2], ['b', 1]);
  let over = false;
  const run = queueOf(1)
    .run(turns)
    .then(() => {
      over = true;
    });
  await settled();
  assert.deepEqual(begun, ['a']);
  of('a').leave();
  await settled();
  assert.deepEqual(begun, ['a', 'b']);
  of('b').end();
  await settled();
  assert.equal(over, false);
  of('a').end();
  await run;
});

test('a place that was left is given on only when there is room for the pages of another site', async () => {
  const { begun, turns, of } = heldTurns(['a', 3], ['b', 2], ['c', 1]);
  const { promise: room, resolve: haveRoom } = Promise.withResolvers<void>();
  const run = new SiteQueue(ownMachine, () => room, 1).run(turns);
  await settled();
  of('a').leave();
  await settled();
  assert.deepEqual(begun, ['a'], 'pages come faster than they are read');
  of('a').end();
  await settled();
  assert.deepEqual(begun, ['a', 'b'], 'a site that is over has left room');
  of('b').leave();
  haveRoom();
  await settled();
  assert.deepEqual(begun, ['a', 'b', 'c']);
  for (const host of ['b', 'c']) of(host).end();
  await run;
});

test('sites of one machine follow each other, and take no place from others while they wait', async () => {
  const { begun, turns, of } = heldTurns(['a', 9], ['b', 8], ['c', 7], ['d', 1]);
  const machine = async (host: string): Promise<string> => (host === 'd' ? 'other' : 'shared');
  const run = queueOf(2, machine).run(turns);
  await settled();
  assert.deepEqual(begun, ['a', 'd']);
  of('a').end();
  await settled();
  assert.deepEqual(begun, ['a', 'd', 'b']);
  for (const host of ['d', 'b', 'c']) {
    of(host).end();
    await settled();
  }
  await run;
});

test('an error ends the queue: what was not begun is not begun', async () => {
  const ran: string[] = [];
  const turn = (host: string): SiteTurn => ({
    host,
    leastMs: null,
    run: async () => {
      ran.push(host);
      throw new Error('the disk is on fire');
    },
  });
  await assert.rejects(queueOf(1).run([turn('a'), turn('b')]), /on fire/);
  assert.deepEqual(ran, ['a']);
});

test('a net of portals, some of them dead, failing or slow, takes hardly longer than politeness demands', async () => {
  // Fewer places than hosts: with the lengths known, and with none known.
  for (const known of [true, false]) {
    const { utilisation } = await simulateNet({ hosts: 24, bad: 0.1, known, atOnce: 8 });
    assert.ok(utilisation >= 0.9 && utilisation <= 1, `${utilisation}`);
  }
});
