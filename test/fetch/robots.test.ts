import assert from 'node:assert/strict';
import { test } from 'node:test';
import { article, HOST, siteFor } from './harness.ts';
import { type Handler, html, redirect, routes, serve, serveTcp } from './server.ts';

const text =
  (body: string, status = 200): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  };
const at = (path: string) => `http://${HOST}${path}`;

test('what robots.txt disallows is not requested; its own group beats the general one', async (t) => {
  const robots =
    'User-agent: *\nDisallow: /\n\nUser-Agent: NianBao/2\nDisallow: /private/\nAllow: /private/open\nDisallow: /*.pdf$\n';
  const server = await serve(
    t,
    routes({
      '/robots.txt': text(robots),
      '/a.html': html(article()),
      '/private/open.html': html(article()),
      '/b': redirect('/private/x'),
    }),
  );
  const site = siteFor(t, { to: server.endpoint });
  const outcome = async (path: string) => (await site.fetch({ url: at(path), expect: 'page' })).outcome;
  assert.equal(await outcome('/a.html'), 'ok');
  assert.equal(await outcome('/private/open.html'), 'ok');
  assert.equal(await outcome('/private/x.html'), 'robots');
  assert.equal(await outcome('/x.pdf'), 'robots');
  assert.equal(await outcome('/b'), 'robots');
  const refused = await site.fetch({ url: at('/private/'), expect: 'page' });
  assert.match(refused.detail ?? '', /robots\.txt disallows .*\/private\/ \(rule \d+\)/);
  assert.deepEqual(server.paths(), ['/a.html', '/private/open.html', '/b']);
  assert.equal(server.seen.length - server.paths().length, 1, 'robots.txt is fetched once');
});

for (const [name, robots] of [
  ['404', text('', 404)],
  ['403', text('Disallow: /', 403)],
  ['a web page', html('<html><body>User-agent: *\nDisallow: /</body></html>')],
  ['HTML that calls itself text', text('<!DOCTYPE html>\nUser-agent: *\nDisallow: /')],
  ['a redirect to a foreign host', redirect('http://mirror.example.com/robots.txt')],
  ['an endless redirect', redirect('/robots.txt')],
  ['rules for others', text('User-agent: Baiduspider\nDisallow: /')],
  ['an empty Disallow', text('User-agent: *\nDisallow:')],
] as const) {
  test(`${name} means no rules`, async (t) => {
    const server = await serve(t, routes({ '/robots.txt': robots, '/a': html(article()) }));
    const fetched = await siteFor(t, { to: server.endpoint }).fetch({ url: at('/a'), expect: 'page' });
    assert.equal(fetched.outcome, 'ok', fetched.detail ?? '');
  });
}

test('redirects of robots.txt are followed, and its byte order mark is none of its rules', async (t) => {
  const server = await serve(
    t,
    routes({
      '/robots.txt': redirect('/r1'),
      '/r1': redirect('/r2'),
      '/r2': text('\uFEFFUser-agent: *\nDisallow: /a'),
    }),
  );
  assert.equal(
    (await siteFor(t, { to: server.endpoint }).fetch({ url: at('/a'), expect: 'page' })).outcome,
    'robots',
  );
});

test('5xx: nothing is fetched from the host, and it is not asked again', async (t) => {
  const server = await serve(t, routes({ '/robots.txt': text('', 503), '/a': html(article()) }));
  const site = siteFor(t, { to: server.endpoint });
  for (const _ of [1, 2]) {
    const fetched = await site.fetch({ url: at('/a'), expect: 'page' });
    assert.equal(fetched.outcome, 'robots');
    assert.match(
      fetched.detail ?? '',
      /robots\.txt .*status 503.*nothing is fetched from this host in this run/,
    );
  }
  assert.deepEqual(
    server.seen.map((entry) => entry.path),
    new Array(3).fill('/robots.txt'),
  );
});

test('silence: nothing is fetched from the host', async (t) => {
  const to = await serveTcp(t, (socket) => socket.resume());
  const timeouts = { connectMs: 50, idleMs: 20, totalMs: 100 };
  const fetched = await siteFor(t, { to, fetcher: { timeouts } }).fetch({ url: at('/a'), expect: 'page' });
  assert.equal(fetched.outcome, 'robots');
  assert.match(fetched.detail ?? '', /no answer within 20 ms/);
});

test('a challenge in the way of robots.txt is a challenge', async (t) => {
  const server = await serve(t, html('<script>document.cookie="__jsl_clearance=1"</script>', 521));
  assert.equal(
    (await siteFor(t, { to: server.endpoint }).fetch({ url: at('/a'), expect: 'page' })).outcome,
    'blocked',
  );
});

test('only the first 512 KiB count', async (t) => {
  const filler = `#${'x'.repeat(1000)}\n`.repeat(600);
  const server = await serve(
    t,
    routes({
      '/robots.txt': text(`User-agent: *\nDisallow: /a\n${filler}Disallow: /b\n`),
      '/b': html(article()),
    }),
  );
  const site = siteFor(t, { to: server.endpoint });
  assert.equal((await site.fetch({ url: at('/a'), expect: 'page' })).outcome, 'robots');
  assert.equal((await site.fetch({ url: at('/b'), expect: 'page' })).outcome, 'ok');
});
