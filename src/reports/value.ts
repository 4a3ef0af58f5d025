import { remembering } from '../documents/remembering.ts';

/**
 * Cell texts as values. Unknown is not zero: a blank and a placeholder are null, and only a printed 0 is 0.
 */
/** `unreadable` is what stands in a number's place and is none: a scanner's O for 0. Digits are never guessed. */
export type CellKind = 'number' | 'blank' | 'placeholder' | 'unreadable' | 'text';

export interface CellValue {
  readonly kind: CellKind;
  /** The number as printed, in the printed unit; null unless `kind` is `number`. */
  readonly value: number | null;
  /** The unit glued to the number (件, 元, 万元 …), or null. */
  readonly unit: string | null;
}

const BLANK: CellValue = { kind: 'blank', value: null, unit: null };
const PLACEHOLDER: CellValue = { kind: 'placeholder', value: null, unit: null };
const UNREADABLE: CellValue = { kind: 'unreadable', value: null, unit: null };
const TEXT: CellValue = { kind: 'text', value: null, unit: null };

const NIL = /^(?:不涉及|未涉及|不适用|无此项|暂无|[/\\*—–－_-]{1,4}|无|無|N\/?A|\.{2,}|…+)$/iu;
const UNITS = '亿元|万元|千元|元|件次|人次|[件项条次个宗起例份篇家部]';
/** A whole part never begins with a 0 of its own: 01 and 00 are two numbers that lost what parted them. */
const NUMBER = new RegExp(`^([+-]?)([1-9]\\d{0,2}(?:[,，]\\d{3})+|0|[1-9]\\d*)(\\.\\d+)?(${UNITS})?$`, 'u');
const PLAIN = /^(?:0|[1-9]\d{0,8})$/u;
/** A figure that is no single plain number: about-numbers, 1.2万件, 3%, 3[1], 0/2, 007. */
const ODD_FIGURE = new RegExp(
  `^(?!(?:[1-9]|[1-9]\\d)\\.$)(?:约|近|超|逾|共|计|[<>≤≥≈+-])?\\d[\\d.,/]*(?:余|多)?(?:[亿万千百]|%)?(?:${UNITS}|人|户)?(?:以上|左右)?(?:[[(*※#†].{0,4})?$`,
  'u',
);
/** Figures and signs without words, no numbering: 3:0, 2023-01-05, =3, 1'200. */
const FIGURES_AND_SIGNS = /^(?=.*\d)(?![([]?\d{1,2}(?:-\d)?[)\].、:]?$)[^\p{L}\p{Co}\s]{1,16}$/u;
/** Superscripts, circled and other numbers that are no digits: notes, never part of a figure. */
const NO_DIGITS = /\p{No}/u;
/** Nothing but characters that no font and no encoding names, or a picture. */
const LOST = /^(?=.*[\ufffc\ufffd\p{Co}])[\d\ufffc\ufffd\p{Co}]+$/u;
/** In a place for values a figure; elsewhere the numbering of a label. */
const NUMBERING_OR_FIGURE = /^(?:[1-9]\d?\.|[一二三四五六七八九十两百]{1,4}(?:件|项|条|次|个|元|万元)?)$/u;
/** In a place for values a figure with a word that is no unit of the form: 3张, 3e1, 3×. */
const FIGURE_AND_WORD = /^[<>=~*#]?\d{1,9}(?:[.,]\d{1,6})?(?:\p{Script=Han}{1,2}|[a-z×]{1,2}\d{0,4})$/iu;
/** In a place for values something that is no blank: □, 〃, ×. */
const SIGN = /^[^\p{L}\p{N}\s:：、，。,;；.()（）"'“”‘’《》|¦]{1,3}$/u;
/** Digits and what scanners make of them, nothing else. */
const GARBLED = /^(?![1-9]\d?\.$)(?=.*[\dOoQDlIi丨|SBZ。])[\dOoQDlIi丨|SBZ。.,·]{1,12}$/u;
const CHINESE_ZERO = /^[零〇](件|项|条|次|个|元|万元)?$/u;

/** Reads one cell. Spaces of all kinds round and inside are ignored; digits are never joined across a space. */
export const readCell = remembering(
  (text): CellValue =>
    // Nearly every figure is this: the long way would come to the same.
    PLAIN.test(text) ? { kind: 'number', value: Number(text), unit: null } : judge(text),
);

/** Characters that stay what they are, more of them than any figure has. */
const PROSE = /[\u4e00-\u9fff\d“”、，。（）]{41}/u;

function judge(text: string): CellValue {
  if (PROSE.test(text)) return TEXT;
  const trimmed = text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/gu, '')
    .trim();
  if (trimmed === '') return BLANK;
  if (trimmed.length > 40) return TEXT;
  if (NO_DIGITS.test(text)) return /^[^\p{L}]*$/u.test(text) && /\d/u.test(text) ? UNREADABLE : TEXT;
  if (NIL.test(trimmed)) return PLACEHOLDER;
  const compact = trimmed.replace(/\s+(?=[\p{L}])/gu, '').replace(/^([+-])\s+/u, '$1');
  const zero = CHINESE_ZERO.exec(compact);
  if (zero !== null) return { kind: 'number', value: 0, unit: zero[1] ?? null };
  const signed = compact.replace(/^[−﹣]/u, '-');
  const match = NUMBER.exec(signed);
  if (match === null)
    return GARBLED.test(compact) ||
      ODD_FIGURE.test(signed) ||
      FIGURES_AND_SIGNS.test(signed) ||
      LOST.test(compact)
      ? UNREADABLE
      : TEXT;
  const digits = `${match[1] === '-' ? '-' : ''}${(match[2] ?? '').replace(/[,，]/gu, '')}${match[3] ?? ''}`;
  const value = Number(digits);
  // -0 would not survive JSON and means nothing here.
  return { kind: 'number', value: value === 0 ? 0 : value, unit: match[4] ?? null };
}

/** Whether a text is a figure, though no plain number, if it stands where a value is due: `三件`, `0.`. */
export const isFigureInPlace = remembering((text) => {
  const plain = text.normalize('NFKC').trim();
  return (
    NUMBERING_OR_FIGURE.test(plain) ||
    FIGURE_AND_WORD.test(plain) ||
    SIGN.test(plain) ||
    /^\p{No}+$/u.test(text.trim())
  );
});

const IN_YUAN: Readonly<Record<string, number>> = { 元: 0, 千元: 3, 万元: 4, 亿元: 8 };

/** Whether the unit is one of money. */
export function isMoney(unit: string): boolean {
  return unit in IN_YUAN;
}

/**
 * Converts an amount between units of money exactly, by moving the decimal point of what is printed.
 * @throws RangeError when a unit is no money.
 */
export function convertMoney(value: number, from: string, to: string): number {
  const source = IN_YUAN[from];
  const target = IN_YUAN[to];
  if (source === undefined || target === undefined)
    throw new RangeError(`no unit of money: ${source === undefined ? from : to}`);
  const shift = source - target;
  return shift === 0 ? value : Number(`${value}e${shift}`);
}
