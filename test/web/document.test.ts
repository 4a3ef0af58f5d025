import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright';
import type { Viewer } from '../../src/web/viewer.ts';
import { type Look, launch, skip, visit } from './browser.ts';
import { Cleanup, HOSTILE, plant, reportPath, serving } from './support.ts';

const WIDE: Look = { locale: 'zh-CN', colorScheme: 'light', width: 1440, scripts: true };

const shared = new Cleanup();
let url = '';
let viewer: Viewer;
let browser: Browser;

before(async () => {
  const { file } = await plant(shared);
  ({ url, viewer } = await serving(shared, file));
  if (skip !== false) return;
  browser = await launch();
  shared.after(() => browser.close());
});
after(() => shared.run());

test('a value opens the archived page at its cell, also without scripts', { skip }, async (t) => {
  for (const scripts of [true, false]) {
    const { page } = await visit(t, browser, { ...WIDE, scripts });
    await page.goto(url + reportPath('ruzhou', '汝州市司法局', 2023));
    await page.locator('#cell-requests\\.new\\.total a').click();
    const mark = page.frameLocator('iframe').locator('#nianbao-mark');
    await mark.waitFor();
    assert.equal((await mark.textContent())?.trim(), '12');
    const [frame, cell] = [await page.locator('iframe').boundingBox(), await mark.boundingBox()];
    assert.ok(frame !== null && cell !== null);
    assert.ok(cell.y >= frame.y && cell.y + cell.height <= frame.y + frame.height, 'it is in sight');
  }
});

test('a hostile archived page does nothing', { skip }, async (t) => {
  const { page, requests } = await visit(t, browser, WIDE);
  const report = url + reportPath('ruzhou', '汝州市司法局', 2023);
  await page.goto(report, { waitUntil: 'networkidle' });
  const title = await page.title();
  const address = await page.locator('iframe').getAttribute('src');
  assert.ok(address !== null);
  // Alone in a window it has no more rights than in its frame.
  await page.goto(url + address, { waitUntil: 'networkidle' });
  assert.equal(new URL(page.url()).pathname, address);
  assert.equal(await page.locator('script, iframe, object, link, base, meta[http-equiv=refresh]').count(), 0);
  assert.equal(await page.locator('[onload], [onerror], [href^="http"], [action], [src]').count(), 0);
  assert.equal(await page.title(), 'nianbao');
  assert.doesNotMatch(title, /^run$/u);
  assert.deepEqual(
    requests.filter((request) => /stolen|elsewhere/u.test(request)),
    [],
  );
  assert.ok(HOSTILE.includes('/stolen'), 'the page does try');
});

test('what is hostile and gets past the cleaning still cannot run', async () => {
  const answer = await fetch(`${url}/editions/1/document`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /^sandbox; default-src 'none'/u);
  for (const loose of ['allow-', 'script-src', 'img-src', 'connect-src', 'http'])
    assert.ok(!policy.includes(loose), loose);
  assert.match(policy, /frame-ancestors 'self'/u);
});

test('a PDF is shown as pictures of its pages, with a box round the cell', { skip }, async (t) => {
  const { page } = await visit(t, browser, { ...WIDE, scripts: false });
  await page.goto(url + reportPath('zhq', '东港新区财政局', 2020));
  const value = page.locator('#cell-requests\\.new\\.total a');
  await value.click();
  const frame = page.frameLocator('iframe');
  const box = frame.locator('#nianbao-mark');
  await box.waitFor();
  const sheet = frame.locator('.sheet', { has: box });
  const [mark, picture] = [await box.boundingBox(), await sheet.locator('img').boundingBox()];
  assert.ok(mark !== null && picture !== null);
  assert.ok(mark.width > 5 && mark.height > 5);
  assert.ok(mark.x > picture.x && mark.x + mark.width < picture.x + picture.width);
  assert.ok(mark.y > picture.y && mark.y + mark.height < picture.y + picture.height);
  const source = await sheet.locator('img').getAttribute('src');
  const png = new Uint8Array(await (await fetch(url + source)).arrayBuffer());
  assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
});

test('a Word file is shown by its paragraphs and tables, the value marked', { skip }, async (t) => {
  const { page } = await visit(t, browser, WIDE);
  await page.goto(url + reportPath('ruzhou', '汝州市公安局', 2023));
  await page.locator('#cell-requests\\.new\\.natural_person a').click();
  const mark = page.frameLocator('iframe').locator('#nianbao-mark');
  await mark.waitFor();
  assert.equal(await mark.textContent(), '7');
});

test('the original is handed out as it was received, and never shown in place', async () => {
  const report = viewer.queries.report('ruzhou', '汝州市司法局', 2023);
  assert.ok(report !== undefined);
  const answer = await fetch(`${url}/editions/${report.editionId}/original`);
  assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
  assert.match(
    answer.headers.get('content-disposition') ?? '',
    /^attachment; filename="[0-9a-f]{16}\.html"$/u,
  );
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.ok((await answer.text()).includes(HOSTILE));
});
