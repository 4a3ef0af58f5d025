import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import iconv from 'iconv-lite';
import type { Endpoint } from '../../src/fetch/connector.ts';
import { article, fetcherFor, HOST, siteFor, siteOptions } from './harness.ts';
import { closedPort, html, routes, serve, serveRaw, serveTcp } from './server.ts';

const URL_A = `http://${HOST}/a.html`;
const SHORT = { connectMs: 150, idleMs: 60, totalMs: 250 };

test('a page arrives with its bytes, headers and times', async (t) => {
  const server = await serve(
    t,
    routes({ '/a.html': html(article(), 200, { etag: '"1"', 'set-cookie': ['a=1', 'b=2'] }) }),
  );
  const site = siteFor(t, { to: server.endpoint, politeness: { contact: 'mailto:ops@example.org' } });
  const fetched = await site.fetch({ url: URL_A, expect: 'page', referer: `http://${HOST}/列表/` });
  assert.equal(fetched.outcome, 'ok');
  assert.equal(fetched.detail, null);
  assert.equal(fetched.status, 200);
  assert.equal(Buffer.from(fetched.body ?? []).toString(), article());
  assert.equal(fetched.headers.etag, '"1"');
  assert.deepEqual(fetched.headers['set-cookie'], ['a=1', 'b=2']);
  assert.equal(fetched.finalUrl, URL_A);
  assert.match(fetched.fetchedAt, /^2026-11-22T00:00:00\.000Z$/);
  assert.deepEqual(
    [fetched.attempts, fetched.hops.length, fetched.via, fetched.retryAt],
    [1, 0, 'http', null],
  );
  const request = server.seen.find((entry) => entry.path === '/a.html');
  assert.equal(request?.host, HOST);
  assert.equal(request?.headers['user-agent'], 'nianbao/0.1.0 (+mailto:ops@example.org)');
  assert.equal(request?.headers['accept-encoding'], 'gzip, deflate, br');
  assert.equal(request?.headers.referer, `http://${HOST}/%E5%88%97%E8%A1%A8/`);
});

test('validators make an unchanged page not_modified', async (t) => {
  const server = await serve(t, (request, response) => {
    const known =
      request.headers['if-none-match'] === '"1"' && request.headers['if-modified-since'] !== undefined;
    response.writeHead(known ? 304 : 200, { 'content-type': 'text/html' }).end(known ? undefined : article());
  });
  const site = siteFor(t, { to: server.endpoint });
  const validators = { etag: '"1"', lastModified: 'Sun, 01 Nov 2026 00:00:00 GMT' };
  assert.equal((await site.fetch({ url: URL_A, expect: 'page', validators })).outcome, 'not_modified');
  assert.equal((await site.fetch({ url: URL_A, expect: 'page' })).outcome, 'ok');
});

test('a form is posted', async (t) => {
  let body = '';
  const server = await serve(t, (request, response) => {
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end(article()));
  });
  const site = siteFor(t, { to: server.endpoint });
  await site.fetch({ url: URL_A, expect: 'list', method: 'POST', form: { unitid: '1', name: '金乡' } });
  assert.equal(body, 'unitid=1&name=%E9%87%91%E4%B9%A1');
  assert.match(server.seen.at(-1)?.headers['content-type'] ?? '', /x-www-form-urlencoded/);
});

for (const [coding, bytes] of [
  ['gzip', gzipSync(article())],
  ['deflate', deflateSync(article())],
  ['deflate', deflateRawSync(article())],
  ['br', brotliCompressSync(article())],
  ['zstd', zstdCompressSync(article())],
  ['gzip, br', brotliCompressSync(gzipSync(article()))],
  ['', gzipSync(article())],
  ['gzip', Buffer.from(article())],
  ['UTF-8', Buffer.from(article())],
] as const) {
  test(`content coding “${coding}”, ${bytes.length} bytes, is taken off`, async (t) => {
    const server = await serve(t, (_request, response) => {
      response.writeHead(200, {
        'content-type': 'text/html',
        ...(coding === '' ? {} : { 'content-encoding': coding }),
      });
      response.end(bytes);
    });
    const fetched = await siteFor(t, { to: server.endpoint }).fetch({ url: URL_A, expect: 'page' });
    assert.equal(fetched.outcome, 'ok', fetched.detail ?? '');
    const { body } = fetched;
    assert.equal(Buffer.from(body ?? []).toString(), article());
    // What is kept of it for a while is no larger than it is.
    assert.ok(body !== null && body.buffer.byteLength <= body.length * 1.25, `${body?.buffer.byteLength}`);
  });
}

test('caps: announced, sent, decoded', async (t) => {
  const big = 'x'.repeat(150_000);
  const server = await serve(
    t,
    routes({
      '/announced': html(big),
      '/sent': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write(big);
        response.end();
      },
      '/bomb.gz': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
        response.end(gzipSync(Buffer.alloc(5_000_000)));
      },
    }),
  );
  const site = siteFor(t, { to: server.endpoint });
  const at = async (path: string, expect: 'page' | 'attachment') => {
    const { outcome, detail, body } = await site.fetch({ url: `http://${HOST}${path}`, expect });
    return { outcome, detail, body };
  };
  const announced = await at('/announced', 'page');
  assert.deepEqual(announced, {
    outcome: 'too_large',
    detail: '150000 bytes announced, at most 100000 are taken',
    body: null,
  });
  assert.equal((await at('/sent', 'page')).outcome, 'too_large');
  // An attachment may be larger; that it is a web page is another matter.
  assert.notEqual((await at('/announced', 'attachment')).outcome, 'too_large');
  const bomb = await at('/bomb.gz', 'page');
  assert.equal(bomb.outcome, 'too_large');
  assert.match(bomb.detail ?? '', /\d+ bytes of gzip data decode to more than 300000 bytes/);
});

test('an answer that ends early is truncated, and what came is kept', async (t) => {
  const to = await serveRaw(t, (path) => {
    if (path === '/length')
      return 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<p>begun';
    if (path === '/chunked') return 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n<p>begun\r\n';
    const cut = gzipSync(article()).subarray(0, 100);
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${cut.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), cut]);
  });
  const site = siteFor(t, { to });
  for (const path of ['/length', '/chunked']) {
    const fetched = await site.fetch({ url: `http://${HOST}${path}`, expect: 'page' });
    assert.equal(fetched.outcome, 'truncated', path);
    assert.equal(Buffer.from(fetched.body ?? []).toString(), '<p>begun');
  }
  const gzip = await site.fetch({ url: `http://${HOST}/gzip`, expect: 'page' });
  assert.equal(gzip.outcome, 'truncated');
  assert.match(Buffer.from(gzip.body ?? []).toString(), /^<!DOCTYPE html>/);
});

test('an answer longer than its Content-Length does not spill into the next one', async (t) => {
  const to = await serveRaw(t, (path) => {
    const extra = path === '/a' ? 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsmug!' : '';
    return `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n${path.slice(1).repeat(4)}${extra}`;
  });
  const site = siteFor(t, { to });
  for (const name of ['a', 'b']) {
    const fetched = await site.fetch({ url: `http://${HOST}/${name}`, expect: 'page' });
    assert.equal(Buffer.from(fetched.body ?? []).toString(), name.repeat(4));
  }
});

/** Answers as often as it is asked over one connection, until `hangUp` of how many requests it took says so. */
function serveKept(
  t: TestContext,
  answer: (path: string) => string,
  hangUp: (requests: number) => boolean = () => false,
): { readonly to: Promise<Endpoint>; readonly connections: () => number; readonly seen: readonly string[] } {
  let connections = 0;
  const seen: string[] = [];
  const to = serveTcp(t, (socket) => {
    connections += 1;
    let requests = 0;
    socket.on('data', (chunk) => {
      requests += 1;
      const path = chunk.toString('latin1').split(' ')[1] ?? '';
      if (hangUp(requests)) return void socket.destroy();
      seen.push(path);
      socket.write(
        path === '/robots.txt' ? 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n' : answer(path),
      );
    });
  });
  return { to, connections: () => connections, seen };
}

const fourLetters = (path: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n${path.slice(1).repeat(4)}`;

test('a connection serves the requests that follow', async (t) => {
  const server = serveKept(t, fourLetters);
  const site = siteFor(t, { to: await server.to });
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const { body } = await site.fetch({ url: `http://${HOST}/${name}`, expect: 'page' });
    assert.equal(Buffer.from(body ?? []).toString(), name.repeat(4));
  }
  // The one that answered last may not know yet that it is free.
  assert.ok(server.connections() <= 2, `${server.connections()} connections`);
});

test('a kept connection that the server had closed is opened anew, and counts for no attempt', async (t) => {
  const server = serveKept(t, fourLetters, (requests) => requests > 2);
  const site = siteFor(t, { to: await server.to });
  for (const name of ['a', 'b', 'c', 'd']) {
    const { outcome, attempts } = await site.fetch({ url: `http://${HOST}/${name}`, expect: 'page' });
    assert.deepEqual({ outcome, attempts }, { outcome: 'ok', attempts: 1 });
  }
  assert.deepEqual(server.seen, ['/robots.txt', '/a', '/b', '/c', '/d']);
});

test('what comes behind the end of an answer is not the next one, on a kept connection either', async (t) => {
  const extra = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsmug!';
  const server = serveKept(t, (path) => `${fourLetters(path)}${path === '/a' ? extra : ''}`);
  const site = siteFor(t, { to: await server.to });
  for (const name of ['a', 'b']) {
    const { body } = await site.fetch({ url: `http://${HOST}/${name}`, expect: 'page' });
    assert.equal(Buffer.from(body ?? []).toString(), name.repeat(4));
  }
});

test('a flood of headers is too_large, nonsense is network', async (t) => {
  const to = await serveRaw(t, (path) =>
    path === '/flood'
      ? `HTTP/1.1 200 OK\r\n${'X-Flood: 0123456789012345678901234567890123456789\r\n'.repeat(2000)}\r\n`
      : 'SSH-2.0-OpenSSH\r\n\r\n',
  );
  const site = siteFor(t, { to, fetcher: { timeouts: SHORT } });
  assert.equal((await site.fetch({ url: `http://${HOST}/flood`, expect: 'page' })).outcome, 'too_large');
  assert.equal((await site.fetch({ url: `http://${HOST}/ssh`, expect: 'page' })).outcome, 'network');
});

test('silence and dripping end as timeout', async (t) => {
  const server = await serve(
    t,
    routes({
      '/silent': () => undefined,
      '/stalls': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write('<p>');
      },
      '/drips': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      },
    }),
  );
  // Only one limit of each is within reach, however busy the machine.
  for (const [path, timeouts, detail] of [
    ['/silent', SHORT, 'no answer within 60 ms'],
    ['/stalls', { ...SHORT, idleMs: 400, totalMs: 60_000 }, 'silence for 400 ms'],
    ['/drips', { ...SHORT, idleMs: 60_000 }, 'not finished within 250 ms'],
  ] as const) {
    const site = siteFor(t, { to: server.endpoint, fetcher: { timeouts } });
    const fetched = await site.fetch({ url: `http://${HOST}${path}`, expect: 'page' });
    assert.equal(fetched.outcome, 'timeout', path);
    assert.equal(fetched.attempts, 3);
    assert.equal(fetched.detail, detail);
  }
});

test('no connection: refused is network, no name is dns, TLS that never comes is timeout', async (t) => {
  const closed = await siteFor(t, { to: await closedPort() }).fetch({ url: URL_A, expect: 'page' });
  assert.equal(closed.outcome, 'network');
  assert.match(closed.detail ?? '', /no connection to www\.example\.gov\.cn:\d+: .*ECONNREFUSED/);
  assert.equal(closed.status, null);
  const lookup = () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
  const nameless = await siteFor(t, { to: null, fetcher: { lookup } }).fetch({ url: URL_A, expect: 'page' });
  assert.equal(nameless.outcome, 'dns');
  const mute = await serveTcp(t, () => undefined);
  const url = `https://${HOST}:${mute.port}/`;
  const late = await siteFor(t, { to: mute, fetcher: { timeouts: SHORT } }).fetch({ url, expect: 'page' });
  assert.equal(late.outcome, 'timeout');
});

test('TLS: a certificate nobody vouches for is refused unless we are told to accept it', async (t) => {
  const server = await serve(t, routes({ '/': html(article()) }), 'https');
  const url = `https://${HOST}:${server.endpoint.port}/`;
  const strict = await siteFor(t, { to: server.endpoint }).fetch({ url, expect: 'page' });
  assert.equal(strict.outcome, 'tls');
  assert.match(strict.detail ?? '', /self-signed certificate/);
  const lax = await siteFor(t, { to: server.endpoint, fetcher: { insecureTls: true } }).fetch({
    url,
    expect: 'page',
  });
  assert.equal(lax.outcome, 'ok');
});

test('header bytes beyond ASCII are read as text', async (t) => {
  const name = iconv.encode('年报.pdf', 'gb18030');
  const to = await serveRaw(t, () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Disposition: attachment; filename=';
    return Buffer.concat([Buffer.from(head), name, Buffer.from('\r\n\r\n%PDF')]);
  });
  const fetched = await siteFor(t, { to }).fetch({
    url: `http://${HOST}/download.jsp?id=1`,
    expect: 'attachment',
  });
  assert.equal(fetched.headers['content-disposition'], 'attachment; filename=年报.pdf');
  assert.equal(fetched.outcome, 'ok');
});

test('old TLS passes only where the site file says so, and each capture tells', async (t) => {
  const server = await serve(t, routes({ '/a': html(article()) }), 'https', {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'AES128-SHA:@SECLEVEL=0',
  });
  const ask = (to: Endpoint, tls: 'modern' | 'legacy') =>
    fetcherFor(t, to, { insecureTls: true })
      .site({ ...siteOptions(), tls })
      .fetch({ url: `https://${HOST}/a`, expect: 'page' });
  const refused = await ask(server.endpoint, 'modern');
  assert.deepEqual([refused.outcome, refused.tls], ['tls', null]);
  assert.match(refused.detail ?? '', /`tls: legacy` in the site file/);
  const old = await ask(server.endpoint, 'legacy');
  assert.deepEqual([old.outcome, old.tls], ['ok', 'TLSv1.1 AES128-SHA (legacy)']);

  const modern = await serve(t, routes({ '/a': html(article()) }), 'https');
  assert.match((await ask(modern.endpoint, 'modern')).tls ?? '', /^TLSv1\.3 TLS_AES_\w+$/);
});
