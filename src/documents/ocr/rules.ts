import type { Segment } from '../pdf/strokes.ts';
import type { GrayImage } from './gray.ts';

/** Strokes of characters are no longer than the type is high; ruling lines are at least this many times as long. */
const SHORTEST_ACROSS = 1.6;
const SHORTEST_DOWN = 1.35;
/** Longer ones are lines by themselves; shorter ones only between two lines that cross them. */
const LONG = 6;
/** A line that the scan broke goes on after a gap of this many type heights. */
const GAP = 0.1;
/** A thicker bar is no line. */
const THICKEST = 0.3;
/** Share of a run that is ink: what has gaps is a row of characters. */
const SOLID = 0.9;

interface Run {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Straight lines of ink along rows or columns, in pixels. */
export function rulesOf(image: GrayImage, threshold: number, type: number): Segment[] {
  const find = (down: boolean, shortest: number): Run[] =>
    merge(runs(image, threshold, down, type * shortest, type * GAP), type).filter((run) =>
      isThin(run, image, threshold, down, Math.max(6, type * 0.22)),
    );
  const across = find(false, SHORTEST_ACROSS);
  const down = find(true, SHORTEST_DOWN);
  const reach = type * 0.4;
  return [
    ...across
      .filter((run) => stands(run, down, type * LONG, reach))
      .map(({ at, from, to }) => ({ x0: from, y0: at, x1: to, y1: at })),
    ...down
      .filter((run) => stands(run, across, type * LONG, reach))
      .map(({ at, from, to }) => ({ x0: at, y0: from, x1: at, y1: to })),
  ];
}

/** Whether a run is long, or both its ends meet lines that cross it there. */
function stands(run: Run, crossing: readonly Run[], long: number, reach: number): boolean {
  if (run.to - run.from >= long) return true;
  return [run.from, run.to].every((end) =>
    crossing.some((c) => Math.abs(c.at - end) <= reach && c.from - reach <= run.at && c.to + reach >= run.at),
  );
}

/** Strokes of characters in a row are crossed by others nearly everywhere; a line has paper on both sides. */
function isThin(
  run: Run,
  { width, height, data }: GrayImage,
  threshold: number,
  down: boolean,
  most: number,
): boolean {
  const [along, across, lanes] = down ? [width, 1, width] : [1, width, height];
  const middle = Math.round(run.at);
  const reach = Math.ceil(most);
  let [seen, thin] = [0, 0];
  for (let i = run.from; i < run.to; i += 2) {
    let ink = 0;
    for (let lane = Math.max(0, middle - reach); lane <= Math.min(lanes - 1, middle + reach); lane++)
      if ((data[i * along + lane * across] ?? 255) < threshold) ink += 1;
    seen += 1;
    if (ink <= most) thin += 1;
  }
  return thin >= seen * 0.8;
}

/**
 * Runs of ink of some length. A pixel counts as ink when it or its neighbour across the run's direction is: a line that
 * lies a little askew steps from row to row.
 */
function runs(image: GrayImage, threshold: number, down: boolean, shortest: number, gap: number): Run[] {
  const { width, height, data } = image;
  const lanes = down ? width : height;
  const length = down ? height : width;
  const [along, across] = down ? [width, 1] : [1, width];
  const found: Run[] = [];
  for (let lane = 0; lane < lanes; lane++) {
    const base = lane * across;
    const before = lane > 0 ? -across : 0;
    const after = lane + 1 < lanes ? across : 0;
    let start = -1;
    let last = -1;
    let ink = 0;
    const end = (): void => {
      if (start >= 0 && last - start + 1 >= shortest && ink >= (last - start + 1) * SOLID)
        found.push({ at: lane, from: start, to: last + 1 });
      start = -1;
      ink = 0;
    };
    for (let i = 0; i < length; i++) {
      const at = base + i * along;
      const dark =
        (data[at] ?? 255) < threshold ||
        (data[at + before] ?? 255) < threshold ||
        (data[at + after] ?? 255) < threshold;
      if (dark) {
        if (start < 0) start = i;
        last = i;
        ink += 1;
      } else if (start >= 0 && i - last > gap) end();
    }
    end();
  }
  return found;
}

interface Bar {
  first: number;
  at: number;
  from: number;
  to: number;
  /** Sum and count of lanes, each weighted by its length. */
  sum: number;
  weight: number;
}

/** Runs of neighbouring lanes that overlap are one line; a stack of them thicker than a line is none. */
function merge(found: readonly Run[], type: number): Run[] {
  const done: Bar[] = [];
  let open: Bar[] = [];
  for (const run of found) {
    const closed = open.filter((bar) => bar.at < run.at - 2);
    done.push(...closed);
    if (closed.length > 0) open = open.filter((bar) => bar.at >= run.at - 2);
    const length = run.to - run.from;
    const bar = open.find((b) => b.from < run.to && run.from < b.to);
    if (bar === undefined) {
      open.push({
        first: run.at,
        at: run.at,
        from: run.from,
        to: run.to,
        sum: run.at * length,
        weight: length,
      });
      continue;
    }
    bar.at = run.at;
    bar.from = Math.min(bar.from, run.from);
    bar.to = Math.max(bar.to, run.to);
    bar.sum += run.at * length;
    bar.weight += length;
  }
  return [...done, ...open]
    .filter((bar) => bar.at - bar.first + 1 <= Math.max(10, type * THICKEST))
    .map((bar) => ({ at: bar.sum / bar.weight, from: bar.from, to: bar.to }));
}
