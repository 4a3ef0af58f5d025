import type { RuledTable } from '../pdf/ruled-table.ts';
import type { Segment } from '../pdf/strokes.ts';
import type { GrayImage } from './gray.ts';

/**
 * The page without the ruling lines of its tables, so that no line passes for a stroke of a character.
 * @param tables with their places in pixels.
 * @param reach pixels that a line's ink may lie off its place, to either side.
 */
export function withoutRules(
  image: GrayImage,
  rules: readonly Segment[],
  tables: readonly Pick<RuledTable, 'xs' | 'ys'>[],
  threshold: number,
  reach: number,
): GrayImage {
  const out: GrayImage = { ...image, data: image.data.slice() };
  for (const rule of rules) {
    const down = rule.x0 === rule.x1;
    const at = down ? rule.x0 : rule.y0;
    const belongs = tables.some(
      ({ xs, ys }) =>
        (down ? xs : ys).some((line) => Math.abs(line - at) <= reach * 2) &&
        rule.x1 >= (xs[0] ?? 0) - reach * 2 &&
        rule.x0 <= (xs.at(-1) ?? 0) + reach * 2 &&
        rule.y1 >= (ys[0] ?? 0) - reach * 2 &&
        rule.y0 <= (ys.at(-1) ?? 0) + reach * 2,
    );
    if (belongs) erase(out, image, rule, threshold, reach);
  }
  return out;
}

/** Whitens a line's own thickness at each of its pixels; where a stroke of a character crosses it, only the line. */
function erase(out: GrayImage, of: GrayImage, rule: Segment, threshold: number, reach: number): void {
  const { width, height, data } = of;
  const down = rule.x0 === rule.x1;
  const [from, to, at] = down ? [rule.y0, rule.y1, rule.x0] : [rule.x0, rule.x1, rule.y0];
  const [along, across, lanes] = down ? [width, 1, width] : [1, width, height];
  const middle = Math.round(at);
  const first = Math.max(0, middle - reach);
  const last = Math.min(lanes - 1, middle + reach);
  const end = Math.min(down ? height : width, Math.round(to) + reach);
  for (let i = Math.max(0, Math.round(from) - reach); i < end; i++) {
    const base = i * along;
    let [top, bottom] = [first, last];
    while (top <= last && (data[base + top * across] ?? 255) >= threshold) top += 1;
    while (bottom >= first && (data[base + bottom * across] ?? 255) >= threshold) bottom -= 1;
    if (top > bottom) continue;
    // The ink round a line is grey.
    for (let lane = Math.max(0, top - 2); lane <= Math.min(lanes - 1, bottom + 2); lane++)
      out.data[base + lane * across] = 255;
  }
}
