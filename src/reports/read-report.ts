import type { Document } from '../documents/document.ts';
import { notAReport, unreadable } from './blank-report.ts';
import { bodyLevel } from './body.ts';
import type { Values } from './checks/arithmetic.ts';
import { checkDisclosure } from './checks/disclosure.ts';
import { checkHeader } from './checks/header.ts';
import { checkNarrative, claimsRequests } from './checks/narrative.ts';
import { checkOne } from './checks/one.ts';
import { checkStructure } from './checks/structure.ts';
import { checkLitigation, checkRequests } from './checks/tables.ts';
import { checkValues, ordinals, pagelike, yearlike } from './checks/values.ts';
import { firstYear } from './dates.ts';
import { INFO_FEE, LITIGATION_IDS, TABLE_IDS, type TableForm } from './forms.ts';
import { oddNumbers, regionOf } from './identity.ts';
import { readInfoFee } from './info-fee.ts';
import { squeeze } from './label.ts';
import { type LegacyReading, readLegacy } from './legacy/read.ts';
import type { Line } from './line.ts';
import { bodyOf, headOf, readMeta, readOpening } from './opening.ts';
import { Reading } from './reading.ts';
import type { AnnualReport, Check, Forms, ParseHints } from './report.ts';
import { tableText } from './sections.ts';
import type { Structure } from './structure.ts';
import { formOfDisclosure, openDisclosure, readDisclosure } from './tables/disclosure.ts';
import { readLitigation } from './tables/litigation.ts';
import { readRequests } from './tables/requests.ts';

/** Titles of other documents that stand in the same columns. */
const NOT_A_REPORT =
  /法治政府建设|网站(?:工作)?年度报表|信息公开指南|依申请公开指南|事业单位.{0,6}年度报告|政府工作报告/u;

/** Reads the lines of one report; `not_a_report` where they are none. */
export function readReport(document: Document, lines: readonly Line[], hints: ParseHints): AnnualReport {
  const reading = new Reading();
  const opening = readOpening(document, lines, hints, reading);
  const { structure, title, prose, year } = opening;
  const expected: TableForm = year !== null && year <= 2020 ? '2019' : '2021';
  const tables = readTables(lines, structure, expected, reading);
  const found = [tables.forms.disclosure, tables.forms.requests, tables.forms.litigation];
  const count = found.filter((f) => f !== null).length;

  const meta = readMeta(headOf(lines, opening), document, opening.text, prose, opening.period);
  const publisher = meta['meta.publisher_as_listed'] ?? null;
  const speaker = bodyOf(opening, hints, publisher);
  const body = speaker?.name ?? null;
  const legacy = readLegacy(lines, opening, { tables: count, body }, reading);
  if (!isReport(count, structure, title.text, document) && !isLegacyReport(legacy, title.text, document))
    return document.unread !== undefined && title.text !== null && !NOT_A_REPORT.test(title.text)
      ? unreadable(document.unread, hints)
      : notAReport(title.text);
  // The notice that prescribes the form prints it empty, and says neither whose nor of which year.
  if (
    document.unread === undefined &&
    title.text === null &&
    year === null &&
    speaker === null &&
    Object.values(reading.values).every((value) => value === null)
  )
    return notAReport(null);

  if (document.unread !== undefined) reading.doubt('unread', null, document.unread);
  if (document.distrust !== undefined)
    for (const group of EVERYTHING) reading.doubt('foreign_text', group, document.distrust);
  for (const { field, why } of oddNumbers(meta)) reading.doubt('number_damaged', field, why);
  if (speaker !== null && speaker.from !== 'title')
    reading.doubt(
      'body_inferred',
      null,
      `the title names no body: ${speaker.name} is taken from the ${speaker.from}`,
    );
  if (speaker === null)
    reading.doubt('body_unknown', null, 'neither title, text nor signature names the body that reports');
  const pure = legacy !== null && count === 0;
  const forms: Forms = legacy === null ? tables.forms : { ...tables.forms, legacy: legacy.form };
  if (!pure) {
    declareMissing(forms, expected, reading);
    takeInfoFee(prose.sections, year, lines, reading);
  }
  if (title.lines.some((i) => lines[i]?.doubt === true))
    reading.doubt(
      'ocr_doubt',
      'meta.year',
      `the title is not surely legible in the scan: “${title.text ?? ''}”`,
    );
  const problems = [
    ...(pure ? [] : problemsOf(forms, tables.problems)),
    ...(legacy === null ? [] : legacy.problems),
  ];
  if (document.unread !== undefined) problems.push(document.unread);
  const complete = problems.length === 0;
  const values = orderValues(reading.values, forms, expected, pure);
  const region = body === null ? null : regionOf(body);
  const pages = pagelike(lines, { values, evidence: reading.evidence });
  const years = yearlike({ values, year });
  doubtLookalikes(values, years, pages, reading);
  const facts = { values, evidence: reading.evidence, warnings: reading.warnings, body };
  const checks: Check[] = [
    ...(tables.disclosure === null ? [] : checkDisclosure(tables.disclosure, facts)),
    ...(tables.requests === null
      ? []
      : checkRequests(values, tables.requests, () => claimsRequests(prose.sections))),
    ...(forms.litigation === null ? [] : checkLitigation(values)),
    ...(legacy === null ? [] : legacy.check(values)),
    ...(pure ? [] : checkValues({ ...facts, year, pagelike: pages, yearlike: years })),
    ...checkHeader({
      year,
      titleYear: opening.stated.year,
      periodStart: opening.period.start,
      periodEnd: opening.period.end,
      textYear: firstYear(prose.sections['1'] ?? ''),
      publishedOn: meta['meta.publication_date'] ?? null,
      indexNumber: meta['meta.index_number'] ?? null,
      citedNotice: meta['meta.cited_notice'] ?? null,
      body,
      textBody: opening.bodyInText,
      signedBy: prose.signedBy,
      text: Object.values(prose.sections).join('\n') + prose.preamble,
      region,
      forms,
    }),
    checkOne(lines),
    ...(pure
      ? []
      : [
          ...checkNarrative(prose.sections, values, year),
          ...checkStructure({
            forms,
            headings: [...structure.headings.keys()],
            extra: [...tables.extra, ...(legacy?.extra ?? [])],
            problems,
            mixed: reading.warnings.some((w) => w.code === 'mixed_forms'),
            disordered: reading.notesOf('order'),
          }),
        ]),
  ];
  for (const { rule, scope, outcome, detail } of checks)
    if (rule === 'T3.SHIFT' && outcome === 'fail') reading.doubt('row_shifted', `${scope}.*`, detail ?? rule);
  const asides = pure ? legacy.asides : prose.asides;
  return {
    status: complete ? 'complete' : 'partial',
    reason: complete ? null : problems.join('; '),
    forms,
    title: title.text,
    body,
    year,
    meta: { ...meta, 'meta.region': region, 'meta.body_level': body === null ? null : bodyLevel(body) },
    values,
    sections: pure ? legacy.texts : { ...prose.sections, ...legacy?.texts },
    asides: complete || pure ? asides : { ...asides, tables: tableText(lines, structure) },
    evidence: reading.evidence,
    checks,
    warnings: reading.warnings,
  };
}

/** Numbers that are probably something else: the year, a page's, or the number of their own row. */
function doubtLookalikes(
  values: Values,
  years: readonly string[],
  pages: readonly string[],
  reading: Reading,
): void {
  for (const field of pages)
    reading.doubt('yearlike', field, 'the count is the page number that is missing between two others');
  for (const field of years) reading.doubt('yearlike', field, 'the count is the year of the report');
  for (const field of ordinals({ values }))
    reading.doubt('ordinal', field, 'the only value of its row is the number of the row');
}

interface Tables {
  readonly forms: Forms;
  /** The forms again, where their rules can be tried. */
  readonly disclosure: TableForm | null;
  readonly requests: TableForm | null;
  readonly problems: readonly string[];
  readonly extra: readonly string[];
}

/** Reads the three tables of the forms of 2019 and 2021, each by its own labels. */
function readTables(
  lines: readonly Line[],
  structure: Structure,
  expected: TableForm,
  reading: Reading,
): Tables {
  const slice = (range: { from: number; to: number } | null): readonly Line[] =>
    range === null ? [] : lines.slice(range.from, range.to);
  const section = openDisclosure(slice(structure.disclosure));
  const requests = readRequests(slice(structure.requests), formOfDisclosure(section) ?? expected, reading);
  const disclosure = readDisclosure(section, requests.form ?? expected, reading);
  const litigation = readLitigation(slice(structure.litigation), reading);
  return {
    forms: {
      disclosure: disclosure.form,
      requests: requests.form,
      litigation: litigation.found ? (requests.form ?? disclosure.form ?? expected) : null,
    },
    disclosure: disclosure.form,
    requests: requests.form,
    problems: [disclosure.problems, requests.problems, litigation.problems].flat(),
    extra: [...disclosure.extra, ...requests.extra],
  };
}

/** A report has tables of the form, or at least the form's chapters under a report's title. */
function isReport(tables: number, structure: Structure, title: string | null, document: Document): boolean {
  if (tables >= 1 && (title !== null || structure.headings.size >= 2 || tables >= 2)) return true;
  if (NOT_A_REPORT.test(nameOf(title, document))) return false;
  return title !== null && structure.headings.size >= 3;
}

/** Before 2019 a report may be nothing but a title and a text that says something. */
function isLegacyReport(legacy: LegacyReading | null, title: string | null, document: Document): boolean {
  return legacy !== null && title !== null && !NOT_A_REPORT.test(nameOf(title, document));
}

const nameOf = (title: string | null, document: Document): string =>
  title ?? document.meta.get('articletitle') ?? document.title ?? '';

function takeInfoFee(
  sections: Readonly<Record<string, string>>,
  year: number | null,
  lines: readonly Line[],
  reading: Reading,
): void {
  const fee = readInfoFee(sections, year);
  reading.expect([INFO_FEE]);
  if (fee === null) {
    // A text that is silent of the fee is one thing, a text that was not found another.
    if (Object.values(sections).every((text) => text.trim() === ''))
      reading.doubt('text_not_found', INFO_FEE, 'no running text was found, where the fee would stand');
    return;
  }
  reading.values[INFO_FEE] = fee.amount;
  reading.evidence[INFO_FEE] = { raw: fee.quote, at: `section ${fee.section}`, page: null };
  if (fee.doubt !== null) reading.doubt('ambiguous', INFO_FEE, fee.doubt);
  const text = squeeze(sections[fee.section] ?? '');
  if (lines.some((l) => l.doubt === true && text.includes(squeeze(l.text))))
    reading.doubt(
      'ocr_doubt',
      INFO_FEE,
      `figures of section ${fee.section} are not surely legible in the scan`,
    );
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

/**
 * In the order of the form, whatever order they were read in.
 * @param pure a legacy report: the form's fields were declared in their order.
 */
function orderValues(
  values: Readonly<Record<string, number | null>>,
  forms: Forms,
  expected: TableForm,
  pure: boolean,
): Record<string, number | null> {
  if (pure) return { ...values };
  const neighbour = formOf(forms.requests ?? forms.disclosure) ?? expected;
  const ordered = { ...BLANK[formOf(forms.disclosure) ?? neighbour][formOf(forms.requests) ?? neighbour] };
  for (const id in values) ordered[id] = values[id] ?? null;
  return ordered;
}

/** All fields of the tables by the forms of section two and table three: to copy them takes less than to make them anew. */
const BLANK = {
  '2021': { '2021': blankFields('2021', '2021'), '2019': blankFields('2021', '2019') },
  '2019': { '2021': blankFields('2019', '2021'), '2019': blankFields('2019', '2019') },
};

function blankFields(disclosure: TableForm, requests: TableForm): Record<string, number | null> {
  const ids = [TABLE_IDS.disclosure[disclosure], TABLE_IDS.requests[requests], LITIGATION_IDS].flat();
  return Object.fromEntries(ids.map((id) => [id, null]));
}

/** All that may be read of a report. */
const EVERYTHING = [
  'disclosure.*',
  'requests.*',
  'review.*',
  'litigation.*',
  'legacy.*',
  INFO_FEE,
  'meta.*',
] as const;

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
