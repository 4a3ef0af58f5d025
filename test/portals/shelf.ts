import { renderDocx } from '../fixtures/docx.ts';
import { renderReport, type Style } from '../fixtures/render.ts';
import type { FixtureReport, ReportDescription } from '../fixtures/report.ts';
import type { ArticleText, House } from './house.ts';
import { noiseText, steadyNumber } from './markup.ts';
import { current, type PortalAnswer, type PortalReport, type PortalsState, portalReport } from './portal.ts';

/** A report of a replica: addresses are paths, with the query where it counts. */
export interface ShelfReport {
  readonly path: string;
  readonly date: string;
  readonly report: ReportDescription;
  /** Further addresses of the same article. */
  readonly aliases?: readonly string[];
  /** The report is this Word file; the article only points at it. */
  readonly file?: string;
}

/** What stands in lists beside reports: a path of the portal, or an address elsewhere. */
export interface ShelfNoise {
  readonly href: string;
  readonly date: string;
  readonly title: string;
}

export interface ShelfRow {
  readonly href: string;
  readonly date: string;
  readonly title: string;
}

interface Kept {
  readonly entry: ShelfReport;
  readonly held: PortalReport;
}

/** What a report's page shows now. */
export interface Shown {
  readonly entry: ShelfReport;
  readonly report: FixtureReport;
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The reports and other articles of a replica of a family, as its lists and pages need them. */
export class Shelf {
  readonly noise: readonly ShelfNoise[];
  readonly reports: readonly PortalReport[];
  readonly #byPath = new Map<string, Kept>();

  constructor(
    hosts: readonly string[],
    entries: readonly ShelfReport[],
    noise: readonly ShelfNoise[],
    schemes: readonly string[] = ['http', 'https'],
  ) {
    this.noise = noise;
    this.reports = entries.map((entry) => {
      const { path, aliases = [], file } = entry;
      const paths = [...(file === undefined ? [] : [file]), path, ...aliases];
      const urls = schemes.flatMap((scheme) =>
        hosts.flatMap((host) => paths.map((each) => new URL(each, `${scheme}://${host}`).href)),
      );
      const held = portalReport(entry.report, {
        url: urls[0] ?? '',
        urls,
        kind: file === undefined ? 'html' : 'docx',
      });
      for (const each of paths) this.#byPath.set(each, { entry, held });
      return held;
    });
  }

  /** The report of a path; null where there is none or it is hidden. */
  at(path: string, state: PortalsState): Shown | null {
    const kept = this.#byPath.get(path);
    if (kept === undefined || state.hidden.has(kept.held.url)) return null;
    return { entry: kept.entry, report: current(kept.held.url, kept.held.report, state) };
  }

  /** The Word file of a path; null where there is none. */
  file(path: string, state: PortalsState): PortalAnswer | null {
    const shown = this.at(path, state);
    if (shown === null || shown.entry.file !== path) return null;
    return { status: 200, type: DOCX, body: renderDocx(shown.report) };
  }

  /** What the page of a path shows, a report in `layout` or another article; null where there is none. */
  article(path: string, state: PortalsState, layout: Style, house: House, views: number): ArticleText | null {
    const shown = this.at(path, state);
    if (shown !== null) {
      const { entry, report } = shown;
      const body = renderReport(report, layout);
      return { title: report.title, date: entry.date, source: report.body, body, views };
    }
    const noise = this.noise.find(({ href }) => href === path);
    if (noise === undefined) return null;
    const { title, date } = noise;
    return { title, date, source: house.name, body: noiseText(title), views };
  }

  /** Visible reports, in the order of the data. */
  shown(state: PortalsState): readonly Shown[] {
    return [...new Set([...this.#byPath.values()].map(({ entry }) => entry))].flatMap(
      (entry) => this.at(entry.path, state) ?? [],
    );
  }

  /** Rows of a list of everything, newest first. */
  rows(state: PortalsState): readonly ShelfRow[] {
    return [
      ...this.shown(state).map(({ entry, report }) => ({
        href: entry.path,
        date: entry.date,
        title: report.title,
      })),
      ...this.noise,
    ].sort((a, b) => b.date.localeCompare(a.date));
  }
}

/** A report with figures of its own that break no rule. */
export function sampleReport(body: string, year: number): ReportDescription {
  const number = (name: string, below: number): number => steadyNumber(`${name} ${body} ${year}`, below);
  const applied = [number('one', 9), number('two', 4)];
  const granted = applied.map((count) => Math.floor(count / 2));
  return {
    body,
    year,
    figures: {
      disclosure: { licensing: year <= 2020 ? [3, 1, number('three', 800)] : [number('three', 800)] },
      requests: {
        new: applied,
        granted,
        'unable.not_held': applied.map((count, index) => count - (granted[index] ?? 0)),
      },
    },
  };
}
