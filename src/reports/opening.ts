import type { Document } from '../documents/document.ts';
import { findPeriod, firstYear, type Period, readDate } from './dates.ts';
import {
  bodyFromText,
  citedNotice,
  findTitle,
  parseTitle,
  readContact,
  readMetadata,
  type Title,
} from './identity.ts';
import type { Line } from './line.ts';
import type { Reading } from './reading.ts';
import type { ParseHints } from './report.ts';
import { type Prose, readProse } from './sections.ts';
import { findStructure, type Range, type Structure, tablesOf } from './structure.ts';

/** What a report is before any of its tables is read: where its parts stand, whose it is and of which year. */
export interface Opening {
  readonly structure: Structure;
  /** Line of the first table; the number of lines where there is none. */
  readonly firstTable: number;
  readonly title: Title;
  /** Body and year as the title states them. */
  readonly stated: { readonly body: string | null; readonly year: number | null };
  readonly prose: Prose;
  /** The text in which a report says what it is: preamble and chapter one. */
  readonly text: string;
  readonly period: Period;
  readonly bodyInText: string | null;
  readonly year: number | null;
}

export function readOpening(
  document: Document,
  lines: readonly Line[],
  hints: ParseHints,
  reading: Reading,
): Opening {
  const structure = findStructure(lines);
  const tables = tablesOf(structure);
  let firstTable = lines.length;
  for (const table of tables) firstTable = Math.min(firstTable, table.from);
  const title = findTitle(lines, Math.max(firstTable, structure.headings.get(2) ?? 0), document, hints.title);
  const stated = parseTitle(title.text ?? '');
  for (const rival of title.rivals)
    reading.doubt('title_disputed', 'meta.year', `“${rival}” could as well be its title as “${title.text}”`);
  const anchors = [...structure.headings.values()];
  for (const table of tables) anchors.push(...anchorsIn(lines, table));
  const prose = readProse(lines, structure, containersOf(lines, anchors), title);
  const text = `${prose.preamble}\n${prose.sections['1'] ?? ''}`;
  const period = findPeriod(text);
  const year = decideYear({ titleYear: stated.year, period, text, prose }, hints, document, reading);
  return { structure, firstTable, title, stated, prose, text, period, bodyInText: bodyFromText(text), year };
}

/** What stands above the report: the page's box of metadata, and nothing that the report itself says. */
export function headOf(lines: readonly Line[], { firstTable, structure, title }: Opening): readonly Line[] {
  const heading = structure.headings.get(1);
  const start = Math.min(...title.lines, heading ?? Number.POSITIVE_INFINITY);
  // A title may stand above the metadata box: only what follows the last printing of it is the report.
  const last = Math.max(start, ...title.lines);
  return lines.slice(0, Math.min(firstTable, heading ?? firstTable, last + 1));
}

/**
 * The body that speaks: as the title names it, then the text, then the signature, then what the listing or the page's
 * box says of it.
 */
export function bodyOf(
  { stated, bodyInText, prose }: Opening,
  hints: ParseHints,
  publisher: string | null,
): { readonly name: string; readonly from: 'title' | 'text' | 'signature' | 'listing' | 'page' } | null {
  const sources = [
    ['title', stated.body],
    ['text', bodyInText],
    ['signature', prose.signedBy],
    ['listing', hints.body],
    ['page', publisher],
  ] as const;
  for (const [from, name] of sources) if (name !== null) return { name, from };
  return null;
}

function anchorsIn(lines: readonly Line[], range: Range): number[] {
  const found: number[] = [];
  for (let i = range.from; i < range.to; i++) if (lines[i]?.grid !== null) found.push(i);
  return found.slice(0, 3);
}

/**
 * The containers round the part of a page that holds the report, outermost first: those that all its chapters and tables
 * stand in. None where too little of it was found to tell.
 */
export function containersOf(lines: readonly Line[], anchors: readonly number[]): readonly number[] {
  const [first, ...others] = anchors;
  if (first === undefined || others.length === 0) return [];
  const scope = lines[first]?.scope ?? [];
  let depth = scope.length;
  for (const other of others) depth = Math.min(depth, sharedDepth(scope, lines[other]?.scope ?? []));
  return scope.slice(0, depth);
}

function sharedDepth(a: readonly number[], b: readonly number[]): number {
  let depth = 0;
  while (depth < a.length && a[depth] === b[depth]) depth += 1;
  return depth;
}

interface YearSources {
  readonly titleYear: number | null;
  readonly period: Period;
  readonly text: string;
  readonly prose: Prose;
}

function decideYear(
  { titleYear, period, text, prose }: YearSources,
  hints: ParseHints,
  document: Document,
  reading: Reading,
): number | null {
  const signed = readDate(prose.signedOn ?? '');
  const stated = titleYear ?? period.year;
  if (stated !== null) {
    const dispute = disputeOf(stated, { titleYear, period, text, prose }, signed);
    if (dispute !== null) reading.doubt('year_disputed', 'meta.year', dispute);
    return stated;
  }
  const dated = readDate(document.meta.get('pubdate') ?? '') ?? signed;
  const guess = firstYear(text) ?? hints.year ?? (dated === null ? null : Number(dated.slice(0, 4)) - 1);
  reading.doubt(
    guess === null ? 'year_unknown' : 'year_guessed',
    'meta.year',
    guess === null
      ? 'neither title, period nor text names the year'
      : `neither title nor period names the year: ${guess} is inferred`,
  );
  return guess;
}

/** What speaks against the year that title or period states. */
function disputeOf(
  stated: number,
  { titleYear, period, text, prose }: YearSources,
  signed: string | null,
): string | null {
  const signature = signed === null ? '' : ` and is signed ${signed}`;
  if (titleYear !== null && period.year !== null)
    return titleYear === period.year ? null : `the title says ${titleYear}, the period ${period.year}`;
  if (titleYear !== null) {
    const spoken = firstYear(text);
    if (spoken !== null && spoken !== stated && isOdd(stated, spoken, signed))
      return `the title says ${stated}, the text speaks of ${spoken}${signature}`;
    // Who signs before the year ends has taken the year of publication for the report's.
    return spoken === null && signed !== null && signed < `${stated}-12`
      ? `the title says ${stated}, and the text is signed ${signed}`
      : null;
  }
  if (period.isDivided === true) return `the period is ${period.start} to ${period.end}`;
  const spoken = firstYear(prose.sections['1'] ?? '');
  const isSignedAfter = signed !== null && Number(signed.slice(0, 4)) === stated + 1;
  return spoken !== null && spoken !== stated && !isSignedAfter
    ? `the period says ${stated}, the text speaks of ${spoken}${signature}`
    : null;
}

/** A year that the text does not speak of, and that had not ended when the report was signed; or that is far from it. */
const isOdd = (stated: number, spoken: number, signed: string | null): boolean =>
  signed === null ? Math.abs(stated - spoken) > 1 : Number(signed.slice(0, 4)) <= stated;

/** Dates, index number, contact: what is printed about the report rather than in its tables. */
export function readMeta(
  head: readonly Line[],
  document: Document,
  opening: string,
  prose: Prose,
  period: Period,
): Record<string, string | null> {
  const listed = readMetadata(head, document);
  const whole = `${opening}\n${prose.sections['6'] ?? ''}`;
  return {
    ...listed,
    'meta.written_date': listed['meta.written_date'] ?? readDate(prose.signedOn ?? ''),
    'meta.period_start': period.start,
    'meta.period_end': period.end,
    ...readContact(whole),
    'meta.cited_notice': citedNotice(whole),
  };
}
