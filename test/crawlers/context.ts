import { load } from 'cheerio';
import {
  type Crawler,
  type DiscoveryContext,
  type ListPage,
  type PageOptions,
  type ReportReference,
  UnusablePage,
} from '../../src/crawlers/crawler.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import type { Column, Site } from '../../src/sites/site.ts';

/** A page of the pretended portal: HTML, an outcome that is none, or HTML that answered at another address. */
export type Answer =
  | string
  | { readonly outcome: string }
  | { readonly html: string; readonly finalUrl: string };

export interface Discovery {
  readonly references: readonly ReportReference[];
  readonly requested: readonly string[];
  readonly announced: readonly { readonly listUrl: string; readonly total: number; readonly seen: number }[];
  readonly notes: readonly string[];
  readonly error: unknown;
}

export interface Portal {
  readonly hosts: readonly string[];
  /** What is not here answers `not_found`. */
  readonly pages:
    | Readonly<Record<string, Answer>>
    | ((url: string, options: PageOptions) => Answer | undefined);
  readonly years?: readonly number[];
  readonly pagesPerSite?: number;
}

/** Runs a crawler to its end over a pretended portal. */
export async function discover(
  crawler: Crawler,
  column: string | Column,
  portal: Portal,
): Promise<Discovery> {
  const requested: string[] = [];
  const announced: { listUrl: string; total: number; seen: number }[] = [];
  const notes: string[] = [];
  const start = typeof column === 'string' ? { url: column, body: null } : column;
  const site: Site = {
    id: 'test',
    name: '测试县',
    regionCode: '410411',
    crawler: crawler.family,
    hosts: portal.hosts,
    columns: [start],
    since: 2019,
    evidence: 'inferred',
    allowEmpty: false,
    browser: false,
    tls: 'modern',
    politeness: DEFAULT_SETTINGS.politeness,
    limits: { ...DEFAULT_SETTINGS.limits, pagesPerSite: portal.pagesPerSite ?? 1000 },
    file: 'test.yaml',
  };
  const context: DiscoveryContext = {
    site,
    years: portal.years ?? [2023, 2022],
    async page(url, options = {}): Promise<ListPage> {
      requested.push(url);
      if (!portal.hosts.includes(new URL(url).hostname)) throw new Error(`a foreign host was asked: ${url}`);
      const answer = typeof portal.pages === 'function' ? portal.pages(url, options) : portal.pages[url];
      if (answer === undefined) throw new UnusablePage(url, 'not_found', null);
      if (typeof answer !== 'string' && 'outcome' in answer)
        throw new UnusablePage(url, answer.outcome, null);
      const text = typeof answer === 'string' ? answer : answer.html;
      return { url: typeof answer === 'string' ? url : answer.finalUrl, text, $: load(text) };
    },
    announce: (listUrl, total, seen) => announced.push({ listUrl, total, seen }),
    note: (message) => notes.push(message),
  };
  const references: ReportReference[] = [];
  let error: unknown = null;
  try {
    for await (const reference of crawler.discover(start, context)) references.push(reference);
  } catch (caught) {
    error = caught;
  }
  return { references, requested, announced, notes, error };
}
