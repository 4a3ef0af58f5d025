import { Agent, type Dispatcher, errors } from 'undici';
import { decodeText } from '../documents/charset.ts';
import { FetchAborted } from './aborted.ts';
import type { Clock } from './clock.ts';
import { ConnectFailure, type ConnectorOptions, guardedConnector } from './connector.ts';
import { decodeContent } from './content-coding.ts';
import { type Exchange, type Headers, headerOf, type Problem } from './exchange.ts';
import { Patience } from './patience.ts';

/** How long a server may take, milliseconds. */
export interface Timeouts {
  /** To connect, TLS included. */
  readonly connectMs: number;
  /** Without a byte arriving. */
  readonly idleMs: number;
  /** For one request altogether. */
  readonly totalMs: number;
  /** For a page in the browser, its scripts and their requests included. */
  readonly browserMs: number;
}

/** One request to one URL. */
export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Most bytes over the wire. */
  readonly wireCap: number;
  /** Most bytes after content decoding. */
  readonly decodedCap: number;
  /** Text is expected: decides whether undeclared gzip is unpacked. */
  readonly isPage: boolean;
  /** Of an answer beyond the cap, take the start instead of nothing. */
  readonly isStartEnough?: boolean;
  readonly signal: AbortSignal;
}

export interface HttpOptions extends Omit<ConnectorOptions, 'connectMs' | 'onOpen'> {
  readonly timeouts: Timeouts;
  readonly clock: Clock;
}

/** Header lines together; the largest honest ones (many cookies) stay under 16 KiB. */
const MAX_HEADER_BYTES = 32 * 1024;

/**
 * How long a connection that nobody uses is kept, milliseconds: longer than the pause between two requests to a host, and
 * than most servers keep it. A server that says how long it does is believed, up to the most.
 */
const KEEP_ALIVE_MS = 10_000;
const MOST_KEEP_ALIVE_MS = 60_000;

/** Opened to an origin so far. */
interface Connections {
  readonly count: number;
  /** Protocol and cipher of the latest; null: without TLS. */
  readonly tls: string | null;
}

/**
 * Sends requests over guarded connections, one at a time over each. A connection serves the requests that follow soon:
 * opening one costs a server more than a page does. Knows nothing of redirects, robots or politeness.
 */
export class HttpClient {
  readonly #agent: Agent;
  readonly #timeouts: Timeouts;
  readonly #clock: Clock;
  readonly #connections = new Map<string, Connections>();

  constructor(options: HttpOptions) {
    this.#timeouts = options.timeouts;
    this.#clock = options.clock;
    this.#agent = new Agent({
      connect: guardedConnector({
        ...options,
        connectMs: options.timeouts.connectMs,
        onOpen: (origin, tls) => this.#connections.set(origin, { count: this.#opened(origin) + 1, tls }),
      }),
      // The next request waits for the end of an answer. What comes behind that end closes the connection, so that an answer
      // longer than its Content-Length does not pass for the next one.
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: MOST_KEEP_ALIVE_MS,
      allowH2: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Patience keeps the time, to the millisecond.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * @returns what came back; failures of the network and of the server are in `problem`.
   * @throws FetchAborted when the request's signal fires.
   */
  async exchange(request: HttpRequest): Promise<Exchange> {
    const { connectMs, idleMs, totalMs } = this.#timeouts;
    const patience = new Patience(connectMs, idleMs, totalMs);
    try {
      return await this.#exchange(request, patience);
    } finally {
      patience.stop();
    }
  }

  async #exchange(request: HttpRequest, patience: Patience): Promise<Exchange> {
    const { origin } = new URL(request.url);
    const sentAt = this.#clock.now();
    let response: Dispatcher.ResponseData;
    try {
      response = await this.#send(request, origin, patience);
    } catch (error) {
      if (request.signal.aborted) throw new FetchAborted(request.signal.reason);
      const problem = explain(error, patience, false);
      return { url: request.url, sentAt, status: null, headers: {}, body: null, problem };
    }
    patience.renew();
    const headers = readableHeaders(response.headers);
    const tls = this.#connections.get(origin)?.tls ?? null;
    const spoken = tls === null ? {} : { tls };
    const answer = { url: request.url, sentAt, status: response.statusCode, headers, ...spoken };
    const wire = await readBody(response, headers, request, patience);
    const coding = headerOf(headers, 'content-encoding');
    const decoded = await decodeContent(wire.body, coding, request.decodedCap, request.isPage);
    // Bytes cut off on the wire are why their decoding failed, too.
    return { ...answer, body: decoded.body, problem: wire.problem ?? decoded.problem };
  }

  /**
   * Sends a request, a second time where the server had closed the kept connection meanwhile: it has not seen it then
   * (RFC 9112, 9.3.1).
   */
  async #send(request: HttpRequest, origin: string, patience: Patience): Promise<Dispatcher.ResponseData> {
    const send = (): Promise<Dispatcher.ResponseData> =>
      this.#agent.request({
        origin,
        path: pathOf(request.url),
        method: request.method,
        headers: request.headers,
        body: request.body,
        signal: AbortSignal.any([request.signal, patience.signal]),
      });
    const opened = this.#opened(origin);
    try {
      return await send();
    } catch (error) {
      const wasKept = opened > 0 && this.#opened(origin) === opened;
      if (wasKept && isHungUp(error) && patience.why === null && !request.signal.aborted) return send();
      throw error;
    }
  }

  #opened(origin: string): number {
    return this.#connections.get(origin)?.count ?? 0;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

async function readBody(
  response: Dispatcher.ResponseData,
  headers: Headers,
  request: HttpRequest,
  patience: Patience,
): Promise<{ body: Uint8Array; problem: Problem | null }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let problem: Problem | null = null;
  const announced = Number(headerOf(headers, 'content-length') || Number.NaN);
  try {
    if (announced > request.wireCap && request.isStartEnough !== true) {
      problem = tooLarge(`${announced} bytes announced`, request.wireCap);
    } else {
      for await (const chunk of response.body) {
        patience.renew();
        chunks.push(chunk);
        size += chunk.length;
        if (size > request.wireCap) {
          problem = tooLarge(`${size} bytes and more sent`, request.wireCap);
          break;
        }
      }
    }
  } catch (error) {
    if (request.signal.aborted) throw new FetchAborted(request.signal.reason);
    problem = explain(error, patience, true);
  } finally {
    // Destroying a body that was not read to its end closes the connection, and says so by an error.
    response.body.on('error', () => undefined).destroy();
  }
  return { body: Buffer.concat(chunks), problem };
}

function explain(error: unknown, patience: Patience, answered: boolean): Problem {
  if (error instanceof ConnectFailure) {
    return { outcome: error.outcome, detail: error.message, connected: false };
  }
  const problem = (outcome: Problem['outcome'], detail: string) => ({ outcome, detail, connected: true });
  if (patience.why !== null) return problem('timeout', patience.why);
  if (error instanceof errors.HeadersOverflowError) {
    return problem('too_large', `more than ${MAX_HEADER_BYTES} bytes of headers`);
  }
  const why = error instanceof Error ? error.message : String(error);
  if (answered) return problem('truncated', `the answer was cut off: ${why}`);
  return problem('network', `no usable answer: ${why}`);
}

/** The connection ended before an answer began. */
function isHungUp(error: unknown): boolean {
  if (error instanceof errors.SocketError) return true;
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function tooLarge(met: string, cap: number): Problem {
  return { outcome: 'too_large', detail: `${met}, at most ${cap} are taken`, connected: true };
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/**
 * Header bytes arrive as Latin-1. File names and redirect targets are UTF-8 or GBK on portals that do not encode them, so
 * they are decoded like any text of unknown charset.
 */
function readableHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const readable: Record<string, string | readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    readable[name.toLowerCase()] = Array.isArray(value) ? value.map(readableText) : readableText(value);
  }
  return { ...readable };
}

/** A header of bytes beyond ASCII, as text. */
export function readableText(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is for bytes beyond ASCII.
  if (/^[\x00-\x7f]*$/.test(value)) return value;
  return decodeText(Buffer.from(value, 'latin1')).text;
}
