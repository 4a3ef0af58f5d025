import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright';
import { barriers, type Look, launch, skip, visit } from './browser.ts';
import { Cleanup, plant, reportPath, serving } from './support.ts';

const LAW = encodeURIComponent('汝州市司法局');
const PAGES: readonly string[] = [
  '/',
  '/regions/41',
  '/regions/4104',
  '/sites/ruzhou',
  '/sites/jinshui',
  `/sites/ruzhou/${LAW}`,
  reportPath('ruzhou', '汝州市司法局', 2023),
  reportPath('ruzhou', '汝州市司法局', 2019),
  reportPath('ruzhou', '汝州市教育体育局', 2023),
  '/rankings?measure=refused&year=2023',
  '/search',
  `/search?q=${encodeURIComponent('公开')}`,
  '/search?where=nonsense',
  '/changes',
  '/health',
  '/codebook',
  '/nowhere',
];
/** Two and two that differ in everything: axe, which takes longest, looks at a page in one such pair. */
const LOOKS: readonly Look[] = [
  { locale: 'zh-CN', colorScheme: 'light', width: 1280, scripts: true },
  { locale: 'en-US', colorScheme: 'dark', width: 390, scripts: true },
  { locale: 'zh-CN', colorScheme: 'dark', width: 390, scripts: true },
  { locale: 'en-US', colorScheme: 'light', width: 1280, scripts: true },
];

const shared = new Cleanup();
let url = '';
let errors: string[] = [];
let browser: Browser;

before(async () => {
  if (skip !== false) return;
  const { file } = await plant(shared);
  ({ url, errors } = await serving(shared, file));
  browser = await launch();
  shared.after(() => browser.close());
});
after(() => shared.run());

for (const [turn, look] of LOOKS.entries())
  for (const [part, paths] of [PAGES.slice(0, 6), PAGES.slice(6, 10), PAGES.slice(10)].entries())
    test(`every page can be read by everybody: ${look.locale}, ${look.colorScheme}, ${look.width} pixels, part ${part + 1}`, {
      skip,
    }, async (t) => {
      const { page, requests, complaints } = await visit(t, browser, look);
      for (const path of paths) {
        complaints.length = 0;
        const answer = await page.goto(url + path, { waitUntil: 'load' });
        const expected = path === '/nowhere' ? 404 : path.includes('nonsense') ? 400 : 200;
        assert.equal(answer?.status(), expected, path);
        if (PAGES.indexOf(path) % 2 === Math.floor(turn / 2))
          assert.deepEqual(await barriers(page), [], path);
        // The browser itself notes pages that answer 4xx.
        if (expected === 200) assert.deepEqual(complaints, [], path);
        const facts = await page.evaluate(
          '({ lang: document.documentElement.lang, wide: document.documentElement.scrollWidth - innerWidth, h1: document.querySelectorAll("h1").length, ground: getComputedStyle(document.body).backgroundColor })',
        );
        const { lang, wide, h1, ground } = facts as {
          lang: string;
          wide: number;
          h1: number;
          ground: string;
        };
        assert.equal(lang, look.locale === 'zh-CN' ? 'zh-Hans' : 'en', path);
        assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`);
        assert.equal(h1, 1, path);
        assert.equal(/^rgb\(2\d\d/u.test(ground), look.colorScheme === 'light', `${path}: ${ground}`);
      }
      assert.deepEqual(
        requests.filter((address) => !address.startsWith(`${url}/`)),
        [],
        'nothing is asked of anybody else',
      );
      assert.deepEqual(errors, []);
    });

test('language and theme are switched by links, and stay', { skip }, async (t) => {
  const { page } = await visit(t, browser, {
    locale: 'zh-CN',
    colorScheme: 'light',
    width: 1280,
    scripts: false,
  });
  await page.goto(`${url}/health`);
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Dark' }).click();
  await page.getByRole('link', { name: 'Rankings' }).click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  assert.equal(new URL(page.url()).search, '', 'the choice is no part of the addresses');
});

test('the keyboard reaches the content first, and every cell with its source', { skip }, async (t) => {
  const { page } = await visit(t, browser, {
    locale: 'en-US',
    colorScheme: 'light',
    width: 1280,
    scripts: true,
  });
  await page.goto(url + reportPath('ruzhou', '汝州市司法局', 2023));
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to content');
  await page.keyboard.press('Enter');
  await page.locator('#cell-requests\\.granted\\.total a').focus();
  await page.keyboard.press('Enter');
  await page.frameLocator('iframe').locator('#nianbao-mark').waitFor();
});
