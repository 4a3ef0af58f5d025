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
import { findStructure, type Structure } from './structure.ts';

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
  const tables = [structure.disclosure, structure.requests, structure.litigation].filter((r) => r !== null);
  const firstTable = Math.min(lines.length, ...tables.map((r) => r.from));
  const title = findTitle(lines, Math.max(firstTable, structure.headings.get(2) ?? 0), document, hints.title);
  const stated = parseTitle(title.text ?? '');
  for (const rival of title.rivals)
    reading.doubt('title_disputed', 'meta.year', `“${rival}” could as well be its title as “${title.text}”`);
  const anchors = [...structure.headings.values(), ...tables.flatMap((t) => anchorsIn(lines, t))];
  const prose = readProse(lines, structure, contentOf(lines, anchors), title);
  const text = `${prose.preamble}\n${prose.sections['1'] ?? ''}`;
  const period = findPeriod(text);
  const year = decideYear(stated.year, period.year, text, prose.signedOn, hints, document, reading);
  return { structure, firstTable, title, stated, prose, text, period, bodyInText: bodyFromText(text), year };
}

/** What stands above the report: the page's box of metadata, and nothing that the report itself says. */
export function headOf(lines: readonly Line[], { firstTable, structure, title }: Opening): readonly Line[] {
  return lines
    .slice(0, Math.min(firstTable, structure.headings.get(1) ?? firstTable))
    .filter((_, i) => !inReport(i, title.lines, structure));
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

function inReport(index: number, titleLines: readonly number[], structure: Structure): boolean {
  const start = Math.min(...titleLines, structure.headings.get(1) ?? Number.POSITIVE_INFINITY);
  // A title may stand above the metadata box: only what follows the last printing of it is the report.
  return index > Math.max(start, ...titleLines);
}

function anchorsIn(lines: readonly Line[], range: { from: number; to: number }): number[] {
  const found: number[] = [];
  for (let i = range.from; i < range.to; i++) if (lines[i]?.grid !== null) found.push(i);
  return found.slice(0, 3);
}

/** The part of a page that holds the report: the innermost container round its chapters and tables. */
export function contentOf(lines: readonly Line[], anchors: readonly number[]): (index: number) => boolean {
  const scopes = anchors.map((a) => lines[a]?.scope ?? []);
  const first = scopes[0];
  if (first === undefined || scopes.length < 2) return () => true;
  let depth = 0;
  while (depth < first.length && scopes.every((s) => s[depth] === first[depth])) depth += 1;
  const common = first.slice(0, depth);
  return (index) => {
    const scope = lines[index]?.scope ?? [];
    return common.every((container, i) => scope[i] === container);
  };
}

function decideYear(
  titleYear: number | null,
  periodYear: number | null,
  opening: string,
  signedOn: string | null,
  hints: ParseHints,
  document: Document,
  reading: Reading,
): number | null {
  if (titleYear !== null && periodYear !== null && titleYear !== periodYear)
    reading.doubt('year_disputed', 'meta.year', `the title says ${titleYear}, the period ${periodYear}`);
  const signed = readDate(signedOn ?? '');
  const stated = titleYear ?? periodYear;
  if (stated !== null) {
    const spoken = firstYear(opening);
    if (periodYear === null && spoken !== null && spoken !== stated && isOdd(stated, spoken, signed))
      reading.doubt(
        'year_disputed',
        'meta.year',
        `the title says ${stated}, the text speaks of ${spoken}${signed === null ? '' : ` and is signed ${signed}`}`,
      );
    return stated;
  }
  const dated = readDate(document.meta.get('pubdate') ?? '') ?? signed;
  const guess = firstYear(opening) ?? hints.year ?? (dated === null ? null : Number(dated.slice(0, 4)) - 1);
  reading.doubt(
    guess === null ? 'year_unknown' : 'year_guessed',
    'meta.year',
    guess === null
      ? 'neither title, period nor text names the year'
      : `neither title nor period names the year: ${guess} is inferred`,
  );
  return guess;
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
