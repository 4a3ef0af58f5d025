import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type Problem } from './problems.ts';
import { DEFAULT_SETTINGS, mergeSettings, settingsSchema } from './schema.ts';
import type { Settings } from './settings.ts';
import { check, readYaml } from './yaml.ts';

/**
 * Reads `nianbao.yaml` of a configuration directory. A missing or empty file means the defaults.
 * @throws ConfigurationError with every fault, or when the directory itself is missing.
 */
export function loadSettings(configDir: string): Settings {
  const problems: Problem[] = [];
  const settings = readSettings(configDir, problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return settings;
}

/** As `loadSettings`, but adds the faults to `problems` and then answers the defaults. */
export function readSettings(configDir: string, problems: Problem[]): Settings {
  if (!statSync(configDir, { throwIfNoEntry: false })?.isDirectory()) {
    problems.push({
      file: configDir,
      line: null,
      message:
        'there is no such configuration directory; expected one with nianbao.yaml and sites/; name it with --config DIR',
    });
    return DEFAULT_SETTINGS;
  }
  const file = join(configDir, 'nianbao.yaml');
  if (!existsSync(file)) return DEFAULT_SETTINGS;
  const yaml = readYaml(file);
  if (yaml.problems.length > 0) {
    problems.push(...yaml.problems);
    return DEFAULT_SETTINGS;
  }
  if (yaml.data === undefined) return DEFAULT_SETTINGS;
  const checked = check(yaml, settingsSchema, problems);
  return checked === undefined ? DEFAULT_SETTINGS : mergeSettings(DEFAULT_SETTINGS, checked);
}
