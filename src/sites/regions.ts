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
