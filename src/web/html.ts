import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export { html, raw };

/** Markup: what `html` gives. Everything put into it is escaped unless it is markup itself. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Path segments as a path, each encoded. */
export function path(...segments: readonly (string | number)[]): string {
  return `/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}

/** A path with a query; what is null or empty is left out. */
export function withQuery(
  base: string,
  query: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? base : `${base}?${text}`;
}

/** `2026-03-01T04:05:06.789Z` as `2026-03-01 04:05`, UTC. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

/** A number for people: thousands parted by thin spaces, decimals as they are. */
export function figureText(value: number): string {
  const [whole = '', decimals] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/gu, '\u202f');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** A share as per cent with one decimal. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** Markup as a string that can be kept and put into pages as it is. */
export function rendered(markup: Html): Html {
  // Nothing in our pages is asynchronous: `html` gives a string.
  return raw(String(markup));
}
