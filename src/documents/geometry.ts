/** Lines on paper closer than this, in points, are one line drawn twice, or drawn a little off. */
export const TOLERANCE = 2.5;

/** Positions that are the same within the tolerance, averaged, in ascending order. */
export function cluster(values: readonly number[], tolerance = TOLERANCE): number[] {
  const clusters: { sum: number; count: number; last: number }[] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    const last = clusters.at(-1);
    if (last !== undefined && value - last.last <= tolerance) {
      last.sum += value;
      last.count += 1;
      last.last = value;
    } else clusters.push({ sum: value, count: 1, last: value });
  }
  return clusters.map((c) => c.sum / c.count);
}

/** Index of the position nearest to a point. */
export function nearest(positions: readonly number[], at: number): number {
  let best = 0;
  for (const [i, position] of positions.entries())
    if (Math.abs(position - at) < Math.abs((positions[best] ?? 0) - at)) best = i;
  return best;
}
