/** A stretch of a line between gaps, with the columns that it takes up in a type of fixed width. */
interface Fragment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Fewer columns are no heading of a table. */
const LEAST_COLUMNS = 3;
/** A heading in Chinese: what could be a value, such as 无 or 三, is joined to nothing. */
const HEADING = /^(?![无無零〇一二三四五六七八九十]$)[\u4e00-\u9fff]+$/u;

/**
 * Headings of columns that were wrapped within their cells, as converters lay them out: `结果维  结果纠` over
 * `持      正`. A line whose every piece stands beneath one piece of the line above is the rest of that line: it is
 * joined to it, and left empty, so that the lines keep their numbers.
 */
export function joinWrappedCells(lines: readonly string[]): string[] {
  const joined = [...lines];
  let upper: { index: number; fragments: readonly Fragment[] } | null = null;
  for (const [index, line] of lines.entries()) {
    const fragments = headingsIn(line);
    const whole: Fragment[] | null = upper === null ? null : joinFragments(upper.fragments, fragments);
    if (upper !== null && whole !== null) {
      joined[upper.index] = whole.map((f) => f.text).join('  ');
      joined[index] = '';
      upper = { index: upper.index, fragments: whole };
    } else upper = fragments.length < LEAST_COLUMNS ? null : { index, fragments };
  }
  return joined;
}

/** The pieces of a line of headings; none where the line is something else. */
function headingsIn(line: string): Fragment[] {
  if (line.length > 400 || !/\S {2}/u.test(line.trimStart())) return [];
  const fragments: Fragment[] = [];
  let column = 0;
  for (const part of line.match(/ {2,}|(?:\S| (?! ))+/gu) ?? []) {
    const end = column + [...part].reduce((n, c) => n + (c < '\u0300' ? 1 : 2), 0);
    const text = part.trim();
    if (text !== '') {
      if (!HEADING.test(text)) return [];
      fragments.push({ start: column, end, text });
    }
    column = end;
  }
  return fragments;
}

/** The upper pieces with the lower ones at their ends; null unless each stands beneath exactly one. */
function joinFragments(upper: readonly Fragment[], lower: readonly Fragment[]): Fragment[] | null {
  if (lower.length < 2) return null;
  const beneath = lower.map((l) => upper.findIndex((u) => l.start >= u.start && l.end <= u.end));
  if (beneath.includes(-1) || new Set(beneath).size < beneath.length) return null;
  return upper.map((u, i) => ({ ...u, text: u.text + (lower[beneath.indexOf(i)]?.text ?? '') }));
}
