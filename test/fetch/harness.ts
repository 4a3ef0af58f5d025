import type { TestContext } from 'node:test';
import { FetchAborted } from '../../src/fetch/aborted.ts';
import type { Clock } from '../../src/fetch/clock.ts';
import type { Endpoint } from '../../src/fetch/connector.ts';
import type { SiteFetcher } from '../../src/fetch/fetched.ts';
import { Fetcher, type FetcherOptions } from '../../src/fetch/fetcher.ts';
import type { SiteOptions } from '../../src/fetch/site-fetcher.ts';
import type { Limits, Politeness } from '../../src/settings/settings.ts';

export const HOST = 'www.example.gov.cn';

const POLITENESS: Politeness = {
  delayMs: 0,
  concurrencyPerHost: 1,
  retryAfterMaxS: 60,
  userAgent: 'nianbao/0.1.0',
  contact: '',
};

const LIMITS: Limits = {
  pageBytes: 100_000,
  attachmentBytes: 200_000,
  decodedBytes: 300_000,
  pagesPerSite: 1000,
  siteMinutes: 10,
  workerMb: 256,
};

/** Time that passes only by being slept; every sleep is noted. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #now = Date.parse('2026-11-22T00:00:00Z');

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new FetchAborted(signal.reason);
    this.slept.push(ms);
    this.#now += ms;
  }
}

export interface Setup {
  readonly to: Endpoint | null;
  readonly fetcher?: Partial<FetcherOptions>;
  readonly hosts?: readonly string[];
  readonly politeness?: Partial<Politeness>;
  readonly limits?: Partial<Limits>;
}

/** A fetcher that lives as long as the test, with a clock that costs no time. */
export function fetcherFor(
  t: TestContext,
  to: Endpoint | null,
  options: Partial<FetcherOptions> = {},
): Fetcher {
  const fetcher = new Fetcher({
    connectTo: to,
    allowPrivate: false,
    insecureTls: false,
    browser: { path: null, maxPages: 1 },
    clock: new FakeClock(),
    random: () => 0.5,
    ...options,
  });
  t.after(() => fetcher.close());
  return fetcher;
}

export function siteOptions(setup: Omit<Setup, 'to' | 'fetcher'> = {}): SiteOptions {
  return {
    id: 'test',
    hosts: setup.hosts ?? [HOST],
    politeness: { ...POLITENESS, ...setup.politeness },
    limits: { ...LIMITS, ...setup.limits },
  };
}

/** The fetcher of a site whose only host is `HOST`, unless the test says otherwise. */
export function siteFor(t: TestContext, setup: Setup): SiteFetcher {
  return fetcherFor(t, setup.to, setup.fetcher).site(siteOptions(setup));
}

/** A page long enough to be one. */
export function article(text = ''): string {
  const paragraphs =
    '2023年，本机关认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开政府信息。'.repeat(12);
  return `<!DOCTYPE html><html><head><title>政府信息公开工作年度报告</title></head><body><h1>年度报告</h1><p>${paragraphs}</p>${text}</body></html>`;
}
