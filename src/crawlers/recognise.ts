import type { ListPage } from './crawler.ts';
import { registrableName } from './hosts.ts';
import { linksOf, resolveLink } from './links.ts';

/** What the pages of a family show. Each is a sign of its own; none has to be there. */
export interface Signs {
  /** Matches path and query of the page's own address. */
  readonly address?: RegExp;
  /** Matches path and query of links to the portal itself. */
  readonly links?: RegExp;
  /** Matches the page's source: names that only this product gives to elements, scripts and programs. */
  readonly source?: RegExp;
}

/** How sure one sign makes. A portal's pages may link to an older product of its own, so a link says least. */
const SURE = { address: 0.8, links: 0.6, source: 0.8 };

/** How sure a page's signs make that it belongs to a family: 0 without any, near 1 with all of them. */
export function recogniseBy(page: ListPage, signs: Signs): number {
  const { address, links, source } = signs;
  let doubt = 1;
  if (address?.test(pathOf(page.url)) === true) doubt *= 1 - SURE.address;
  if (links !== undefined && ownLinks(page).some((path) => links.test(path))) doubt *= 1 - SURE.links;
  if (source?.test(page.text) === true) doubt *= 1 - SURE.source;
  return 1 - doubt;
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/** Paths with queries; portals of other products that a footer links to say nothing. */
function ownLinks({ $, url }: ListPage): string[] {
  const own = registrableName(new URL(url).hostname);
  return linksOf($)
    .map((_, link) => resolveLink($(link).attr('href'), url))
    .get()
    .filter((address) => registrableName(new URL(address).hostname) === own)
    .map(pathOf);
}
