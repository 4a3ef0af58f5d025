import type { Box } from '../document.ts';
import { asNote } from '../raised.ts';
import type { Glyph } from './pdfium.ts';

/** A line of text as printed, with the space between words that stand apart. */
export interface TextLine extends Box {
  readonly text: string;
  /** True where figures in it were recognised in a picture, and not surely. */
  readonly doubt?: boolean;
}

/** Words stand apart when the gap is wider than this share of the type size. */
const WORD_GAP = 0.45;

/** Lines part where characters stand one above the other with their middles at least this share of their height apart. */
const ABOVE = 0.25;

/** Groups characters into printed lines, top to bottom, each left to right. */
export function linesOfGlyphs(glyphs: readonly Glyph[]): TextLine[] {
  return glyphLines(glyphs).map(textLine);
}

/** The characters of each printed line, top to bottom, each left to right. */
export function glyphLines(glyphs: readonly Glyph[]): Glyph[][] {
  const lines: { middle: number; glyphs: Glyph[] }[] = [];
  for (const glyph of [...glyphs].sort(byMiddle)) {
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.middle - middleOf(glyph)) < heightOf(glyph) * 0.5)
      last.glyphs.push(glyph);
    else lines.push({ middle: middleOf(glyph), glyphs: [glyph] });
  }
  return lines.flatMap((line) => {
    const ordered = line.glyphs.sort((a, b) => a.x0 - b.x0);
    return standAbove(ordered) ? halfLines(ordered) : [ordered];
  });
}

const middleOf = (glyph: Box): number => (glyph.y0 + glyph.y1) / 2;
const heightOf = (glyph: Box): number => glyph.y1 - glyph.y0;
const byMiddle = (a: Box, b: Box): number => middleOf(a) - middleOf(b);

/** Whether any two characters stand one above the other: neighbouring cells set close may be half a line apart. */
function standAbove(ordered: readonly Glyph[]): boolean {
  return ordered.some((glyph, i) => {
    const next = ordered[i + 1];
    if (next === undefined) return false;
    const shared = Math.min(glyph.x1, next.x1) - next.x0;
    const isOver = shared > Math.min(glyph.x1 - glyph.x0, next.x1 - next.x0) / 2;
    return isOver && Math.abs(middleOf(glyph) - middleOf(next)) > heightOf(glyph) * ABOVE;
  });
}

/** The lines that stand half a line apart; what is small, as a note, goes with the nearest. */
function halfLines(ordered: readonly Glyph[]): Glyph[][] {
  const tallest = Math.max(...ordered.map(heightOf));
  const middles: number[] = [];
  for (const glyph of ordered.filter((g) => heightOf(g) > tallest * 0.85).sort(byMiddle))
    if (middleOf(glyph) - (middles.at(-1) ?? Number.NEGATIVE_INFINITY) > tallest * ABOVE)
      middles.push(middleOf(glyph));
  const nearest = (glyph: Glyph): number =>
    middles.reduce(
      (best, m, k) =>
        Math.abs(m - middleOf(glyph)) < Math.abs((middles[best] ?? m) - middleOf(glyph)) ? k : best,
      0,
    );
  return middles.map((_, k) => ordered.filter((g) => nearest(g) === k));
}

/**
 * A note's figure is smaller than the one that it follows and begins higher, each by at least this share of its size, and by
 * that together: type of two sizes on one line is smaller only, a line that wavers higher only.
 */
const NOTE = { smaller: 0.1, lift: 0.1, together: 0.3 };

/** Whether a digit stands small and raised behind a figure. */
export function isNote(
  glyph: Box & { readonly text: string },
  before: Box & { readonly text: string },
): boolean {
  if (!/^\d$/u.test(glyph.text) || !/\d$/u.test(before.text)) return false;
  const size = before.y1 - before.y0;
  const smaller = 1 - (glyph.y1 - glyph.y0) / size;
  const lift = (before.y1 - glyph.y1) / size;
  return smaller > NOTE.smaller && lift > NOTE.lift && smaller + lift > NOTE.together;
}

/** The text of a line's characters, left to right. */
export function textLine(glyphs: readonly Glyph[]): TextLine {
  let text = '';
  let previous: Glyph | null = null;
  for (const glyph of glyphs) {
    const size = glyph.y1 - glyph.y0;
    // Bold type is sometimes printed twice with a slight offset.
    if (previous !== null && previous.text === glyph.text && glyph.x0 - previous.x0 < size * 0.15) continue;
    if (previous !== null && glyph.x0 - previous.x1 > size * WORD_GAP) text += ' ';
    if (previous !== null && isNote(glyph, previous)) {
      // The next one may be of the same note.
      text += asNote(glyph.text);
      continue;
    }
    text += glyph.text;
    previous = glyph;
  }
  return {
    text,
    x0: Math.min(...glyphs.map((g) => g.x0)),
    y0: Math.min(...glyphs.map((g) => g.y0)),
    x1: Math.max(...glyphs.map((g) => g.x1)),
    y1: Math.max(...glyphs.map((g) => g.y1)),
  };
}
