import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/fetch/clock.ts';
import type { Fetched, SiteFetcher } from '../../src/fetch/fetched.ts';
import { Politeness } from '../../src/fetch/politeness.ts';
import { retryAfter } from '../../src/fetch/retry-after.ts';
import { article, FakeClock, fetcherFor, HOST, siteFor, siteOptions } from './harness.ts';
import { type Handler, html, routes, type Seen, serve } from './server.ts';

const at = (path: string, host = HOST) => `http://${host}${path}`;

/** Answers with each of the answers in turn, then with the last one for ever. */
function inTurn(...answers: Handler[]): Handler {
  let next = 0;
  return (request, response) => answers[Math.min(next++, answers.length - 1)]?.(request, response);
}

function assertSpaced(seen: readonly Seen[], floorMs: number): void {
  for (const [index, entry] of seen.entries()) {
    const before = seen[index - 1];
    if (before === undefined) continue;
    const gap = entry.startedAt - before.endedAt;
    // The server sees the end of an answer a moment after we do.
    assert.ok(gap >= floorMs - 5, `${before.path} → ${entry.path}: ${gap} ms`);
  }
}

test('requests of one site never overlap and keep the floor, robots.txt and redirects included', async (t) => {
  const slow: Handler = (_request, response) => {
    setTimeout(() => response.writeHead(200, { 'content-type': 'text/html' }).end(article()), 20);
  };
  const server = await serve(t, (request, response) =>
    request.url === '/4' ? response.writeHead(302, { location: '/5' }).end() : slow(request, response),
  );
  const site = siteFor(t, {
    to: server.endpoint,
    fetcher: { clock: systemClock },
    politeness: { delayMs: 50 },
  });
  await Promise.all([1, 2, 3, 4].map((name) => site.fetch({ url: at(`/${name}`), expect: 'page' })));
  assert.equal(server.seen.length, 6);
  assertSpaced(server.seen, 50);
});

test('sites that share an address wait for each other', async (t) => {
  const server = await serve(t, routes({ '/a': html(article()) }));
  const fetcher = fetcherFor(t, server.endpoint, { clock: systemClock });
  const sites = ['one.gov.cn', 'two.gov.cn'].map((host) => {
    const site = fetcher.site(siteOptions({ hosts: [host], politeness: { delayMs: 40 } }));
    return site.fetch({ url: at('/a', host), expect: 'page' });
  });
  for (const fetched of await Promise.all(sites)) assert.equal(fetched.outcome, 'ok');
  assert.equal(server.seen.length, 4);
  assertSpaced(server.seen, 40);
});

test('hosts at different addresses do not wait for each other; a host on hold does not block its address', async () => {
  const clock = new FakeClock();
  const politeness = new Politeness(clock);
  const spacing = { delayMs: 1000, concurrency: 1 };
  const never = new AbortController().signal;
  const run = (host: string, address: string) =>
    politeness.run(host, address, spacing, never, async () => host);
  await run('a', '1');
  await run('b', '2');
  assert.deepEqual(clock.slept, []);
  await run('c', '1');
  assert.deepEqual(clock.slept, [1000]);
  politeness.hold('a', clock.now() + 60_000);
  await run('b', '2');
  await run('a', '1');
  assert.deepEqual(clock.slept, [1000, 60_000]);
});

test('two at a time where the settings say so, and no more', async (t) => {
  let running = 0;
  let most = 0;
  const server = await serve(t, (_request, response) => {
    most = Math.max(most, ++running);
    setTimeout(() => {
      running--;
      response.writeHead(404).end();
    }, 15);
  });
  const site = siteFor(t, { to: server.endpoint, politeness: { concurrencyPerHost: 2 } });
  await Promise.all([1, 2, 3, 4, 5].map((name) => site.fetch({ url: at(`/${name}`), expect: 'page' })));
  assert.equal(most, 2);
});

test('Crawl-delay counts where it is longer than our own, up to a minute', async (t) => {
  for (const [seconds, slept] of [
    ['7', 7000],
    ['0.5', 2000],
    ['86400', 60_000],
    ['-3', 2000],
    ['soon', 2000],
  ] as const) {
    const robots: Handler = (_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/plain' })
        .end(`User-agent: *\nCrawl-delay: ${seconds}\n`);
    };
    const server = await serve(t, routes({ '/robots.txt': robots, '/a': html(article()) }));
    const clock = new FakeClock();
    const site = siteFor(t, { to: server.endpoint, fetcher: { clock }, politeness: { delayMs: 2000 } });
    await site.fetch({ url: at('/a'), expect: 'page' });
    assert.deepEqual(clock.slept, [slept], seconds);
  }
});

async function fetchOnce(site: SiteFetcher, path = '/a'): Promise<Fetched> {
  return site.fetch({ url: at(path), expect: 'page' });
}

test('a passing fault is tried again with growing, jittered back-off', async (t) => {
  const server = await serve(
    t,
    routes({ '/a': inTurn(html('', 502), html('', 500), html(article())), '/b': html('', 500) }),
  );
  const clock = new FakeClock();
  const site = siteFor(t, { to: server.endpoint, fetcher: { clock, random: () => 0.75 } });
  const fetched = await fetchOnce(site);
  assert.deepEqual([fetched.outcome, fetched.attempts], ['ok', 3]);
  assert.deepEqual(clock.slept, [1250, 5000]);
  const failed = await fetchOnce(site, '/b');
  assert.deepEqual([failed.outcome, failed.attempts, failed.status], ['server_error', 3, 500]);
});

test('what will not pass is not tried again', async (t) => {
  const server = await serve(t, routes({ '/b': html('', 403), '/c': html('', 412) }));
  const site = siteFor(t, { to: server.endpoint });
  for (const path of ['/a', '/b', '/c']) assert.equal((await fetchOnce(site, path)).attempts, 1);
  assert.equal(server.paths().length, 3);
});

test('a Retry-After within reach is waited for, by everybody at that host', async (t) => {
  const busy = html('', 503, { 'retry-after': '30' });
  const server = await serve(t, routes({ '/a': inTurn(busy, html(article())), '/b': html(article()) }));
  const clock = new FakeClock();
  const site = siteFor(t, { to: server.endpoint, fetcher: { clock } });
  const [first, second] = await Promise.all([fetchOnce(site), fetchOnce(site, '/b')]);
  assert.deepEqual([first.outcome, first.attempts, second.outcome], ['ok', 2, 'ok']);
  assert.deepEqual(clock.slept, [30_000]);
  assert.deepEqual(server.paths(), ['/a', '/b', '/a']);
});

test('a longer Retry-After leaves the host alone and says until when', async (t) => {
  const date = 'Sun, 22 Nov 2026 02:00:00 GMT';
  const server = await serve(
    t,
    routes({ '/a': html('', 429, { 'retry-after': date }), '/b': html(article()) }),
  );
  const site = siteFor(t, { to: server.endpoint });
  const first = await fetchOnce(site);
  assert.deepEqual(
    [first.outcome, first.status, first.retryAt],
    ['blocked', 429, '2026-11-22T02:00:00.000Z'],
  );
  const second = await fetchOnce(site, '/b');
  assert.deepEqual(
    [second.outcome, second.status, second.retryAt],
    ['blocked', null, '2026-11-22T02:00:00.000Z'],
  );
  assert.match(second.detail ?? '', /asked \(Retry-After\) not to be contacted before 2026-11-22T02/);
  assert.deepEqual(server.paths(), ['/a']);
});

test('after five failed requests in a row the host is left alone', async (t) => {
  const server = await serve(t, routes({ '/bad': html('', 500), '/good': html(article()) }));
  const site = siteFor(t, { to: server.endpoint });
  for (let round = 0; round < 4; round++) await fetchOnce(site, '/bad');
  assert.equal((await fetchOnce(site, '/good')).outcome, 'ok');
  for (let round = 0; round < 5; round++) await fetchOnce(site, '/bad');
  const before = server.seen.length;
  const left = await fetchOnce(site, '/good');
  assert.equal(left.outcome, 'network');
  assert.match(
    left.detail ?? '',
    /5 requests to www\.example\.gov\.cn failed in a row \(last: server_error, status 500\)/,
  );
  assert.equal(server.seen.length, before);
});

test('Retry-After: seconds, a date, nonsense', () => {
  const now = Date.parse('2026-11-22T00:00:00Z');
  assert.equal(retryAfter('120', now), now + 120_000);
  assert.equal(retryAfter(' 0 ', now), now);
  assert.equal(retryAfter('Sun, 22 Nov 2026 00:01:00 GMT', now), now + 60_000);
  assert.equal(retryAfter('Sun, 01 Nov 2026 00:01:00 GMT', now), now);
  for (const nonsense of ['', 'soon', '-5', '1.5', '12 h'])
    assert.equal(retryAfter(nonsense, now), null, nonsense);
  assert.ok(Number.isFinite(Date.parse(new Date(retryAfter('9'.repeat(30), now) ?? 0).toISOString())));
});
