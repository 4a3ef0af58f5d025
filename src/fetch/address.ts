import { lookup as systemLookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { Outcome } from './outcome.ts';

/** Name → IP addresses, as the system resolves them. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** An address that we do not connect to, or a name without one. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly outcome: Extract<Outcome, 'refused_host' | 'dns'>;
  constructor(outcome: Extract<Outcome, 'refused_host' | 'dns'>, message: string) {
    super(message);
    this.outcome = outcome;
  }
}

/** Not globally reachable: the IANA special-purpose address registries (RFC 6890), multicast, cloud metadata. */
const PRIVATE_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // A cloud's metadata service at a public-looking address.
  ['168.63.129.16', 32],
];

/** Only 2000::/3 is global unicast; these are the special blocks inside it. */
const PRIVATE_V6: readonly (readonly [string, number])[] = [
  ['2001:0::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [network, prefix] of PRIVATE_V4) blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of PRIVATE_V6) blocked.addSubnet(network, prefix, 'ipv6');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/**
 * True for loopback, private, link-local, multicast, reserved and metadata addresses, also when they hide in an
 * IPv6 address: IPv4-mapped and -compatible, NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056).
 * @param address IPv4 or IPv6, with or without zone; anything else counts as private.
 */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return blocked.check(address, 'ipv4');
  const groups = ipv6Groups(address);
  if (groups === null) return true;
  const inner = embeddedIPv4(groups);
  if (inner !== null) return blocked.check(inner, 'ipv4');
  const plain = groups.map((group) => group.toString(16)).join(':');
  return !globalUnicast.check(plain, 'ipv6') || blocked.check(plain, 'ipv6');
}

/** The eight 16-bit groups of an IPv6 address, or null. */
function ipv6Groups(address: string): number[] | null {
  const bare = address.split('%', 1)[0] ?? '';
  if (isIP(bare) !== 6) return null;
  // The URL parser writes the canonical form: hexadecimal only, a dotted quad resolved.
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const groupsOf = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const front = groupsOf(head);
  if (tail === undefined) return front;
  const back = groupsOf(tail);
  return [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
}

function embeddedIPv4(groups: readonly number[]): string | null {
  const at = (index: number) => groups[index] ?? 0;
  const quad = (index: number) =>
    [at(index) >> 8, at(index) & 255, at(index + 1) >> 8, at(index + 1) & 255].join('.');
  const zeros = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  // ::/96 (compatible, and :: and ::1 themselves) and ::ffff:0:0/96 (mapped), ::ffff:0:0:0/96 (translated).
  if (zeros(0, 5) && (at(5) === 0 || at(5) === 0xffff)) return quad(6);
  if (zeros(0, 4) && at(4) === 0xffff && at(5) === 0) return quad(6);
  // 64:ff9b::/96 and the local-use 64:ff9b:1::/48.
  if (at(0) === 0x64 && at(1) === 0xff9b && (at(2) === 1 || zeros(2, 6))) return quad(6);
  if (at(0) === 0x2002) return quad(1);
  return null;
}

/** Resolves names and lets only public addresses through. Asked before a request, and again when it connects. */
export class AddressGuard {
  readonly #allowPrivate: boolean;
  readonly #lookup: Lookup;

  constructor(allowPrivate: boolean, lookup: Lookup = resolveBySystem) {
    this.#allowPrivate = allowPrivate;
    this.#lookup = lookup;
  }

  /**
   * Refuses what the host name alone gives away: a private IP literal, `localhost`.
   * @throws AddressRefused
   */
  checkName(hostname: string): void {
    if (this.#allowPrivate) return;
    const bare = hostname.replace(/^\[|\]$/g, '');
    const local = /(^|\.)localhost\.?$/i.test(bare);
    if (local || (isIP(bare) !== 0 && isPrivateAddress(bare))) throw refused(hostname, bare);
  }

  /**
   * All addresses of a host, none of them private: one private address among public ones refuses the host.
   * @param hostname a name or an IP literal, IPv6 with or without brackets.
   * @throws AddressRefused with outcome `dns` where there is no address.
   */
  async addresses(hostname: string): Promise<readonly [string, ...string[]]> {
    this.checkName(hostname);
    const bare = hostname.replace(/^\[|\]$/g, '');
    if (isIP(bare) !== 0) return [bare];
    const found = await this.#resolve(hostname);
    const [first, ...others] = found;
    if (first === undefined) throw new AddressRefused('dns', `the name ${hostname} has no address`);
    const inside = this.#allowPrivate ? undefined : found.find(isPrivateAddress);
    if (inside !== undefined) throw refused(hostname, inside);
    return [first, ...others];
  }

  /**
   * What a host's machine is known by: of several addresses the lowest, so that their order means nothing.
   * @throws AddressRefused
   */
  async machine(hostname: string): Promise<string> {
    const [first, ...others] = await this.addresses(hostname);
    return others.reduce((lowest, address) => (address < lowest ? address : lowest), first);
  }

  async #resolve(hostname: string): Promise<readonly string[]> {
    try {
      return await this.#lookup(hostname);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new AddressRefused('dns', `the name ${hostname} cannot be resolved: ${why}`);
    }
  }
}

function refused(hostname: string, address: string): AddressRefused {
  return new AddressRefused(
    'refused_host',
    `${hostname} leads to the private address ${address}, which is not contacted (--allow-private lifts this)`,
  );
}

async function resolveBySystem(hostname: string): Promise<string[]> {
  const found = await systemLookup(hostname, { all: true });
  return found.map((entry) => entry.address);
}
