import type { Crawler } from '../crawlers/crawler.ts';
import { UnusablePage } from '../crawlers/crawler.ts';
import { idOfHost, isOfficialHost, registrableName, twinHosts } from '../crawlers/hosts.ts';
import type { PortalIdentity } from '../crawlers/identity.ts';
import { crawlerFor, families, recognisable } from '../crawlers/index.ts';
import { pageKey } from '../crawlers/links.ts';
import { type Survey, type SurveyedColumn, survey } from '../crawlers/survey.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { BrowserMissing } from '../fetch/find-browser.ts';
import type { Settings } from '../settings/settings.ts';
import { expectedYears } from '../sites/expectation.ts';
import { type Region, regionName, regionsAbove, regionsIn } from '../sites/regions.ts';
import type { Site } from '../sites/site.ts';
import type { SiteFile } from '../sites/write.ts';
import { LivePages } from './live-pages.ts';

/** Requests in all, robots.txt and a host's twin included: a look at a portal must not be a crawl. */
const BUDGET = 26;
/** First year asked for where addresses have to be put together: the form's first. */
const FIRST_YEAR = 2019;

/** What the operator settles beforehand; undefined: what the portal shows. */
export interface Settled {
  readonly id?: string;
  readonly name?: string;
  readonly regionCode?: string;
  readonly crawler?: string;
  /** Hosts that belong to the portal besides that of the address. */
  readonly hosts: readonly string[];
  readonly since?: number;
}

export interface AddOptions {
  readonly url: string;
  readonly settled: Settled;
  readonly settings: Settings;
  /** What is configured already. */
  readonly sites: readonly Site[];
  /** The file of the same id may be replaced. */
  readonly replaces: boolean;
  readonly fetcher: Fetcher;
  readonly now: Date;
  readonly onPage?: (url: string) => void;
}

/** What could not be settled, with what settles it. */
export interface Question {
  readonly about: 'id' | 'name' | 'region' | 'columns' | 'hosts';
  readonly text: string;
}

export interface Proposal {
  /** Null while questions are open. */
  readonly site: SiteFile | null;
  readonly questions: readonly Question[];
  readonly family: string | null;
  readonly columns: readonly ProposedColumn[];
  readonly region: Region | null;
  readonly requests: number;
  /** What a person may want to know. */
  readonly notes: readonly string[];
}

export interface ProposedColumn {
  readonly url: string;
  readonly family: string;
  /** False where no page shows marks of a family. */
  readonly isRecognised: boolean;
  /** References found; of portals with an address a unit and year, what will be asked for. */
  readonly found: number;
  readonly isEnumerated: boolean;
  /** Report year → references, oldest first; those whose listing names no year under null. */
  readonly byYear: ReadonlyMap<number | null, number>;
  readonly isWhole: boolean;
}

/** The address cannot be that of a portal of ours, or is one already; the message says what to do. */
export class NotAddable extends Error {
  override readonly name = 'NotAddable';
}

/** The portal did not answer with a page: nothing can be said of it. */
export class PortalUnreachable extends Error {
  override readonly name = 'PortalUnreachable';
}

/**
 * Looks at a portal and puts its site file together.
 * @throws NotAddable for a mirror, a foreign host, or a column that is configured already
 * @throws PortalUnreachable when the page of the address does not arrive
 */
export async function proposeSite(options: AddOptions): Promise<Proposal> {
  const { url, settled } = options;
  const host = new URL(url).hostname;
  refuseForeign(host, settled.hosts);
  const newest = expectedYears({ since: FIRST_YEAR }, options.now, options.settings.alarms);
  const years = [...newest].reverse();
  let pages = livePages(options, years, false, BUDGET);
  let found = await look(options, pages);
  if (found.columns.length === 0 && pages.left() > 3) {
    // Lists that scripts fill say nothing without a browser.
    const scripted = livePages(options, years, true, pages.left());
    try {
      const again = await look(options, scripted);
      if (again.columns.length > 0) [pages, found] = [scripted, again];
    } catch (error) {
      if (!(error instanceof BrowserMissing)) throw error;
      pages.note(`lists that scripts fill were not looked at: ${error.message}`);
    }
  }
  refuseCopies(host, settled.hosts, found.identity);
  return propose(options, pages, found);
}

/** Hosts outside gov.cn are mostly expired names that republish whole portals, paths and all. */
function refuseForeign(host: string, allowed: readonly string[]): void {
  if (isOfficialHost(host) || allowed.includes(host)) return;
  throw new NotAddable(
    `${host} is no host under gov.cn: copies of portals stand on such hosts. Give the portal's own address; if this is its own, say so with --host ${host}`,
  );
}

function refuseCopies(host: string, allowed: readonly string[], { domains }: PortalIdentity): void {
  if (domains.length === 0 || allowed.includes(host)) return;
  if (domains.some((domain) => registrableName(domain) === registrableName(host))) return;
  throw new NotAddable(
    `the page on ${host} calls itself one of ${domains.join(', ')}: a copy, or a portal that moved. Add https://${domains[0]}/ instead; if ${host} is right, say so with --host ${host}`,
  );
}

function refuseTaken(column: string, id: string | null, { sites, replaces }: AddOptions): void {
  const taken = sites.find((site) => site.columns.some(({ url }) => pageKey(url) === pageKey(column)));
  if (taken === undefined || (replaces && taken.id === id)) return;
  throw new NotAddable(
    `the column ${column} is one of the site ${taken.id} already (${taken.file}); --force --id ${taken.id} writes that file anew`,
  );
}

function livePages(
  options: AddOptions,
  years: readonly number[],
  browser: boolean,
  budget: number,
): LivePages {
  const { settings, settled, fetcher, onPage } = options;
  const hosts = [...new Set([...twinHosts(new URL(options.url).hostname), ...settled.hosts])];
  const site: Site = {
    id: settled.id ?? 'new',
    name: settled.name ?? '',
    regionCode: settled.regionCode ?? '',
    crawler: settled.crawler ?? '',
    hosts,
    columns: [],
    since: FIRST_YEAR,
    evidence: 'seen',
    allowEmpty: false,
    browser,
    tls: 'modern',
    politeness: settings.politeness,
    limits: settings.limits,
    file: '',
  };
  return new LivePages({
    fetcher,
    site,
    years,
    budget,
    growsHosts: true,
    ...(onPage === undefined ? {} : { onPage }),
  });
}

async function look({ url, settled }: AddOptions, pages: LivePages): Promise<Survey> {
  const { crawlers, fallback } = recognisable();
  const prescribed: Crawler | null = settled.crawler === undefined ? null : crawlerFor(settled.crawler);
  if (settled.crawler !== undefined && prescribed === null)
    throw new NotAddable(
      `there is no crawler ${settled.crawler}; there are ${[...families(), 'auto'].join(', ')}`,
    );
  try {
    return await survey(url, pages, crawlers, fallback, prescribed);
  } catch (error) {
    if (!(error instanceof UnusablePage)) throw error;
    const advice =
      error.outcome === 'blocked'
        ? '; open it in a browser, and write the file by hand as CONTRIBUTING shows'
        : '';
    throw new PortalUnreachable(`the portal cannot be looked at: ${error.message}${advice}`);
  }
}

function propose(options: AddOptions, pages: LivePages, found: Survey): Proposal {
  const { settled } = options;
  const questions: Question[] = [];
  const host = new URL(options.url).hostname;
  const columns = found.columns.map(described);
  const family = familyOfAll(found.columns);
  if (columns.length === 0) questions.push(noColumns(found));
  const region = regionOf(options, found.identity, questions);
  const name = settled.name ?? siteName(found.identity.name, region);
  if (name === null)
    questions.push({
      about: 'name',
      text: 'no page says whose portal this is: give the county with --name 某县',
    });
  const id = settled.id ?? idOfHost(host);
  if (id === null)
    questions.push({ about: 'id', text: `${host} is no name: give the site an id with --id someid` });
  for (const column of columns) refuseTaken(column.url, id, options);
  const hosts = hostsOf(host, pages, found, settled.hosts);
  const notes = [...pages.notes, ...hints(found, columns)];
  const requests = BUDGET - pages.left();
  if (questions.length > 0 || id === null || name === null || region === null || family === null)
    return { site: null, questions, family, columns, region, requests, notes };
  const site: SiteFile = {
    id,
    name,
    regionCode: region.code,
    crawler: settled.crawler ?? family,
    hosts,
    columns: columns.map((column) => ({ url: column.url, remark: inWords(column) })),
    since: settled.since ?? firstYear(columns),
    evidence: 'seen',
    browser: pages.site.browser,
  };
  return { site, questions, family, columns, region, requests, notes };
}

function described({ url, crawler, isRecognised, references, isWhole }: SurveyedColumn): ProposedColumn {
  const byYear = new Map<number | null, number>();
  const sorted = [...references].sort((a, b) => (a.year ?? 9999) - (b.year ?? 9999));
  for (const { year } of sorted) byYear.set(year, (byYear.get(year) ?? 0) + 1);
  const isEnumerated = references.every(({ mayBeEmpty }) => mayBeEmpty === true);
  return {
    url,
    family: crawler.family,
    isRecognised,
    found: references.length,
    isEnumerated,
    byYear,
    isWhole,
  };
}

/** A column in one line: what was found, by year. */
export function inWords({ found, isEnumerated, byYear, isWhole }: ProposedColumn): string {
  if (isEnumerated) {
    const years = [...byYear.keys()].filter((year) => year !== null);
    return `${found / Math.max(1, years.length)} bodies × ${years.length} years to ask for; a sample held a report`;
  }
  const years = [...byYear].map(([year, count]) => `${year ?? 'no year named'}: ${count}`).join(', ');
  return `${found} reports listed${isWhole ? '' : ' on the pages read, which are not all'} (${years})`;
}

function familyOfAll(columns: readonly SurveyedColumn[]): string | null {
  const names = new Set(columns.map(({ crawler }) => crawler.family));
  return names.size > 1 ? 'auto' : ([...names][0] ?? null);
}

function noColumns({ fruitless, elsewhere }: Survey): Question {
  const looked = fruitless.length === 0 ? 'nothing leads to one' : `looked at: ${fruitless.join(', ')}`;
  const other =
    elsewhere.length === 0
      ? ''
      : `; disclosure seems to lie at ${elsewhere.join(', ')}: if that is this portal's, add that address`;
  return {
    about: 'columns',
    text: `no column of annual reports was found (${looked}${other}). Find 政府信息公开年报 on the portal and add that page's address, or a report's`,
  };
}

function regionOf(
  { settled }: AddOptions,
  { region, name }: PortalIdentity,
  questions: Question[],
): Region | null {
  const known = (code: string): Region | null => {
    const regionsName = regionName(code);
    return regionsName === null ? null : { code, name: regionsName };
  };
  if (settled.regionCode !== undefined) return known(settled.regionCode);
  const byCode = region === null ? null : known(region);
  const byName = name === null ? [] : regionsIn(name);
  const placed =
    byCode === null
      ? byName
      : byName.filter(({ code }) => code.startsWith(byCode.code.replace(/(00){1,2}$/, '')));
  // A county under its city's identifier is told by its name.
  if (byCode !== null) return placed.length === 1 && placed[0] !== undefined ? placed[0] : byCode;
  if (placed.length === 1 && placed[0] !== undefined) return placed[0];
  const choice = placed.map((each) => `${each.code} ${regionsAbove(each.code)}${each.name}`).join(', ');
  questions.push({
    about: 'region',
    text:
      choice === ''
        ? `neither an identifier (网站标识码) nor a name tells the region${name === null ? '' : ` of ${name}`}: give its code of GB/T 2260 with --region 410482 (a zone takes that of its county or city)`
        : `${name ?? 'the name'} may be ${choice}: choose with --region`,
  });
  return null;
}

/** 湛河区 of 平顶山市湛河区人民政府门户网站; a zone keeps its own name. */
function siteName(printed: string | null, region: Region | null): string | null {
  if (printed === null) return region?.name ?? null;
  if (region !== null && printed.includes(region.name)) return region.name;
  const short = printed.replace(/(人民政府|政府信息公开|政务公开|政府|门户|管理委员会|管委会|网站).*$/, '');
  return short === '' ? (region?.name ?? null) : short;
}

/** The given one and its twin first, then those that lists, pages and reports were found on. */
function hostsOf(host: string, pages: LivePages, found: Survey, allowed: readonly string[]): string[] {
  const referred = found.columns.flatMap(({ url, references }) => [
    new URL(url).hostname,
    ...references.map((reference) => new URL(reference.url).hostname),
  ]);
  const used = [...pages.usedHosts, ...referred].flatMap(twinHosts);
  return [...new Set([...twinHosts(host), ...used, ...allowed])];
}

/** First year from which on no two years in a row are without a report. */
function firstYear(columns: readonly ProposedColumn[]): number {
  const listed = columns.filter(({ isEnumerated }) => !isEnumerated);
  const years = [...new Set(listed.flatMap(({ byYear }) => [...byYear.keys()]))]
    .filter((year) => year !== null)
    .sort((a, b) => b - a);
  let first = years[0] ?? FIRST_YEAR;
  for (const year of years) if (first - year <= 2 && year >= 2008) first = year;
  return first;
}

function hints({ elsewhere, columns }: Survey, described: readonly ProposedColumn[]): string[] {
  return [
    ...elsewhere.map(
      (url) =>
        `disclosure on another host, left alone: ${url}; if it is this portal's, add it with --host ${new URL(url).hostname}`,
    ),
    ...columns
      .filter(({ isWhole }) => !isWhole)
      .map(({ url }) => `${url}: not read to its end; the first crawl does that`),
    ...described
      .filter(({ isRecognised }) => !isRecognised)
      .map(({ url }) => `${url}: no page shows marks of a known family; read as a portal of none`),
  ];
}
