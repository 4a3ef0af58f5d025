import { type GrayImage, inkThreshold, shrink } from './gray.ts';

/** Pages are laid on a scanner no more askew than this, in degrees. */
const MOST = 6;
const COARSE = 0.25;
const FINE = 0.025;
/** Wide enough to tell the fine steps apart at the page's edge, and small enough for every step to be quick. */
const WIDTH = 1200;
const MOST_POINTS = 120_000;

/**
 * By how many degrees against the clock a page must be turned for its lines to lie level: at the right angle, rows of
 * pixels are either full of ink or empty.
 */
export function skewOf(image: GrayImage): number {
  const small = shrink(image, WIDTH / image.width);
  const points = inkOf(small);
  if (points.length < 200) return 0;
  const coarse = sharpest(points, small, range(-MOST, MOST, COARSE));
  const fine = sharpest(points, small, range(coarse - COARSE, coarse + COARSE, FINE));
  return Math.abs(fine) < FINE / 2 ? 0 : fine;
}

/** Places of ink, x and y by turns; the upper edge of each stroke only, which is what lies level. */
function inkOf({ width, height, data }: GrayImage): Int32Array {
  const threshold = inkThreshold({ width, height, data });
  const points: number[] = [];
  for (let y = 1; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if ((data[at] ?? 0) < threshold && (data[at - width] ?? 0) >= threshold) points.push(x, y);
    }
  const step = Math.ceil(points.length / 2 / MOST_POINTS);
  if (step <= 1) return Int32Array.from(points);
  return Int32Array.from(points.filter((_, i) => (i >> 1) % step === 0));
}

function sharpest(points: Int32Array, { width, height }: GrayImage, angles: readonly number[]): number {
  let best = { angle: 0, sharpness: -1 };
  const margin = width;
  const rows = new Float64Array(height + 2 * margin);
  for (const angle of angles) {
    rows.fill(0);
    const slope = Math.tan((angle * Math.PI) / 180);
    for (let i = 0; i < points.length; i += 2) {
      const row = (points[i + 1] ?? 0) - (points[i] ?? 0) * slope + margin;
      const whole = Math.floor(row);
      rows[whole] = (rows[whole] ?? 0) + 1 - (row - whole);
      rows[whole + 1] = (rows[whole + 1] ?? 0) + row - whole;
    }
    let sharpness = 0;
    for (const count of rows) sharpness += count * count;
    // Of equal angles the one nearest to none.
    if (sharpness > best.sharpness * 1.0001) best = { angle, sharpness };
  }
  return best.angle;
}

function range(from: number, to: number, step: number): number[] {
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, i) => from + i * step).sort(
    (a, b) => Math.abs(a) - Math.abs(b),
  );
}
