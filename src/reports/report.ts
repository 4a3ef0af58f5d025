import type { LegacyForm } from './legacy/form.ts';

/** The official layout of a table. */
export type Form = '2021' | '2019' | 'legacy';

export type ReportStatus = 'complete' | 'partial' | 'not_a_report' | 'unreadable';

export type CheckOutcome = 'pass' | 'pass_blank' | 'fail' | 'unassessable' | 'not_applicable';

export type Severity = 'error' | 'warning' | 'info';

/** Where in the document a value stands, and what was printed there. */
export interface Evidence {
  readonly raw: string;
  /** `table 2 row 4 col 4`, or `line 43` in text. */
  readonly at: string;
  readonly page: number | null;
  /**
   * Left, upper, right and lower edge of its place on the page, from the page's upper left corner: points of a PDF, pixels of a picture.
   * Left out where the format has no places.
   */
  readonly box?: readonly [x0: number, y0: number, x1: number, y1: number];
}

/** One consistency rule (勾稽关系) tried on one report. */
export interface Check {
  readonly rule: string;
  /** Column key, row id, `review` / `direct` / `after`, or null for the whole report. */
  readonly scope: string | null;
  readonly outcome: CheckOutcome;
  readonly severity: Severity;
  readonly expected: number | string | null;
  readonly actual: number | string | null;
  /** For people, with the numbers. */
  readonly detail: string | null;
}

/** A doubt. With a field (or a group, `requests.granted.*`) it says which value not to trust blindly. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

export interface Forms {
  readonly disclosure: Form | null;
  readonly requests: Form | null;
  readonly litigation: Form | null;
  /** Only in reports of the years before 2019, or made like them. */
  readonly legacy?: LegacyForm;
}

/** One annual report as read from one document. */
export interface AnnualReport {
  readonly status: ReportStatus;
  /** Why the status is not `complete`; null otherwise. */
  readonly reason: string | null;
  readonly forms: Forms;
  readonly title: string | null;
  /** As printed; identity is made from it by `reports/identity.ts`. */
  readonly body: string | null;
  readonly year: number | null;
  readonly meta: Readonly<Record<string, string | number | null>>;
  /** Every field of the forms in use: a number as printed, or null where nothing is. */
  readonly values: Readonly<Record<string, number | null>>;
  /** Running text of sections 一, 五, 六 under `1`, `5`, `6`; in legacy reports the chapters by field id (`legacy.text.fees`). */
  readonly sections: Readonly<Record<string, string>>;
  /**
   * The rest of the text, for telling an amendment: `0` between title and chapter one, `2` `3` `4` what stands beside
   * the tables, `tables` their rows where they could not all be read.
   */
  readonly asides: Readonly<Record<string, string>>;
  readonly evidence: Readonly<Record<string, Evidence>>;
  readonly checks: readonly Check[];
  readonly warnings: readonly Warning[];
}

/** What the caller knows besides the bytes. Hints: never preferred to what the document says. */
export interface ParseHints {
  readonly url: string | null;
  readonly body: string | null;
  readonly year: number | null;
  readonly title: string | null;
}
