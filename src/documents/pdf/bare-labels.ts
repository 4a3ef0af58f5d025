import type { Box } from '../document.ts';
import type { TextLine } from './glyph-lines.ts';

/** Lines of one label stand closer than this share of their height. */
export const LINE_GAP = 0.7;
/** Lines of one label begin, end, or have their middle, at the same place to within this share of their height. */
const ALIGNED = 0.75;
/** A label that begins with its number: `1.`, `（一）`, `三、`. */
const NUMBERED = /^(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、)/u;
/** A label stands beside its figures if it is no further off than this share of its height. */
const BESIDE = 0.3;

/** Where the figures of a row stand. */
type RowPlace = Pick<Box, 'y0' | 'y1'>;

/** What is printed left of the figures. */
export interface Label extends Box {
  readonly text: string;
}

export interface Labels {
  /** The label of each row of figures; null where it has none. */
  readonly ofRow: readonly (Label | null)[];
  /** Those of several rows, left of these. */
  readonly ofGroups: readonly Label[];
}

/**
 * The labels of rows of figures in a table without ruling lines. A label of several lines stands with its middle beside
 * its figures, and so may that of a group of rows further left.
 * @param words left of the figures, top to bottom
 * @param rows where the figures of each row stand
 */
export function labelsOf(words: readonly TextLine[], rows: readonly RowPlace[]): Labels {
  const taken = rows.map((): Stack[] => []);
  const groups: Stack[] = [];
  for (const stack of spaced(stacksOf(words))) {
    const beside = rowsBeside(stack, rows);
    const [only, another] = beside;
    if (only === undefined) groups.push(stack);
    else if (another === undefined) taken[only]?.push(stack);
    else
      for (const line of stack) {
        const own = beside.find((r) => standsBeside(line, rows[r]));
        if (own === undefined) groups.push([line]);
        else taken[own]?.push([line]);
      }
  }
  const ofRow = taken.map((stacks) => {
    const [own, ...others] = stacks.sort((a, b) => right(b) - right(a));
    groups.push(...others);
    return own === undefined ? null : labelFrom(own);
  });
  return { ofRow, ofGroups: groups.map(labelFrom) };
}

/** Lines of one label, top to bottom. */
export type Stack = [TextLine, ...TextLine[]];

/** The lines of each label, of words top to bottom. */
export function stacksOf(words: readonly TextLine[]): Stack[] {
  const stacks: Stack[] = [];
  for (const word of words) {
    const above = stacks.findLast((stack) => {
      const last = stack.at(-1);
      return last !== undefined && continues(last, word);
    });
    if (above === undefined) stacks.push([word]);
    else above.push(word);
  }
  return stacks;
}

/** What stands apart on one line is still one label (总　计), unless it is numbered for itself. */
function spaced(stacks: readonly Stack[]): Stack[] {
  const result: Stack[] = [];
  for (const stack of stacks) {
    const [word, below] = stack;
    const last = result.at(-1);
    const [left, under] = last ?? [];
    const alone = below === undefined && under === undefined && !NUMBERED.test(word.text);
    if (left === undefined || !alone || word.y0 >= left.y1 || word.y1 <= left.y0 || word.x0 < left.x1)
      result.push(stack);
    else result[result.length - 1] = [{ ...boxOf([left, word]), text: `${left.text} ${word.text}` }];
  }
  return result;
}

function continues(last: TextLine, word: TextLine): boolean {
  const height = word.y1 - word.y0;
  const gap = word.y0 - last.y1;
  // A number begins a label of its own, however close it stands.
  const near = gap > -height / 2 && gap < height * LINE_GAP && !NUMBERED.test(word.text);
  const aligned =
    Math.abs(word.x0 - last.x0) < height * ALIGNED ||
    Math.abs(word.x1 - last.x1) < height * ALIGNED ||
    Math.abs(word.x0 + word.x1 - last.x0 - last.x1) / 2 < height * ALIGNED;
  return near && aligned;
}

/** The rows beside which a stack stands, top to bottom: one, unless rows are set as close as lines. */
function rowsBeside(stack: Stack, rows: readonly RowPlace[]): number[] {
  const box = boxOf(stack);
  const slack = (stack[0].y1 - stack[0].y0) * BESIDE;
  return rows.flatMap((row, r) => {
    const middle = (row.y0 + row.y1) / 2;
    return middle > box.y0 - slack && middle < box.y1 + slack ? [r] : [];
  });
}

/** Where rows are set as close as lines, nothing tells of which of two a line between them is: it is of none. */
function standsBeside(line: TextLine, row: RowPlace | undefined): boolean {
  return (
    row !== undefined && Math.abs(line.y0 + line.y1 - row.y0 - row.y1) / 2 < (line.y1 - line.y0) * BESIDE
  );
}

const right = (stack: Stack): number => boxOf(stack).x1;

function labelFrom(stack: Stack): Label {
  return { ...boxOf(stack), text: stack.map(({ text }) => text).join('') };
}

export function boxOf(lines: Stack): Box {
  return {
    x0: Math.min(...lines.map(({ x0 }) => x0)),
    y0: Math.min(...lines.map(({ y0 }) => y0)),
    x1: Math.max(...lines.map(({ x1 }) => x1)),
    y1: Math.max(...lines.map(({ y1 }) => y1)),
  };
}
