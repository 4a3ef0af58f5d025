/** The net that simulated workers crawl: equal sites, each with a host and a machine of its own, that take their time to answer. */
import { createHash } from 'node:crypto';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import type { Site } from '../../src/sites/site.ts';

export interface SimulatedSites {
  readonly sites: number;
  /** Reports of each site; 0: nothing is asked of it. */
  readonly reports: number;
  /** Pause between two requests to a host, milliseconds. */
  readonly delayMs: number;
}

/** Of the pause, what an answer takes: from 0.04 to 0.49 of it, as 80 to 980 ms are of 2 s in the simulated nets of one process. */
const ANSWER = { least: 0.04, span: 0.45 };

/** How long a host takes to answer an address: the same each time. */
export function answerMs({ delayMs }: SimulatedSites, host: string, path: string): number {
  const drawn = createHash('sha1').update(`${host}${path}`).digest().readUInt16BE(0) / 65_536;
  return delayMs * (ANSWER.least + ANSWER.span * drawn);
}

export function addressOf(host: string): string {
  const number = Number(/\d+/u.exec(host)?.[0] ?? 0);
  return `9.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
}

export function sitesOf({ sites, delayMs }: SimulatedSites): Site[] {
  return Array.from({ length: sites }, (_, number): Site => {
    const host = `h${number}.example.cn`;
    return {
      id: `site${number}`,
      name: '临河县',
      regionCode: '150802',
      crawler: 'generic',
      hosts: [host],
      columns: [{ url: `http://${host}/0.html`, body: null }],
      since: 2019,
      evidence: 'seen',
      allowEmpty: false,
      browser: false,
      tls: 'modern',
      politeness: { ...DEFAULT_SETTINGS.politeness, delayMs },
      limits: DEFAULT_SETTINGS.limits,
      file: `site${number}.yaml`,
    };
  });
}

/** What politeness alone takes a site: robots.txt, a list, its reports, and the pauses between them. Milliseconds. */
export function leastMsOf(net: SimulatedSites, { hosts }: Site): number {
  const host = hosts[0] ?? '';
  const paths = ['/robots.txt', ...Array.from({ length: net.reports + 1 }, (_, page) => `/${page}.html`)];
  return paths.reduce((sum, path) => sum + answerMs(net, host, path), net.delayMs * (paths.length - 1));
}
