import type { Column } from '../sites/site.ts';
import type { ReportReference } from './crawler.ts';

/** A unit (机关) as a portal codes it. */
export interface Unit {
  readonly code: string;
  readonly name: string | null;
  /** Origin of the host that lists it. */
  readonly origin: string;
  readonly listedOn: string;
}

/** The units of a portal, each once: the host that lists it first stays; a name may come later. */
export class Units {
  readonly #byCode = new Map<string, Unit>();

  add(unit: Unit): void {
    const known = this.#byCode.get(unit.code);
    if (known === undefined) this.#byCode.set(unit.code, unit);
    else if (known.name === null && unit.name !== null) {
      this.#byCode.set(unit.code, { ...known, name: unit.name });
    }
  }

  all(): readonly Unit[] {
    return [...this.#byCode.values()];
  }
}

/**
 * Every unit with every year, for portals that have one address for both and no list. An unknown unit or year is
 * answered with an empty page there, hence `mayBeEmpty`.
 */
export function* everyYear(
  units: readonly Unit[],
  years: readonly number[],
  column: Column,
  address: (unit: Unit, year: number) => string,
): Generator<ReportReference, void> {
  for (const unit of units) {
    for (const year of years) {
      yield {
        url: address(unit, year),
        title: null,
        publishedOn: null,
        body: unit.name ?? column.body,
        year,
        listedOn: unit.listedOn,
        mayBeEmpty: true,
      };
    }
  }
}
