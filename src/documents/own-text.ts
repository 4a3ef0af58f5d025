/** Longer pieces of a text are no texts of their own, but point into it. */
const SHORTEST_PIECE = 13;

const BEYOND_LATIN1 = /[\u0100-\u{10ffff}]/u;

/** The text in memory of its own: cut out of a page, it would keep the whole page for as long as it is kept. */
export function ownText(text: string): string {
  if (text.length < SHORTEST_PIECE) return text;
  // Addresses need half of what other texts do.
  const encoding = BEYOND_LATIN1.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}
