/** How gently a portal is treated. A site file may override these for itself. */
export interface Politeness {
  /** Pause between the end of one request to a host and the start of the next, milliseconds. */
  readonly delayMs: number;
  readonly concurrencyPerHost: number;
  /** A Retry-After up to this is waited for, seconds; a longer one defers the site to a later run. */
  readonly retryAfterMaxS: number;
  readonly userAgent: string;
  /** Where the operator of a portal can reach us: an e-mail address or a URL, sent in the User-Agent. */
  readonly contact: string;
}

/** What one page, one site, one worker may cost. A site file may override these for itself. */
export interface Limits {
  /** Most bytes over the wire for a page. */
  readonly pageBytes: number;
  readonly attachmentBytes: number;
  /** Most bytes after content decoding. */
  readonly decodedBytes: number;
  readonly pagesPerSite: number;
  readonly siteMinutes: number;
  /** Memory of a parser worker, MiB. */
  readonly workerMb: number;
}

/** When `nianbao crawl` without a name takes a site. */
export interface Schedule {
  /** `MM-DD..MM-DD`, when reports are published. */
  readonly season: string;
  /** Hours between two crawls of a site in season. */
  readonly inSeasonHours: number;
  readonly otherwiseHours: number;
  /** Hours after which a scheduled crawl asks for every known report again, not only for the lists. */
  readonly fullWalkHours: number;
}

export interface BrowserSettings {
  /** Path of a Chromium; null: look for one. */
  readonly path: string | null;
  readonly maxPages: number;
}

export interface Alarms {
  /** A list is broken when it holds less than this share of the last good one. */
  readonly shrunkenListShare: number;
  /** A page has another template when it keeps less than this share of the one of the last good crawl. */
  readonly sameTemplateShare: number;
  /** A year is expected from this day (`MM-DD`) of the next year on. */
  readonly expectedFrom: string;
}

export interface Storage {
  /** A crawl stops, resumably, when the database's disk has less than this left, MiB. */
  readonly leastFreeMb: number;
}

/** `config/nianbao.yaml`, complete. */
export interface Settings {
  readonly politeness: Politeness;
  readonly limits: Limits;
  readonly schedule: Schedule;
  readonly alarms: Alarms;
  readonly browser: BrowserSettings;
  readonly storage: Storage;
}
