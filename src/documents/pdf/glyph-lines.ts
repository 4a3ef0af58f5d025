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

/** Groups characters into printed lines, top to bottom, each left to right. */
export function linesOfGlyphs(glyphs: readonly Glyph[]): TextLine[] {
  return glyphLines(glyphs).map(textLine);
}

/** The characters of each printed line, top to bottom, each left to right. */
export function glyphLines(glyphs: readonly Glyph[]): Glyph[][] {
  const lines: { middle: number; glyphs: Glyph[] }[] = [];
  const byHeight = [...glyphs].sort((a, b) => a.y0 + a.y1 - (b.y0 + b.y1));
  for (const glyph of byHeight) {
    const middle = (glyph.y0 + glyph.y1) / 2;
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.middle - middle) < (glyph.y1 - glyph.y0) * 0.5)
      last.glyphs.push(glyph);
    else lines.push({ middle, glyphs: [glyph] });
  }
  return lines.map((line) => line.glyphs.sort((a, b) => a.x0 - b.x0));
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
