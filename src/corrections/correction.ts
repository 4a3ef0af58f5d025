interface Signed {
  readonly siteId: string;
  readonly author: string;
  /** `YYYY-MM-DD`, when it was made. */
  readonly date: string;
  readonly reason: string;
  /** `file:line`, where it stands. */
  readonly source: string;
}

/** A person's correction of one figure of one report. It holds while the parser reads `was` there. */
export interface ValueCorrection extends Signed {
  readonly kind: 'value';
  readonly body: string;
  readonly year: number;
  readonly field: string;
  /** Null: blank. */
  readonly was: number | null;
  readonly value: number | null;
}

/** What a report is filed under. */
export interface NamedReport {
  readonly body: string;
  readonly year: number;
}

/** A person's correction of the body or the year of the report at an address. It holds while the document says `was`. */
export interface IdentityCorrection extends Signed {
  readonly kind: 'identity';
  readonly url: string;
  /** Null where the document does not tell. */
  readonly was: { readonly body: string | null; readonly year: number | null };
  readonly is: NamedReport;
}

export type Correction = ValueCorrection | IdentityCorrection;
