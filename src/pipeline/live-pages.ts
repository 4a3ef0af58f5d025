import { type ListPage, type PageOptions, UnusablePage } from '../crawlers/crawler.ts';
import { isHostOfPortal } from '../crawlers/hosts.ts';
import { linksOf, resolveLink } from '../crawlers/links.ts';
import { queryable } from '../crawlers/query.ts';
import { OutOfRequests, type SurveyContext } from '../crawlers/survey.ts';
import { decodeText } from '../documents/charset.ts';
import type { Expectation, Fetched, SiteFetcher } from '../fetch/fetched.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import type { Site } from '../sites/site.ts';
import { contentTypeOf } from './content-type.ts';

export interface LivePagesOptions {
  readonly fetcher: Fetcher;
  readonly site: Site;
  /** Report years, newest first. */
  readonly years: readonly number[];
  /** Requests at most. */
  readonly budget: number;
  /** Hosts of the portal that pages link to join the allow-list by themselves. */
  readonly growsHosts: boolean;
  readonly onPage?: (url: string) => void;
}

/** Pages of a portal that is only looked at: nothing is stored, no page is asked for twice, requests are counted. */
export class LivePages implements SurveyContext {
  readonly years: readonly number[];
  readonly notes: string[] = [];
  readonly shortfalls: { readonly listUrl: string; readonly total: number; readonly seen: number }[] = [];
  readonly #options: LivePagesOptions;
  readonly #answers = new Map<string, ListPage | UnusablePage>();
  readonly #used = new Set<string>();
  #site: Site;
  #client: SiteFetcher;
  #sent = 0;
  #granted: number;

  constructor(options: LivePagesOptions) {
    this.#options = options;
    this.years = options.years;
    this.#site = options.site;
    this.#client = options.fetcher.site(options.site);
    this.#granted = options.budget;
  }

  get site(): Site {
    return this.#site;
  }

  /** Hosts that gave pages. */
  get usedHosts(): ReadonlySet<string> {
    return this.#used;
  }

  left(): number {
    return Math.max(0, this.#options.budget - this.#sent);
  }

  grant(requests: number): void {
    this.#granted = Math.min(this.#options.budget, this.#sent + requests);
  }

  announce(listUrl: string, total: number, seen: number): void {
    if (seen < total) this.shortfalls.push({ listUrl, total, seen });
  }

  note(message: string): void {
    if (!this.notes.includes(message)) this.notes.push(message);
  }

  async page(url: string, options: PageOptions = {}): Promise<ListPage> {
    const key = options.form === undefined ? url : `${url} ${JSON.stringify(options.form)}`;
    const known = this.#answers.get(key);
    if (known instanceof UnusablePage) throw known;
    // Crawlers may change what they are given: each gets a page of its own.
    if (known !== undefined) return { url: known.url, text: known.text, $: queryable(known.text) };
    const { fetched, text } = await this.fetch(url, options);
    if (text === null) {
      const failure = new UnusablePage(url, fetched.outcome, fetched.detail);
      this.#answers.set(key, failure);
      throw failure;
    }
    const page: ListPage = { url: fetched.finalUrl, text, $: queryable(text) };
    this.#answers.set(key, page);
    this.#used.add(new URL(page.url).hostname);
    if (this.#options.growsHosts) this.#grow(page);
    return { ...page, $: queryable(text) };
  }

  /**
   * One request, counted.
   * @throws OutOfRequests, FetchAborted, BrowserMissing
   */
  async fetch(
    url: string,
    options: PageOptions & { readonly expect?: Expectation } = {},
  ): Promise<{ readonly fetched: Fetched; readonly text: string | null }> {
    if (this.#sent >= this.#granted)
      throw new OutOfRequests(`${this.#sent} requests are sent; enough to tell`);
    this.#sent += 1;
    this.#options.onPage?.(url);
    const fetched = await this.#client.fetch({
      url,
      expect: options.expect ?? 'list',
      ...(this.#site.browser && options.expect !== 'attachment' ? { via: 'browser' as const } : {}),
      ...(options.form === undefined ? {} : { method: 'POST' as const, form: options.form }),
      ...(options.referer === undefined ? {} : { referer: options.referer }),
    });
    if (fetched.outcome !== 'ok' || fetched.body === null) return { fetched, text: null };
    const text = fetched.rendered ?? decodeText(fetched.body, { contentType: contentTypeOf(fetched) }).text;
    return { fetched, text };
  }

  #grow({ $, url }: ListPage): void {
    const home = new URL(url).hostname;
    const found = new Set(this.#site.hosts);
    for (const element of linksOf($)) {
      const address = resolveLink($(element).attr('href'), url);
      const host = address === null ? '' : new URL(address).hostname;
      if (host !== '' && isHostOfPortal(host, home)) found.add(host);
    }
    if (found.size === this.#site.hosts.length) return;
    this.#site = { ...this.#site, hosts: [...found] };
    this.#client = this.#options.fetcher.site(this.#site);
  }
}
