import type { CheerioAPI } from 'cheerio';
import type { Column, Site } from '../sites/site.ts';

/** What discovery yields: where a report is, and what the listing said of it. Nothing of it is proved yet. */
export interface ReportReference {
  readonly url: string;
  /** As the listing prints it, in full where the page has it in full. */
  readonly title: string | null;
  /** The listing's date, `YYYY-MM-DD`. */
  readonly publishedOn: string | null;
  /** The body as the listing or the site file names it. */
  readonly body: string | null;
  /** The report year as the listing or the address has it. */
  readonly year: number | null;
  /** The page on which the reference stood. */
  readonly listedOn: string;
  /** True where the address was put together and an `ok` page without a report only says that there is none. */
  readonly mayBeEmpty?: boolean;
}

/** A page fetched for discovery, decoded and parsed. */
export interface ListPage {
  /** The address that answered: relative links resolve against it. */
  readonly url: string;
  readonly text: string;
  readonly $: CheerioAPI;
}

export interface PageOptions {
  readonly form?: Readonly<Record<string, string>>;
  readonly referer?: string;
  /** It is a further page of this list: where the list's beginning has not changed, it need not be asked for. */
  readonly continues?: { readonly url: string; readonly form?: Readonly<Record<string, string>> };
}

/** What a crawler may do: fetch pages of its site through the polite, archiving fetcher, and say what it learned. */
export interface DiscoveryContext {
  readonly site: Site;
  /** Report years asked for, newest first: what unit × year endpoints enumerate. */
  readonly years: readonly number[];
  /**
   * Fetches and archives a page. With `form` it is a POST.
   * @throws UnusablePage when the outcome is not `ok` or `not_modified`.
   */
  page(url: string, options?: PageOptions): Promise<ListPage>;
  /** The listing says how many entries it has: completeness is checked against it. */
  announce(listUrl: string, total: number, seen: number): void;
  /** Something a person may want to know: a link to a foreign host, an unknown layout. */
  note(message: string): void;
}

/** One CMS family, or one portal that fits none. Pure: a context in, references out; knows no database. */
export interface Crawler {
  /** The name site files use. */
  readonly family: string;
  /** References of one column, in listing order. What was yielded before an error counts. */
  discover(column: Column, context: DiscoveryContext): AsyncGenerator<ReportReference, void>;
  /**
   * Where an article goes on: the addresses of its further pages, in reading order, without its own. Absent where
   * the family's articles are never cut.
   */
  pages?(page: ListPage): readonly string[];
  /**
   * How sure a page of any kind (home, column, article) makes that its portal is one of the family: 0 not at all … 1
   * certain. Told by shapes of addresses and by marks of the product, never by hosts. Absent where nothing tells.
   */
  recognise?(page: ListPage): number;
}

/** A page that discovery needed did not arrive as content. */
export class UnusablePage extends Error {
  override readonly name = 'UnusablePage';
  readonly url: string;
  readonly outcome: string;
  constructor(url: string, outcome: string, detail: string | null) {
    super(`${url}: ${outcome}${detail === null ? '' : ` (${detail})`}`);
    this.url = url;
    this.outcome = outcome;
  }
}
