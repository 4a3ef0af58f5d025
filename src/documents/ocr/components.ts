import { firstOf } from '../union.ts';
import type { GrayImage } from './gray.ts';

/** A connected piece of ink. Pixels; the right and lower edges are exclusive. */
export interface Component {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Pixels of ink. */
  readonly area: number;
}

/** A page of more pieces is no text. */
const MOST_RUNS = 2_000_000;

/**
 * Connected pieces of ink, by runs along the rows that touch those of the row above.
 * @throws Error when the picture is noise.
 */
export function componentsOf({ width, height, data }: GrayImage, threshold: number): Component[] {
  // One run takes five numbers: left, right (exclusive), row, parent, and the area of its piece.
  const left: number[] = [];
  const right: number[] = [];
  const row: number[] = [];
  const parent: number[] = [];
  const root = (i: number): number => firstOf(parent, i);
  let [aboveFrom, aboveTo] = [0, 0];
  for (let y = 0; y < height; y++) {
    const from = left.length;
    let above = aboveFrom;
    for (let x = 0; x < width; x++) {
      if ((data[y * width + x] ?? 255) >= threshold) continue;
      const start = x;
      while (x < width && (data[y * width + x] ?? 255) < threshold) x += 1;
      const own = left.length;
      left.push(start);
      right.push(x);
      row.push(y);
      parent.push(own);
      while (above < aboveTo && (right[above] ?? 0) < start) above += 1;
      for (let k = above; k < aboveTo && (left[k] ?? 0) <= x; k++) parent[root(own)] = root(k);
    }
    [aboveFrom, aboveTo] = [from, left.length];
    if (left.length > MOST_RUNS) throw new Error('the picture is no page of text');
  }
  return gather(left, right, row, root);
}

function gather(
  left: readonly number[],
  right: readonly number[],
  row: readonly number[],
  root: (i: number) => number,
): Component[] {
  const found = new Map<number, { x0: number; y0: number; x1: number; y1: number; area: number }>();
  for (const [i, x0] of left.entries()) {
    const key = root(i);
    const [x1, y] = [right[i] ?? 0, row[i] ?? 0];
    const c = found.get(key);
    if (c === undefined) {
      found.set(key, { x0, y0: y, x1, y1: y + 1, area: x1 - x0 });
      continue;
    }
    c.x0 = Math.min(c.x0, x0);
    c.x1 = Math.max(c.x1, x1);
    c.y1 = Math.max(c.y1, y + 1);
    c.y0 = Math.min(c.y0, y);
    c.area += x1 - x0;
  }
  return [...found.values()];
}

/** A Chinese character of one piece fills about this share of the type's height. */
const FILLS = 0.85;

/**
 * Height of the type that most of the page is set in, in pixels; null where too little stands on it to tell. Pieces that are about
 * as wide as high are whole characters, or halves of them: the upper third of them by height is whole.
 */
export function typeHeight(components: readonly Component[]): number | null {
  const heights = components
    .filter((c) => {
      const [w, h] = [c.x1 - c.x0, c.y1 - c.y0];
      return h >= 7 && h <= 160 && w >= h * 0.35 && w <= h * 1.7 && c.area >= 0.1 * w * h;
    })
    .map((c) => c.y1 - c.y0)
    .sort((a, b) => a - b);
  if (heights.length < 3) return null;
  return (heights[Math.floor(heights.length * 0.7)] ?? 0) / FILLS;
}
