import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { BrowserSettings } from '../settings/settings.ts';

/** The headless shell first: it starts three times as fast. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const MAC_APPS = ['Chromium', 'Google Chrome'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/** A page needs the browser and there is none: a fault of the installation, not of a portal. */
export class BrowserMissing extends Error {
  override readonly name = 'BrowserMissing';
  constructor(settings: BrowserSettings) {
    const sought =
      settings.path === null
        ? `none of ${NAMES.join(', ')} is installed`
        : `browser.path in the settings names ${settings.path}, which is not an executable file`;
    super(
      `no Chromium for pages that need scripts: ${sought}. Install one (Debian: apt-get install chromium-headless-shell; ` +
        'elsewhere: npx playwright install chromium) or set browser.path',
    );
  }
}

/**
 * Looks for a Chromium: the path of the settings (and no other, if it is set), else a system package, else the one that
 * playwright downloads. Starts nothing.
 * @returns the path of an executable, or null.
 */
export function findBrowser(settings: Pick<BrowserSettings, 'path'>): string | null {
  if (settings.path !== null) return isExecutable(settings.path) ? settings.path : null;
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...FOLDERS].filter(
    (folder) => folder !== '',
  );
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...installed, ...MAC_APPS].find(isExecutable) ?? downloaded();
}

function downloaded(): string | null {
  const playwright = createRequire(import.meta.url)('playwright') as typeof import('playwright');
  const path = playwright.chromium.executablePath();
  return path !== '' && isExecutable(path) ? path : null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
