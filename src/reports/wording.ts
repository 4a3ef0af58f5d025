import { remembering } from '../documents/remembering.ts';
import { labelKey } from './label.ts';
import { type CellValue, isFigureInPlace, readCell } from './value.ts';

/** The text of a piece, wherever that stands: the same in every report, so that what is asked of it is answered once. */
export class Wording {
  readonly text: string;
  readonly cell: CellValue;
  /** True when it is not all that its cell or line holds. */
  readonly shared: boolean;
  #key: string | null = null;

  constructor(text: string, cell: CellValue, shared: boolean) {
    this.text = text;
    this.cell = cell;
    this.shared = shared;
  }

  /** The text as a label is compared. */
  get key(): string {
    this.#key ??= labelKey(this.text);
    return this.#key;
  }
}

/** Longer lines are prose: they are not cut into pieces. */
const LONGEST_ROW = 160;

/** Length without what only keeps columns apart. */
export function lengthOf(text: string): number {
  return text.length > LONGEST_ROW / 2 ? text.replace(/\s{2,}/gu, ' ').length : text.length;
}

/** `行政许可：373`: the colon parts label and value as a space would. */
const LABEL_AND_FIGURE = /^([^\d:：]*\p{L}[^\d:：]*[:：])(?=[-+]?\d)(\S+)$/u;

export const WORDS: CellValue = { kind: 'text', value: null, unit: null };

/** What a text must have to be more than one piece: most labels are one word, without a colon that could part it. */
const PARTING = /[\s\u3000:：]/u;

/** One cell or line is one piece, unless numbers stand beside text or beside each other in it. */
export const wordingsOf = remembering((text): readonly Wording[] => {
  const whole = readCell(text);
  const isOne = whole.kind !== 'text' || !PARTING.test(text) || lengthOf(text) > LONGEST_ROW;
  return (isOne ? null : valuesAndWords(text)) ?? [new Wording(text, whole, false)];
});

/** The values among the words of a text, and the words between them; null where no value is among them. */
function valuesAndWords(text: string): Wording[] | null {
  const tokens: string[] = [];
  const values: CellValue[] = [];
  let isAfterNumber = false;
  for (const token of text.replace(LABEL_AND_FIGURE, '$1 $2').split(/[\s\u3000]+/u)) {
    if (token === '') continue;
    const value = readCell(token);
    isAfterNumber ||= value.kind === 'number';
    tokens.push(token);
    const isFigure = isAfterNumber && value.kind === 'text' && isFigureInPlace(token);
    values.push(isFigure ? { ...value, kind: 'unreadable' } : value);
  }
  const figures = figuresAmong(values);
  if (!figures.includes(true)) return null;
  const wordings: Wording[] = [];
  let words: string[] = [];
  for (const [i, value] of values.entries()) {
    const token = tokens[i] ?? '';
    if (figures[i] === true) {
      if (words.length > 0) wordings.push(new Wording(words.join(' '), WORDS, true));
      words = [];
      wordings.push(new Wording(token, value, true));
    } else words.push(token);
  }
  if (words.length > 0) wordings.push(new Wording(words.join(' '), WORDS, true));
  return wordings;
}

/**
 * Which tokens of a line are values. Numbers are; a stroke only in company, at the end of the line: a lone one between
 * words is punctuation. A garbled digit is one wherever a line ends with it.
 */
function figuresAmong(values: readonly CellValue[]): boolean[] {
  const tail = values.findLastIndex(isWord) + 1;
  const row = values.length - tail >= 2;
  const figures: boolean[] = [];
  for (const [i, { kind }] of values.entries())
    figures.push(
      kind === 'number' || (i >= tail && (kind === 'unreadable' || (row && kind === 'placeholder'))),
    );
  return figures;
}

const isWord = ({ kind }: CellValue): boolean => kind === 'text';
