import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { ask } from './client.ts';
import { type Portals, startPortals } from './server.ts';

let portals: Portals;
before(async () => {
  portals = await startPortals();
});
after(() => portals.close());
beforeEach(() => {
  Object.assign(portals.state, { jinxiangChallenge: false, volatile: false, delayMs: 0 });
  portals.state.down.clear();
  portals.state.amended.clear();
  portals.state.hidden.clear();
});

const JINXIANG_HEALTH =
  'http://www.jinxiang.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=113708283284223626&fbtime=2023';

function decode(body: Buffer, charset = 'utf-8'): string {
  return new TextDecoder(charset).decode(body);
}

test('one port speaks http and https, told apart by the first byte, and logs every request', async () => {
  const from = portals.requests.length;
  const plain = await ask(portals, 'http://www.ruzhou.gov.cn/?one');
  const secure = await ask(portals, 'https://ruzhou.gov.cn:8443/?two');
  assert.equal(plain.status, 200);
  assert.deepEqual(secure.body, plain.body);
  const [first, second] = portals.requests.slice(from);
  assert.deepEqual(
    [first?.scheme, first?.host, first?.method, first?.path, first?.status],
    ['http', 'www.ruzhou.gov.cn', 'GET', '/?one', 200],
  );
  assert.deepEqual([second?.scheme, second?.host, second?.path], ['https', 'ruzhou.gov.cn', '/?two']);
  assert.ok(first !== undefined && second !== undefined && first.time <= first.endTime);
  assert.ok(first.endTime <= second.time);
});

test('the zone refuses TLS and answers plain http', async () => {
  await assert.rejects(ask(portals, 'https://www.zone.example/'), /disconnected|ECONNRESET|socket hang up/);
  assert.equal((await ask(portals, 'http://www.zone.example/')).status, 200);
});

test('a host that is down, and a host that nobody is, hang up', async () => {
  portals.state.down.add('www.zhq.gov.cn');
  await assert.rejects(ask(portals, 'http://www.zhq.gov.cn/'), /ECONNRESET|hang up/);
  await assert.rejects(ask(portals, 'https://www.zhq.gov.cn/'), /disconnected|ECONNRESET|hang up/);
  await assert.rejects(ask(portals, 'http://nobody.example/'), /ECONNRESET|hang up/);
  assert.equal(portals.requests.at(-1)?.status, 0);
  portals.state.down.clear();
  assert.equal((await ask(portals, 'http://www.zhq.gov.cn/')).status, 200);
});

test('every address of every planted report serves exactly its payload', async () => {
  for (const report of portals.planted) {
    assert.ok(report.urls.includes(report.url), report.url);
    for (const url of report.urls) {
      const reply = await ask(portals, url);
      assert.equal(reply.status, 200, url);
      const body = reply.headers['content-encoding'] === 'gzip' ? gunzipSync(reply.body) : reply.body;
      assert.deepEqual(body, report.payload(url), url);
    }
  }
});

test('a validator is answered by 304 on zhq and ruzhou until the page changes, and unknown elsewhere', async () => {
  const zhq = portals.planted.find((report) => report.portal === 'zhq');
  assert.ok(zhq !== undefined);
  const first = await ask(portals, zhq.url);
  const tag = String(first.headers.etag);
  assert.match(tag, /^"[0-9a-f]{16}"$/);
  const second = await ask(portals, zhq.url, { 'if-none-match': tag });
  assert.deepEqual([second.status, second.body.length, second.headers.etag], [304, 0, tag]);
  portals.state.amended.set(zhq.url, { 'disclosure.penalty.decisions': 77 });
  const third = await ask(portals, zhq.url, { 'if-none-match': tag });
  assert.equal(third.status, 200);
  assert.notEqual(third.headers.etag, tag);

  const list = 'https://www.ruzhou.gov.cn/channels/37548.html';
  const since = String((await ask(portals, list)).headers['last-modified']);
  assert.equal((await ask(portals, list, { 'if-modified-since': since })).status, 304);
  const listed = portals.planted.find((report) => report.url.endsWith('/37548/328036.html'));
  portals.state.hidden.add(listed?.url ?? '');
  assert.equal((await ask(portals, list, { 'if-modified-since': since })).status, 200);

  for (const url of ['https://public.jinshui.gov.cn/?a=info', JINXIANG_HEALTH, 'http://www.zone.example/']) {
    const { headers } = await ask(portals, url);
    assert.deepEqual([headers.etag, headers['last-modified']], [undefined, undefined], url);
  }
});

test('an amended report prints the new figure, a hidden one is gone', async () => {
  const report = portals.planted.find((each) => each.body === '湛河区民政局');
  assert.ok(report !== undefined);
  const before = report.payload();
  portals.state.amended.set(report.url, { 'disclosure.licensing.decisions': 4711 });
  assert.doesNotMatch(decode(before), /4711/);
  // The spans style cuts a number in two.
  assert.match(load(decode(report.payload()))('.article-details').text(), /4711/);
  portals.state.hidden.add(report.url);
  assert.equal((await ask(portals, report.url)).status, 404);
});

test('view counters stand still unless asked to move', async () => {
  const url = 'https://www.zhq.gov.cn/contents/33194/401233.html';
  const one = (await ask(portals, url)).body;
  assert.deepEqual((await ask(portals, url)).body, one);
  portals.state.volatile = true;
  assert.notDeepEqual((await ask(portals, url)).body, one);
});

test('jinxiang challenges every page while told to, and no other portal does', async () => {
  portals.state.jinxiangChallenge = true;
  for (const url of [JINXIANG_HEALTH, 'http://www.jinxiang.gov.cn/', 'https://jinxiang.gov.cn/robots.txt']) {
    const reply = await ask(portals, url);
    assert.equal(reply.status, 412, url);
    assert.ok(reply.body.length < 1000);
    assert.match(String(reply.headers['set-cookie']), /enable_/);
    const $ = load(decode(reply.body));
    assert.match($('script:not([src])').text(), /\$_ts/);
    assert.equal($('script[src]').length, 1);
    assert.equal($('body').text().trim(), '');
  }
  assert.equal((await ask(portals, 'https://www.ruzhou.gov.cn/')).status, 200);
  portals.state.jinxiangChallenge = false;
  assert.equal((await ask(portals, JINXIANG_HEALTH)).status, 200);
});

test('jinxiang answers an unknown unit or year with an empty page and status 200', async () => {
  for (const query of ['area=113708283284223626&fbtime=2018', 'area=nobody&fbtime=2023', '']) {
    const reply = await ask(portals, `http://www.jinxiang.gov.cn/module/xxgk/xxgkAnnualReport.jsp?${query}`);
    assert.equal(reply.status, 200);
    const $ = load(decode(reply.body, 'gb18030'));
    assert.equal($('#zoom').length, 1);
    assert.equal($('#zoom').text() + $('.title').text() + $('.time').text(), '');
  }
});

test('jinxiang speaks gb18030, says so, and does not choose the unit by the host', async () => {
  const reply = await ask(portals, JINXIANG_HEALTH);
  assert.equal(reply.headers['content-type'], 'text/html; charset=gb18030');
  assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(reply.body));
  assert.match(decode(reply.body, 'gb18030'), /金乡县卫生健康局2023年政府信息公开工作年度报告/);
  const elsewhere = JINXIANG_HEALTH.replace('www.jinxiang.gov.cn', 'www.jining.gov.cn');
  assert.deepEqual((await ask(portals, elsewhere)).body, reply.body);
});

test('jinshui sends gzip unasked', async () => {
  const reply = await ask(portals, 'https://public.jinshui.gov.cn/?a=dir&h=1&p=D42');
  assert.equal(reply.headers['content-encoding'], 'gzip');
  assert.match(decode(gunzipSync(reply.body)), /<em>2026-01-15<\/em>/);
});

test('robots.txt is missing, a set of rules, or a web page', async () => {
  const robots = async (host: string): Promise<[number, string]> => {
    const reply = await ask(portals, `http://${host}/robots.txt`);
    return [reply.status, String(reply.headers['content-type'])];
  };
  assert.equal((await robots('www.zhq.gov.cn'))[0], 404);
  assert.deepEqual(await robots('www.ruzhou.gov.cn'), [200, 'text/plain; charset=utf-8']);
  assert.deepEqual(await robots('public.jinshui.gov.cn'), [200, 'text/html; charset=utf-8']);
  const rules = await ask(portals, 'http://www.ruzhou.gov.cn/robots.txt');
  assert.match(decode(rules.body), /^User-agent: \*\n(Disallow: \S+\n)+Crawl-delay: 0\n$/);
});

test('a SiteServer channel comes in pages, newest first, with short texts and full titles', async () => {
  const titles: string[] = [];
  const dates: string[] = [];
  let url = 'https://www.zhq.gov.cn/channels/33194.html';
  for (let page = 1; page <= 2; page += 1) {
    const $ = load(decode((await ask(portals, url)).body));
    assert.equal($('.page-info').text(), `${page}/2`);
    for (const item of $('.content_list a')) {
      titles.push($(item).attr('title') ?? '');
      assert.ok($(item).text().length <= 25);
    }
    dates.push(...$('.content_list span').map((_, span) => $(span).text()));
    const next = $('.page a').last().attr('href');
    assert.equal(next !== undefined, page < 2);
    url = new URL(next ?? '', url).href;
  }
  assert.equal(titles.length, 8);
  assert.deepEqual(dates, [...dates].sort().reverse());
  assert.ok(titles.includes('湛河区卫健委2023年政府信息公开工作年度报告'));
  assert.equal((await ask(portals, 'https://www.zhq.gov.cn/channels/33194_3.html')).status, 404);
});

test('jinshui pages say how many there are in the last link but one', async () => {
  const url = 'https://public.jinshui.gov.cn/?a=path&p=D42Y';
  const first = load(decode(gunzipSync((await ask(portals, url)).body)));
  const total = Number(first('.page-tile a').eq(-2).text());
  assert.equal(total, 3);
  const links = new Set<string>();
  for (let page = 1; page <= total; page += 1) {
    const $ = load(decode(gunzipSync((await ask(portals, `${url}&page=${page}`)).body)));
    for (const item of $('.common-list a')) links.add($(item).attr('href') ?? '');
  }
  assert.equal(links.size, 13);
});

test('the zone lists no report by its title and serves PDF without saying so', async () => {
  const zone = portals.planted.filter((report) => report.portal === 'zone');
  const list = load(decode((await ask(portals, 'http://www.zone.example/zwgk/zfxxgknb/')).body));
  for (const report of zone) {
    assert.equal(list(`a:not([href*=mirror]):contains(${report.title})`).length, 0);
    const reply = await ask(portals, report.url);
    assert.equal(reply.headers['content-type'], 'application/octet-stream');
    assert.equal(decode(reply.body.subarray(0, 5)), '%PDF-');
    assert.ok(reply.body.length < 150_000);
  }
});

test('every planted report can be reached from its portal by links, and mirrors are linked too', async () => {
  const foreign = new Set<string>();
  for (const [start, hosts, charset] of [
    ['https://www.zhq.gov.cn/', ['www.zhq.gov.cn'], 'utf-8'],
    ['https://www.ruzhou.gov.cn/contents/36774/325901.html', ['www.ruzhou.gov.cn', 'ruzhou.gov.cn'], 'utf-8'],
    ['https://www.jinshui.gov.cn/', ['www.jinshui.gov.cn', 'public.jinshui.gov.cn'], 'utf-8'],
    ['http://www.jinxiang.gov.cn/', ['www.jinxiang.gov.cn'], 'gb18030'],
    ['http://www.zone.example/', ['www.zone.example'], 'utf-8'],
  ] as const) {
    const seen = new Set<string>([start]);
    for (const url of seen) {
      const reply = await ask(portals, url);
      if (!String(reply.headers['content-type']).startsWith('text/html')) continue;
      const body = reply.headers['content-encoding'] === 'gzip' ? gunzipSync(reply.body) : reply.body;
      const text = decode(body, charset);
      const tree = /\.load\("([^"]+)"\)/.exec(text)?.[1];
      const links = load(text)('a[href]')
        .map((_, link) => link.attribs.href)
        .get();
      for (const href of tree === undefined ? links : [...links, tree]) {
        const target = new URL(href, url);
        if (!target.protocol.startsWith('http')) continue;
        if ((hosts as readonly string[]).includes(target.hostname)) seen.add(target.href);
        else foreign.add(target.hostname);
      }
    }
    const own = portals.planted.filter((report) =>
      (hosts as readonly string[]).includes(new URL(report.url).hostname),
    );
    assert.ok(own.length > 0);
    for (const report of own) assert.ok(seen.has(report.url), `${report.url} is not linked`);
  }
  assert.equal([...foreign].filter((host) => host.endsWith('.mirror.example')).length, 4);
});
