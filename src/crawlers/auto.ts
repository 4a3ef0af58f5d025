import { type Crawler, type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { familyOf, recognisePage } from './family.ts';
import { withPages } from './with-pages.ts';

/**
 * The crawler that finds out, for each column, which of the others is meant. What it looks at for that is not asked
 * for again.
 * @param fallback for columns of which no page is recognised
 */
export function autoCrawler(crawlers: readonly Crawler[], fallback: Crawler): Crawler {
  return {
    family: 'auto',
    async *discover(column, context) {
      const ahead = lookingAhead(context);
      const found = await familyOf(column.url, ahead.looking, crawlers);
      if (found === null) {
        context.note(`${column.url}: no page of a known family; read as a portal of none`);
      }
      yield* (found?.crawler ?? fallback).discover(column, ahead.crawling);
    },
    pages: (page) => recognisePage(page, crawlers)?.crawler.pages?.(page) ?? [],
  };
}

/** Two contexts: what was fetched through the first, the second hands on once without asking. */
function lookingAhead(context: DiscoveryContext): {
  readonly looking: DiscoveryContext;
  readonly crawling: DiscoveryContext;
} {
  const fetched = new Map<string, ListPage | UnusablePage>();
  const looking = withPages(context, async (url, options) => {
    try {
      const page = await context.page(url, options);
      fetched.set(url, page);
      return page;
    } catch (error) {
      if (error instanceof UnusablePage) fetched.set(url, error);
      throw error;
    }
  });
  const crawling = withPages(context, async (url, options) => {
    const known = options?.form === undefined ? fetched.get(url) : undefined;
    fetched.delete(url);
    if (known === undefined) return context.page(url, options);
    if (known instanceof UnusablePage) throw known;
    return known;
  });
  return { looking, crawling };
}
