import type { Values } from '../checks/arithmetic.ts';
import { checkLegacy } from '../checks/legacy.ts';
import type { Line } from '../line.ts';
import { containersOf, type Opening } from '../opening.ts';
import type { Reading } from '../reading.ts';
import type { Check } from '../report.ts';
import { isWithin, joinParagraphs } from '../sections.ts';
import { type LegacyChapters, readChapters } from './chapters.ts';
import { type LegacyForm, NATIONAL_IDS } from './form.ts';
import { type LegacyClaim, readClaims } from './prose.ts';
import { findLegacyTable, type LegacyTable, readLegacyTable } from './table.ts';

/** The last year for which reports were made under the Regulations of 2007. */
const LAST_YEAR = 2018;
/** A text without chapters is a report from so many sentences on. */
const FEWEST_SENTENCES = 3;

export interface LegacyReading {
  readonly form: LegacyForm;
  /** Chapters by field id. */
  readonly texts: Readonly<Record<string, string>>;
  readonly asides: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
  readonly extra: readonly string[];
  readonly check: (values: Values) => Check[];
}

/**
 * Reads what is of the years before 2019 in a report: an annexed table of indicators, or the chapters of that time
 * with the figures that their text states. Labels and chapters decide; the year only where neither says anything.
 * @param found tables of later forms that were read, and the body as far as it is known.
 * @returns null where the report has nothing of the kind.
 */
export function readLegacy(
  lines: readonly Line[],
  opening: Opening,
  found: { readonly tables: number; readonly body: string | null },
  reading: Reading,
): LegacyReading | null {
  const { title, year } = opening;
  const range = findLegacyTable(lines);
  if (found.tables > 0 && range === null) return null;
  const { chapters, preamble } = textOf(lines, range, opening);
  const prose =
    Object.keys(chapters.texts).length > 0 ? chapters.texts : { 'legacy.text.unparsed': preamble };
  const sentences = Object.values(prose).join('').split('。').length - 1;
  const table = range === null ? null : readLegacyTable(lines, range, year, reading);
  const isOfItsTime =
    table !== null ||
    (found.tables === 0 &&
      title.text !== null &&
      isLegacyText(chapters, sentences, year, opening.structure.headings.has(3)));
  if (!isOfItsTime) return null;
  const claims = readClaims({ 'legacy.text.overview': preamble, ...prose }, year, found.body);
  if (table === null) takeClaims(claims, reading);
  return {
    form: table?.form ?? 'prose',
    texts: prose,
    asides: preamble === '' || prose['legacy.text.unparsed'] === preamble ? {} : { '0': preamble },
    problems: problemsOf(table, found.tables),
    extra: table?.extra ?? [],
    check: (values) => checkLegacy(table?.form ?? 'prose', values, table === null ? [] : claims),
  };
}

function problemsOf(table: LegacyTable | null, tables: number): readonly string[] {
  if (table !== null) return table.problems;
  return tables > 0 ? [] : ['no table of indicators: figures stand only in the text'];
}

/** Chapters of the old kind, or a year of their time: today's headings on an old report prove nothing. */
function isLegacyText(
  chapters: LegacyChapters,
  sentences: number,
  year: number | null,
  hasRequestsChapter: boolean,
): boolean {
  if (year !== null && year <= LAST_YEAR) return chapters.count >= 2 || sentences >= FEWEST_SENTENCES;
  return chapters.count >= 3 && chapters.own >= (hasRequestsChapter ? 2 : 1);
}

/** The running text of the report: chapters, and what stands between the title and the first of them. */
function textOf(
  lines: readonly Line[],
  range: { readonly from: number; readonly to: number } | null,
  { title }: Opening,
): { chapters: LegacyChapters; preamble: string } {
  const from = Math.max(0, ...title.lines.map((l) => l + 1));
  const isTable = (i: number): boolean => range !== null && i >= range.from && i < range.to;
  const all = readChapters(lines, from, (_, i) => !isTable(i));
  const containers = containersOf(lines, all.headings);
  const content = (line: Line, i: number): boolean =>
    isWithin(line, containers) && !isTable(i) && !title.lines.includes(i);
  const chapters = readChapters(lines, from, content);
  const end = chapters.headings[0] ?? lines.length;
  const opening = lines.slice(from, end).filter((l, i) => l.grid === null && content(l, from + i));
  return { chapters, preamble: joinParagraphs(untilEnd(opening)) };
}

function untilEnd(lines: readonly Line[]): string[] {
  return lines.map((l) => l.text).filter((t) => /[。；：，]/u.test(t));
}

/** Takes figures that only the text states. Each is marked; two that differ are none. */
function takeClaims(claims: readonly LegacyClaim[], reading: Reading): void {
  reading.expect(NATIONAL_IDS);
  for (const field of new Set(claims.map((c) => c.field))) {
    const all = claims.filter((c) => c.field === field);
    const sure = all.filter((c) => c.certainty === 'sure');
    const own = sure.length > 0 ? sure : all;
    const [first] = own;
    if (first === undefined) continue;
    const at = `section ${first.chapter}`;
    const rival = own.find((c) => c.value !== first.value);
    if (rival !== undefined) {
      reading.values[field] = null;
      reading.evidence[field] = { raw: `${first.raw}; ${rival.raw}`, at, page: null };
      reading.doubt('ambiguous', field, `the text states “${first.quote}” and “${rival.quote}”`);
      continue;
    }
    reading.values[field] = first.value;
    reading.evidence[field] = { raw: first.raw, at, page: null };
    const certainty =
      first.certainty === 'sure'
        ? 'its words are those of the indicator'
        : 'its words may name something wider or narrower';
    reading.doubt('from_prose', field, `read from the text “${first.quote}”: ${certainty}`);
  }
}
