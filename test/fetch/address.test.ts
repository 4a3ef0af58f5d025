import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressGuard, isPrivateAddress } from '../../src/fetch/address.ts';
import { article, HOST, siteFor } from './harness.ts';
import { redirect, routes, serve } from './server.ts';

const PRIVATE = [
  ['127.0.0.1', '127.255.255.255', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ['169.254.169.254', '100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.1', '198.18.0.1'],
  ['224.0.0.1', '240.0.0.1', '255.255.255.255'],
  [
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    'fec0::1',
    '2001:db8::1',
    '2001::1',
  ],
  [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:7f00:1',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::a00:1',
  ],
  ['2002:7f00:1::', '2002:c0a8:101::1', 'no address', ''],
].flat();

const PUBLIC = [
  '114.114.114.114',
  '172.32.0.1',
  '100.128.0.1',
  '2408:8000::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2002:808:808::1',
];

for (const address of PRIVATE) {
  test(`${address || 'nothing'} is private`, () => assert.equal(isPrivateAddress(address), true));
}
for (const address of PUBLIC) {
  test(`${address} is public`, () => assert.equal(isPrivateAddress(address), false));
}

test('one private address among public ones refuses the host', async () => {
  const guard = new AddressGuard(false, async () => ['114.114.114.114', '10.0.0.1']);
  await assert.rejects(guard.addresses(HOST), {
    outcome: 'refused_host',
    message: /private address 10\.0\.0\.1/,
  });
  const lenient = new AddressGuard(true, async () => ['114.114.114.114', '10.0.0.1']);
  assert.deepEqual(await lenient.addresses(HOST), ['114.114.114.114', '10.0.0.1']);
});

test('a name without an address is dns', async () => {
  const guard = new AddressGuard(false, async () => []);
  await assert.rejects(guard.addresses(HOST), { outcome: 'dns' });
});

test('a host that resolves to a private address is refused before it is contacted', async (t) => {
  const server = await serve(t, routes({}));
  const url = `http://${HOST}:${server.endpoint.port}/`;
  const refused = await siteFor(t, { to: null, fetcher: { lookup: async () => ['127.0.0.1'] } }).fetch({
    url,
    expect: 'page',
  });
  assert.equal(refused.outcome, 'refused_host');
  assert.match(refused.detail ?? '', /127\.0\.0\.1.*--allow-private/);
  assert.equal(server.seen.length, 0);
});

test('a name that turns private between check and connection (DNS rebinding) is refused', async (t) => {
  const server = await serve(t, routes({}));
  let asked = 0;
  const lookup = async () => (++asked % 2 === 1 ? ['114.114.114.114'] : ['127.0.0.1']);
  const url = `http://${HOST}:${server.endpoint.port}/`;
  const refused = await siteFor(t, { to: null, fetcher: { lookup } }).fetch({ url, expect: 'page' });
  assert.equal(refused.outcome, 'refused_host');
  assert.equal(server.seen.length, 0);
});

test('--allow-private lets a private address be contacted, by name and by number', async (t) => {
  const server = await serve(t, (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(article()),
  );
  const fetcher = { allowPrivate: true, lookup: async () => ['127.0.0.1'] };
  const site = siteFor(t, { to: null, fetcher, hosts: [HOST, '127.0.0.1'] });
  for (const host of [HOST, '127.0.0.1']) {
    const fetched = await site.fetch({
      url: `http://${host}:${server.endpoint.port}/a.html`,
      expect: 'page',
    });
    assert.equal(fetched.outcome, 'ok', fetched.detail ?? '');
  }
});

test('IP literals in any spelling and localhost are refused, also with --connect-to and on the hosts list', async (t) => {
  const server = await serve(
    t,
    routes({ '/': redirect('http://169.254.169.254/latest/meta-data/'), '/b': redirect('http://0x7f.1/') }),
  );
  const hosts = [HOST, '127.0.0.1', 'localhost', '169.254.169.254', '[::1]', '[::ffff:7f00:1]'];
  const site = siteFor(t, { to: server.endpoint, hosts });
  for (const url of [
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://localhost/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
  ]) {
    assert.equal((await site.fetch({ url, expect: 'page' })).outcome, 'refused_host', url);
  }
  assert.equal(server.seen.length, 0);
  for (const path of ['/', '/b']) {
    const redirected = await site.fetch({ url: `http://${HOST}${path}`, expect: 'page' });
    assert.equal(redirected.outcome, 'refused_host');
    assert.match(redirected.detail ?? '', /private address/);
  }
  assert.deepEqual(server.paths(), ['/', '/b']);
});

test('names are resolved by the system', async () => {
  const addresses = await new AddressGuard(true).addresses('localhost');
  assert.ok(
    addresses.every((address) => ['127.0.0.1', '::1'].includes(address)),
    addresses.join(),
  );
});
