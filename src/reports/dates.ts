import { numeral } from './numeral.ts';

/** Digits as they are written out in years: 二〇二三, 二○二三, 二零二三, 二O二三. */
const NUMERALS = '〇一二三四五六七八九';
const ZEROES = /[○零oO0]/gu;
const WRITTEN_YEAR = /[一二][〇○零oO0一二三四五六七八九]{3}(?=年)/gu;
const WRITTEN_DAY =
  /(?<=\d{4}年|[至到—–~-])([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?/gu;

/** Years and dates that are written out, in digits; all else as it stands. 二〇二四年一月十五日 → 2024年1月15日 */
export function datesInDigits(text: string): string {
  return text
    .replace(WRITTEN_YEAR, (year) =>
      [...year.replace(ZEROES, '〇')].map((digit) => NUMERALS.indexOf(digit)).join(''),
    )
    .replace(WRITTEN_DAY, (_, month: string, day: string | undefined) =>
      day === undefined ? `${numeral(month)}月` : `${numeral(month)}月${numeral(day)}日`,
    );
}

export interface Period {
  readonly start: string | null;
  readonly end: string | null;
  /** The year both ends agree on; of two the one that most of the period lies in, or the first legible one. */
  readonly year: number | null;
  /** Whether its ends are in two years. */
  readonly isDivided?: boolean;
}

/** Digits and signs that the two ends of a period are made of, once 起 and 止 are gone. */
const DATE_PART = '[\\d年月日]';
const SPAN = new RegExp(
  `(?:统计|数据|期限|时限|时间|截止|截至)[^。;；]{0,16}?(20[0-4]\\d${DATE_PART}*)(?:起)?(?:[至到—–~-]+(?:(20[0-4]\\d${DATE_PART}*|${DATE_PART}{3,})))?`,
  'gu',
);

/**
 * The statistical period, tolerant to lost 年 and 月 (`20241月1日至12月31日`) and doubled digits: the year is what the
 * first legible date begins with, month and day are given only where the digits can be read in one way.
 */
export function findPeriod(text: string): Period {
  const bare = datesInDigits(text.normalize('NFKC').replace(/\s+/gu, ''));
  for (const match of bare.matchAll(SPAN)) {
    const [whole, first = '', last] = match;
    const start = damagedDate(first, null);
    if (last !== undefined) {
      const end = damagedDate(last, start.year);
      return { start: start.date, end: end.date, ...yearOf(start, end) };
    }
    // One date alone is the end of the period, where it says that the figures stop there.
    if (/截[止至]/u.test(whole)) return { start: null, end: start.date, year: start.year };
  }
  return { start: null, end: null, year: null };
}

type End = ReturnType<typeof damagedDate>;

function yearOf(start: End, end: End): Pick<Period, 'year' | 'isDivided'> {
  if (start.year === null || end.year === null || start.year === end.year) return { year: start.year };
  // Months and days in order: what is left of the first year against what has gone by of the last.
  const before = 1231 - monthAndDay(start.date ?? '0101');
  const after = monthAndDay(end.date ?? '0101') - 101;
  return { year: after > before ? end.year : start.year, isDivided: true };
}

const monthAndDay = (date: string): number => Number(date.slice(-5).replace('-', ''));

/** One end of a period. A year that is not printed is that of the other end. */
function damagedDate(text: string, other: number | null): { year: number | null; date: string | null } {
  // 202020年: the century printed twice.
  const whole = text.replace(/^20(?=20[0-4]\d年)/u, '');
  const year = /^20[0-4]\d/u.exec(whole)?.[0];
  const rest = (year === undefined ? whole : whole.slice(4)).replace(/^年/u, '');
  const known = year === undefined ? other : Number(year);
  const day = /^(\d{1,2})月(\d{1,2})日?$/u.exec(rest) ?? /^(\d{2})(\d{2})日?$/u.exec(rest);
  return { year: known, date: known === null ? null : isoDate(String(known), day?.[1], day?.[2]) };
}

function isoDate(year: string, month: string | undefined, day: string | undefined): string | null {
  const m = Number(month);
  const d = Number(day);
  if (!(m >= 1 && m <= 12 && d >= 1 && d <= 31)) return null;
  return `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

/** `2024-01-17`, `2024年1月17日`, `二〇二四年一月十七日`, `2024/1/17 10:11` as an ISO date. */
export function readDate(text: string): string | null {
  const match = /(20\d\d|19\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})/u.exec(
    datesInDigits(text.normalize('NFKC')),
  );
  return match === null ? null : isoDate(match[1] ?? '', match[2], match[3]);
}

/** The first year that a text speaks of. */
export function firstYear(text: string): number | null {
  const match = /(20[0-4]\d)\s*年/u.exec(datesInDigits(text.slice(0, 400)));
  return match === null ? null : Number(match[1]);
}
