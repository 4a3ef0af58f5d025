import type { Outcome } from './outcome.ts';

/** What the caller will do with the answer; decides the size cap and which content types make sense. */
export type Expectation = 'list' | 'page' | 'attachment';

/** How the bytes were got. `import` is for documents that a person brought. */
export type Via = 'http' | 'browser' | 'import';

/** What a server gave us the last time, to ask it cheaply whether anything changed. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchRequest {
  readonly url: string;
  readonly expect: Expectation;
  /** Default GET. A POST carries `form` as application/x-www-form-urlencoded. */
  readonly method?: 'GET' | 'POST';
  readonly form?: Readonly<Record<string, string>>;
  readonly referer?: string;
  /** Sent as If-None-Match / If-Modified-Since; a 304 then ends as `not_modified`. */
  readonly validators?: Validators;
  /** Use the browser: for pages that say nothing without their scripts. Default `http`. */
  readonly via?: 'http' | 'browser';
}

/** One redirect answer on the way to the final one. */
export interface Hop {
  readonly url: string;
  readonly status: number;
  readonly location: string;
}

/** One finished fetch, good or bad: everything a capture needs. Never thrown away, never changed. */
export interface Fetched {
  /** The URL asked for. */
  readonly url: string;
  /** The URL that answered, after redirects and a change of scheme. */
  readonly finalUrl: string;
  /** UTC, ISO 8601, when the request was sent. */
  readonly fetchedAt: string;
  readonly outcome: Outcome;
  /** For people: why the outcome is what it is, with what was met and what was expected. Null when `ok`. */
  readonly detail: string | null;
  /** HTTP status of the final answer; null when there was none. */
  readonly status: number | null;
  /** Of the final answer; names in lower case; repeated headers as an array. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The body after transfer and content decoding. Null when none arrived; kept for bad outcomes too. */
  readonly body: Uint8Array | null;
  /** With `via = browser`: the DOM after scripts, as HTML. `body` stays the main response's own bytes. */
  readonly rendered: string | null;
  readonly via: Via;
  readonly hops: readonly Hop[];
  /** 1 when the first try settled it. */
  readonly attempts: number;
  readonly durationMs: number;
  /** When the server asked to be left alone for longer than we wait (Retry-After): not before this time. */
  readonly retryAt: string | null;
  /** Protocol and cipher of the final answer, such as `TLSv1.3 TLS_AES_256_GCM_SHA384`; absent with plain http. */
  readonly tls?: string | null;
}

/** Fetches for one site: its hosts list, its pace, its limits. Never throws for what a server does. */
export interface SiteFetcher {
  fetch(request: FetchRequest): Promise<Fetched>;
}
