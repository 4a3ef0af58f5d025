import type { Box } from '../document.ts';
import type { PrintedPage } from '../pages.ts';
import type { TextLine } from '../pdf/glyph-lines.ts';
import { type RuledCell, type RuledTable, ruledTables } from '../pdf/ruled-table.ts';
import { type Component, componentsOf, typeHeight } from './components.ts';
import { withoutRules } from './erase.ts';
import { type GrayImage, inkThreshold, turn, turnQuarters, whiten } from './gray.ts';
import { type Judgement, judgeFigure, judgeText, mayBeFigure } from './judge.ts';
import type { Crop, Recogniser } from './recogniser.ts';
import { rulesOf } from './rules.ts';
import { skewOf } from './skew.ts';
import { type Stretch, textLines } from './text-lines.ts';

/** What the pages of official reports are set in, in points: the unit that tolerances are made for. */
const USUAL_TYPE = 10.5;
/** Below this a page lies on its side or on its head, or shows no print. */
const LEGIBLE = 0.85;
/** Below this, whichever way it is turned, it shows no print at all: a photograph, noise. */
const PRINT = 0.35;
/** Stretches looked at to tell which way up a page is. */
const SAMPLE = 8;
/** No report's page has more stretches, nor stretches so long, all together, in heights of their type. */
const MOST_STRETCHES = 3000;
const LONGEST_TOGETHER = 8000;

/** Paper above and below, in heights of the ink, and how much wider it is shown. */
const VIEWS = {
  plain: { margin: 0.16, stretch: 1 },
  narrow: { margin: 0.1, stretch: 0.85 },
  wide: { margin: 0.22, stretch: 1.15 },
} as const;

export interface ScanOptions {
  readonly number: number;
  /** Units of the page (points, or pixels of the file) a pixel of the image. */
  readonly scale: number;
  /** Points a pixel, where the resolution is known. */
  readonly points: number | null;
}

/**
 * Recognises a page: turned upright, its ruling lines found, the text of each cell and each line read by itself.
 * @throws Error when the picture shows no page.
 */
export async function readScan(
  image: GrayImage,
  recogniser: Recogniser,
  options: ScanOptions,
): Promise<PrintedPage> {
  const white = whiten(image);
  let best = new Layout(white, 0, options);
  let bestShare = await best.legibility(recogniser);
  // Nearly all pages stand upright: the other ways are tried only where that gives no text.
  for (const quarters of bestShare !== null && bestShare < LEGIBLE ? [1, 3, 2] : []) {
    const other = new Layout(white, quarters, options);
    const share = await other.legibility(recogniser);
    if ((share ?? 0) > (bestShare ?? 0) + 0.1) [best, bestShare] = [other, share];
  }
  return bestShare !== null && bestShare < PRINT ? best.empty() : best.read(recogniser);
}

/** Where things stand on a page, before anything is recognised. */
class Layout {
  readonly #options: ScanOptions;
  readonly #width: number;
  readonly #height: number;
  readonly #quarters: number;
  readonly #angle: number;
  readonly #page: GrayImage;
  readonly #type: number;
  /** Points a pixel of the image. */
  readonly #points: number;
  readonly #tables: readonly RuledTable[];
  /** Lines of each cell of each table. */
  readonly #cells: readonly (readonly Stretch[][][])[];
  readonly #lines: readonly Stretch[][];

  constructor(white: GrayImage, quarters: number, options: ScanOptions) {
    this.#options = options;
    this.#quarters = quarters;
    const turned = turnQuarters(white, quarters);
    [this.#width, this.#height] = [turned.width, turned.height];
    this.#angle = skewOf(turned);
    const upright = turn(turned, this.#angle);
    const threshold = inkThreshold(upright);
    this.#type = typeHeight(componentsOf(upright, threshold)) ?? turned.width / 60;
    this.#points = options.points ?? USUAL_TYPE / this.#type;
    const rules = rulesOf(upright, threshold, this.#type);
    const inPoints = rules.map((r) => scaled(r, this.#points));
    this.#tables = ruledTables({ number: options.number, glyphs: [], segments: inPoints });
    const places = this.#tables.map(({ xs, ys }) => ({
      xs: xs.map((x) => x / this.#points),
      ys: ys.map((y) => y / this.#points),
    }));
    const reach = Math.max(3, Math.round(this.#type * 0.14));
    this.#page = withoutRules(upright, rules, places, threshold, reach);
    const least = Math.max(3, (this.#type / 16) ** 2);
    const ink = componentsOf(this.#page, threshold).filter((c) => c.area >= least);
    const { cells, outside } = this.#share(ink, reach);
    this.#cells = cells.map((table) => table.map((parts) => textLines(parts, this.#type)));
    this.#lines = textLines(outside, this.#type);
    const stretches = this.#stretches();
    const length = stretches.reduce((sum, { x0, x1, y0, y1 }) => sum + (x1 - x0) / (y1 - y0), 0);
    if (stretches.length > MOST_STRETCHES || length > LONGEST_TOGETHER)
      throw new Error('the picture shows no page of text');
  }

  #stretches(): readonly Stretch[] {
    return [...this.#cells.flat(2), ...this.#lines].flat();
  }

  /** How surely some of the longest stretches are recognised, on average; null for an empty page. */
  async legibility(recogniser: Recogniser): Promise<number | null> {
    const sample = [...this.#stretches()]
      .sort((a, b) => b.pieces - a.pieces)
      .slice(0, SAMPLE)
      .map((s) => this.#crop(s));
    if (sample.length === 0) return null;
    const found = await recogniser.recognise(this.#page, sample);
    return found.reduce((sum, r) => sum + r.mean, 0) / found.length;
  }

  async read(recogniser: Recogniser): Promise<PrintedPage> {
    const stretches = this.#stretches();
    const judgements = await this.#judge(stretches, recogniser);
    const of = new Map(stretches.map((s, i) => [s, judgements[i] ?? { text: '', doubt: true }]));
    const told = (line: readonly Stretch[]): Judgement => {
      const parts = line.map((s) => of.get(s) ?? { text: '', doubt: true });
      return { text: spell(line, parts, this.#type), doubt: parts.some((p) => p.doubt) };
    };
    const tables = this.#tables.map((table, t) => ({
      ...table,
      cells: table.cells.map((cell, c): RuledCell => {
        const lines = (this.#cells[t]?.[c] ?? []).map(told);
        const text = lines
          .map((l) => l.text)
          .filter((l) => l !== '')
          .join('\n');
        return { ...cell, text, doubt: lines.some((l) => l.doubt) };
      }),
    }));
    const lines = this.#lines.flatMap((line): TextLine[] => {
      const { text, doubt } = told(line);
      return text === '' ? [] : [{ text, doubt, ...scaled(boundsOf(line), this.#points) }];
    });
    return { ...this.empty(), tables, lines };
  }

  /** The page with nothing on it. */
  empty(): PrintedPage {
    return {
      number: this.#options.number,
      width: this.#width * this.#points,
      height: this.#height * this.#points,
      tables: [],
      lines: [],
      place: (box) => this.#place(box),
    };
  }

  async #judge(stretches: readonly Stretch[], recogniser: Recogniser): Promise<Judgement[]> {
    const first = await recogniser.recognise(
      this.#page,
      stretches.map((s) => this.#crop(s)),
    );
    const figures = stretches.flatMap((stretch, i) => {
      const one = first[i];
      return one !== undefined && mayBeFigure(one) ? [{ stretch, one, i }] : [];
    });
    const second = await recogniser.recognise(
      this.#page,
      figures.map(({ stretch }) => this.#crop(stretch, true)),
    );
    const judgements = first.map(judgeText);
    for (const [k, { stretch, one, i }] of figures.entries()) {
      const two = second[k];
      if (two !== undefined) judgements[i] = judgeFigure(one, two, stretch.pieces);
    }
    return judgements;
  }

  /** With the paper round it that the model expects; a second view is of another size. */
  #crop({ x0, y0, x1, y1, pieces }: Stretch, second = false): Crop {
    // A stroke alone is shown as high as a line, or it would fill it.
    const lack = Math.max(0, this.#type * 0.6 - (y1 - y0)) / 2;
    // Made narrow, figures side by side would melt into one.
    const view = second ? (pieces > 1 ? VIEWS.wide : VIEWS.narrow) : VIEWS.plain;
    const margin = (y1 - y0 + 2 * lack) * view.margin + lack;
    return { x0: x0 - 2, y0: y0 - margin, x1: x1 + 2, y1: y1 + margin, stretch: view.stretch };
  }

  /** Which cell each piece of ink lies in. What is left of a ruling line at a cell's edge is no text. */
  #share(ink: readonly Component[], reach: number): { cells: Component[][][]; outside: Component[] } {
    const cells = this.#tables.map((t) => t.cells.map((): Component[] => []));
    const outside: Component[] = [];
    const k = this.#points;
    for (const piece of ink) {
      const [x, y] = [((piece.x0 + piece.x1) / 2) * k, ((piece.y0 + piece.y1) / 2) * k];
      let [inside, home] = [false, false];
      for (const [t, table] of this.#tables.entries()) {
        if (!contains(table, x, y, reach * k)) continue;
        inside = true;
        const c = table.cells.findIndex((cell) => x >= cell.x0 && x < cell.x1 && y >= cell.y0 && y < cell.y1);
        const cell = table.cells[c];
        if (cell === undefined || isRemnant(piece, cell, k, reach)) continue;
        cells[t]?.[c]?.push(piece);
        home = true;
      }
      if (!inside && !home) outside.push(piece);
    }
    return { cells, outside };
  }

  /** From points on the page as it was made upright to the page as it is in the file. */
  #place(box: Box): Box {
    const angle = (this.#angle * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [cx, cy] = [(this.#width - 1) / 2, (this.#height - 1) / 2];
    const corners = [
      [box.x0, box.y0],
      [box.x1, box.y0],
      [box.x0, box.y1],
      [box.x1, box.y1],
    ].map(([px = 0, py = 0]) => {
      const [dx, dy] = [px / this.#points - cx, py / this.#points - cy];
      let [x, y] = [cx + dx * cos - dy * sin, cy + dx * sin + dy * cos];
      let [width, height] = [this.#width, this.#height];
      for (let i = 0; i < this.#quarters; i++) [x, y, width, height] = [height - y, x, height, width];
      return [x * this.#options.scale, y * this.#options.scale] as const;
    });
    const [xs, ys] = [corners.map((c) => c[0]), corners.map((c) => c[1])];
    return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
  }
}

function scaled<B extends Box>(box: B, by: number): Box {
  return { x0: box.x0 * by, y0: box.y0 * by, x1: box.x1 * by, y1: box.y1 * by };
}

function boundsOf(line: readonly Stretch[]): Box {
  return {
    x0: Math.min(...line.map((s) => s.x0)),
    y0: Math.min(...line.map((s) => s.y0)),
    x1: Math.max(...line.map((s) => s.x1)),
    y1: Math.max(...line.map((s) => s.y1)),
  };
}

/** The stretches of a line together; words that stand apart stay apart. */
function spell(line: readonly Stretch[], parts: readonly Judgement[], type: number): string {
  let text = '';
  for (const [i, part] of parts.entries()) {
    const before = line[i - 1];
    const gap = before === undefined ? 0 : (line[i]?.x0 ?? 0) - before.x1;
    text += `${gap > type * 0.8 && text !== '' ? ' ' : ''}${part.text}`;
  }
  return text.trim();
}

function contains({ xs, ys }: RuledTable, x: number, y: number, margin: number): boolean {
  return (
    x >= (xs[0] ?? 0) - margin &&
    x <= (xs.at(-1) ?? 0) + margin &&
    y >= (ys[0] ?? 0) - margin &&
    y <= (ys.at(-1) ?? 0) + margin
  );
}

/** Thin ink along a cell's edge, or a speck on it. */
function isRemnant(piece: Component, cell: RuledCell, points: number, reach: number): boolean {
  const [w, h] = [piece.x1 - piece.x0, piece.y1 - piece.y0];
  const edges = scaled(cell, 1 / points);
  const [x, y] = [(piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2];
  const nearSide = Math.min(Math.abs(x - edges.x0), Math.abs(x - edges.x1)) <= reach + 1;
  const nearEnd = Math.min(Math.abs(y - edges.y0), Math.abs(y - edges.y1)) <= reach + 1;
  return (nearSide && w <= reach) || (nearEnd && h <= reach);
}
