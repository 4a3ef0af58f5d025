import { isIP } from 'node:net';

/** Endings under which China gives out names, beside those of one label. */
const SHARED_ENDING = /\.(gov|edu|org|com|net|ac)\.cn$/;
/** Machines beside a portal's own that hold its disclosure. */
const SISTER = /^(public|xxgk|zwgk|gk)\./;

/** `www.` and sisters aside: what all hosts of one portal have in common. */
function portalName(host: string): string {
  return host.replace(/^www\./, '').replace(SISTER, '');
}

/**
 * The part of a host's name that one owner registers: `jinshui.gov.cn` of `public.jinshui.gov.cn`. An address is its
 * own name.
 */
export function registrableName(host: string): string {
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return host;
  return host
    .split('.')
    .slice(SHARED_ENDING.test(`.${host}`) ? -3 : -2)
    .join('.');
}

/**
 * True for a host of the portal that `home` belongs to: with and without `www.`, its sisters, and, where the portal has
 * a name of its own, everything under it. A district that lives under its city's name does not own the city's hosts.
 */
export function isHostOfPortal(host: string, home: string): boolean {
  const name = portalName(home);
  return host === home || host === name || host.endsWith(`.${name}`);
}

/**
 * True for the machine of a city where its counties keep their disclosure: `zwgk.changchun.gov.cn/ng/`. The root of
 * such a host is the city's own.
 */
export function isSisterAddress(address: string): boolean {
  const { hostname, pathname } = new URL(address);
  return SISTER.test(hostname) && hostname.endsWith('.gov.cn') && pathname !== '/';
}

/** A site's hosts as its file lists them: the one given, and the same with or without `www.`. */
export function twinHosts(host: string): readonly string[] {
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return [host];
  if (host.startsWith('www.')) return [host, host.slice(4)];
  return host === registrableName(host) ? [`www.${host}`, host] : [host];
}

/** A site's id by its host: `jinshui` for `public.jinshui.gov.cn`; null for an address. */
export function idOfHost(host: string): string | null {
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return null;
  const own = portalName(host);
  const name = SHARED_ENDING.test(own) ? own.replace(SHARED_ENDING, '') : own.replace(/\.[a-z]{2,}$/, '');
  const id = name.replace(/[^a-z0-9]+/g, '-');
  return /^[a-z0-9]/.test(id) ? id : null;
}

/** True for a host that only a government gets: those under gov.cn. Mirrors stand everywhere else. */
export function isOfficialHost(host: string): boolean {
  return host.endsWith('.gov.cn');
}
