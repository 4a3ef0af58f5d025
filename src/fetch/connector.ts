import { constants } from 'node:crypto';
import { isIP, type LookupFunction, connect as openTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as openTls } from 'node:tls';
import type { buildConnector } from 'undici';
import { type AddressGuard, AddressRefused } from './address.ts';
import type { Outcome } from './outcome.ts';

/** Where every connection goes, whatever the URL's host is. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface ConnectorOptions {
  readonly guard: AddressGuard;
  readonly connectTo: Endpoint | null;
  /** Accept any certificate. */
  readonly insecureTls: boolean;
  /** Let TLS below 1.2 and its weak ciphers pass. */
  readonly legacyTls: boolean;
  /** Told of each connection to an origin, with its protocol and cipher; null: without TLS. */
  readonly onOpen: (origin: string, tls: string | null) => void;
  /** For TCP and TLS together, milliseconds. */
  readonly connectMs: number;
}

/** No connection came about; nothing was sent. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  readonly outcome: Extract<Outcome, 'refused_host' | 'dns' | 'tls' | 'timeout' | 'network'>;
  constructor(outcome: ConnectFailure['outcome'], message: string) {
    super(message);
    this.outcome = outcome;
  }
}

/**
 * Makes the connections of an undici Agent. The host's addresses are resolved and checked here, for each connection, and
 * the socket is opened to exactly those addresses: a name that changes its address between a check and the
 * connection (DNS rebinding) gains nothing. Errors reach the request as `ConnectFailure`.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  return (target, callback) => {
    open(target, options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

/** What only old portals need. It still beats what comes next for them, plain http; certificates are checked. */
const LEGACY: ConnectionOptions = {
  minVersion: 'TLSv1',
  ciphers: 'DEFAULT:@SECLEVEL=0',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
};

/** Faults that the looser rules for old portals may mend. */
function adviceOn({ message }: Error, { legacyTls }: ConnectorOptions): string {
  const isOld = /protocol|handshake failure|legacy renegotiation|too small|too weak|no shared cipher/i;
  if (legacyTls || !isOld.test(message)) return '';
  return '. It may know only old TLS: `tls: legacy` in the site file lets that pass';
}

async function open(target: buildConnector.Options, options: ConnectorOptions): Promise<Socket> {
  const deadline = AbortSignal.timeout(options.connectMs);
  const secure = target.protocol === 'https:';
  const port = Number(target.port) || (secure ? 443 : 80);
  const tcp = await openChecked(target.hostname, port, options);
  const name = `${target.hostname}:${port}`;
  await opened(
    tcp,
    'connect',
    deadline,
    `no connection to ${name} within ${options.connectMs} ms`,
    (error) => {
      return new ConnectFailure('network', `no connection to ${name}: ${error.message}`);
    },
  );
  tcp.setNoDelay(true);
  const origin = originOf(target, port);
  if (!secure) {
    options.onOpen(origin, null);
    return tcp;
  }
  const servername = target.servername ?? target.hostname;
  const tls = openTls({
    socket: tcp,
    ...(isIP(servername.replace(/^\[|\]$/g, '')) === 0 ? { servername } : {}),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: !options.insecureTls,
    ...(options.legacyTls ? LEGACY : { minVersion: 'TLSv1.2' }),
  });
  await opened(
    tls,
    'secureConnect',
    deadline,
    `no TLS with ${name} within ${options.connectMs} ms`,
    (error) => {
      return new ConnectFailure('tls', `no TLS with ${name}: ${error.message}${adviceOn(error, options)}`);
    },
  );
  const spoken = `${tls.getProtocol()} ${tls.getCipher().name}`;
  options.onOpen(origin, options.legacyTls ? `${spoken} (legacy)` : spoken);
  return tls;
}

function originOf({ protocol, hostname }: buildConnector.Options, port: number): string {
  return new URL(`${protocol}//${hostname}:${port}`).origin;
}

async function openChecked(hostname: string, port: number, options: ConnectorOptions): Promise<Socket> {
  try {
    if (options.connectTo !== null) {
      options.guard.checkName(hostname);
      return openTcp({ host: options.connectTo.host, port: options.connectTo.port });
    }
    const addresses = await options.guard.addresses(hostname);
    return openTcp({ host: hostname.replace(/^\[|\]$/g, ''), port, lookup: fixedLookup(addresses) });
  } catch (error) {
    if (error instanceof AddressRefused) throw new ConnectFailure(error.outcome, error.message);
    throw error;
  }
}

/** Hands out the checked addresses, so that nobody resolves the name a second time. */
function fixedLookup(addresses: readonly [string, ...string[]]): LookupFunction {
  return (_hostname, lookupOptions, callback) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    if (lookupOptions.all === true) callback(null, found);
    else callback(null, addresses[0], isIP(addresses[0]));
  };
}

/** Waits for the event that says a socket is ready; destroys it when the deadline or an error comes first. */
function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  deadline: AbortSignal,
  late: string,
  failure: (error: Error) => ConnectFailure,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error: ConnectFailure | null) => {
      socket.off('error', onError).off('close', onClose).off(event, onReady);
      deadline.removeEventListener('abort', onLate);
      if (error === null) return resolve();
      // A socket given up may still report errors; nobody waits for them.
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const onReady = () => settle(null);
    const onError = (error: Error) => settle(failure(error));
    const onClose = () => settle(failure(new Error('the server closed the connection')));
    const onLate = () => settle(new ConnectFailure('timeout', late));
    socket.once(event, onReady).once('error', onError).once('close', onClose);
    deadline.addEventListener('abort', onLate, { once: true });
  });
}
