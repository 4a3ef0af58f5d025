import { readFileSync } from 'node:fs';

let regions: ReadonlyMap<string, string> | null = null;

/**
 * The last name of a province, city or county by its code of GB/T 2260; null where the standard never had the code
 * (states from 2008 to 2023; no collective entries, no development zones).
 * @param code six digits
 */
export function regionName(code: string): string | null {
  regions ??= read();
  return regions.get(code) ?? null;
}

function read(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const line of readFileSync(new URL('regions.tsv', import.meta.url), 'utf8').split('\n')) {
    const [code, name] = line.split('\t');
    if (code !== undefined && name !== undefined && !line.startsWith('#')) names.set(code, name);
  }
  return names;
}

/** A region of the standard. */
export interface Region {
  readonly code: string;
  readonly name: string;
}

/** The names above a county or city, outermost first: 河南省平顶山市. Empty for a province. */
export function regionsAbove(code: string): string {
  return [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`]
    .filter((above) => above !== code)
    .map((above) => regionName(above) ?? '')
    .join('');
}

/**
 * The counties, else the cities, whose names stand in a text such as 河南省平顶山市新华区人民政府; of those, where the
 * text names provinces or cities too, the ones that lie there. Several where the name does not settle it.
 */
export function regionsIn(text: string): readonly Region[] {
  regions ??= read();
  const named = [...regions].flatMap(([code, name]) => (text.includes(name) ? [{ code, name }] : []));
  const counties = named.filter(({ code }) => !code.endsWith('00'));
  const found = counties.length > 0 ? counties : named.filter(({ code }) => !code.endsWith('0000'));
  const longest = Math.max(...found.map(({ name }) => name.length));
  const best = found.filter(({ name }) => name.length === longest);
  const isAbove = ({ code }: Region): boolean =>
    named.some((above) => above.code.endsWith('00') && code.startsWith(above.code.replace(/(00){1,2}$/, '')));
  const placed = best.filter(isAbove);
  return placed.length > 0 ? placed : best;
}
