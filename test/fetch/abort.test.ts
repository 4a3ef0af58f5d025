import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FetchAborted } from '../../src/fetch/aborted.ts';
import { systemClock } from '../../src/fetch/clock.ts';
import { article, fetcherFor, HOST, siteOptions } from './harness.ts';
import { html, routes, serve } from './server.ts';

const at = (path: string) => `http://${HOST}${path}`;

test('a signal ends running, queued and sleeping fetches at once, and says that it did', async (t) => {
  const server = await serve(t, routes({ '/hangs': () => undefined, '/a': html(article()) }));
  const stop = new AbortController();
  const fetcher = fetcherFor(t, server.endpoint, { clock: systemClock, signal: stop.signal });
  const site = fetcher.site(siteOptions({ politeness: { delayMs: 0 } }));
  const slow = fetcher.site(siteOptions({ politeness: { delayMs: 3_600_000 } }));
  await site.fetch({ url: at('/a'), expect: 'page' });
  const fetches = [
    site.fetch({ url: at('/hangs'), expect: 'page' }),
    site.fetch({ url: at('/a'), expect: 'page' }),
    slow.fetch({ url: at('/a'), expect: 'page' }),
  ];
  while (!server.paths().includes('/hangs')) await new Promise(setImmediate);
  const started = performance.now();
  stop.abort(new Error('the deadline of 30 m'));
  for (const fetch of fetches) {
    await assert.rejects(
      fetch,
      (error) => error instanceof FetchAborted && /the deadline of 30 m/.test(error.message),
    );
  }
  assert.ok(performance.now() - started < 500);
  await assert.rejects(site.fetch({ url: at('/a'), expect: 'page' }), FetchAborted);
});

test("a site's own signal ends its fetches only; close ends all", async (t) => {
  const server = await serve(t, routes({ '/hangs': () => undefined, '/a': html(article()) }));
  const fetcher = fetcherFor(t, server.endpoint);
  const stop = new AbortController();
  const hanging = fetcher.site(siteOptions(), stop.signal).fetch({ url: at('/hangs'), expect: 'page' });
  while (!server.paths().includes('/hangs')) await new Promise(setImmediate);
  stop.abort();
  await assert.rejects(hanging, FetchAborted);
  const other = fetcher.site(siteOptions());
  assert.equal((await other.fetch({ url: at('/a'), expect: 'page' })).outcome, 'ok');
  const second = other.fetch({ url: at('/hangs'), expect: 'page' });
  const rejected = assert.rejects(second, FetchAborted);
  while (server.paths().filter((path) => path === '/hangs').length < 2) await new Promise(setImmediate);
  await fetcher.close();
  await rejected;
});

test('a robots.txt that was given up is asked for again', async (t) => {
  let hangs = true;
  const server = await serve(t, (request, response) => {
    if (request.url === '/robots.txt' && hangs) return;
    html(article())(request, response);
  });
  const fetcher = fetcherFor(t, server.endpoint);
  const stop = new AbortController();
  const given = fetcher.site(siteOptions(), stop.signal).fetch({ url: at('/a'), expect: 'page' });
  while (server.seen.length === 0) await new Promise(setImmediate);
  stop.abort();
  await assert.rejects(given, FetchAborted);
  hangs = false;
  assert.equal((await fetcher.site(siteOptions()).fetch({ url: at('/a'), expect: 'page' })).outcome, 'ok');
});
