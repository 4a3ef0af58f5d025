import type { AnnualReport, Check, Evidence } from '../reports/report.ts';

/**
 * What reports of one shape have in common: which figures and meta data there are, where each of them stands, which rules
 * were tried. It is three quarters of a report, and most that are read one after another have the same.
 */
export interface Outline {
  readonly figures: readonly string[];
  readonly data: readonly string[];
  readonly places: readonly (readonly [field: string, at: Evidence['at'], page: Evidence['page']])[];
  readonly rules: readonly (readonly [Check['rule'], Check['scope'], Check['severity']])[];
}

/** A report without its outline: everything in the outline's order. */
interface Filling {
  readonly figures: readonly (number | null)[];
  readonly data: readonly (string | number | null)[];
  /** Null where just the figure is printed. */
  readonly raws: readonly (string | null)[];
  /** Null where no place has any. */
  readonly boxes: readonly (Box | null)[] | null;
  readonly findings: readonly Finding[];
  readonly rest: Omit<AnnualReport, 'values' | 'meta' | 'evidence' | 'checks'>;
}

type Box = NonNullable<Evidence['box']>;
/** What a check found; or, where it passed without a word, what is both its sides. */
type Finding =
  | Check['actual']
  | readonly [Check['outcome'], Check['expected'], Check['actual'], Check['detail']];

export function outlineOf({ values, meta, evidence, checks }: AnnualReport): Outline {
  return {
    figures: Object.keys(values),
    data: Object.keys(meta),
    places: Object.entries(evidence).map(([field, { at, page }]) => [field, at, page]),
    rules: checks.map(({ rule, scope, severity }) => [rule, scope, severity]),
  };
}

/** Whether it is this report's, in the same order. */
export function isOutlineOf(outline: Outline, { values, meta, evidence, checks }: AnnualReport): boolean {
  return (
    outline.rules.length === checks.length &&
    areKeys(outline.figures, values) &&
    areKeys(outline.data, meta) &&
    arePlaces(outline.places, evidence) &&
    outline.rules.every(([rule, scope, severity], i) => {
      const check = checks[i];
      return rule === check?.rule && scope === check.scope && severity === check.severity;
    })
  );
}

/** What a report says in the places of its outline, as JSON. */
export function fillingOf({ values, meta, evidence, checks, ...rest }: AnnualReport): string {
  const raws: (string | null)[] = [];
  const boxes: (Box | null)[] = [];
  for (const field in evidence) {
    const { raw = '', box = null } = evidence[field] ?? {};
    raws.push(isPrinted(raw, values[field]) ? null : raw);
    boxes.push(box);
  }
  const filling: Filling = {
    figures: Object.values(values),
    data: Object.values(meta),
    raws,
    boxes: boxes.some((box) => box !== null) ? boxes : null,
    findings: checks.map(findingOf),
    rest,
  };
  return JSON.stringify(filling);
}

/**
 * The report that has this outline and this filling.
 * @throws Error where the filling is another outline's: its figures would stand in wrong places, or be missing.
 */
export function reportOf({ figures, data, places, rules }: Outline, filling: string): AnnualReport {
  const filled: Filling = JSON.parse(filling);
  const pairs = [
    [figures, filled.figures],
    [data, filled.data],
    [places, filled.raws],
    [rules, filled.findings],
  ] as const;
  if (pairs.some(([outline, its]) => outline.length !== its.length))
    throw new Error('a report that was folded with another outline');
  const values: Record<string, number | null> = {};
  for (const [i, field] of figures.entries()) values[field] = filled.figures[i] ?? null;
  const meta: Record<string, string | number | null> = {};
  for (const [i, field] of data.entries()) meta[field] = filled.data[i] ?? null;
  const evidence: Record<string, Evidence> = {};
  for (const [i, [field, at, page]] of places.entries()) {
    const raw = filled.raws[i] ?? String(values[field]);
    const box = filled.boxes?.[i] ?? null;
    evidence[field] = box === null ? { raw, at, page } : { raw, at, page, box };
  }
  const checks = rules.map(([rule, scope, severity], i): Check => {
    const finding = filled.findings[i] ?? null;
    const [outcome, expected, actual, detail] =
      finding !== null && typeof finding === 'object' ? finding : (['pass', finding, finding, null] as const);
    return { rule, scope, severity, outcome, expected, actual, detail };
  });
  return { ...filled.rest, values, meta, evidence, checks };
}

function areKeys(keys: readonly string[], of: Readonly<Record<string, unknown>>): boolean {
  let i = 0;
  for (const key in of) {
    if (keys[i] !== key) return false;
    i += 1;
  }
  return i === keys.length;
}

function arePlaces(places: Outline['places'], evidence: AnnualReport['evidence']): boolean {
  let i = 0;
  for (const key in evidence) {
    const place = places[i];
    const here = evidence[key];
    if (place?.[0] !== key || place[1] !== here?.at || place[2] !== here.page) return false;
    i += 1;
  }
  return i === places.length;
}

function isPrinted(raw: string, value: number | null | undefined): boolean {
  return typeof value === 'number' && raw === String(value);
}

function findingOf({ outcome, expected, actual, detail }: Check): Finding {
  const isPlain = outcome === 'pass' && detail === null && expected === actual;
  return isPlain ? actual : [outcome, expected, actual, detail];
}
