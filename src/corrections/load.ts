import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../settings/problems.ts';
import { check, readYaml, type YamlFile } from '../settings/yaml.ts';
import type { Correction } from './correction.ts';
import { identityCorrectionSchema, valueCorrectionSchema } from './schema.ts';

/**
 * Reads the files of `corrections/` in a configuration directory, each a list of corrections. No such directory: none.
 * @param siteIds the configured sites; empty where their files have faults themselves.
 * @param problems takes every fault of every file.
 */
export function readCorrections(
  configDir: string,
  siteIds: ReadonlySet<string>,
  problems: Problem[],
): Correction[] {
  const folder = join(configDir, 'corrections');
  if (!existsSync(folder)) return [];
  const corrections: Correction[] = [];
  const places = new Map<string, string>();
  const names = readdirSync(folder).filter((name) => /^[^.].*\.ya?ml$/i.test(name));
  for (const name of names.sort()) {
    const yaml = readYaml(join(folder, name));
    problems.push(...yaml.problems);
    if (yaml.problems.length > 0 || yaml.data === undefined) continue;
    if (!Array.isArray(yaml.data)) {
      problems.push({ file: yaml.file, line: 1, message: 'met no list; expected a list of corrections' });
      continue;
    }
    for (const index of yaml.data.keys()) {
      const correction = readOne(entryOf(yaml, index), problems);
      if (correction === null) continue;
      const fault = faultOf(correction, siteIds, places);
      if (fault === null) corrections.push(correction);
      else problems.push({ file: yaml.file, line: yaml.line([index]), message: fault });
    }
  }
  return corrections;
}

/** One entry of the list, as if it were a file of its own: its lines stay those of the file. */
function entryOf(yaml: YamlFile, index: number): YamlFile {
  return {
    ...yaml,
    data: Array.isArray(yaml.data) ? yaml.data[index] : undefined,
    line: (path) => yaml.line([index, ...path]),
    keyLine: (path, key) => yaml.keyLine([index, ...path], key),
  };
}

function readOne(yaml: YamlFile, problems: Problem[]): Correction | null {
  const source = `${yaml.file}:${yaml.line([])}`;
  const isIdentity = typeof yaml.data === 'object' && yaml.data !== null && 'url' in yaml.data;
  if (isIdentity) {
    const raw = check(yaml, identityCorrectionSchema, problems);
    if (raw === undefined) return null;
    const { site, url, ...rest } = raw;
    return { kind: 'identity', siteId: site, url: new URL(url).href, source, ...rest };
  }
  const raw = check(yaml, valueCorrectionSchema, problems);
  if (raw === undefined) return null;
  const { site, ...rest } = raw;
  return { kind: 'value', siteId: site, source, ...rest };
}

/** What no single value tells. */
function faultOf(
  correction: Correction,
  siteIds: ReadonlySet<string>,
  places: Map<string, string>,
): string | null {
  const { siteId, source } = correction;
  if (siteIds.size > 0 && !siteIds.has(siteId))
    return `site: there is no site ${siteId}; expected the id of a file in sites/`;
  const same =
    correction.kind === 'value'
      ? correction.was === correction.value
      : correction.was.body === correction.is.body && correction.was.year === correction.is.year;
  if (same) return 'it corrects nothing: what was and what is are the same; expected them to differ';
  const key =
    correction.kind === 'value'
      ? `${siteId} ${correction.body.replace(/\s+/g, '')} ${correction.year} ${correction.field}`
      : `${siteId} ${correction.url}`;
  const other = places.get(key);
  places.set(key, source);
  return other === undefined
    ? null
    : `${other} corrects the same already; expected one correction; remove one`;
}
