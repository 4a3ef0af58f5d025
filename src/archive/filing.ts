import type { ResourceNote, StoredCapture } from './captures.ts';
import type { Judgement } from './judgements.ts';
import type { Reading } from './reading.ts';
import type { ValueChange } from './readings.ts';

/** What a report is known by, within its site. */
export interface ReportIdentity {
  /** Simplified and normalised. */
  readonly body: string;
  readonly year: number;
  readonly regionCode: string;
}

/** One report that a document holds. */
export interface ReadReport {
  readonly reading: Reading;
  readonly identity: ReportIdentity;
  /** The address to show for it: of the article rather than of its attachment, of the first page of several. */
  readonly url: string;
  /** `YYYY-MM-DD` */
  readonly publishedOn: string | null;
  /** Hash of the normalised content: equal where only the page round it differs. */
  readonly contentSha256: string;
}

/** What the parser made of one document: no report, one, or several. */
export interface ReadDocument {
  /** The capture whose bytes were read. */
  readonly captureId: number;
  /** Further captures that went into the reading, or that lead to it: other pages, the article of an attachment. */
  readonly otherCaptureIds?: readonly number[];
  readonly parserVersion: string;
  readonly reports: readonly ReadReport[];
  /** For people: why there is no report in it. */
  readonly reason?: string | null;
  /** Write what was read also where it stands so already by its digest: rows may have been altered since. */
  readonly anew?: boolean;
}

export interface StoredReport {
  readonly outcome: 'new' | 'changed' | 'unchanged';
  readonly reportId: number;
  /** Null where the content is only that of another address. */
  readonly editionId: number | null;
  /** Against the earlier reading of the edition, or else of the edition before it. Empty for a new report. */
  readonly changes: readonly ValueChange[];
}

/** Bytes that can be read again, with all that was known when they came. */
export type Rereadable = StoredCapture &
  Required<Omit<ResourceNote, 'form'>> & { readonly judgements: readonly Judgement[] };
