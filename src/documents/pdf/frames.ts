import { LONGEST_CELL } from '../document.ts';
import type { Glyph } from './pdfium.ts';

/** A stretch of a ruled table that no rule parts: places from row r0 to r1 and column c0 to c1, ends inclusive. */
export interface Area {
  readonly r0: number;
  readonly r1: number;
  readonly c0: number;
  readonly c1: number;
  /** Places that it covers: fewer than rows times columns where other cells stand within it. */
  readonly places: number;
  readonly glyphs: readonly Glyph[];
}

/** Frames take up the page's width, or nearly. */
const FRAME_WIDTH = 0.8;
/** No report has a table of more cells; comparing each with each would take long. */
const MOST_CELLS = 3000;
/** Blank stretches from this many rows on are a frame's padding, or a label's cell that the page before began. */
const TALL = 3;

/**
 * The tables within a table that lays out the page: what stands in its frame is the page's own text and in no table.
 * A page without such a frame is one table.
 * @param xs positions of the column lines.
 */
export function withoutFrames(areas: readonly Area[], xs: readonly number[]): (readonly Area[])[] {
  const width = (xs.at(-1) ?? 0) - (xs[0] ?? 0);
  const isFrame = (area: Area): boolean => {
    const { r0, r1, c0, c1, places, glyphs } = area;
    if ((xs[c1 + 1] ?? 0) - (xs[c0] ?? 0) < FRAME_WIDTH * width) return false;
    return glyphs.length > LONGEST_CELL || places < (r1 - r0 + 1) * (c1 - c0 + 1);
  };
  const cells = areas.filter((area) => !isFrame(area));
  const parts = cells.length === areas.length || cells.length > MOST_CELLS ? [cells] : neighbours(cells);
  return parts.map(withoutPadding).filter((part) => part.length > 0);
}

const isPadding = (area: Area): boolean => area.glyphs.length === 0 && area.r1 - area.r0 + 1 >= TALL;

/** Cells that stand side by side are of one table; padding belongs to the table whose rows it stands beside. */
function neighbours(cells: readonly Area[]): Area[][] {
  const parts: Area[][] = [];
  for (const cell of cells.filter((c) => !isPadding(c))) {
    const near = parts.filter((part) => part.some((other) => touches(cell, other)));
    for (const part of near) parts.splice(parts.indexOf(part), 1);
    parts.push([...near.flat(), cell]);
  }
  for (const cell of cells.filter(isPadding))
    parts.find((part) => cell.r0 >= firstRow(part) && cell.r1 <= lastRow(part))?.push(cell);
  return parts;
}

function touches(a: Area, b: Area): boolean {
  const rows = Math.min(a.r1, b.r1) - Math.max(a.r0, b.r0);
  const columns = Math.min(a.c1, b.c1) - Math.max(a.c0, b.c0);
  return (rows >= 0 && columns >= -1) || (columns >= 0 && rows >= -1);
}

/** Without the blank strips right of the last column, each as tall as the table. */
function withoutPadding(cells: readonly Area[]): readonly Area[] {
  let rest = cells;
  for (;;) {
    const last = Math.max(...rest.map((c) => c.c1));
    const [strip, other] = rest.filter((c) => c.c1 === last);
    const whole = strip !== undefined && strip.r0 === firstRow(rest) && strip.r1 === lastRow(rest);
    if (!whole || other !== undefined || !isPadding(strip)) return rest;
    rest = rest.filter((c) => c !== strip);
  }
}

const firstRow = (cells: readonly Area[]): number => Math.min(...cells.map((c) => c.r0));
const lastRow = (cells: readonly Area[]): number => Math.max(...cells.map((c) => c.r1));
