import type { DiscoveryContext, ListPage, PageOptions } from './crawler.ts';

/** The same context, with pages that arrive in another way. */
export function withPages(
  context: DiscoveryContext,
  page: (url: string, options?: PageOptions) => Promise<ListPage>,
): DiscoveryContext {
  return {
    site: context.site,
    years: context.years,
    page,
    announce: (listUrl, total, seen) => context.announce(listUrl, total, seen),
    note: (message) => context.note(message),
  };
}
