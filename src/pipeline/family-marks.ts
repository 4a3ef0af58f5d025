import type { Crawler, ListPage } from '../crawlers/crawler.ts';
import { recognisePage, SURE_ENOUGH } from '../crawlers/family.ts';
import { allCrawlers } from '../crawlers/index.ts';
import { queryable } from '../crawlers/query.ts';

/** Pages of a column that are looked at: the entry and the first lists. */
const MOST_PAGES = 5;

/** The family whose marks the first pages of a column bear. Looked for as they come: none is kept for it. */
export class FamilyMarks {
  readonly #expected: string | null;
  readonly #crawler: Crawler | undefined;
  #family: string | null = null;
  #looksLike: string | null = null;
  #seen = 0;

  /** @param expected the family that they should be of; null: whichever they show. */
  constructor(expected: string | null) {
    this.#expected = expected;
    this.#crawler = allCrawlers().find(({ family }) => family === expected);
  }

  /** The expected family where a page bears its marks, with none expected the one that shows most; null: none that we know. */
  get family(): string | null {
    return this.#expected === null ? this.#looksLike : this.#family;
  }

  /** The family that a page shows most, where none bears the marks of the expected one. */
  get looksLike(): string | null {
    return this.#looksLike;
  }

  see(page: ListPage): void {
    if (this.#family !== null || this.#seen === MOST_PAGES) return;
    this.#seen += 1;
    if (this.#crawler !== undefined && bearsMarks(page, this.#crawler)) this.#family = this.#crawler.family;
    else this.#looksLike ??= familyShown(page);
  }
}

function familyShown(page: ListPage): string | null {
  const found = recognisePage(page, allCrawlers());
  return found !== null && bearsMarks(page, found.crawler) ? found.crawler.family : null;
}

/** Whether what a page shows makes sure of a family; its own address stays the same when a portal changes its product. */
function bearsMarks(page: ListPage, crawler: Crawler): boolean {
  if (crawler.recognise === undefined) return false;
  const byAddress = crawler.recognise({ url: page.url, text: '', $: queryable('') });
  const inAll = crawler.recognise(page);
  return inAll > byAddress && 1 - (1 - inAll) / (1 - byAddress) >= SURE_ENOUGH;
}
