import { readFile } from 'node:fs/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { GrayImage } from './gray.ts';
import { runNative } from './native.ts';
import { loadRuntime, modelFile } from './packages.ts';

/** A part of a page that holds one line of text, in pixels. */
export interface Crop {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** How much wider than the type is the text is shown to the model; 1 unless told. */
  readonly stretch?: number;
}

/** What the model makes of a crop. */
export interface Recognised {
  readonly text: string;
  /** Of the character that it is least sure of, 0 to 1; 0 where it sees nothing. */
  readonly confidence: number;
  /** Of all its characters on average. */
  readonly mean: number;
  /** As `confidence`, of its digits alone; 1 where it has none. */
  readonly digitConfidence: number;
  /** The text with what only looks like a figure (O, l) taken for it: right where nothing but figures stand. */
  readonly figure: string;
  readonly figureConfidence: number;
}

/** The model looks at lines of this height. */
const HEIGHT = 48;
const WIDEST = 1600;
/** A single character is shown with paper round it, as the model learned lines and not characters. */
const MARGIN = 8;
const NARROWEST = 64;
/** Pixels of a batch's width, all lines together: more at once is slower, and holds more memory. */
const BATCH = 640;

/** Characters that look like a figure: alone in a cell they are it. */
const LOOKALIKES: readonly (readonly [figure: string, others: string])[] = [
  ['0', 'oO〇○Ο'],
  ['1', 'lI|丨Ⅰ'],
];
const BLANK = 0;

/** PP-OCR's model for lines of Chinese print (CTC over 6,623 characters), run on the processor. */
export class Recogniser {
  readonly #runtime: typeof import('onnxruntime-node');
  readonly #session: InferenceSession;
  /** Character of each class; the first is CTC's blank. */
  readonly #characters: readonly string[];
  /** For each figure and each of its lookalikes all of them, the figure first. */
  readonly #alike: ReadonlyMap<number, readonly number[]>;

  private constructor(
    runtime: typeof import('onnxruntime-node'),
    session: InferenceSession,
    characters: readonly string[],
  ) {
    this.#runtime = runtime;
    this.#session = session;
    this.#characters = characters;
    const groups = LOOKALIKES.map(([figure, others]) =>
      [...(figure + others)].map((c) => characters.indexOf(c)).filter((k) => k > BLANK),
    );
    this.#alike = new Map(groups.flatMap((group) => group.map((k) => [k, group] as const)));
  }

  /** @throws OcrUnavailable when the optional packages are not there, or do not run here. */
  static async load(): Promise<Recogniser> {
    const [model, keys] = [modelFile('ch_PP-OCRv4_rec_infer.onnx'), modelFile('ppocr_keys_v1.txt')];
    const runtime = await runNative(loadRuntime);
    const lines = (await readFile(keys, 'utf8')).replace(/\r?\n$/u, '').split(/\r?\n/u);
    const session = await runNative(() =>
      runtime.InferenceSession.create(model, {
        // One: two take the processor for twice as long to be a little faster, and documents are read side by side.
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        enableMemPattern: false,
        logSeverityLevel: 3,
      }),
    );
    return new Recogniser(runtime, session, ['', ...lines, ' ']);
  }

  /** One answer for each crop. */
  async recognise(page: GrayImage, crops: readonly Crop[]): Promise<Recognised[]> {
    const order = crops
      .map((crop, index) => ({ crop, index, width: widthOf(crop) }))
      .sort((a, b) => a.width - b.width);
    const answers: Recognised[] = [];
    for (let from = 0; from < order.length; ) {
      let to = from + 1;
      // The widest of a batch is its last: all others are shown with paper to their right.
      while (to < order.length && (to - from + 1) * padded(order[to]?.width ?? 0) <= BATCH) to += 1;
      const batch = order.slice(from, to);
      const found = await this.#run(
        page,
        batch.map((b) => b.crop),
        padded(batch.at(-1)?.width ?? 0),
      );
      for (const [i, answer] of found.entries()) answers[batch[i]?.index ?? 0] = answer;
      from = to;
    }
    return answers;
  }

  async #run(page: GrayImage, crops: readonly Crop[], width: number): Promise<Recognised[]> {
    const plane = HEIGHT * width;
    const input = new Float32Array(crops.length * 3 * plane).fill(1);
    for (const [i, crop] of crops.entries()) {
      const base = i * 3 * plane;
      draw(page, crop, input.subarray(base, base + plane), width);
      input.copyWithin(base + plane, base, base + plane);
      input.copyWithin(base + 2 * plane, base, base + plane);
    }
    const tensor = new this.#runtime.Tensor('float32', input, [crops.length, 3, HEIGHT, width]);
    const output: Tensor | undefined = Object.values(
      await runNative(() => this.#session.run({ x: tensor })),
    )[0];
    if (output === undefined || !(output.data instanceof Float32Array))
      throw new Error('the model gave no answer');
    const [, steps = 0, classes = 0] = output.dims;
    const data = output.data;
    const answers = crops.map((_, i) =>
      this.#decode(data.subarray(i * steps * classes, (i + 1) * steps * classes), classes),
    );
    tensor.dispose();
    output.dispose();
    return answers;
  }

  #decode(shares: Float32Array, classes: number): Recognised {
    const any = new Path();
    const figure = new Path();
    for (let at = 0; at < shares.length; at += classes) {
      let best = BLANK;
      for (let k = 1; k < classes; k++) if ((shares[at + k] ?? 0) > (shares[at + best] ?? 0)) best = k;
      any.step(best, shares[at + best] ?? 0);
      const alike = this.#alike.get(best) ?? [best];
      figure.step(
        alike[0] ?? best,
        alike.reduce((sum, k) => sum + (shares[at + k] ?? 0), 0),
      );
    }
    const spell = (path: Path): string => path.classes.map((k) => this.#characters[k] ?? '').join('');
    const isDigit = (k: number): boolean => /\p{Nd}/u.test(this.#characters[k] ?? '');
    return {
      text: spell(any).normalize('NFKC'),
      confidence: any.confidence(() => true) ?? 0,
      mean: any.mean,
      digitConfidence: any.confidence(isDigit) ?? 1,
      figure: spell(figure).normalize('NFKC'),
      figureConfidence: figure.confidence(() => true) ?? 0,
    };
  }
}

/** The likeliest class of each step, repetitions and blanks taken out (CTC's greedy reading). */
class Path {
  readonly classes: number[] = [];
  readonly #shares: number[] = [];
  #previous = BLANK;

  step(best: number, share: number): void {
    if (best !== BLANK && best !== this.#previous) {
      this.classes.push(best);
      this.#shares.push(share);
    } else if (best !== BLANK) {
      const last = this.#shares.length - 1;
      this.#shares[last] = Math.max(this.#shares[last] ?? 0, share);
    }
    this.#previous = best;
  }

  get mean(): number {
    return this.#shares.reduce((sum, share) => sum + share, 0) / Math.max(1, this.#shares.length);
  }

  /** Of the least sure of some classes; null where none is in it. */
  confidence(wanted: (k: number) => boolean): number | null {
    const shares = this.#shares.filter((_, i) => wanted(this.classes[i] ?? BLANK));
    return shares.length === 0 ? null : Math.min(...shares);
  }
}

function widthOf({ x0, y0, x1, y1, stretch = 1 }: Crop): number {
  return Math.max(8, Math.min(WIDEST, Math.round(((x1 - x0) * HEIGHT * stretch) / Math.max(1, y1 - y0))));
}

/** Widths of one size in steps, so that a batch is full. */
function padded(width: number): number {
  return Math.max(NARROWEST, Math.ceil((width + 2 * MARGIN) / 16) * 16);
}

/** Draws a crop at the model's height, values from -1 (black) to 1; what lies outside the page is white. */
function draw(page: GrayImage, crop: Crop, out: Float32Array, width: number): void {
  const own = widthOf(crop);
  const [sx, sy] = [(crop.x1 - crop.x0) / own, (crop.y1 - crop.y0) / HEIGHT];
  // Made smaller, each pixel is the mean of several; made larger, of its neighbours.
  const [nx, ny] = [Math.max(1, Math.round(sx)), Math.max(1, Math.round(sy))];
  let darkest = 255;
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < own; x++) {
      let sum = 0;
      for (let j = 0; j < ny; j++)
        for (let i = 0; i < nx; i++)
          sum += sample(
            page,
            crop.x0 + (x + (i + 0.5) / nx) * sx - 0.5,
            crop.y0 + (y + (j + 0.5) / ny) * sy - 0.5,
          );
      const value = sum / (nx * ny);
      if (value < darkest) darkest = value;
      out[y * width + x + MARGIN] = value;
    }
  // Faded ink as if it were black.
  const range = Math.max(40, 255 - darkest);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = MARGIN; x < own + MARGIN; x++) {
      const at = y * width + x;
      out[at] = 1 - (2 * Math.min(range, 255 - (out[at] ?? 255))) / range;
    }
}

function sample({ width, height, data }: GrayImage, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const [fx, fy] = [x - x0, y - y0];
  const at = (px: number, py: number): number =>
    px < 0 || py < 0 || px >= width || py >= height ? 255 : (data[py * width + px] ?? 255);
  const top = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx;
  const low = at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx;
  return top * (1 - fy) + low * fy;
}
