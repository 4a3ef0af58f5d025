import type { Limits, Politeness } from '../settings/settings.ts';

/** A listing (栏目) on a portal: where discovery starts. */
export interface Column {
  readonly url: string;
  /** The one body whose reports the column holds; null where it holds many. A hint, never the truth. */
  readonly body: string | null;
  /** First report year that it holds, where the portal moved here; absent: no first one. */
  readonly from?: number;
  /** Last report year that it holds, where the portal moved on; absent: it is in use. */
  readonly until?: number;
}

/** A county government portal that we crawl, as its file in `config/sites` declares it. */
export interface Site {
  readonly id: string;
  readonly name: string;
  /** Six digits, GB/T 2260. */
  readonly regionCode: string;
  /** A family, a site's own crawler, or `auto`. */
  readonly crawler: string;
  /** Allow-list, lower case, without port; every other host is refused. */
  readonly hosts: readonly string[];
  readonly columns: readonly Column[];
  /** First report year expected; absences after it are shown. */
  readonly since: number;
  /** How sure we are of the URLs. */
  readonly evidence: 'seen' | 'inferred';
  /** True where it is no alarm that no report is found. */
  readonly allowEmpty: boolean;
  /** True where pages say nothing without their scripts. */
  readonly browser: boolean;
  /** `legacy` where the portal knows only TLS below 1.2. */
  readonly tls: 'modern' | 'legacy';
  readonly politeness: Politeness;
  readonly limits: Limits;
  /** Path of the site file, for messages. */
  readonly file: string;
}
