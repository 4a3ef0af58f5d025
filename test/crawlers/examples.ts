import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'cheerio';
import { parse } from 'yaml';
import { z } from 'zod';
import { attachmentsOf } from '../../src/crawlers/attachments.ts';
import type { Crawler, PageOptions } from '../../src/crawlers/crawler.ts';
import { recognisePage } from '../../src/crawlers/family.ts';
import { allCrawlers, crawlerFor } from '../../src/crawlers/index.ts';
import { pageTree } from '../../src/documents/html.ts';
import { parseDocument } from '../../src/pipeline/parse-document.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import type { Portal } from '../portals/portal.ts';
import { sampleReport } from '../portals/shelf.ts';
import { type Answer, discover } from './context.ts';
import { type Replica, servedPage } from './replicas.ts';

const FOLDER = new URL('examples/', import.meta.url);

/** A portal's listing and an article: pages written down, or those of a replica. */
const exampleSchema = z.union([
  z.strictObject({ replica: z.string() }),
  z.strictObject({
    crawler: z.string(),
    hosts: z.array(z.string()),
    column: z.string(),
    article: z.string(),
    /** Address → page. `{{report 某县卫生健康局 2023}}` stands for a report in the official form. */
    pages: z.record(z.string(), z.string()),
  }),
]);

/** What a person has to have looked at. */
export interface Shown {
  readonly crawler: string;
  /** What the pages by themselves make the portal's family; null where they do not tell. */
  readonly recognised: { readonly column: string | null; readonly article: string | null };
  readonly references: readonly (readonly [url: string, title: string | null, ...rest: unknown[]])[];
  readonly notes: readonly string[];
  readonly article: Readonly<Record<string, unknown>>;
}

export interface Example {
  readonly name: string;
  /** Where what is expected stands. */
  readonly expectedFile: URL;
  show(): Promise<Shown>;
}

/** All examples, in the order of their names. */
export function examples(replicas: readonly Replica[]): readonly Example[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => {
    const name = file.replace(/\.yaml$/, '');
    const given = exampleSchema.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8')));
    return {
      name,
      expectedFile: new URL(`${name}.expected.json`, FOLDER),
      show: () => show('replica' in given ? ofReplica(replicas, given.replica) : ofPages(given)),
    };
  });
}

interface Source {
  readonly crawler: string;
  readonly column: string;
  readonly hosts: readonly string[];
  readonly article: string;
  page(url: string, options?: PageOptions): Answer | undefined;
}

function ofPages(given: Exclude<z.infer<typeof exampleSchema>, { replica: string }>): Source {
  const pages = new Map(
    Object.entries(given.pages).map(([url, html]) => [
      url,
      html.replace(/\{\{report (\S+) (\d{4})\}\}/g, (_, body: string, year: string) =>
        renderReport(makeReport(sampleReport(body, Number(year))), 'word'),
      ),
    ]),
  );
  return { ...given, page: (url) => pages.get(url) };
}

function ofReplica(all: readonly Replica[], id: string): Source {
  const replica = all.find(({ site }) => site.id === id);
  if (replica === undefined) throw new Error(`there is no replica ${id}`);
  const { portal, site } = replica;
  const report = portal.reports.find(({ kind }) => kind === 'html') ?? portal.reports[0];
  const pages = report?.urls.find((url) => typeof answered(portal, url) === 'string');
  return {
    crawler: site.crawler,
    column: site.columns[0]?.url ?? '',
    hosts: site.hosts,
    article: pages ?? report?.url ?? '',
    page: (url, options) => answered(portal, url, options),
  };
}

function answered(portal: Portal, url: string, options?: PageOptions): Answer | undefined {
  const { status, type, text } = servedPage(portal, url, options);
  if (status !== 200) return undefined;
  if (text.trim() === '') return { outcome: 'soft_404' };
  return /html|json|xml|plain/.test(type) ? text : { outcome: 'wrong_type' };
}

async function show(source: Source): Promise<Shown> {
  const crawler = crawlerFor(source.crawler);
  if (crawler === null) throw new Error(`there is no crawler ${source.crawler}`);
  const found = await discover(crawler, source.column, {
    hosts: source.hosts,
    pages: (url, options) => source.page(url, options),
  });
  if (found.error !== null) throw found.error;
  return {
    crawler: source.crawler,
    recognised: { column: familyOn(source, source.column), article: familyOn(source, source.article) },
    references: found.references.map(({ url, title, publishedOn, body, year, mayBeEmpty }) =>
      mayBeEmpty === true ? [url, title, body, year, 'may be empty'] : [url, title, publishedOn, body, year],
    ),
    notes: found.notes,
    article: await read(source, crawler),
  };
}

function familyOn(source: Source, url: string): string | null {
  const text = source.page(url);
  if (typeof text !== 'string') return null;
  return recognisePage({ url, text, $: load(text) }, allCrawlers())?.crawler.family ?? null;
}

/** What the parser reads on the article's page, and the files that go with it. */
async function read({ article, page, hosts }: Source, crawler: Crawler): Promise<Shown['article']> {
  const text = page(article);
  if (typeof text !== 'string') throw new Error(`${article} is no page`);
  const hints = { url: article, body: null, year: null, title: null };
  const { reports } = await parseDocument({
    bytes: Buffer.from(text),
    contentType: 'text/html; charset=utf-8',
    hints,
  });
  return {
    url: article,
    further_pages: crawler.pages?.({ url: article, text, $: load(text) }) ?? [],
    attachments: attachmentsOf(pageTree(text), article, hosts).map(({ url, name }) => [url, name]),
    reports: reports.map(({ status, title, body, year, forms, values, warnings }) => ({
      status,
      title,
      body,
      year,
      forms,
      printed: Object.values(values).filter((value) => value !== null).length,
      new_requests: values['requests.new.total'] ?? null,
      warnings: warnings.map(({ code, field }) => `${code}${field === null ? '' : ` ${field}`}`),
    })),
  };
}
