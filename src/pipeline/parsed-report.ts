import { digestOf, type Reading } from '../archive/reading.ts';
import type { AnnualReport } from '../reports/report.ts';
import { contentHash } from './content-hash.ts';
import { fillingOf, isOutlineOf, type Outline, outlineOf, reportOf } from './outline.ts';
import type { Parsed, ParsedDocument } from './parser-pool.ts';

/** A report of a document, with what it is filed by. */
export interface ParsedReport extends Reading, Pick<AnnualReport, 'body' | 'year'> {
  /** `YYYY-MM-DD`, where the document tells. */
  readonly publishedOn: string | null;
  /** Of what it says, whatever the page round it does; null where nobody could read it. */
  readonly contentSha256: string | null;
}

type Head = Omit<ParsedReport, 'report'>;

/** A document as a thread hands it over. */
export interface FoldedDocument {
  /** All but its reports, and for each of them what it is filed by, as JSON: two threads write and read that in half the time of a structured clone. */
  readonly head: string;
  readonly reports: readonly FoldedReport[];
}

interface FoldedReport {
  /** The place of its outline among those that both sides keep. */
  readonly place: number;
  /** The outline, as JSON; null where it stands there already. */
  readonly outline: string | null;
  readonly filling: string;
}

/** Outlines that either side keeps, some 15 KB each: of the portals that are read in turn, most have one or two. */
const MOST_OUTLINES = 16;

interface KeptOutline {
  readonly outline: Outline;
  readonly digest: string;
  /** Its figures, sorted. */
  readonly fields: readonly string[];
}

/** Folds documents for one `Unfolder`, which gets them in their order. */
export class Folder {
  readonly #kept: KeptOutline[] = [];
  /** Where the last report had its outline, and where the next new one is put. */
  #last = 0;
  #next = 0;

  fold({ reports, ...document }: ParsedDocument): FoldedDocument {
    const folded = reports.map((report) => this.#fold(report));
    const head = JSON.stringify({ ...document, reports: folded.map((each) => each.head) });
    return { head, reports: folded.map(({ place, outline, filling }) => ({ place, outline, filling })) };
  }

  #fold(report: AnnualReport): FoldedReport & { readonly head: Head } {
    let kept = this.#find(report);
    let outline: string | null = null;
    if (kept === null) {
      const own = outlineOf(report);
      outline = JSON.stringify(own);
      kept = this.#keep({ outline: own, digest: digestOf(outline), fields: own.figures.toSorted() });
    }
    const filling = fillingOf(report);
    const head = headOf(report, kept.fields, digestOf(`${kept.digest} ${filling}`));
    return { place: this.#last, outline, filling, head };
  }

  /** The report's outline where it is kept; it is the last one then. */
  #find(report: AnnualReport): KeptOutline | null {
    const isItsOutline = ({ outline }: KeptOutline): boolean => isOutlineOf(outline, report);
    const last = this.#kept[this.#last];
    if (last !== undefined && isItsOutline(last)) return last;
    const place = this.#kept.findIndex(isItsOutline);
    if (place !== -1) this.#last = place;
    return this.#kept[place] ?? null;
  }

  #keep(kept: KeptOutline): KeptOutline {
    this.#last = this.#next;
    this.#next = (this.#next + 1) % MOST_OUTLINES;
    this.#kept[this.#last] = kept;
    return kept;
  }
}

/** Unfolds what one `Folder` folded, all of it. */
export class Unfolder {
  readonly #kept: Outline[] = [];
  readonly #open: typeof opened;

  /** @param isLate reports are opened when somebody looks into them: most of those that are read again are known to the letter */
  constructor(isLate: boolean) {
    // Where they are new they are needed soon, and folded they take more memory until then.
    this.#open = isLate ? opening : opened;
  }

  unfold({ head, reports }: FoldedDocument): Parsed {
    const document: Omit<Parsed, 'reports'> & { readonly reports: readonly Head[] } = JSON.parse(head);
    return {
      ...document,
      reports: document.reports.map((each, i) => {
        const { place = -1, outline = null, filling = '' } = reports[i] ?? {};
        if (outline !== null) this.#kept[place] = JSON.parse(outline);
        const kept = this.#kept[place];
        if (kept === undefined) throw new Error('a report that was not folded for this side');
        return this.#open(each, kept, filling);
      }),
    };
  }
}

function headOf(report: AnnualReport, fields: readonly string[], digest: string): Head {
  const { status, reason, body, year, meta } = report;
  const date = meta['meta.publication_date'];
  return {
    status,
    reason,
    body,
    year,
    publishedOn: typeof date === 'string' ? date : null,
    digest,
    contentSha256: status === 'unreadable' ? null : contentHash(report, fields),
  };
}

const opened = (head: Head, outline: Outline, filling: string): ParsedReport => ({
  ...head,
  report: reportOf(outline, filling),
});

function opening(head: Head, outline: Outline, filling: string): ParsedReport {
  let report: AnnualReport | null = null;
  return {
    ...head,
    get report(): AnnualReport {
      report ??= reportOf(outline, filling);
      return report;
    },
  };
}
