import type { FormYear } from '../fixtures/forms.ts';
import { type FixtureReport, makeReport, type ReportDescription, sectionTexts } from '../fixtures/report.ts';
import type { Values } from '../fixtures/values.ts';

/** What a running replica can be told to do differently. */
export interface PortalsState {
  /** 金乡 answers every request with 412 and a challenge page. Default false. */
  jinxiangChallenge: boolean;
  /** Hosts that hang up without an answer. */
  readonly down: Set<string>;
  /** Canonical URL → field values printed instead of the planted ones (not for PDF: its bytes are fixed). */
  readonly amended: Map<string, Values>;
  /** Canonical URLs that are neither listed nor served any more. */
  readonly hidden: Set<string>;
  /** View counters change with every request, so that pages differ in bytes and not in content. Default false. */
  volatile: boolean;
  /** Wait before every answer, milliseconds. Default 0. */
  delayMs: number;
}

/** A rule that a planted report breaks on purpose, as `check` reports it. */
export interface PlantedBreak {
  readonly rule: string;
  readonly scope: string | null;
}

/** A report that a replica serves, with everything that a crawl should find in it. */
export interface PlantedReport {
  /** Site id. */
  readonly portal: string;
  /** The canonical address of the document that holds the figures. */
  readonly url: string;
  /** All addresses under which the report stands: other hosts and schemes, second listings, its article page. */
  readonly urls: readonly string[];
  readonly body: string;
  readonly year: number;
  readonly title: string;
  readonly form: FormYear;
  /** Every cell of the form and the fee of section six; null where nothing is printed. */
  readonly values: Values;
  /** Running text of `1`, `5`, `6`, paragraphs joined by line breaks: compare with all whitespace removed. */
  readonly sections: Readonly<Record<string, string>>;
  readonly kind: 'html' | 'pdf' | 'docx';
  /** All failures of T3.FLOW, ROWSUM, COLSUM, GRAND, BOUND and T4.SUM in the planted values. */
  readonly breaks: readonly PlantedBreak[];
  /** The bytes served for one of `urls` (default the canonical one) after content decoding, as things stand now. */
  payload(url?: string): Buffer;
}

export interface PortalAnswer {
  readonly status: number;
  /** MIME type; text gets the portal's charset. */
  readonly type: string;
  readonly body: string | Buffer;
  readonly location?: string;
}

/** What a request says beside its URL. */
export interface Asked {
  readonly method: string;
  /** Of a POST; empty otherwise. */
  readonly form: URLSearchParams;
  /** Empty where it is not sent. */
  readonly referer: string;
}

/** One portal: its hosts, its manners, and what it answers. */
export interface Portal {
  readonly site: string;
  readonly hosts: readonly string[];
  readonly charset: 'utf-8' | 'gb18030';
  /** Sends gzip whether or not the client asked for it. */
  readonly gzip: boolean;
  readonly validators: 'etag' | 'last-modified' | 'none';
  readonly robots: PortalAnswer;
  /** Refuses TLS. */
  readonly httpOnly: boolean;
  readonly reports: readonly PortalReport[];
  /** @param views what view counters add; 0 while pages are stable. */
  answer(url: URL, state: PortalsState, views: number, asked: Asked): PortalAnswer;
}

/** A report as a portal's own code holds it. */
export interface PortalReport {
  readonly url: string;
  readonly urls: readonly string[];
  readonly report: FixtureReport;
  readonly kind: 'html' | 'pdf' | 'docx';
  readonly breaks: readonly PlantedBreak[];
}

export const NO_ROBOTS: PortalAnswer = { status: 404, type: 'text/html', body: '<h1>404 Not Found</h1>' };

/** A portal with the manners of most: UTF-8, no gzip unless asked for, no validators, no robots.txt, TLS spoken. */
export function portal(own: Pick<Portal, 'site' | 'hosts' | 'reports' | 'answer'> & Partial<Portal>): Portal {
  return { charset: 'utf-8', gzip: false, validators: 'none', robots: NO_ROBOTS, httpOnly: false, ...own };
}

export function html(body: string, status = 200): PortalAnswer {
  return { status, type: 'text/html', body };
}

/** The report as it is printed now: with its amendments, if any. */
export function current(url: string, report: FixtureReport, state: PortalsState): FixtureReport {
  const amended = state.amended.get(url);
  return amended === undefined ? report : { ...report, values: { ...report.values, ...amended } };
}

export function portalReport(
  description: ReportDescription,
  place: Pick<PortalReport, 'url' | 'urls'> & Partial<PortalReport>,
): PortalReport {
  return { kind: 'html', breaks: [], ...place, report: makeReport(description) };
}

export function plant(site: string, held: PortalReport, payload: (url: string) => Buffer): PlantedReport {
  const { body, year, title, form, values } = held.report;
  return {
    portal: site,
    url: held.url,
    urls: held.urls,
    body,
    year,
    title,
    form,
    values,
    sections: sectionTexts(held.report),
    kind: held.kind,
    breaks: held.breaks,
    payload: (url = held.url) => payload(url),
  };
}
