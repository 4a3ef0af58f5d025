import assert from 'node:assert/strict';
import { test } from 'node:test';
import { article, HOST, siteFor } from './harness.ts';
import { closedPort, html, redirect, routes, serve, serveTcp } from './server.ts';

const at = (path: string, host = HOST) => `http://${host}${path}`;

test('redirects are followed and recorded', async (t) => {
  const server = await serve(
    t,
    routes({ '/a': redirect('b?x=1', {}, 301), '/b': redirect(at('/c#part')), '/c': html(article()) }),
  );
  const fetched = await siteFor(t, { to: server.endpoint }).fetch({ url: at('/a'), expect: 'page' });
  assert.equal(fetched.outcome, 'ok');
  assert.equal(fetched.url, at('/a'));
  assert.equal(fetched.finalUrl, at('/c'));
  assert.deepEqual(fetched.hops, [
    { url: at('/a'), status: 301, location: 'b?x=1' },
    { url: at('/b?x=1'), status: 302, location: at('/c#part') },
  ]);
});

test('a redirect to itself that sets a cookie passes', async (t) => {
  const server = await serve(t, (request, response) => {
    const passed = (request.headers.cookie ?? '').includes('C3VK=1');
    (passed ? html(article()) : redirect('/a', { 'set-cookie': 'C3VK=1; Path=/; Max-Age=300' }))(
      request,
      response,
    );
  });
  const fetched = await siteFor(t, { to: server.endpoint }).fetch({ url: at('/a'), expect: 'page' });
  assert.equal(fetched.outcome, 'ok');
  assert.equal(fetched.hops.length, 1);
});

test('cookies stay with their host, and with their chain', async (t) => {
  const hosts = [HOST, 'other.example.gov.cn'];
  const server = await serve(
    t,
    routes({
      '/a': redirect(at('/b', hosts[1]), { 'set-cookie': ['own=1', 'all=1; Domain=gov.cn'] }),
      '/b': html(article()),
    }),
  );
  const site = siteFor(t, { to: server.endpoint, hosts });
  assert.equal((await site.fetch({ url: at('/a'), expect: 'page' })).outcome, 'ok');
  await site.fetch({ url: at('/a'), expect: 'page' });
  assert.deepEqual(
    server.seen.map((entry) => entry.headers.cookie),
    new Array(server.seen.length).fill(undefined),
  );
});

test('loops and endless chains end as redirect_loop', async (t) => {
  const server = await serve(t, (request, response) => {
    const path = request.url ?? '';
    if (path === '/robots.txt') return html('', 404)(request, response);
    if (path === '/a') return redirect('/b')(request, response);
    if (path === '/b') return redirect('/a')(request, response);
    redirect(`${path}x`)(request, response);
  });
  const site = siteFor(t, { to: server.endpoint });
  const loop = await site.fetch({ url: at('/a'), expect: 'page' });
  assert.equal(loop.outcome, 'redirect_loop');
  assert.match(loop.detail ?? '', /redirected to .*\/a a second time/);
  const before = server.seen.length;
  const endless = await site.fetch({ url: at('/x'), expect: 'page' });
  assert.equal(endless.outcome, 'redirect_loop');
  assert.equal(server.seen.length - before, 11);
});

test('a host outside the list is refused and not contacted, at once and by redirect', async (t) => {
  const server = await serve(
    t,
    routes({
      '/a': redirect('http://mirror.example.com/a'),
      '/b': redirect('javascript:alert(1)'),
      '/c': html(article()),
    }),
  );
  const site = siteFor(t, { to: server.endpoint });
  const direct = await site.fetch({ url: 'http://mirror.example.com/a', expect: 'page' });
  assert.equal(direct.outcome, 'refused_host');
  assert.match(
    direct.detail ?? '',
    /mirror\.example\.com is not among the hosts of site test \(www\.example\.gov\.cn\)/,
  );
  const redirected = await site.fetch({ url: at('/a'), expect: 'page' });
  assert.equal(redirected.outcome, 'refused_host');
  assert.equal(redirected.status, 302);
  assert.equal(redirected.hops.length, 1);
  assert.equal((await site.fetch({ url: at('/b'), expect: 'page' })).outcome, 'refused_host');
  for (const url of [
    `http://sub.${HOST}/`,
    `http://${HOST}.evil.com/`,
    `http://${HOST}@evil.com/`,
    'ftp://x/',
    'nonsense',
  ]) {
    assert.equal((await site.fetch({ url, expect: 'page' })).outcome, 'refused_host', url);
  }
  // Case and port mean nothing.
  assert.equal(
    (await site.fetch({ url: `http://${HOST.toUpperCase()}:81/c`, expect: 'page' })).outcome,
    'ok',
  );
  assert.ok(server.seen.every((entry) => entry.host.startsWith(HOST)));
});

test('a POST becomes a GET on 302 and stays one on 307', async (t) => {
  const server = await serve(
    t,
    routes({ '/a': redirect('/c'), '/b': redirect('/c', {}, 307), '/c': html(article()) }),
  );
  const site = siteFor(t, { to: server.endpoint });
  await site.fetch({ url: at('/a'), expect: 'list', method: 'POST', form: { a: '1' } });
  await site.fetch({ url: at('/b'), expect: 'list', method: 'POST', form: { a: '1' } });
  const methods = server.seen.filter((entry) => entry.path === '/c').map((entry) => entry.method);
  assert.deepEqual(methods, ['GET', 'POST']);
});

test('a deep address that ends at the home page is soft_404', async (t) => {
  const home = html(article());
  const server = await serve(
    t,
    routes({
      '/a/b.html': redirect('/'),
      '/c.html': redirect('/index.html'),
      '/d': redirect('/404.html'),
      '/start': redirect('/xxgk/'),
      '/': home,
      '/index.html': home,
      '/404.html': home,
      '/xxgk/': home,
    }),
  );
  const site = siteFor(t, { to: server.endpoint });
  for (const path of ['/a/b.html', '/c.html', '/d']) {
    const fetched = await site.fetch({ url: at(path), expect: 'page' });
    assert.equal(fetched.outcome, 'soft_404', path);
    assert.match(fetched.detail ?? '', /redirected to the (home|error) page/);
  }
  for (const path of ['/', '/start'])
    assert.equal((await site.fetch({ url: at(path), expect: 'page' })).outcome, 'ok', path);
});

test('a redirect without a target is no content', async (t) => {
  const server = await serve(t, routes({ '/a': html('', 302), '/b': redirect('http://[bad/') }));
  const site = siteFor(t, { to: server.endpoint });
  for (const path of ['/a', '/b']) {
    const fetched = await site.fetch({ url: at(path), expect: 'page' });
    assert.deepEqual([fetched.outcome, fetched.attempts], ['server_error', 1]);
  }
});

test('where https fails, http is tried once and remembered', async (t) => {
  const server = await serve(t, routes({ '/a': html(article()) }));
  const site = siteFor(t, { to: server.endpoint });
  for (const _ of [1, 2]) {
    const fetched = await site.fetch({ url: `https://${HOST}/a`, expect: 'page' });
    assert.equal(fetched.outcome, 'ok', fetched.detail ?? '');
    assert.equal(fetched.finalUrl, at('/a'));
  }
  assert.deepEqual(
    server.seen.map((entry) => entry.path),
    ['/robots.txt', '/a', '/a'],
  );
});

test('where http fails, https is tried once and remembered', async (t) => {
  const server = await serve(t, routes({ '/a': html(article()) }), 'https');
  const site = siteFor(t, { to: server.endpoint, fetcher: { insecureTls: true } });
  for (const _ of [1, 2]) {
    // A TLS server answers plain http by closing the connection.
    const fetched = await site.fetch({ url: at('/a'), expect: 'page' });
    assert.equal(fetched.outcome, 'ok', fetched.detail ?? '');
    assert.equal(fetched.finalUrl, `https://${HOST}/a`);
  }
});

test('http that only sends back to a broken https leaves the failure as it is', async (t) => {
  const server = await serve(t, (request, response) =>
    redirect(`https://${HOST}${request.url}`)(request, response),
  );
  const fetched = await siteFor(t, { to: server.endpoint }).fetch({
    url: `https://${HOST}/a`,
    expect: 'page',
  });
  assert.equal(fetched.outcome, 'tls');
});

test('where both schemes fail, each host is asked about the other one once', async (t) => {
  let connections = 0;
  const to = await serveTcp(t, (socket) => {
    connections++;
    socket.destroy();
  });
  const site = siteFor(t, { to });
  // robots.txt: three tries of http, one of https.
  assert.notEqual((await site.fetch({ url: at('/a'), expect: 'page' })).outcome, 'ok');
  assert.equal(connections, 4);
  assert.equal(
    (await siteFor(t, { to: await closedPort() }).fetch({ url: at('/a'), expect: 'page' })).outcome,
    'network',
  );
});
