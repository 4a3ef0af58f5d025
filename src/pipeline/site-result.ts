import type { Alarm } from '../archive/alarms.ts';
import type { SiteOutcome } from '../archive/runs.ts';

/** What a crawl did for one site. */
export interface SiteResult {
  readonly siteId: string;
  readonly name: string;
  readonly outcome: SiteOutcome;
  /** References found, without those that turned out to be an absence. */
  readonly found: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly blocked: number;
  readonly failed: number;
  /** For people: what was met, what was expected, what to do; null when all is well. */
  readonly message: string | null;
  /** Alarms of this site that are open now; `isNew` for those raised by this crawl. */
  readonly alarms: readonly (Pick<Alarm, 'cause' | 'message'> & { readonly isNew: boolean })[];
  /** Alarms that this crawl closed. */
  readonly healed: readonly Pick<Alarm, 'cause' | 'message'>[];
  /** Things a person may want to know: links to foreign hosts, layouts not understood. */
  readonly notes: readonly string[];
  /** With `--dry-run`: what was found. */
  readonly references: readonly { readonly url: string; readonly title: string | null }[];
}
