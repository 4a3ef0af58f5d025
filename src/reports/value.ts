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

const NIL = /^(?:[/\\*—–－_-]{1,4}|无|無|N\/?A|\.{2,}|…+)$/iu;
const NUMBER =
  /^([+-]?)(\d{1,3}(?:[,，]\d{3})+|\d+)(\.\d+)?(亿元|万元|千元|元|件次|人次|[件项条次个宗起例份篇家部])?$/u;
/** Digits and what scanners make of them, nothing else. */
const GARBLED = /^(?!\d{1,2}\.$)(?=.*[\dOoQDlIi丨|SBZ。])[\dOoQDlIi丨|SBZ。.,·]{1,12}$/u;
const CHINESE_ZERO = /^[零〇](件|项|条|次|个|元|万元)?$/u;

/** Reads one cell. Spaces of all kinds round and inside are ignored; digits are never joined across a space. */
export function readCell(text: string): CellValue {
  const trimmed = text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/gu, '')
    .trim();
  if (trimmed === '') return BLANK;
  if (trimmed.length > 40) return TEXT;
  if (NIL.test(trimmed)) return PLACEHOLDER;
  const compact = trimmed.replace(/\s+(?=[\p{L}])/gu, '').replace(/^([+-])\s+/u, '$1');
  const zero = CHINESE_ZERO.exec(compact);
  if (zero !== null) return { kind: 'number', value: 0, unit: zero[1] ?? null };
  const match = NUMBER.exec(compact.replace(/^[−﹣]/u, '-'));
  if (match === null) return GARBLED.test(compact) ? UNREADABLE : TEXT;
  const digits = `${match[1] === '-' ? '-' : ''}${(match[2] ?? '').replace(/[,，]/gu, '')}${match[3] ?? ''}`;
  const value = Number(digits);
  // -0 would not survive JSON and means nothing here.
  return { kind: 'number', value: value === 0 ? 0 : value, unit: match[4] ?? null };
}

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
