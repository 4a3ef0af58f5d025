import { load } from 'cheerio';
import type { Archive } from '../archive/archive.ts';
import type { RecordedCapture, ResourceNote } from '../archive/captures.ts';
import { type DiscoveryContext, type ListPage, type PageOptions, UnusablePage } from '../crawlers/crawler.ts';
import { decodeText } from '../documents/charset.ts';
import type { Expectation, Fetched, SiteFetcher, Validators } from '../fetch/fetched.ts';
import type { Site } from '../sites/site.ts';

/** The site's own limit of pages is reached: what was done so far stands. */
export class PageLimitReached extends Error {
  override readonly name = 'PageLimitReached';
}

export interface SessionOptions {
  readonly site: Site;
  readonly fetcher: SiteFetcher;
  readonly archive: Archive;
  readonly runId: number;
  /** Store no page: discovery only. */
  readonly dryRun: boolean;
  /** Ask for every page anew, whatever is known of it. */
  readonly refresh: boolean;
  /** Report years asked for, newest first. */
  readonly years: readonly number[];
  /** Whether a reference of another year is to be left alone. */
  readonly yearsAreAFilter: boolean;
  /** Asked before every page of a list and every document. @throws FetchAborted, ArchiveError when nothing new may be begun. */
  readonly mayGoOn: () => void;
}

/** An archived fetch with the bytes that stand for it: its own, or with a 304 the archived ones. */
export interface Page {
  readonly fetched: Fetched;
  readonly recorded: RecordedCapture | null;
  /** Null unless the outcome is `ok` or `not_modified`. */
  readonly bytes: Uint8Array | null;
}

/** A list whose announced total was not reached. */
export interface Shortfall {
  readonly listUrl: string;
  readonly total: number;
  readonly seen: number;
}

/** One site in one run: fetches through the polite fetcher, keeps every answer, remembers what went wrong. */
export class SiteSession implements DiscoveryContext {
  readonly site: Site;
  readonly years: readonly number[];
  readonly yearsAreAFilter: boolean;
  readonly notes: string[] = [];
  readonly shortfalls: Shortfall[] = [];
  /** Every fetch that did not bring content, for the message. */
  readonly failures: Fetched[] = [];
  readonly #options: SessionOptions;
  #pages = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.site = options.site;
    this.years = options.years;
    this.yearsAreAFilter = options.yearsAreAFilter;
  }

  /** @throws PageLimitReached, FetchAborted, ArchiveError */
  async fetch(
    url: string,
    expect: Expectation,
    note: ResourceNote,
    options: PageOptions & { readonly conditional?: boolean } = {},
  ): Promise<Page> {
    const { site, fetcher, archive, dryRun, runId } = this.#options;
    if (this.#pages >= site.limits.pagesPerSite)
      throw new PageLimitReached(
        `the limit of ${site.limits.pagesPerSite} pages a site (limits.pages_per_site) is reached`,
      );
    this.#pages += 1;
    const validators = options.conditional === false ? null : this.#validators(url, options);
    const fetched = await fetcher.fetch({
      url,
      expect,
      ...(site.browser && expect !== 'attachment' ? { via: 'browser' } : {}),
      ...(options.form === undefined ? {} : { method: 'POST', form: options.form }),
      ...(options.referer === undefined ? {} : { referer: options.referer }),
      ...(validators === null ? {} : { validators }),
    });
    const formNote = options.form === undefined ? {} : { form: options.form };
    const recorded = dryRun
      ? null
      : archive.captures.record(site.id, fetched, { ...note, ...formNote }, runId);
    if (fetched.outcome !== 'ok' && fetched.outcome !== 'not_modified') {
      this.failures.push(fetched);
      return { fetched, recorded, bytes: null };
    }
    const bytes = this.#bytes(fetched);
    // A 304 for something that we do not hold is no answer: ask without conditions.
    if (bytes === null && validators !== null)
      return this.fetch(url, expect, note, { ...options, conditional: false });
    return { fetched, recorded, bytes };
  }

  /** @throws FetchAborted, ArchiveError when nothing new may be begun. */
  mayGoOn(): void {
    this.#options.mayGoOn();
  }

  async page(url: string, options: PageOptions = {}): Promise<ListPage> {
    this.mayGoOn();
    const { fetched, bytes } = await this.fetch(url, 'list', { kind: 'list' }, options);
    if (bytes === null) throw new UnusablePage(url, fetched.outcome, fetched.detail);
    const text = fetched.rendered ?? decodeText(bytes, { contentType: contentTypeOf(fetched) }).text;
    return { url: fetched.finalUrl, text, $: load(text) };
  }

  announce(listUrl: string, total: number, seen: number): void {
    if (seen < total) this.shortfalls.push({ listUrl, total, seen });
  }

  note(message: string): void {
    if (!this.notes.includes(message)) this.notes.push(message);
  }

  #validators(url: string, options: PageOptions): Validators | null {
    const { site, archive, refresh } = this.#options;
    if (refresh || options.form !== undefined || site.browser) return null;
    const last = archive.captures.lastGood(site.id, url);
    if (last === null) return null;
    const header = (name: string): string | null => {
      const value = last.headers[name];
      return typeof value === 'string' ? value : null;
    };
    const validators = { etag: header('etag'), lastModified: header('last-modified') };
    return validators.etag === null && validators.lastModified === null ? null : validators;
  }

  #bytes(fetched: Fetched): Uint8Array | null {
    if (fetched.outcome === 'ok') return fetched.body;
    const { site, archive } = this.#options;
    const hash = archive.captures.lastGood(site.id, fetched.url)?.payloadSha256 ?? null;
    return hash === null ? null : archive.captures.payload(hash);
  }
}

/** The Content-Type of an answer, for decoding. */
export function contentTypeOf(fetched: Pick<Fetched, 'headers'>): string | undefined {
  const value = fetched.headers['content-type'];
  return typeof value === 'string' ? value : undefined;
}
