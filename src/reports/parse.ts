import type { Document } from '../documents/document.ts';
import { checkDisclosure } from './checks/disclosure.ts';
import { checkHeader } from './checks/header.ts';
import { checkNarrative, claimsRequests, readInfoFee } from './checks/narrative.ts';
import { checkStructure } from './checks/structure.ts';
import { checkLitigation, checkRequests } from './checks/tables.ts';
import { INFO_FEE, TABLE_IDS, type TableForm } from './forms.ts';
import {
  bodyFromText,
  citedNotice,
  findPeriod,
  findTitle,
  oddNumbers,
  parseTitle,
  readContact,
  readDate,
  readMetadata,
  regionOf,
} from './identity.ts';
import { type Line, linesOf } from './line.ts';
import { Reading } from './reading.ts';
import type { AnnualReport, Check, Forms, ParseHints, ReportStatus } from './report.ts';
import { readProse, tableText } from './sections.ts';
import { findStructure, type Structure, splitInlineHeadings } from './structure.ts';
import { formOfDisclosure, readDisclosure } from './tables/disclosure.ts';
import { readLitigation } from './tables/litigation.ts';
import { readRequests } from './tables/requests.ts';

/** Stored beside every value, so that a re-parse can say what a newer parser reads differently. */
export const PARSER_VERSION = '2';

const NO_HINTS: ParseHints = { url: null, body: null, year: null, title: null };

/** Titles of other documents that stand in the same columns. */
const NOT_A_REPORT =
  /法治政府建设|网站(?:工作)?年度报表|信息公开指南|依申请公开指南|事业单位.{0,6}年度报告|政府工作报告/u;

/**
 * The annual reports in a document: one or more, never none: a document that is no report yields one object with
 * status `not_a_report`, one that could not be read one with `unreadable`.
 * Deterministic: the same document and hints give the same answer.
 */
export function parseReports(document: Document, hints: ParseHints = NO_HINTS): AnnualReport[] {
  if (document.problem !== null) return [unreadable(document.problem, hints)];
  const lines = splitInlineHeadings(linesOf(document));
  if (lines.length === 0)
    return [
      unreadable(
        document.images > 0 ? 'only pictures, no text: a scan needs OCR' : 'the document holds no text',
        hints,
      ),
    ];
  return [parseOne(document, lines, hints)];
}

function parseOne(document: Document, lines: readonly Line[], hints: ParseHints): AnnualReport {
  const structure = findStructure(lines);
  const firstTable = Math.min(
    lines.length,
    ...[structure.disclosure, structure.requests, structure.litigation].flatMap((r) =>
      r === null ? [] : [r.from],
    ),
  );
  const title = findTitle(lines, Math.max(firstTable, structure.headings.get(2) ?? 0), document, hints.title);
  const reading = new Reading();
  const stated = parseTitle(title.text ?? '');

  const anchors = [...structure.headings.values()];
  for (const table of [structure.disclosure, structure.requests, structure.litigation])
    if (table !== null) anchors.push(...anchorsIn(lines, table));
  const inContent = contentOf(lines, anchors);
  const prose = readProse(lines, structure, inContent, title);
  const opening = `${prose.preamble}\n${prose.sections['1'] ?? ''}`;
  const period = findPeriod(opening);
  const bodyInText = bodyFromText(opening);
  const year = decideYear(stated.year, period.year, opening, hints, document, reading);
  const expected: TableForm = year !== null && year <= 2020 ? '2019' : '2021';

  const slice = (range: { from: number; to: number } | null): readonly Line[] =>
    range === null ? [] : lines.slice(range.from, range.to);
  const section = slice(structure.disclosure);
  const requests = readRequests(slice(structure.requests), formOfDisclosure(section) ?? expected, reading);
  const disclosure = readDisclosure(section, requests.form ?? expected, reading);
  const litigation = readLitigation(slice(structure.litigation), reading);
  const forms: Forms = {
    disclosure: disclosure.form,
    requests: requests.form,
    litigation: litigation.found ? (requests.form ?? disclosure.form ?? expected) : null,
  };
  const tables = [forms.disclosure, forms.requests, forms.litigation].filter((f) => f !== null).length;
  if (!isReport(tables, structure, title.text, document)) return notAReport(title.text);

  declareMissing(forms, expected, reading);
  takeInfoFee(prose.sections, reading);
  const head = lines
    .slice(0, Math.min(firstTable, structure.headings.get(1) ?? firstTable))
    .filter((_, i) => !inReport(i, title.lines, structure));
  const meta = readMeta(head, document, opening, prose, period);
  for (const { field, why } of oddNumbers(meta)) reading.doubt('number_damaged', field, why);
  const body = stated.body ?? bodyInText ?? hints.body ?? meta['meta.publisher_as_listed'] ?? null;
  if (stated.body === null && body !== null)
    reading.doubt(
      'body_inferred',
      null,
      `the title names no body: ${body} is taken from ${bodyInText === null ? 'the page' : 'the text'}`,
    );
  const region = body === null ? null : regionOf(String(body));
  const missing = problemsOf(forms, [disclosure.problems, requests.problems, litigation.problems].flat());
  const status: ReportStatus = missing.length === 0 ? 'complete' : 'partial';
  const values = orderValues(reading.values, forms, expected);
  const facts = {
    values,
    evidence: reading.evidence,
    warnings: reading.warnings,
    body: body === null ? null : String(body),
  };
  const checks: Check[] = [
    ...(disclosure.form === null ? [] : checkDisclosure(disclosure.form, facts)),
    ...(requests.form === null ? [] : checkRequests(values, requests.form, claimsRequests(prose.sections))),
    ...(litigation.found ? checkLitigation(values) : []),
    ...checkHeader({
      year,
      titleYear: stated.year,
      periodStart: period.start,
      periodEnd: period.end,
      textYear: firstYear(prose.sections['1'] ?? ''),
      publishedOn: asText(meta['meta.publication_date']),
      indexNumber: asText(meta['meta.index_number']),
      citedNotice: asText(meta['meta.cited_notice']),
      body: facts.body,
      textBody: bodyInText,
      text: Object.values(prose.sections).join('\n') + prose.preamble,
      region,
      forms,
    }),
    ...checkNarrative(prose.sections, values, year),
    ...checkStructure({
      forms,
      headings: [...structure.headings.keys()],
      extra: [...disclosure.extra, ...requests.extra],
      problems: missing,
      mixed: reading.warnings.some((w) => w.code === 'mixed_forms'),
    }),
  ];
  return {
    status,
    reason: missing.length === 0 ? null : missing.join('; '),
    forms,
    title: title.text,
    body: facts.body,
    year,
    meta: { ...meta, 'meta.region': region },
    values,
    sections: prose.sections,
    asides: missing.length === 0 ? prose.asides : { ...prose.asides, tables: tableText(lines, structure) },
    evidence: reading.evidence,
    checks,
    warnings: reading.warnings,
  };
}

/** A report has tables of the form, or at least the form's chapters under a report's title. */
function isReport(tables: number, structure: Structure, title: string | null, document: Document): boolean {
  const name = title ?? document.meta.get('articletitle') ?? document.title ?? '';
  if (tables >= 1 && (title !== null || structure.headings.size >= 2 || tables >= 2)) return true;
  if (NOT_A_REPORT.test(name)) return false;
  return title !== null && structure.headings.size >= 3;
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
function contentOf(lines: readonly Line[], anchors: readonly number[]): (index: number) => boolean {
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
  hints: ParseHints,
  document: Document,
  reading: Reading,
): number | null {
  if (titleYear !== null && periodYear !== null && titleYear !== periodYear)
    reading.doubt('year_disputed', 'meta.year', `the title says ${titleYear}, the period ${periodYear}`);
  const stated = titleYear ?? periodYear;
  if (stated !== null) return stated;
  const published = readDate(document.meta.get('pubdate') ?? '');
  const guess =
    firstYear(opening) ?? hints.year ?? (published === null ? null : Number(published.slice(0, 4)) - 1);
  if (guess !== null)
    reading.doubt(
      'year_guessed',
      'meta.year',
      `neither title nor period names the year: ${guess} is inferred`,
    );
  return guess;
}

function firstYear(text: string): number | null {
  const match = /(20[0-4]\d)\s*年/u.exec(text.slice(0, 400));
  return match === null ? null : Number(match[1]);
}

function readMeta(
  head: readonly Line[],
  document: Document,
  opening: string,
  prose: { preamble: string; sections: Readonly<Record<string, string>>; signedOn: string | null },
  period: { start: string | null; end: string | null },
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

const asText = (value: string | null | undefined): string | null => value ?? null;

function takeInfoFee(sections: Readonly<Record<string, string>>, reading: Reading): void {
  const fee = readInfoFee(sections);
  reading.expect([INFO_FEE]);
  if (fee === null) return;
  reading.values[INFO_FEE] = fee.amount;
  reading.evidence[INFO_FEE] = { raw: fee.quote, at: `section ${fee.section}`, page: null };
}

/** Fields of a table that was not found belong to the report too: null, in the form of its neighbours. */
function declareMissing(forms: Forms, expected: TableForm, reading: Reading): void {
  const neighbour = formOf(forms.requests ?? forms.disclosure) ?? expected;
  for (const table of ['disclosure', 'requests', 'litigation'] as const)
    if (forms[table] === null) {
      reading.expect(TABLE_IDS[table][neighbour]);
      for (const group of TABLE_GROUPS[table])
        reading.doubt('table_missing', group, `${TABLE_NAMES[table]} was not found`);
    }
}

function formOf(form: Forms['requests']): TableForm | null {
  return form === '2021' || form === '2019' ? form : null;
}

/** In the order of the form, whatever order they were read in. */
function orderValues(
  values: Readonly<Record<string, number | null>>,
  forms: Forms,
  expected: TableForm,
): Record<string, number | null> {
  const neighbour = formOf(forms.requests ?? forms.disclosure) ?? expected;
  const order = (['disclosure', 'requests', 'litigation'] as const).flatMap(
    (table) => TABLE_IDS[table][formOf(forms[table]) ?? neighbour],
  );
  const ids = [...new Set([...order, ...Object.keys(values)])];
  return Object.fromEntries(ids.map((id) => [id, values[id] ?? null]));
}

const TABLE_GROUPS = {
  disclosure: ['disclosure.*'],
  requests: ['requests.*'],
  litigation: ['review.*', 'litigation.*'],
} as const;
const TABLE_NAMES = { disclosure: 'section two', requests: 'table three', litigation: 'table four' } as const;

function problemsOf(forms: Forms, problems: readonly string[]): string[] {
  const missing = (['disclosure', 'requests', 'litigation'] as const)
    .filter((t) => forms[t] === null)
    .map((t) => `${TABLE_NAMES[t]} not found`);
  return [...missing, ...problems];
}

function unreadable(reason: string, hints: ParseHints): AnnualReport {
  const form: TableForm = hints.year !== null && hints.year <= 2020 ? '2019' : '2021';
  const ids = [
    ...TABLE_IDS.disclosure[form],
    ...TABLE_IDS.requests[form],
    ...TABLE_IDS.litigation[form],
    INFO_FEE,
  ];
  return {
    ...NOTHING,
    status: 'unreadable',
    reason,
    values: Object.fromEntries(ids.map((id) => [id, null])),
    warnings: [{ code: 'unreadable', message: reason, field: null }],
  };
}

function notAReport(title: string | null): AnnualReport {
  return {
    ...NOTHING,
    status: 'not_a_report',
    reason: 'neither tables nor chapters of the form were found',
    title,
  };
}

const NOTHING = {
  forms: { disclosure: null, requests: null, litigation: null },
  title: null,
  body: null,
  year: null,
  meta: {},
  values: {},
  sections: {},
  asides: {},
  evidence: {},
  checks: [],
  warnings: [],
} as const;
