import type { Archive } from '../archive/archive.ts';
import type { StoredCapture } from '../archive/captures.ts';
import { type ListPage, type PageOptions, UnusablePage } from '../crawlers/crawler.ts';
import { linksOf, tidy } from '../crawlers/links.ts';
import { queryable } from '../crawlers/query.ts';
import { decodeText } from '../documents/charset.ts';
import { sniff } from '../documents/sniff.ts';
import { contentTypeOf } from './content-type.ts';

type Form = PageOptions['form'];

/**
 * For crawls that ask for lists only: lists that begin as they did the last time. New entries come first, so that the pages
 * behind an unchanged first one are taken as they were; walks in full make up for those that do not.
 */
export class StandingLists {
  readonly #archive: Archive;
  readonly #siteId: string;
  readonly #standing = new Set<string>();

  constructor(archive: Archive, siteId: string) {
    this.#archive = archive;
    this.#siteId = siteId;
  }

  /** The last answer of a list, to hold the next one against; null: there was no good one. */
  before(url: string, form: Form): StoredCapture | null {
    const last = this.#archive.captures.lastAnswer(this.#siteId, url, form ?? null);
    return last !== null && isContent(last) ? last : null;
  }

  /** A list arrived: remembers whether it is as it was. */
  arrived(captureId: number, before: StoredCapture, form: Form): void {
    const now = this.#archive.captures.get(captureId);
    if (!this.#isSame(before, now)) return;
    for (const url of [now.url, now.finalUrl]) this.#standing.add(keyOf(url, form));
  }

  /**
   * A further page of a list, as it was the last time; null where it must be asked for.
   * @throws UnusablePage where there was none: a list's end that is only found by asking beyond it
   */
  page(url: string, { form, continues }: PageOptions): ListPage | null {
    if (continues === undefined || !this.#standing.has(keyOf(continues.url, continues.form))) return null;
    const last = this.#archive.captures.lastAnswer(this.#siteId, url, form ?? null);
    if (last === null) return null;
    if (last.outcome === 'not_found' || last.outcome === 'soft_404')
      throw new UnusablePage(url, last.outcome, `as on ${last.fetchedAt.slice(0, 10)}`);
    const text = isContent(last) ? this.#text(last) : null;
    return text === null ? null : { url: last.finalUrl, text, $: queryable(text) };
  }

  /** The same bytes, or the same links in the same words: counters and dates in a page's frame say nothing. */
  #isSame(before: StoredCapture, now: StoredCapture): boolean {
    if (now.readSha256 === before.readSha256) return true;
    const [was, is] = [this.#bytes(before), this.#bytes(now)];
    if (was === null || is === null || sniff(was) !== 'html' || sniff(is) !== 'html') return false;
    const [linksBefore, links] = [linksIn(this.#text(before)), linksIn(this.#text(now))];
    return links !== '' && links === linksBefore;
  }

  #bytes({ readSha256 }: StoredCapture): Uint8Array | null {
    return readSha256 === null ? null : this.#archive.captures.payload(readSha256);
  }

  #text(capture: StoredCapture): string | null {
    const bytes = this.#bytes(capture);
    if (bytes === null) return null;
    if (capture.renderedSha256 !== null) return new TextDecoder().decode(bytes);
    return decodeText(bytes, { contentType: contentTypeOf(capture) }).text;
  }
}

function isContent({ outcome }: StoredCapture): boolean {
  return outcome === 'ok' || outcome === 'not_modified';
}

function keyOf(url: string, form: Form): string {
  return form === undefined ? url : `${url} ${JSON.stringify(form)}`;
}

/** Addresses and words of all links, with what stands beside them in a row: its date. */
function linksIn(text: string | null): string {
  const $ = queryable(text ?? '');
  return linksOf($)
    .map((_, element) => {
      const row = $(element).closest('li, tr, dd');
      const words = tidy((row.length > 0 ? row : $(element)).text());
      return `${$(element).attr('href') ?? ''} ${words}`;
    })
    .get()
    .join('\n');
}
