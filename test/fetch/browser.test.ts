import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { CookieJar } from 'tough-cookie';
import { BrowserPages, type RenderRequest } from '../../src/fetch/browser.ts';
import { BrowserMissing, findBrowser } from '../../src/fetch/find-browser.ts';
import { article, fetcherFor, HOST, siteFor, siteOptions } from './harness.ts';
import { type Handler, html, redirect, routes, serve, type TestServer } from './server.ts';

const found = findBrowser({ path: null });
const skip = found === null ? 'no Chromium is installed (nianbao doctor says how to get one)' : false;
const at = (path: string) => `http://${HOST}${path}`;

const script =
  (text: string): Handler =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(text);
  };

const shell = (inline: string, head = '') =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>年报</title>${head}</head><body><div id="app"></div><script>${inline}</script></body></html>`;

const FILL = `fetch('/list.json', {method:'POST', headers:{'content-type':'application/json'}, body:'{"page":1}'})
  .then((answer) => answer.json())
  .then((rows) => { document.getElementById('app').innerHTML = rows.map((row) => '<a href="' + row.url + '">' + row.title + '</a>').join(''); });`;

/** Reaches for everything that a page has no business with. */
const PROWL = `
  new Image().src = 'http://127.0.0.1:PORT/image';
  fetch('http://127.0.0.1:PORT/private').catch(() => 0);
  fetch('http://mirror.example.com/foreign').catch(() => 0);
  try { new WebSocket('ws://127.0.0.1:PORT/socket'); } catch { /* refused: the other ways are tried all the same */ }
  navigator.sendBeacon('/beacon', 'x');
  window.open('/popup');
  document.body.insertAdjacentHTML('beforeend', '<iframe src="http://127.0.0.1:PORT/frame"></iframe><img src="/logo.png">');
  navigator.serviceWorker?.register('/sw.js').catch(() => 0);
  document.getElementById('app').textContent = ${JSON.stringify('本页由脚本填充，内容为政府信息公开工作年度报告。'.repeat(3))};`;

test('findBrowser takes the path of the settings, or none', () => {
  assert.equal(findBrowser({ path: '/no/such/chromium' }), null);
  assert.equal(findBrowser({ path: process.execPath }), process.execPath);
});

test('without a browser the error says what to do', async (t) => {
  const server = await serve(t, routes({ '/a': html(article()) }));
  const site = siteFor(t, {
    to: server.endpoint,
    fetcher: { browser: { path: '/no/such/chromium', maxPages: 1 } },
  });
  await assert.rejects(site.fetch({ url: at('/a'), expect: 'page', via: 'browser' }), (error) => {
    return (
      error instanceof BrowserMissing &&
      /browser\.path.*\/no\/such\/chromium.*apt-get install/s.test(error.message)
    );
  });
});

test('a challenge is not fought with the browser, a file needs none', async (t) => {
  const server = await serve(
    t,
    routes({
      '/a': html('<script>document.cookie="x=1";location.reload()</script>', 412),
      '/b.pdf': script('%PDF-1.4'),
    }),
  );
  const site = siteFor(t, {
    to: server.endpoint,
    fetcher: { browser: { path: '/no/such/chromium', maxPages: 1 } },
  });
  const fetched = await site.fetch({ url: at('/a'), expect: 'page', via: 'browser' });
  assert.deepEqual([fetched.outcome, fetched.via, fetched.rendered], ['blocked', 'browser', null]);
  assert.equal((await site.fetch({ url: at('/b.pdf'), expect: 'attachment', via: 'browser' })).outcome, 'ok');
});

test('pages in Chromium', { skip }, async (t) => {
  const port = { value: 0 };
  const server: TestServer = await serve(
    t,
    routes({
      '/old': redirect('/list', { 'set-cookie': 'session=s1; Path=/' }),
      '/list': html(shell(FILL, '<script src="/lib.js"></script><link rel="stylesheet" href="/site.css">')),
      '/lib.js': script('document.cookie = "byscript=1; path=/";'),
      '/list.json': (request, response) => {
        const { method, headers } = request;
        const rows = [
          {
            url: '/art/1.html',
            title: `${method} ${headers.cookie} 金乡县卫生健康局2023年政府信息公开工作年度报告`,
          },
        ];
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows));
      },
      '/prowl': (request, response) =>
        html(shell(PROWL.replaceAll('PORT', `${port.value}`)))(request, response),
      '/moves': html(shell("location.href = '/there';")),
      '/there': html(article()),
      '/gone': html(shell("document.body.innerHTML = '<p>该信息已删除</p>';")),
    }),
  );
  port.value = server.endpoint.port;
  const fetcher = fetcherFor(t, server.endpoint);
  const site = fetcher.site(siteOptions());

  await t.test('scripts fill the page; the body stays the bytes of the main answer', async () => {
    const fetched = await site.fetch({ url: at('/old'), expect: 'list', via: 'browser' });
    assert.equal(fetched.outcome, 'ok', fetched.detail ?? '');
    assert.equal(fetched.via, 'browser');
    assert.equal(fetched.finalUrl, at('/list'));
    assert.equal(fetched.hops.length, 1);
    assert.match(Buffer.from(fetched.body ?? []).toString(), /<div id="app"><\/div>/);
    assert.match(fetched.rendered ?? '', /<a href="\/art\/1\.html">POST .*金乡县卫生健康局2023年/);
    assert.match(fetched.rendered ?? '', /session=s1/);
    assert.match(fetched.rendered ?? '', /byscript=1/);
    assert.deepEqual(server.paths(), ['/old', '/list', '/lib.js', '/list.json']);
    assert.ok(server.seen.every((entry) => entry.headers['user-agent'] === 'nianbao/0.1.0'));
  });

  await t.test('a script that serves many pages is fetched once', async () => {
    await site.fetch({ url: at('/list'), expect: 'list', via: 'browser' });
    assert.equal(server.paths().filter((path) => path === '/lib.js').length, 1);
  });

  await t.test('nothing but the hosts of the site is reached, and no pictures', async () => {
    const before = server.seen.length;
    const fetched = await site.fetch({ url: at('/prowl'), expect: 'page', via: 'browser' });
    assert.equal(fetched.outcome, 'ok', fetched.detail ?? '');
    const met = server.seen.slice(before).map((entry) => `${entry.host}${entry.path}`);
    assert.deepEqual(met, [`${HOST}/prowl`]);
  });

  await t.test('a page that goes on to another one ends there', async () => {
    const fetched = await site.fetch({ url: at('/moves'), expect: 'page', via: 'browser' });
    assert.equal(fetched.finalUrl, at('/there'));
    assert.equal(Buffer.from(fetched.body ?? []).toString(), article());
  });

  await t.test('what scripts make of the page is judged, too', async () => {
    const fetched = await site.fetch({ url: at('/gone'), expect: 'page', via: 'browser' });
    assert.equal(fetched.outcome, 'soft_404');
    assert.match(fetched.detail ?? '', /信息已删除/);
  });
});

test('a page that does not end is given up', { skip }, async (t) => {
  const server = await serve(t, routes({ '/spins': html(shell('for (;;) {}')) }));
  const site = siteFor(t, { to: server.endpoint, fetcher: { timeouts: { browserMs: 700 } } });
  const fetched = await site.fetch({ url: at('/spins'), expect: 'page', via: 'browser' });
  assert.equal(fetched.outcome, 'timeout');
  assert.equal(fetched.rendered, null);
});

/** The main processes of the browsers that this process has started; distributions wrap them in a shell script. */
function browserProcesses(): number[] {
  const all = new Map<number, { parent: number; args: string }>();
  for (const line of execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')) {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    all.set(Number(pid), { parent: Number(parent), args });
  }
  const isOurs = (pid: number): boolean => {
    const found = all.get(pid);
    return found !== undefined && (found.parent === process.pid || isOurs(found.parent));
  };
  return [...all].flatMap(([pid, { args }]) => {
    const isMain = args.includes('--host-resolver-rules') && !/--type=|^\/bin\/sh/.test(args);
    return isMain && isOurs(pid) ? [pid] : [];
  });
}

function renderRequest(inline: string, load?: RenderRequest['load']): RenderRequest {
  const final = {
    url: at('/p'),
    sentAt: 0,
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from(shell(inline)),
    problem: null,
  };
  const page = { final, hops: [], sent: true, jar: new CookieJar() };
  const failing = () => Promise.reject(new Error('nothing is to be fetched'));
  return { page, userAgent: 'x', htmlCap: 1e6, signal: new AbortController().signal, load: load ?? failing };
}

test('a page whose scripts are busy when it is to be taken is waited for', { skip }, async (t) => {
  const pages = new BrowserPages({ path: null, maxPages: 1 }, 20_000);
  t.after(() => pages.close());
  const busy = 'const end = Date.now() + 2600; while (Date.now() < end); document.body.append("done")';
  const { html, problem } = await pages.render(
    renderRequest(`addEventListener('load', () => setTimeout(() => { ${busy} }, 300))`),
  );
  assert.equal(problem, null);
  assert.match(html ?? '', /done/);
});

test('a browser that hangs is killed at its deadline, and the next page gets a new one', {
  skip,
}, async (t) => {
  const pages = new BrowserPages({ path: null, maxPages: 1 }, 5000, { graceMs: 500 });
  t.after(() => pages.close());
  const stopped: number[] = [];
  const hung = await pages.render(
    renderRequest("fetch('/stop')", () => {
      for (const pid of browserProcesses()) {
        stopped.push(pid);
        process.kill(pid, 'SIGSTOP');
      }
      return new Promise(() => undefined);
    }),
  );
  assert.equal(hung.problem?.outcome, 'timeout');
  assert.match(hung.problem?.detail ?? '', /was ended/);
  assert.equal(stopped.length, 1);
  const next = await pages.render(renderRequest("document.body.append('next')"));
  assert.match(next.html ?? '', /next/);
  assert.ok(!browserProcesses().includes(stopped[0] ?? 0));
});

test('after some pages a fresh browser takes over; scripts cannot eat the memory', { skip }, async (t) => {
  const pages = new BrowserPages({ path: null, maxPages: 1 }, 20_000, { recycleAfter: 2 });
  t.after(() => pages.close());
  const seen: number[] = [];
  for (const n of [1, 2, 3]) {
    assert.match((await pages.render(renderRequest(`document.body.append('page ${n}')`))).html ?? '', /page/);
    seen.push(...browserProcesses().filter((pid) => !seen.includes(pid)));
  }
  assert.equal(seen.length, 2);
  const eaten = await pages.render(
    renderRequest('const a = []; for (;;) a.push(new Array(1e6).fill(a.length));'),
  );
  assert.equal(eaten.html, null);
  assert.notEqual(eaten.problem, null);
});
