/** Longer pieces of a text are no texts of their own, but point into it. */
const SHORTEST_PIECE = 13;

/** The text in memory of its own: cut out of a page, it would keep the whole page for as long as it is kept. */
export function ownText(text: string): string {
  return text.length < SHORTEST_PIECE ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
