import type { Archive } from '../archive/archive.ts';
import type { RecordedCapture, ResourceNote, StoredCapture } from '../archive/captures.ts';
import type { Judgement } from '../archive/judgements.ts';
import {
  type DiscoveryContext,
  type ListPage,
  type PageOptions,
  type ReportReference,
  UnusablePage,
} from '../crawlers/crawler.ts';
import { queryable } from '../crawlers/query.ts';
import { decodeText } from '../documents/charset.ts';
import type { Expectation, Fetched, SiteFetcher, Validators } from '../fetch/fetched.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import type { Site } from '../sites/site.ts';
import { contentTypeOf } from './content-type.ts';
import { StandingLists } from './standing-lists.ts';

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
  /** Ask for the lists, and for what they show to be new, only. */
  readonly light: boolean;
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
  /** Of a document: what was read in these bytes before. */
  readonly judged: readonly Judgement[];
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
  /** Every fetch that did not bring content, for the message; without what it brought instead. */
  readonly failures: Fetched[] = [];
  readonly #options: SessionOptions;
  /** Lists that arrived, by address, without their bytes: a report that stands on one is not asked for again. */
  readonly #lists = new Map<string, Pick<Page, 'fetched' | 'recorded'>>();
  /** Null where everything is asked for. */
  readonly #standing: StandingLists | null;
  /** Articles that have, or had, files before this crawl. */
  #withFiles: ReadonlySet<string> | null = null;
  /** Reports that were not asked for, as the archive knows them. */
  #leftAlone = 0;
  #pages = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#standing = options.light ? new StandingLists(options.archive, options.site.id) : null;
    this.site = options.site;
    this.years = options.years;
    this.yearsAreAFilter = options.yearsAreAFilter;
  }

  /**
   * Asks for an address, and keeps the answer. What this run was given as a list is handed on without asking again.
   * @throws PageLimitReached, FetchAborted, ArchiveError
   */
  async fetch(
    url: string,
    expect: Expectation,
    note: ResourceNote,
    options: PageOptions & { readonly conditional?: boolean } = {},
  ): Promise<Page> {
    const { site, fetcher, archive, dryRun, runId } = this.#options;
    const listed = expect === 'page' && options.form === undefined ? this.#lists.get(url) : undefined;
    if (listed !== undefined) return this.#again(listed, note);
    if (this.#pages >= site.limits.pagesPerSite)
      throw new PageLimitReached(
        `the limit of ${site.limits.pagesPerSite} pages a site (limits.pages_per_site) is reached`,
      );
    this.#pages += 1;
    const before = expect === 'list' ? (this.#standing?.before(url, options.form) ?? null) : null;
    const known = options.conditional === false ? null : this.#known(url, options);
    const validators = known?.validators ?? null;
    const answer = await fetcher.fetch({
      url,
      expect,
      ...(site.browser && expect !== 'attachment' ? { via: 'browser' } : {}),
      ...(options.form === undefined ? {} : { method: 'POST', form: options.form }),
      ...(options.referer === undefined ? {} : { referer: options.referer }),
      ...(validators === null ? {} : { validators }),
    });
    const fetched = known === null || known.stub === null ? answer : stillStub(answer, known.stub);
    const formNote = options.form === undefined ? {} : { form: options.form };
    const isDocument = expect !== 'list' && (fetched.outcome === 'ok' || fetched.outcome === 'not_modified');
    // One transaction: most documents are known, and then nothing more is stored of them.
    const { recorded, known: judged } = archive.transaction(() => {
      if (dryRun) return { recorded: null, known: [] };
      const kept = archive.captures.record(site.id, fetched, { ...note, ...formNote }, runId);
      // Bytes that nobody has seen before were not read before.
      const isNew = kept.isNewPayload && fetched.rendered === null;
      return { recorded: kept, known: isDocument && !isNew ? archive.reports.confirm(kept.captureId) : [] };
    });
    if (fetched.outcome !== 'ok' && fetched.outcome !== 'not_modified') {
      this.failures.push(withoutBody(fetched));
      return { fetched, recorded, bytes: null, judged: [] };
    }
    const bytes = this.#bytes(fetched, recorded);
    // A 304 for something that we do not hold is no answer: ask without conditions.
    if (bytes === null && validators !== null)
      return this.fetch(url, expect, note, { ...options, conditional: false });
    if (before !== null && recorded !== null)
      this.#standing?.arrived(recorded.captureId, before, options.form);
    if (expect === 'list' && options.form === undefined && recorded !== null)
      this.#lists.set(url, { fetched: withoutBody(fetched), recorded });
    return { fetched, recorded, bytes, judged };
  }

  /** A list that arrived before, as the document that it is, too. */
  #again({ fetched, recorded }: Pick<Page, 'fetched' | 'recorded'>, note: ResourceNote): Page {
    const { site, archive } = this.#options;
    archive.captures.describe(site.id, fetched, note);
    const captureId = recorded?.captureId ?? 0;
    const { renderedSha256, payloadSha256 } = archive.captures.get(captureId);
    const stored = (hash: string | null): Uint8Array | null =>
      hash === null ? null : archive.captures.payload(hash);
    const rendered = stored(renderedSha256);
    const text = rendered === null ? null : new TextDecoder().decode(rendered);
    const judged = archive.reports.confirm(captureId);
    return { fetched: { ...fetched, rendered: text }, recorded, bytes: stored(payloadSha256), judged };
  }

  /** @throws FetchAborted, ArchiveError when nothing new may be begun. */
  mayGoOn(): void {
    this.#options.mayGoOn();
  }

  async page(url: string, options: PageOptions = {}): Promise<ListPage> {
    this.mayGoOn();
    const standing = this.#standing?.page(url, options) ?? null;
    if (standing !== null) return standing;
    const { fetched, bytes } = await this.fetch(url, 'list', { kind: 'list' }, options);
    if (bytes === null) throw new UnusablePage(url, fetched.outcome, fetched.detail);
    const text = fetched.rendered ?? decodeText(bytes, { contentType: contentTypeOf(fetched) }).text;
    return { url: fetched.finalUrl, text, $: queryable(text) };
  }

  /** The reports behind a reference that need not be asked for in this crawl; null: it is to be asked for. */
  leftAlone(reference: ReportReference): readonly number[] | null {
    const { archive, site, light } = this.#options;
    if (!light) return null;
    const known = archive.known.reportsAt(
      site.id,
      reference.url,
      reference,
      PARSER_VERSION,
      this.#hadFiles(reference.url),
    );
    if (known !== null) this.#leftAlone += 1;
    return known;
  }

  /** Whether an article, as it was captured, is known to have no files, from an earlier crawl that dealt with all of it. */
  hasNoFiles(url: string, captureId: number): boolean {
    const { archive, refresh } = this.#options;
    return !refresh && !this.#hadFiles(url) && archive.known.wasDealtWith(captureId);
  }

  #hadFiles(url: string): boolean {
    const { archive, site } = this.#options;
    this.#withFiles ??= archive.known.articlesWithFiles(site.id);
    return this.#withFiles.has(url);
  }

  /** How many references were left alone. */
  get leftAloneCount(): number {
    return this.#leftAlone;
  }

  announce(listUrl: string, total: number, seen: number): void {
    if (seen < total) this.shortfalls.push({ listUrl, total, seen });
  }

  note(message: string): void {
    if (!this.notes.includes(message)) this.notes.push(message);
  }

  /** What to ask with whether a page is still what it was: a good one, or the stub that is there in its place. */
  #known(url: string, options: PageOptions): Known | null {
    const { site, archive, refresh } = this.#options;
    if (refresh || options.form !== undefined || site.browser) return null;
    const stub = archive.captures.lastStub(site.id, url);
    const last = stub ?? archive.captures.lastGood(site.id, url);
    if (last === null) return null;
    const header = (name: string): string | null => {
      const value = last.headers[name];
      return typeof value === 'string' ? value : null;
    };
    const validators = { etag: header('etag'), lastModified: header('last-modified') };
    return validators.etag === null && validators.lastModified === null ? null : { validators, stub };
  }

  #bytes(fetched: Fetched, recorded: RecordedCapture | null): Uint8Array | null {
    if (fetched.outcome === 'ok') return fetched.body;
    const { site, archive } = this.#options;
    const good = recorded ?? archive.captures.lastGood(site.id, fetched.url);
    const hash = good?.payloadSha256 ?? null;
    return hash === null ? null : archive.captures.payload(hash);
  }
}

/** What the archive holds of an address, to ask conditionally. */
interface Known {
  readonly validators: Validators;
  /** Null where it is a page with content. */
  readonly stub: StoredCapture | null;
}

/** What of an answer is remembered to the end of a site: pages would be a gigabyte in a crawl of the nation. */
function withoutBody(fetched: Fetched): Fetched {
  return { ...fetched, body: null, rendered: null };
}

/** A 304 to what was no content says that there is still none. */
function stillStub(fetched: Fetched, stub: StoredCapture): Fetched {
  if (fetched.outcome !== 'not_modified') return fetched;
  return {
    ...fetched,
    outcome: 'soft_404',
    detail: `as on ${stub.fetchedAt.slice(0, 10)}, a page without content (status 304)`,
  };
}
