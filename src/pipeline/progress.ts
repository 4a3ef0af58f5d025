import type { SiteResult } from './site-result.ts';

/** What a crawl tells while it works. Nothing depends on anybody listening. */
export interface CrawlListener {
  /** A page was fetched or a report read: `done` of `known` references of the site are through. */
  progress?(site: string, done: number, known: number, url: string): void;
  siteDone?(result: SiteResult): void;
}
