import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { findBrowser } from '../../src/fetch/find-browser.ts';
import type { Cleaned } from './support.ts';

const found = findBrowser({ path: null });
export const skip = found === null ? 'no Chromium is installed (nianbao doctor says how to get one)' : false;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How a reader looks. */
export interface Look {
  readonly locale: 'zh-CN' | 'en-US';
  readonly colorScheme: 'light' | 'dark';
  /** Pixels. */
  readonly width: number;
  readonly scripts: boolean;
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: found ?? '' });
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Every address that was asked for. */
  readonly requests: string[];
  /** What the browser complained of. */
  readonly complaints: string[];
}

/** A reader with a browser of their own. */
export async function visit(t: Cleaned, browser: Browser, look: Look): Promise<Visit> {
  const { locale, colorScheme, width, scripts } = look;
  const context = await browser.newContext({
    locale,
    colorScheme,
    javaScriptEnabled: scripts,
    viewport: { width, height: 800 },
  });
  t.after(() => context.close());
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { context, page, requests, complaints };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds serious or worse on the page, in words. Frames are archived documents: not ours to mend. */
export async function barriers(page: Page): Promise<string[]> {
  const tools = await page.context().newCDPSession(page);
  // As a script of the page: the browser keeps what it has compiled of it, which it does not of what Playwright evaluates.
  const { exceptionDetails } = await tools.send('Runtime.evaluate', { expression: AXE });
  if (exceptionDetails !== undefined) throw new Error(`axe: ${exceptionDetails.text}`);
  await tools.detach();
  const { violations } = (await page.evaluate(
    "axe.run(document, { iframes: false, resultTypes: ['violations'] })",
  )) as AxeResult;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary ?? ''}`);
}
