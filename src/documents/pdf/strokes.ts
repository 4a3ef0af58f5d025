import type { Box } from '../document.ts';

export type Matrix = readonly [number, number, number, number, number, number];
export type Point = readonly [x: number, y: number];

/** A straight stroke, or a filled bar thin enough to be one. */
export interface Segment extends Box {}

/**
 * From PDF's space (origin below, before rotation) to the page as one looks at it (origin above).
 * @param origin the lower left corner of what is shown of the page.
 */
export function uprightPoint(
  rotation: number,
  width: number,
  height: number,
  [left, bottom]: Point,
): (point: Point) => Point {
  switch (rotation & 3) {
    case 1:
      return ([x, y]) => [y - bottom, x - left];
    case 2:
      return ([x, y]) => [width - x + left, y - bottom];
    case 3:
      return ([x, y]) => [width - y + bottom, height - x + left];
    default:
      return ([x, y]) => [x - left, height - y + bottom];
  }
}

export function boxOf([ax, ay]: Point, [bx, by]: Point): Box {
  return { x0: Math.min(ax, bx), y0: Math.min(ay, by), x1: Math.max(ax, bx), y1: Math.max(ay, by) };
}

/** A filled bar no thicker than this is a ruling line. */
const LINE_WIDTH = 2.5;
const SHORTEST = 4;

export function segmentsOf(points: readonly Point[], stroked: boolean, filled: boolean): Segment[] {
  if (stroked)
    return points.slice(1).flatMap((point, i) => {
      const from = points[i];
      return from === undefined ? [] : [boxOf(from, point)];
    });
  if (!filled) return [];
  const xs = points.map((q) => q[0]);
  const ys = points.map((q) => q[1]);
  const box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
  if (box.y1 - box.y0 <= LINE_WIDTH && box.x1 - box.x0 > SHORTEST) {
    const y = (box.y0 + box.y1) / 2;
    return [{ ...box, y0: y, y1: y }];
  }
  if (box.x1 - box.x0 <= LINE_WIDTH && box.y1 - box.y0 > SHORTEST) {
    const x = (box.x0 + box.x1) / 2;
    return [{ ...box, x0: x, x1: x }];
  }
  return [];
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4],
    a[4] * b[1] + a[5] * b[3] + b[5],
  ];
}

export function apply(m: Matrix, x: number, y: number): Point {
  return [x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]];
}
