/** A page as grey values, row by row; 0 is black. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const WHITE = 255;

/** Side of the squares in which the paper's own grey is looked for, in pixels. */
const PAPER_SQUARE = 48;

/**
 * The page on white paper: each pixel in proportion to the paper round it, which takes shadows, yellowed paper and
 * uneven light away.
 */
export function whiten(image: GrayImage): GrayImage {
  const { width, height, data } = image;
  const across = Math.max(1, Math.ceil(width / PAPER_SQUARE));
  const down = Math.max(1, Math.ceil(height / PAPER_SQUARE));
  const paper = paperOf(image, across, down);
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const fy = Math.min(down - 1, Math.max(0, y / PAPER_SQUARE - 0.5));
    const y0 = Math.floor(fy);
    const y1 = Math.min(down - 1, y0 + 1);
    for (let x = 0; x < width; x++) {
      const fx = Math.min(across - 1, Math.max(0, x / PAPER_SQUARE - 0.5));
      const x0 = Math.floor(fx);
      const x1 = Math.min(across - 1, x0 + 1);
      const top = mix(paper[y0 * across + x0] ?? WHITE, paper[y0 * across + x1] ?? WHITE, fx - x0);
      const low = mix(paper[y1 * across + x0] ?? WHITE, paper[y1 * across + x1] ?? WHITE, fx - x0);
      const i = y * width + x;
      out[i] = Math.min(WHITE, ((data[i] ?? 0) * WHITE) / mix(top, low, fy - y0));
    }
  }
  return { width, height, data: out };
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** The paper's grey, square by square: what all but the lightest quarter of the pixels there are darker than. */
function paperOf({ width, height, data }: GrayImage, across: number, down: number): Float32Array {
  const paper = new Float32Array(across * down);
  const histogram = new Uint32Array(256);
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++) {
      histogram.fill(0);
      let count = 0;
      const [bottom, right] = [
        Math.min(height, (row + 1) * PAPER_SQUARE),
        Math.min(width, (column + 1) * PAPER_SQUARE),
      ];
      for (let y = row * PAPER_SQUARE; y < bottom; y += 2)
        for (let x = column * PAPER_SQUARE; x < right; x += 2) {
          const value = data[y * width + x] ?? 0;
          histogram[value] = (histogram[value] ?? 0) + 1;
          count += 1;
        }
      let level = 255;
      for (let lighter = 0; level > 0; level--) {
        lighter += histogram[level] ?? 0;
        if (lighter * 4 >= count) break;
      }
      // Black from edge to edge is a picture or the scanner's lid, not paper in the dark.
      paper[row * across + column] = Math.max(96, level);
    }
  return paper;
}

/** The grey that best parts ink from paper (Otsu's method), within what either can be on a whitened page. */
export function inkThreshold(image: GrayImage): number {
  const histogram = new Float64Array(256);
  for (const value of image.data) histogram[value] = (histogram[value] ?? 0) + 1;
  let sum = 0;
  for (let i = 0; i < 256; i++) sum += i * (histogram[i] ?? 0);
  let [below, belowSum, best, threshold] = [0, 0, 0, 160];
  for (let i = 0; i < 256; i++) {
    below += histogram[i] ?? 0;
    const above = image.data.length - below;
    if (below === 0) continue;
    if (above === 0) break;
    belowSum += i * (histogram[i] ?? 0);
    const spread = below * above * (belowSum / below - (sum - belowSum) / above) ** 2;
    if (spread > best) [best, threshold] = [spread, i];
  }
  return Math.min(190, Math.max(110, threshold));
}

/** Turns a page about its centre by some degrees against the clock; what comes in from outside is white. */
export function turn(image: GrayImage, degrees: number): GrayImage {
  if (degrees === 0) return image;
  const { width, height, data } = image;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const out = new Uint8Array(data.length).fill(WHITE);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sx = cx + (x - cx) * cos - (y - cy) * sin;
      const sy = cy + (x - cx) * sin + (y - cy) * cos;
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) continue;
      const at = y0 * width + x0;
      const top = mix(data[at] ?? WHITE, data[at + 1] ?? WHITE, sx - x0);
      const low = mix(data[at + width] ?? WHITE, data[at + width + 1] ?? WHITE, sx - x0);
      out[y * width + x] = mix(top, low, sy - y0);
    }
  return { width, height, data: out };
}

/** Turns a page by quarters against the clock. */
export function turnQuarters(image: GrayImage, quarters: number): GrayImage {
  let turned = image;
  for (let i = 0; i < quarters; i++) {
    const { width, height, data } = turned;
    const out = new Uint8Array(data.length);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) out[(width - 1 - x) * height + y] = data[y * width + x] ?? WHITE;
    turned = { width: height, height: width, data: out };
  }
  return turned;
}

/** Makes a page smaller, each pixel the mean of those that it covers. */
export function shrink(image: GrayImage, factor: number): GrayImage {
  if (factor >= 1) return image;
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = covered(y, height, image.height);
    for (let x = 0; x < width; x++) {
      const [left, right] = covered(x, width, image.width);
      let sum = 0;
      for (let sy = top; sy < bottom; sy++)
        for (let sx = left; sx < right; sx++) sum += image.data[sy * image.width + sx] ?? 0;
      data[y * width + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return { width, height, data };
}

function covered(at: number, size: number, of: number): readonly [number, number] {
  const from = Math.floor((at * of) / size);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * of) / size))];
}
