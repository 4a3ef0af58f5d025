import { type AddressGuard, AddressRefused } from './address.ts';
import type { HopRequest } from './chain.ts';
import type { Clock } from './clock.ts';
import type { Endpoint } from './connector.ts';
import { type Exchange, headerOf } from './exchange.ts';
import type { HttpClient } from './http.ts';
import type { Politeness, Spacing } from './politeness.ts';

/** What takes a request over the wire. */
export type Network = Pick<HttpClient, 'exchange'>;

export interface SenderOptions {
  readonly http: Network;
  readonly guard: AddressGuard;
  readonly politeness: Politeness;
  readonly clock: Clock;
  readonly connectTo: Endpoint | null;
}

export interface SendOptions {
  readonly spacing: Spacing;
  readonly wireCap: number;
  readonly decodedCap: number;
  readonly isPage: boolean;
  readonly isStartEnough?: boolean;
  readonly siteId: string;
  readonly signal: AbortSignal;
}

type Scheme = 'http:' | 'https:';

/**
 * Sends single hops, each in its turn. Where a host does not speak the scheme of the URL, the other one is tried
 * once; the one that worked serves for that host from then on.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** Of hosts whose declared scheme failed: what the other one gave, null for nothing either. */
  readonly #schemes = new Map<string, Promise<Scheme | null>>();

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** @throws FetchAborted */
  async send(hop: HopRequest, options: SendOptions): Promise<Exchange> {
    const declared = new URL(hop.url);
    const known = await this.#schemes.get(declared.hostname);
    // A port belongs to one scheme: there is nothing to switch to.
    if (declared.port !== '') return this.#inTurn(hop, options);
    if (known != null) return this.#inTurn(withScheme(hop, known), options);
    const answer = await this.#inTurn(hop, options);
    if (!speaksOtherScheme(answer, declared)) return answer;

    const other: Scheme = declared.protocol === 'https:' ? 'http:' : 'https:';
    const underway = this.#schemes.get(declared.hostname);
    if (underway !== undefined) {
      // Another request is trying the other scheme, or has tried.
      return (await underway) === other ? this.#inTurn(withScheme(hop, other), options) : answer;
    }
    const attempt = this.#inTurn(withScheme(hop, other), options);
    const found = attempt.then(
      (switched) => (isUsable(switched, declared) ? other : null),
      () => {
        // Given up by us: nothing was learned.
        this.#schemes.delete(declared.hostname);
        return null;
      },
    );
    this.#schemes.set(declared.hostname, found);
    const switched = await attempt;
    return isUsable(switched, declared) ? switched : answer;
  }

  /** A later run begins: the host may speak its scheme again. */
  forget(host: string): void {
    this.#schemes.delete(host);
  }

  async #inTurn(hop: HopRequest, options: SendOptions): Promise<Exchange> {
    const { http, politeness, clock } = this.#options;
    const host = new URL(hop.url).hostname;
    let address: string;
    try {
      address = await this.#addressOf(host);
    } catch (error) {
      if (!(error instanceof AddressRefused)) throw error;
      const problem = { outcome: error.outcome, detail: error.message, connected: false };
      return { url: hop.url, sentAt: clock.now(), status: null, headers: {}, body: null, problem };
    }
    const { spacing, siteId, signal } = options;
    const exchange = () => http.exchange({ ...hop, ...options });
    return politeness.run(host, address, spacing, signal, exchange, siteId);
  }

  /** What politeness knows the host's machine by. */
  async #addressOf(host: string): Promise<string> {
    const { connectTo, guard } = this.#options;
    if (connectTo !== null) {
      guard.checkName(host);
      return `${connectTo.host}:${connectTo.port}`;
    }
    return guard.machine(host);
  }
}

function withScheme(hop: HopRequest, scheme: Scheme): HopRequest {
  const url = new URL(hop.url);
  url.protocol = scheme;
  return { ...hop, url: url.href };
}

/** Failures that a host shows which is only there under the other scheme. */
function speaksOtherScheme({ status, problem }: Exchange, { protocol }: URL): boolean {
  if (problem === null || status !== null) return false;
  if (problem.outcome === 'network') return true;
  return (
    protocol === 'https:' &&
    (problem.outcome === 'tls' || (problem.outcome === 'timeout' && !problem.connected))
  );
}

/** An answer by which the other scheme proves useful: not one that sends us straight back. */
function isUsable(answer: Exchange, declared: URL): boolean {
  if (answer.status === null) return false;
  const location = headerOf(answer.headers, 'location');
  if (answer.status < 300 || answer.status > 399 || !URL.canParse(location, answer.url)) return true;
  const target = new URL(location, answer.url);
  return !(target.protocol === declared.protocol && target.hostname === declared.hostname);
}
