import PQueue from 'p-queue';
import type { Browser, BrowserContext, Frame, Page, Request, Route } from 'playwright';
import type { BrowserSettings } from '../settings/settings.ts';
import { FetchAborted } from './aborted.ts';
import type { ChainRequest, ChainResult } from './chain.ts';
import { type Headers, headerOf } from './exchange.ts';
import { BrowserMissing, findBrowser } from './find-browser.ts';
import type { Outcome } from './outcome.ts';
import { GRACE_MS, pidOf, RunningBrowser, within } from './running-browser.ts';

/** A request that a page makes: `kind` as the browser names it (`script`, `xhr`, `document`, …). */
export type ResourceRequest = Omit<ChainRequest, 'maxRedirects'> & { readonly kind: string };

export interface RenderRequest {
  /** The page itself, already fetched. */
  readonly page: ChainResult;
  readonly userAgent: string;
  /** Most characters of the DOM. */
  readonly htmlCap: number;
  readonly signal: AbortSignal;
  /** Fetches what the page asks for, under the same rules as the page itself. */
  load(resource: ResourceRequest): Promise<ChainResult>;
}

export interface Rendered {
  /** The last document of the main frame: another one than asked for where scripts went on to it. */
  readonly page: ChainResult;
  /** The DOM after its scripts ran; null when there was none to take. */
  readonly html: string | null;
  readonly problem: { readonly outcome: Outcome; readonly detail: string } | null;
}

/** What a page needs to fill itself. Pictures, fonts, styles, films change nothing in the text. */
const LOADED_KINDS: readonly string[] = ['document', 'script', 'xhr', 'fetch'];
/** Headers of a page's requests that servers go by. */
const PASSED_HEADERS: readonly string[] = ['accept', 'referer', 'origin', 'x-requested-with'];
/** They described the bytes on the wire; the browser gets them decoded. */
const WIRE_HEADERS: readonly string[] = [
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
];
/** Least time for taking the DOM, also of a page that had no time left. */
const DOM_MS = 2000;
/** Pages leave memory behind. */
const RECYCLE_AFTER = 200;
/** Memory of a page's scripts, MiB: beyond it the page crashes, alone. */
const SCRIPT_MB = 512;

/**
 * Runs pages' scripts in Chromium. The browser itself has no network: every request of a page is taken out of it and
 * fetched by us (hosts list, address guard, robots.txt, politeness, caps), or refused. It is started when first needed,
 * given up for a fresh one after some pages, and killed when it does not let go of a page in time.
 */
export class BrowserPages {
  readonly #settings: BrowserSettings;
  readonly #pageMs: number;
  readonly #graceMs: number;
  readonly #recycleAfter: number;
  readonly #tabs: PQueue;
  #current: Promise<RunningBrowser> | null = null;

  /** @param pageMs most time for a page, milliseconds. */
  constructor(
    settings: BrowserSettings,
    pageMs: number,
    { graceMs = GRACE_MS, recycleAfter = RECYCLE_AFTER } = {},
  ) {
    this.#settings = settings;
    this.#pageMs = pageMs;
    this.#graceMs = graceMs;
    this.#recycleAfter = recycleAfter;
    this.#tabs = new PQueue({ concurrency: settings.maxPages });
  }

  /** @throws BrowserMissing, FetchAborted */
  async render(request: RenderRequest): Promise<Rendered> {
    try {
      return await this.#tabs.add(() => this.#renderInTime(request), { signal: request.signal });
    } catch (error) {
      if (request.signal.aborted) throw new FetchAborted(request.signal.reason);
      throw error;
    }
  }

  async close(): Promise<void> {
    const running = await this.#current?.catch(() => null);
    this.#current = null;
    await running?.end(this.#graceMs);
  }

  async #renderInTime(request: RenderRequest): Promise<Rendered> {
    const running = await this.#start();
    running.begin();
    const failed = (outcome: Outcome, detail: string): Rendered => ({
      page: request.page,
      html: null,
      problem: { outcome, detail },
    });
    try {
      const work = renderInTab(running.browser, request, this.#pageMs);
      const rendered = await within(work, this.#pageMs + DOM_MS + this.#graceMs);
      if (rendered !== null) return rendered;
      running.kill();
      return failed(
        'timeout',
        `the browser did not let go of the page after ${this.#pageMs} ms and was ended`,
      );
    } catch (error) {
      if (running.isAlive || request.signal.aborted) throw error;
      return failed('network', 'the browser ended while it had the page');
    } finally {
      await running.release(this.#graceMs);
    }
  }

  async #start(): Promise<RunningBrowser> {
    const known = await this.#current?.catch(() => null);
    if (known?.isAlive === true && known.pages < this.#recycleAfter) return known;
    // Others may have waited for the same: the first of them starts the next one.
    const next = await this.#current?.catch(() => null);
    if (next != null && next !== known) return next;
    known?.retire();
    const starting = this.#launch();
    this.#current = starting;
    starting.catch(() => {
      if (this.#current === starting) this.#current = null;
    });
    return starting;
  }

  async #launch(): Promise<RunningBrowser> {
    const executablePath = findBrowser(this.#settings);
    if (executablePath === null) throw new BrowserMissing(this.#settings);
    const { chromium } = await import('playwright');
    const browser = await chromium.launch({
      executablePath,
      // Chromium's sandbox does not work for root.
      chromiumSandbox: process.getuid?.() !== 0,
      // No name resolves and the only proxy is a closed port: what is not taken out of the browser (web sockets,
      // pre-connections) reaches nobody.
      args: [
        '--host-resolver-rules=MAP * ~NOTFOUND',
        '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        `--js-flags=--max-old-space-size=${SCRIPT_MB}`,
      ],
      proxy: { server: 'http://127.0.0.1:9', bypass: '<-loopback>' },
    });
    return new RunningBrowser(browser, await pidOf(browser));
  }
}

async function renderInTab(browser: Browser, request: RenderRequest, pageMs: number): Promise<Rendered> {
  const context = await browser.newContext({
    userAgent: request.userAgent,
    locale: 'zh-CN',
    serviceWorkers: 'block',
    acceptDownloads: false,
  });
  const giveUp = () => void context.close().catch(() => undefined);
  request.signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await renderPage(context, request, pageMs);
  } finally {
    request.signal.removeEventListener('abort', giveUp);
    // A browser that has died has closed its contexts, too.
    await context.close().catch(() => undefined);
  }
}

interface TabState {
  /** The last document of the main frame. */
  main: ChainResult;
  isFirst: boolean;
  /** An error of ours, met while the browser waited for an answer. */
  fault: unknown;
}

async function renderPage(
  context: BrowserContext,
  request: RenderRequest,
  pageMs: number,
): Promise<Rendered> {
  const ends = Date.now() + pageMs;
  const left = () => Math.max(1, ends - Date.now());
  const state: TabState = { main: request.page, isFirst: true, fault: null };
  const page = await context.newPage();
  context.on('page', (popup) => void popup.close().catch(() => undefined));
  await context.route('**/*', (route) => answerRoute(route, page, context, request, state));
  let problem: Rendered['problem'] = null;
  try {
    await page.goto(request.page.final.url, { waitUntil: 'load', timeout: left() });
    // Lists come after the page. Some pages never fall silent: then the time is up with what they show.
    await page.waitForLoadState('networkidle', { timeout: left() }).catch(() => undefined);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    const late = error instanceof Error && error.name === 'TimeoutError';
    problem = late
      ? { outcome: 'timeout', detail: `the browser had not loaded the page after ${pageMs} ms` }
      : { outcome: 'network', detail: `the browser could not load the page: ${why}` };
  }
  if (state.fault !== null) throw state.fault;
  // A page, or this machine, that is busy just now may take all the time that is left.
  const html = await domOf(page, Math.max(DOM_MS, left()));
  if (html === null)
    problem ??= { outcome: 'timeout', detail: 'the scripts of the page do not let go of it' };
  if (html !== null && html.length > request.htmlCap) {
    const detail = `the page grew to ${html.length} characters, at most ${request.htmlCap} are taken`;
    return { page: state.main, html: null, problem: { outcome: 'too_large', detail } };
  }
  return { page: state.main, html, problem };
}

async function answerRoute(
  route: Route,
  page: Page,
  context: BrowserContext,
  request: RenderRequest,
  state: TabState,
): Promise<void> {
  const asked = route.request();
  const kind = asked.resourceType();
  const method = asked.method();
  try {
    const isMain = asked.isNavigationRequest() && frameOf(asked) === page.mainFrame();
    const isPopup = asked.isNavigationRequest() && frameOf(asked) === null;
    const isWanted = LOADED_KINDS.includes(kind) && !isPopup;
    if (!isWanted || (method !== 'GET' && method !== 'POST')) return await route.abort();
    const given = isMain && state.isFirst ? request.page : null;
    state.isFirst = state.isFirst && !isMain;
    const result = given ?? (await request.load(await resourceOf(asked, kind, method, context, request)));
    const { status, headers, body, problem } = result.final;
    if (problem !== null || status === null) return await route.abort();
    if (isMain) state.main = result;
    await route.fulfill({ status, headers: fulfilHeaders(headers), body: Buffer.from(body ?? []) });
  } catch (error) {
    // Once the page is closed or we are stopping, nobody waits for this answer. Otherwise the fault is ours.
    if (page.isClosed() || request.signal.aborted) return;
    state.fault ??= error;
    await route.abort().catch(() => undefined);
  }
}

/** The frame that navigates; null for a window that a script opened and that has none yet. */
function frameOf(asked: Request): Frame | null {
  try {
    return asked.frame();
  } catch {
    return null;
  }
}

async function resourceOf(
  asked: Request,
  kind: string,
  method: 'GET' | 'POST',
  context: BrowserContext,
  { page: { jar } }: RenderRequest,
): Promise<ResourceRequest> {
  const url = asked.url();
  // Cookies that scripts set live in the browser, those of answers also in the jar.
  for (const { name, value } of await context.cookies(url)) {
    await jar.setCookie(`${name}=${value}; path=/`, url, { ignoreError: true });
  }
  const given = asked.headers();
  const headers: Record<string, string> = {};
  for (const name of PASSED_HEADERS) {
    const value = given[name];
    if (value !== undefined) headers[name] = value;
  }
  const text = method === 'POST' ? (asked.postData() ?? '') : null;
  const body = text === null ? null : { type: given['content-type'] ?? 'text/plain', text };
  return { url, kind, method, headers, body, jar };
}

function fulfilHeaders(headers: Headers): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    if (WIRE_HEADERS.includes(name)) continue;
    const value = headers[name];
    // Playwright wants repeated cookies a line each.
    passed[name] = name === 'set-cookie' && Array.isArray(value) ? value.join('\n') : headerOf(headers, name);
  }
  return passed;
}

/** A crashed page has no DOM. */
function domOf(page: Page, ms: number): Promise<string | null> {
  return within(
    page.content().catch(() => null),
    ms,
  );
}
