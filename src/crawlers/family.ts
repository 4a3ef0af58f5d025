import { type Crawler, type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { isAllowedHost, linksOf, pageKey, resolveLink } from './links.ts';
import { callsItselfAnnual, linkName } from './marks.ts';
import { queryable } from './query.ts';
import { isAnnualColumn, isAnnualPath, isBodyName, isDisclosureEntry, subColumnKind } from './selection.ts';

export interface Recognition {
  readonly crawler: Crawler;
  /** 0 not at all … 1 certain. */
  readonly sureness: number;
}

/** What a family must reach on a page to be taken for the portal's. */
export const SURE_ENOUGH = 0.5;
/** An address alone tells where its shape is one product's only. */
const SURE_BY_ADDRESS = 0.75;
/** Pages looked at, from the entry down to the first list. */
const MOST_PAGES = 5;

/** The family that a page shows most; null where none is sure enough. */
export function recognisePage(page: ListPage, crawlers: readonly Crawler[]): Recognition | null {
  let best: Recognition | null = null;
  for (const crawler of crawlers) {
    const sureness = crawler.recognise?.(page) ?? 0;
    if (sureness >= SURE_ENOUGH && sureness > (best?.sureness ?? 0)) best = { crawler, sureness };
  }
  return best;
}

/**
 * The family of a column by its address, else by its page, else by the pages that it leads to on the way to reports:
 * those are what the crawler will ask for, too. A list of annual reports tells more than the pages above it, which may
 * belong to another product.
 * @returns null where no page is recognised
 * @throws UnusablePage when the column does not arrive or the portal blocks us
 */
export async function familyOf(
  url: string,
  context: Pick<DiscoveryContext, 'page' | 'site'>,
  crawlers: readonly Crawler[],
): Promise<Recognition | null> {
  const byAddress = recognisePage({ url, text: '', $: queryable('') }, crawlers);
  if (byAddress !== null && byAddress.sureness >= SURE_BY_ADDRESS) return byAddress;
  let page = await context.page(url);
  const visited = new Set([pageKey(url), pageKey(page.url)]);
  let above: Recognition | null = null;
  for (let count = 1; ; count += 1) {
    const found = recognisePage(page, crawlers);
    const annual = isAnnualPage(page);
    if (found !== null && annual) return found;
    above ??= found;
    const next = onward(page, annual, visited, context.site.hosts);
    if (next === null || count === MOST_PAGES) return found ?? above;
    visited.add(pageKey(next));
    const arrived = await arrival(next, page.url, context);
    if (arrived === null) return found ?? above;
    page = arrived;
  }
}

async function arrival(
  url: string,
  referer: string,
  context: Pick<DiscoveryContext, 'page'>,
): Promise<ListPage | null> {
  try {
    return await context.page(url, { referer });
  } catch (error) {
    if (!(error instanceof UnusablePage) || error.outcome === 'blocked') throw error;
    return null;
  }
}

function isAnnualPage({ $, url }: ListPage): boolean {
  return callsItselfAnnual($) || isAnnualPath(new URL(url));
}

/** The first link down to a list: to a column of annual reports before all else, or below one, or towards one. */
function onward(
  page: ListPage,
  annual: boolean,
  visited: ReadonlySet<string>,
  hosts: readonly string[],
): string | null {
  const below: string[] = [];
  const { $ } = page;
  for (const element of linksOf($)) {
    const link = $(element);
    const url = resolveLink(link.attr('href'), page.url);
    if (url === null || visited.has(pageKey(url)) || !isAllowedHost(url, hosts)) continue;
    const name = linkName(link);
    if (isAnnualColumn(name)) return url;
    if (annual ? subColumnKind(name) !== null || isBodyName(name) : isDisclosureEntry(name)) below.push(url);
  }
  return below[0] ?? null;
}
