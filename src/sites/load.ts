import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Correction } from '../corrections/correction.ts';
import { readCorrections } from '../corrections/load.ts';
import { readSettings } from '../settings/load.ts';
import { ConfigurationError, type Problem } from '../settings/problems.ts';
import { mergeLimits, mergePoliteness } from '../settings/schema.ts';
import type { Settings } from '../settings/settings.ts';
import { check, readYaml, type YamlFile } from '../settings/yaml.ts';
import { columnsSchema, hostsSchema, siteSchema, webAddress } from './schema.ts';
import type { Site } from './site.ts';

/** Everything under `config/`. */
export interface Configuration {
  readonly settings: Settings;
  /** In the order of their ids. */
  readonly sites: readonly Site[];
  /** What people know better than the parser. */
  readonly corrections: readonly Correction[];
}

/**
 * Reads the settings and all site files: all or nothing.
 * @throws ConfigurationError with every fault of every file.
 */
export function loadConfiguration(configDir: string): Configuration {
  const problems: Problem[] = [];
  const settings = readSettings(configDir, problems);
  const sites = problems.some((problem) => problem.file === configDir)
    ? []
    : readSites(configDir, settings, problems);
  const corrections = readCorrections(configDir, new Set(sites.map(({ id }) => id)), problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { settings, sites, corrections };
}

/**
 * Reads all site files of a configuration directory.
 * @param settings what holds where a site file does not set its own politeness and limits
 * @returns the sites in the order of their ids
 * @throws ConfigurationError with every fault of every file.
 */
export function loadSites(configDir: string, settings: Settings): readonly Site[] {
  const problems: Problem[] = [];
  const sites = readSites(configDir, settings, problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return sites;
}

function readSites(configDir: string, settings: Settings, problems: Problem[]): readonly Site[] {
  const folder = join(configDir, 'sites');
  let names: string[];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && /^[^.].*\.ya?ml$/i.test(entry.name))
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    problems.push({
      file: folder,
      line: null,
      message: `cannot be read (${error instanceof Error ? error.message : String(error)}); expected a directory with one .yaml file a site`,
    });
    return [];
  }
  const sites: Site[] = [];
  const fileOfId = new Map<string, string>();
  for (const name of names) {
    const yaml = readYaml(join(folder, name));
    problems.push(...yaml.problems);
    if (yaml.problems.length > 0) continue;
    const site = readSite(yaml, settings, problems);
    const id = rawValue(yaml, 'id');
    if (typeof id === 'string') {
      checkId(yaml, id, fileOfId, problems);
      fileOfId.set(id, yaml.file);
    }
    if (site !== undefined) sites.push(site);
  }
  return sites.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function rawValue(yaml: YamlFile, key: string): unknown {
  return typeof yaml.data === 'object' && yaml.data !== null ? Reflect.get(yaml.data, key) : undefined;
}

function readSite(yaml: YamlFile, settings: Settings, problems: Problem[]): Site | undefined {
  const raw = check(yaml, siteSchema, problems);
  checkColumns(yaml, problems);
  if (raw === undefined) return undefined;
  return {
    id: raw.id,
    name: raw.name.trim(),
    regionCode: raw.region_code,
    crawler: raw.crawler,
    hosts: raw.hosts,
    columns: raw.columns.map((column) => ({
      url: new URL(column.url).href,
      body: column.body?.trim() ?? null,
      ...(column.from === undefined ? {} : { from: column.from }),
      ...(column.until === undefined ? {} : { until: column.until }),
    })),
    since: raw.since,
    evidence: raw.evidence,
    allowEmpty: raw.allow_empty ?? false,
    browser: raw.browser ?? false,
    tls: raw.tls ?? 'modern',
    politeness: mergePoliteness(settings.politeness, raw.politeness),
    limits: mergeLimits(settings.limits, raw.limits),
    file: yaml.file,
  };
}

/** What no single value tells. Runs even where other keys are at fault, so that all faults show at once. */
function checkColumns(yaml: YamlFile, problems: Problem[]): void {
  const { file } = yaml;
  const hosts = hostsSchema.safeParse(rawValue(yaml, 'hosts')).data;
  for (const [index, host] of (hosts ?? []).entries()) {
    if (hosts !== undefined && hosts.indexOf(host) < index) {
      problems.push({
        file,
        line: yaml.line(['hosts', index]),
        message: `hosts[${index}]: ${host} is listed twice; expected each host once; remove one`,
      });
    }
  }
  const seen = new Map<string, number>();
  for (const [index, column] of (columnsSchema.safeParse(rawValue(yaml, 'columns')).data ?? []).entries()) {
    const { from, until } = column;
    if (from !== undefined && until !== undefined && from > until) {
      problems.push({
        file,
        line: yaml.line(['columns', index, 'until']),
        message: `columns[${index}].until: met ${until}, expected ${from} or later, as \`from\` says; correct one of them`,
      });
    }
    const url = webAddress(column.url);
    if (url === null) continue;
    const line = yaml.line(['columns', index, 'url']);
    if (hosts !== undefined && !hosts.includes(url.hostname)) {
      problems.push({
        file,
        line,
        message: `columns[${index}].url: met host ${url.hostname}, expected one of the hosts list (${hosts.join(', ')}); add it there if it belongs to the portal`,
      });
    }
    url.hash = '';
    const first = seen.get(url.href);
    if (first === undefined) seen.set(url.href, index);
    else {
      problems.push({
        file,
        line,
        message: `columns[${index}].url: ${url.href} is columns[${first}] already; expected each column once; remove one`,
      });
    }
  }
}

function checkId(
  yaml: YamlFile,
  id: string,
  fileOfId: ReadonlyMap<string, string>,
  problems: Problem[],
): void {
  const expected = basename(yaml.file, extname(yaml.file));
  const line = yaml.line(['id']);
  if (id !== expected) {
    problems.push({
      file: yaml.file,
      line,
      message: `id: met ${JSON.stringify(id)}, expected ${JSON.stringify(expected)} as the file is named; change the id or rename the file`,
    });
  }
  const other = fileOfId.get(id);
  if (other !== undefined) {
    problems.push({
      file: yaml.file,
      line,
      message: `id: ${JSON.stringify(id)} is taken by ${other}; expected an id of its own; rename one`,
    });
  }
}
