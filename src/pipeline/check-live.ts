import PQueue from 'p-queue';
import { isDocumentAddress } from '../crawlers/attachments.ts';
import { type Crawler, type ReportReference, UnusablePage } from '../crawlers/crawler.ts';
import { familyOf } from '../crawlers/family.ts';
import { identityOf } from '../crawlers/identity.ts';
import { crawlerFor, recognisable } from '../crawlers/index.ts';
import { anyHolds, OutOfRequests } from '../crawlers/survey.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import type { Alarms } from '../settings/settings.ts';
import { expectedYears } from '../sites/expectation.ts';
import { regionName } from '../sites/regions.ts';
import type { Column, Site } from '../sites/site.ts';
import { LivePages } from './live-pages.ts';

/** Requests a column: its page, the way to its first list, and the first report. */
const BUDGET = 12;
/** Portals looked at side by side; each is asked one thing at a time. */
const SITES_AT_ONCE = 6;

export interface LiveCheck {
  readonly siteId: string;
  readonly requests: number;
  /** Whether each column still is as the file says, in the order of the file. */
  readonly columns: readonly ColumnCheck[];
}

export interface ColumnCheck {
  readonly url: string;
  /** What its pages show; null where they show no known family. */
  readonly family: string | null;
  /** In words, each with what was met and what the file says. Empty: all as it should be. */
  readonly faults: readonly string[];
  readonly notes: readonly string[];
}

export interface LiveCheckOptions {
  readonly sites: readonly Site[];
  readonly fetcher: Fetcher;
  readonly alarms: Alarms;
  readonly now: Date;
  readonly onPage?: (url: string) => void;
}

/** Looks at configured portals: is each column there, of the family that the file names, and does it lead to a report? */
export async function checkLive(options: LiveCheckOptions): Promise<readonly LiveCheck[]> {
  const queue = new PQueue({ concurrency: SITES_AT_ONCE });
  return queue.addAll(options.sites.map((site) => () => checkSite(site, options)));
}

async function checkSite(site: Site, options: LiveCheckOptions): Promise<LiveCheck> {
  const { fetcher, alarms, now, onPage } = options;
  const columns: ColumnCheck[] = [];
  let requests = 0;
  for (const column of site.columns) {
    const pages = new LivePages({
      fetcher,
      site,
      years: [...expectedYears(site, now, alarms)].reverse(),
      budget: BUDGET,
      growsHosts: false,
      ...(onPage === undefined ? {} : { onPage }),
    });
    columns.push(await checkColumn(column, site, pages));
    requests += BUDGET - pages.left();
  }
  return { siteId: site.id, requests, columns };
}

async function checkColumn(column: Column, site: Site, pages: LivePages): Promise<ColumnCheck> {
  const { url } = column;
  const faults: string[] = [];
  const notes: string[] = [];
  let family: string | null = null;
  try {
    const { crawlers, fallback } = recognisable();
    const found = await familyOf(url, pages, crawlers);
    family = found?.crawler.family ?? null;
    const named = crawlerFor(site.crawler);
    const isNamed = crawlers.some((each) => each === named && each.recognise !== undefined);
    if (named === null) throw new Error(`${site.file}: there is no crawler ${site.crawler}`);
    if (isNamed && family !== named.family) faults.push(changedFamily(family, named.family));
    if (named === fallback && family !== null) notes.push(`its pages look like ${family}`);
    const otherPlace = placeFault(site, (await pages.page(url)).$);
    if (otherPlace !== null) faults.push(otherPlace);
    const lost = await firstReport(column, named, pages);
    if (lost !== null) (site.allowEmpty ? notes : faults).push(lost);
  } catch (error) {
    if (error instanceof OutOfRequests) faults.push(`no report was reached with ${BUDGET} requests`);
    else if (error instanceof UnusablePage) faults.push(inWords(error, url));
    else throw error;
  }
  // Of a column that has ended nothing is demanded any more.
  if (column.until === undefined) return { url, family, faults, notes };
  const ended = `ended with ${column.until}`;
  return { url, family, faults: [], notes: [...notes, ...faults.map((fault) => `${fault} (${ended})`)] };
}

function inWords({ url, outcome, message }: UnusablePage, column: string): string {
  const met = url === column ? message.slice(url.length + 2) : message;
  return outcome === 'blocked'
    ? `the portal refuses us, so nothing can be told: ${met}`
    : `${url === column ? 'the column' : 'a page on the way to its reports'} does not arrive: ${met}`;
}

function changedFamily(met: string | null, expected: string): string {
  return met === null
    ? `no page shows marks of ${expected} any more: the portal may have changed its product`
    : `its pages look like ${met}, the file says ${expected}`;
}

/** A domain that now serves another place: its identifier bears another city's code. */
function placeFault({ regionCode }: Site, $: Parameters<typeof identityOf>[0]['$']): string | null {
  const { region } = identityOf({ url: '', text: '', $ });
  if (region === null || regionName(region) === null || region.slice(0, 4) === regionCode.slice(0, 4))
    return null;
  return `its identifier is that of ${region} ${regionName(region)}, the file says ${regionCode} ${regionName(regionCode)}`;
}

/** @returns null where the column leads to a report; else what is wrong */
async function firstReport(column: Column, crawler: Crawler, pages: LivePages): Promise<string | null> {
  const made: ReportReference[] = [];
  for await (const reference of crawler.discover(column, pages)) {
    if (reference.mayBeEmpty === true) {
      made.push(reference);
      continue;
    }
    const { url, listedOn } = reference;
    const expect = isDocumentAddress(url) ? 'attachment' : 'page';
    const { fetched } = await pages.fetch(url, { referer: listedOn, expect });
    if (fetched.outcome === 'ok') return null;
    return `the first report listed does not arrive: ${url}: ${fetched.outcome}${fetched.detail === null ? '' : ` (${fetched.detail})`}`;
  }
  if (made.length === 0) return 'no report is listed';
  if (await anyHolds(made, pages)) return null;
  return `${made.length} addresses of bodies and years were put together; those that were tried hold no report`;
}
