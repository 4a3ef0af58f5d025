import type { Outcome } from './outcome.ts';

export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Why an exchange did not end with a whole answer. */
export interface Problem {
  readonly outcome: Outcome;
  /** For people. */
  readonly detail: string;
  /** False when no connection came about: nothing was sent. */
  readonly connected: boolean;
}

/** One request that went over the wire, or tried to, and what came back. Redirects are not followed. */
export interface Exchange {
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** Null when no answer began. */
  readonly status: number | null;
  readonly headers: Headers;
  /** After content decoding; with a problem, what could be had. Null when no answer began. */
  readonly body: Uint8Array | null;
  /** Protocol and cipher, such as `TLSv1.3 TLS_AES_256_GCM_SHA384`; absent with plain http. */
  readonly tls?: string;
  /** Null when the answer arrived whole, whatever its status. */
  readonly problem: Problem | null;
}

/** The value of a header; of a repeated one, all joined with commas as RFC 9110 5.3 allows. Empty when absent. */
export function headerOf(headers: Headers, name: string): string {
  const value = headers[name];
  if (value === undefined) return '';
  return typeof value === 'string' ? value : value.join(', ');
}
