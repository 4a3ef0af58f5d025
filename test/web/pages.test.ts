import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import type { Viewer } from '../../src/web/viewer.ts';
import { bring, Cleanup, page, plant, reportPath, serving } from './support.ts';

const LAW_2023 = reportPath('ruzhou', '汝州市司法局', 2023);

async function textOf(
  address: string,
  headers: Record<string, string> = { 'accept-language': 'en' },
): Promise<string> {
  const answer = await fetch(address, { headers });
  return (await answer.text()).replace(/\s+/gu, ' ');
}

const shared = new Cleanup();
let url = '';
let viewer: Viewer;
let errors: string[] = [];

before(async () => {
  const { file } = await plant(shared);
  ({ url, viewer, errors } = await serving(shared, file));
});
after(() => shared.run());

test('pages carry a policy without scripts, and are asked for by this machine only', async () => {
  const answer = await fetch(url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/u);
  assert.doesNotMatch(policy, /script-src|unsafe|http/u);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const { port } = new URL(url);
  const status = await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  assert.equal(status, 421);
});

test('the language follows the browser, and a choice overrules it', async () => {
  const lang = async (headers: Record<string, string>, query = ''): Promise<string | undefined> =>
    /<html lang="([^"]+)"/u.exec(await textOf(`${url}/search${query}`, headers))?.[1];
  assert.equal(await lang({ 'accept-language': 'fr, en;q=0.8, zh;q=0.5' }), 'en');
  assert.equal(await lang({ 'accept-language': 'zh-TW, en;q=0.9' }), 'zh-Hans');
  assert.equal(await lang({ 'accept-language': 'fr' }), 'zh-Hans');
  assert.equal(await lang({ 'accept-language': 'zh' }, '?lang=en'), 'en');
  assert.equal(await lang({ 'accept-language': 'zh', cookie: 'lang=en' }), 'en');
  assert.equal(await lang({ 'accept-language': 'en', cookie: 'lang=xx' }), 'en');
});

test('a broken rule is told in words, with the numbers', async () => {
  const text = await textOf(url + LAW_2023);
  assert.match(text, /Column “Total”: newly received \+ carried in must equal concluded \+ carried out/u);
  const finding = /id="check-T3\.FLOW-total">.*?<\/div>/u.exec(text)?.[0] ?? '';
  assert.equal(
    finding
      .replace(/<[^>]+>/gu, '')
      .replace(/\s+/gu, ' ')
      .includes('12 + 0 = 12 ≠ 11 + 0 = 11'),
    true,
    finding,
  );
  assert.match(text, /id="cell-requests\.new\.total" class="fail sum"/u);
  assert.match(text, /id="cell-requests\.carried_in\.business" class="ok"/u);
});

test('an amended report shows its editions and what was changed', async () => {
  const address = url + reportPath('ruzhou', '汝州市教育体育局', 2023);
  const text = await textOf(address);
  assert.match(text, /Edition 2/u);
  assert.match(text, /<del>3<\/del><\/td><td class="num"><ins>4<\/ins>/u);
  const report = viewer.queries.report('ruzhou', '汝州市教育体育局', 2023);
  const [first] = viewer.archive.history.editions(report?.id ?? 0);
  const permanent = await fetch(`${url}/editions/${first?.editionId}`, {
    headers: { 'accept-language': 'en' },
  });
  const old = await permanent.text();
  assert.ok(permanent.url.endsWith(`?edition=${first?.editionId}`));
  assert.match(old, /earlier edition/u);
  assert.match(old, /id="cell-requests\.new\.natural_person"[^>]*><a [^>]*>3</u);
});

test('a report says where it comes from and how to cite it', async () => {
  const text = await textOf(url + LAW_2023);
  const report = viewer.queries.report('ruzhou', '汝州市司法局', 2023);
  const reading = viewer.reports.reading(report?.editionId ?? 0);
  const capture = viewer.archive.captures.get(reading?.captureId ?? 0);
  for (const part of [
    capture.url,
    capture.readSha256 ?? '?',
    `@misc{nianbao-ruzhou-2023-${report?.editionId},`,
  ])
    assert.ok(text.includes(part), part);
});

test('every table is there as CSV and JSON, and both say the same', async () => {
  const body = `/sites/ruzhou/${encodeURIComponent('汝州市司法局')}`;
  const tables = [
    '/coverage',
    '/regions/41/coverage',
    '/sites/ruzhou/coverage',
    '/sites/ruzhou/series',
    `${body}/series`,
    `${LAW_2023}/values`,
    `${LAW_2023}/checks`,
    '/rankings',
    '/search',
    '/changes',
    '/health/sites',
    '/health/alarms',
    '/health/runs',
    '/codebook',
  ];
  for (const table of tables) {
    const query = table === '/search' ? '?year=2023' : '';
    const csv = await fetch(`${url}${table}.csv${query}`);
    assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/u, table);
    const json = await fetch(`${url}${table}.json${query}`);
    const rows = (await json.json()) as Record<string, unknown>[];
    const lines = (await csv.text()).trimEnd().split('\n');
    assert.ok(rows.length > 0, table);
    assert.equal(lines.length, rows.length + 1, table);
    assert.deepEqual(lines[0]?.replace('\ufeff', '').split(','), Object.keys(rows[0] ?? {}), table);
  }
  const values = (await (await fetch(`${url}${LAW_2023}/values.json`)).json()) as Record<string, unknown>[];
  const total = values.find(({ field }) => field === 'requests.new.total');
  assert.deepEqual(
    { value: total?.value, raw: total?.raw, state: total?.state },
    { value: 12, raw: '12', state: 'fail' },
  );
});

test('coverage tells found, missing and blocked, and what is new since the last visit', async () => {
  const answer = await fetch(url, { headers: { 'accept-language': 'en' } });
  const first = await answer.text();
  assert.match(first, /<b>10<\/b>\s*<span>reports/u);
  assert.match(first, /title="2019: blocked 1"/u);
  assert.match(first, /title="2023: found 3, missing 0"|title="2023: found 3"/u);
  assert.match(first, /Latest/u);
  const visits = /visits=[^;]*/u.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? '';
  assert.match(visits, /^visits=%7C2/u);
  const earlier = await textOf(url, { 'accept-language': 'en', cookie: 'visits=|2020-01-01T00:00:00.000Z' });
  assert.match(earlier, /11 new or amended since your last visit/u);
  const later = await textOf(url, { 'accept-language': 'en', cookie: 'visits=|2025-01-01T00:00:00.000Z' });
  assert.match(later, /Nothing new since your last visit/u);
});

test('health groups the alarms of a portal and says what to do', async () => {
  const text = await textOf(`${url}/health`);
  assert.match(text, /No report of this year on the whole site<\/b>: 2019, 2020/u);
  assert.match(text, /a challenge instead of content/u);
  assert.match(text, /What to do: <\/b>It is not fought/u);
});

test('the feed names every edition, new and amended, and is XML', async () => {
  const answer = await fetch(`${url}/feed.atom`);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/atom\+xml/u);
  const feed = await answer.text();
  const ids = [...feed.matchAll(/<id>tag:nianbao,2026:edition:(\d+)<\/id>/gu)].map((match) => match[1]);
  assert.equal(ids.length, 11);
  assert.equal(new Set(ids).size, 11);
  assert.equal([...feed.matchAll(/<category term="amended"\/>/gu)].length, 1);
  for (const [, href] of feed.matchAll(/rel="alternate" type="text\/html" href="([^"]+)"/gu))
    assert.equal((await fetch(href ?? '')).status, 200, href);
});

test('rankings say of how many reports, and of how many cases', async () => {
  const text = await textOf(`${url}/rankings?measure=refused&year=2023&kind=${encodeURIComponent('司法局')}`);
  assert.match(text, /3 of 3 reports print the figures/u);
  const rows = (await (await fetch(`${url}/rankings.json?measure=refused&year=2023`)).json()) as {
    body: string;
    base: number;
    value: number;
  }[];
  const top = rows.find(({ body }) => body === '金水区司法局');
  assert.deepEqual([top?.base, top?.value], [240, 40 / 240]);
});

test('a body is compared with its peers, and a change of form is marked', async () => {
  const text = await textOf(`${url}/sites/ruzhou/${encodeURIComponent('汝州市司法局')}`);
  assert.match(text, /2023: 12; <a href="[^"]*">peer median<\/a> 240 \(3\)/u);
  assert.match(text, /class="break"/u);
});

test('a figure of a series, a median or a ranking leads to the cell that it comes from, and its document', async () => {
  const body = await textOf(`${url}/sites/ruzhou/${encodeURIComponent('汝州市司法局')}`);
  const hrefs = (text: string, label: string): string[] =>
    [...text.matchAll(new RegExp(`href="([^"]+)">${label}</a>`, 'gu'))].map(([, href]) =>
      (href ?? '').replaceAll('&amp;', '&'),
    );
  const [median] = hrefs(body, 'peer median');
  const ranking = await textOf(url + median);
  assert.match(ranking, /3 of 3 reports print the figures/u);
  const cells = [
    { from: body, label: '12', field: 'requests.new.total' },
    { from: ranking, label: '汝州市司法局', field: 'requests.new.total' },
  ];
  for (const { from, label, field } of cells) {
    const href = hrefs(from, label).find((address) => address.includes('field='));
    assert.ok(href?.startsWith(`${LAW_2023}?`) && href.endsWith(`#cell-${field}`), href);
    const report = await textOf(url + href);
    assert.match(report, new RegExp(`id="cell-${field.replaceAll('.', '\\.')}" class="[^"]*chosen`, 'u'));
    assert.match(
      report,
      new RegExp(`<iframe [^>]*src="/editions/\\d+/document\\?field=${field}#nianbao-mark"`, 'u'),
    );
  }
});

test('what is not there is said, with 404', async () => {
  for (const path of [
    '/sites/atlantis',
    '/sites/ruzhou/nobody',
    reportPath('ruzhou', '汝州市司法局', 1999),
    `${LAW_2023}?edition=999`,
    '/editions/999',
    '/editions/999/document',
    '/editions/x/document',
    '/editions/1/pages/1.png',
    '/regions/99',
    '/regions/99/coverage.csv',
    '/sites/atlantis/coverage.json',
    '/assets/../app.ts',
  ]) {
    const { status } = await fetch(url + path);
    assert.ok(status === 404 || (path.includes('pages') && status === 500), `${path}: ${status}`);
  }
  assert.deepEqual(
    errors.filter((error) => !error.includes('pages')),
    [],
  );
});

test('what a crawl adds appears by itself', async (t) => {
  const { file } = await plant(t, { pagesOnly: true });
  const { url: own, viewer: ownViewer } = await serving(t, file);
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  const report = page({ body: '汝州市林业局', year: 2023, text: { overview: ['本局栽植国槐三千株。'] } });
  await bring(archive, 'ruzhou', 'https://www.ruzhou.gov.cn/forest/2023', Buffer.from(report));
  assert.equal((await fetch(own + reportPath('ruzhou', '汝州市林业局', 2023))).status, 200);
  const found = async (): Promise<boolean> =>
    (await textOf(`${own}/search?q=${encodeURIComponent('国槐')}`)).includes('汝州市林业局');
  for (let i = 0; i < 200 && !(await found()); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(await found());
  assert.equal(ownViewer.indexer.state.kind, 'idle');
});
