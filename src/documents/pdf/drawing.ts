import type { Box } from '../document.ts';
import { apply, boxOf, type Matrix, type Point, type Segment, segmentsOf } from './strokes.ts';

/** No report's page comes near. */
const MOST_OBJECTS = 200_000;
/** Pictures that take up this share of a page are the page: a scan, whole or in strips. */
const WHOLE_PAGE = 0.7;
/** Ground beneath text is at least as large as a character. */
const SMALLEST_GROUND = 4;

/** What is drawn on a page, in the order of drawing: lines, pictures, and which texts came before them. */
export class Drawing {
  readonly segments: Segment[] = [];
  readonly pictures: Box[] = [];
  shapes = 0;
  /** Objects that may still be looked at. */
  budget = MOST_OBJECTS;
  readonly #width: number;
  readonly #height: number;
  readonly #upright: (point: Point) => Point;
  readonly #grounds: Box[] = [];
  readonly #texts: number[] = [];
  readonly #covered = new Set<number>();
  #area = 0;

  constructor(page: { readonly width: number; readonly height: number }, upright: (point: Point) => Point) {
    [this.#width, this.#height] = [page.width, page.height];
    this.#upright = upright;
  }

  get images(): number {
    return this.pictures.length;
  }

  text(object: number): void {
    this.#texts.push(object);
  }

  /** @param matrix from the unit square to the picture's place. */
  picture(matrix: Matrix): void {
    const corners = [apply(matrix, 0, 0), apply(matrix, 1, 0), apply(matrix, 0, 1), apply(matrix, 1, 1)].map(
      this.#upright,
    );
    const [xs, ys] = [corners.map((c) => c[0]), corners.map((c) => c[1])];
    const box = {
      x0: Math.max(0, Math.min(...xs)),
      y0: Math.max(0, Math.min(...ys)),
      x1: Math.min(this.#width, Math.max(...xs)),
      y1: Math.min(this.#height, Math.max(...ys)),
    };
    this.pictures.push(box);
    this.#area += Math.max(0, box.x1 - box.x0) * Math.max(0, box.y1 - box.y0);
    if (this.#area < this.#width * this.#height * WHOLE_PAGE) return;
    for (const object of this.#texts) this.#covered.add(object);
    this.#texts.length = 0;
  }

  path(points: readonly Point[], stroked: boolean, filled: boolean, dark: boolean): void {
    const upright = points.map(this.#upright);
    this.segments.push(...segmentsOf(upright, stroked, filled));
    if (!dark) return;
    const [xs, ys] = [upright.map((q) => q[0]), upright.map((q) => q[1])];
    const ground = boxOf([Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]);
    if (Math.min(ground.x1 - ground.x0, ground.y1 - ground.y0) >= SMALLEST_GROUND) this.#grounds.push(ground);
  }

  /** Whether a text was drawn before the pictures that take up the page. */
  isCovered(object: number): boolean {
    return this.#covered.has(object);
  }

  /** Whether a coloured area or a picture lies where a character stands: white is legible on it. */
  hasGround(box: Box): boolean {
    const [x, y] = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
    const isUnder = (b: Box): boolean => b.x0 <= x && b.x1 >= x && b.y0 <= y && b.y1 >= y;
    return this.#grounds.some(isUnder) || (!this.isWholePicture() && this.pictures.some(isUnder));
  }

  /** Whether pictures take up the page. */
  isWholePicture(): boolean {
    return this.#area >= this.#width * this.#height * WHOLE_PAGE;
  }

  isOffPage(box: Box): boolean {
    const [x, y] = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
    return x < 0 || y < 0 || x > this.#width || y > this.#height;
  }
}
