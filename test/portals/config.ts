import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT_SITES: readonly string[] = ['zhq', 'ruzhou', 'jinshui', 'jinxiang'];
const ZONE = 'zone';

/**
 * Puts a configuration together for crawling the replicas: the project's own site files, as they are, the file of the
 * zone that only exists as a replica, and settings with short pauses.
 *
 * @param targetDir created if need be; what is in it under the same names is overwritten.
 * @param only the ids of the sites that are wanted; all five where it is left out
 */
export function demoConfig(targetDir: string, only: readonly string[] = [...PROJECT_SITES, ZONE]): void {
  mkdirSync(join(targetDir, 'sites'), { recursive: true });
  copyFileSync(here('config/nianbao.yaml'), join(targetDir, 'nianbao.yaml'));
  for (const site of only) {
    const folder = site === ZONE ? 'config/sites' : '../../config/sites';
    copyFileSync(here(`${folder}/${site}.yaml`), join(targetDir, 'sites', `${site}.yaml`));
  }
}

/**
 * The configuration for crawling the replicas of the further families: all site files of `config/sites` but the
 * zone's, which belongs to the demo, and settings with short pauses.
 *
 * @param targetDir created if need be; what is in it under the same names is overwritten.
 */
export function familiesConfig(targetDir: string): void {
  mkdirSync(join(targetDir, 'sites'), { recursive: true });
  copyFileSync(here('config/nianbao.yaml'), join(targetDir, 'nianbao.yaml'));
  for (const file of readdirSync(here('config/sites'))) {
    if (file !== 'zone.yaml') copyFileSync(here(`config/sites/${file}`), join(targetDir, 'sites', file));
  }
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
