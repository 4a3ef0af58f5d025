import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { familyPortals } from './families.ts';
import { challengePage, jinxiangPortal } from './jinxiang.ts';
import { mirrorPortal } from './mirror.ts';
import {
  type Asked,
  type PlantedReport,
  type Portal,
  type PortalAnswer,
  type PortalsState,
  plant,
} from './portal.ts';
import { ruzhouPortal } from './ruzhou.ts';
import { zhqPortal } from './zhq.ts';
import { zonePortal } from './zone.ts';
import { jinshuiPortal } from './zz-public.ts';

export type { PlantedBreak, PlantedReport, PortalsState } from './portal.ts';

/** One request that arrived, whatever became of it. */
export interface LoggedRequest {
  /** When it arrived and when its answer was handed over; milliseconds since 1970, with fractions. */
  readonly time: number;
  endTime: number;
  /** Of the Host header, lower case, without port. */
  readonly host: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** 0 when the connection was closed without an answer. */
  status: number;
  readonly scheme: 'http' | 'https';
  /** The portal answers with validators: what did not change need not be sent again. */
  readonly validated: boolean;
  /** Who asked, as its User-Agent says. */
  readonly agent: string;
}

export interface PortalsOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  readonly state?: Partial<PortalsState>;
}

export interface Portals {
  readonly address: '127.0.0.1';
  readonly port: number;
  /** In order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly planted: readonly PlantedReport[];
  /** What the replicas of the further families serve; the demo does not crawl them. */
  readonly familyPlanted: readonly PlantedReport[];
  /** May be changed at any time; the next answer follows it. */
  readonly state: PortalsState;
  close(): Promise<void>;
}

const TLS_HANDSHAKE = 0x16;

/** How soon a shortened delay is noticed. */
const DELAY_STEP_MS = 20;

/**
 * Starts all replicas on one loopback port. One port speaks for every host, told apart by the Host header, in http and
 * https alike, told apart by the first byte.
 */
export async function startPortals(options: PortalsOptions = {}): Promise<Portals> {
  const state = initialState(options.state ?? {});
  const portals = [
    zhqPortal(),
    ruzhouPortal(),
    jinshuiPortal(),
    jinxiangPortal(),
    zonePortal(),
    mirrorPortal(),
  ];
  const families = familyPortals();
  const byHost = new Map(
    [...portals, ...families].flatMap((portal) => portal.hosts.map((host) => [host, portal] as const)),
  );
  const plantedIn = (those: readonly Portal[]): readonly PlantedReport[] =>
    those.flatMap((portal) =>
      portal.reports.map((report) =>
        plant(portal.site, report, (url) => payloadOf(portal, new URL(url), state)),
      ),
    );
  const requests: LoggedRequest[] = [];
  const sockets = new Set<Socket>();

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    scheme: 'http' | 'https',
  ): Promise<void> {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const path = request.url ?? '/';
    const logged: LoggedRequest = {
      time: now(),
      endTime: 0,
      host,
      method: request.method ?? '',
      path,
      status: 0,
      scheme,
      validated: (byHost.get(host)?.validators ?? 'none') !== 'none',
      agent: request.headers['user-agent'] ?? '',
    };
    requests.push(logged);
    response.once('close', () => {
      logged.endTime = now();
    });
    // A late answer keeps no process alive; where the delay is shortened, those who wait are answered sooner.
    for (let left = state.delayMs; left > 0; left = logged.time + state.delayMs - now())
      await wait(Math.min(left, DELAY_STEP_MS), undefined, { ref: false });
    const portal = byHost.get(host);
    if (portal === undefined || state.down.has(host) || (portal.httpOnly && scheme === 'https')) {
      request.socket.destroy();
      return;
    }
    const asked = {
      method: logged.method,
      form: new URLSearchParams(logged.method === 'POST' ? await bodyOf(request) : ''),
      referer: request.headers.referer ?? '',
    };
    const url = new URL(path, `${scheme}://${host}`);
    logged.status = respond(request, response, portal, url, asked, state, requests.length);
  }

  const plainServer = createServer((request, response) => void handle(request, response, 'http'));
  const tlsServer = createTlsServer(
    {
      key: readFileSync(new URL('../fixtures/tls/key.pem', import.meta.url)),
      cert: readFileSync(new URL('../fixtures/tls/cert.pem', import.meta.url)),
      ALPNProtocols: ['http/1.1'],
      SNICallback: (name, done) => {
        const refused = byHost.get(name)?.httpOnly === true || state.down.has(name);
        if (refused) done(new Error(`${name} does not speak TLS`));
        else done(null);
      },
    },
    (request, response) => void handle(request, response, 'https'),
  );
  // A refused or broken handshake is the client's finding, not the server's: it must not end the server.
  tlsServer.on('tlsClientError', (_error, socket) => socket.destroy());

  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? tlsServer : plainServer).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  return {
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    requests,
    planted: plantedIn(portals),
    familyPlanted: plantedIn(families),
    state,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function initialState(given: Partial<PortalsState>): PortalsState {
  return {
    jinxiangChallenge: false,
    down: new Set(),
    amended: new Map(),
    hidden: new Set(),
    volatile: false,
    delayMs: 0,
    ...given,
  };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** The bytes of a page after content decoding. */
function encoded(portal: Portal, answer: PortalAnswer): Buffer {
  return typeof answer.body === 'string' ? iconv.encode(answer.body, portal.charset) : answer.body;
}

function payloadOf(portal: Portal, url: URL, state: PortalsState): Buffer {
  return encoded(
    portal,
    portal.answer(url, state, 0, { method: 'GET', form: new URLSearchParams(), referer: '' }),
  );
}

/** A posted form; those of crawlers are short. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Sends the answer; gives back its status. */
function respond(
  request: IncomingMessage,
  response: ServerResponse,
  portal: Portal,
  url: URL,
  asked: Asked,
  state: PortalsState,
  count: number,
): number {
  if (portal.site === 'jinxiang' && state.jinxiangChallenge) return challenge(response, url);
  const answer =
    url.pathname === '/robots.txt'
      ? portal.robots
      : portal.answer(url, state, state.volatile ? count : 0, asked);
  const payload = encoded(portal, answer);
  response.setHeader(
    'content-type',
    answer.type.startsWith('text/') ? `${answer.type}; charset=${portal.charset}` : answer.type,
  );
  if (answer.location !== undefined) response.setHeader('location', answer.location);
  if (answer.status === 200 && unchanged(request, response, portal, payload)) {
    response.writeHead(304).end();
    return 304;
  }
  const wire = portal.gzip ? gzipSync(payload) : payload;
  if (portal.gzip) response.setHeader('content-encoding', 'gzip');
  response.writeHead(answer.status, { 'content-length': wire.length });
  response.end(request.method === 'HEAD' ? undefined : wire);
  return answer.status;
}

/** Sets the portal's validator, and tells whether the client has these very bytes already. */
function unchanged(
  request: IncomingMessage,
  response: ServerResponse,
  portal: Portal,
  payload: Buffer,
): boolean {
  if (portal.validators === 'none') return false;
  const hash = createHash('sha256').update(payload).digest();
  // A time that follows the content, so that any change of the page changes it; compared as a whole, as nginx does.
  const modified = new Date(Date.UTC(2022, 0, 1) + (hash.readUInt32BE() % 100_000_000) * 1000).toUTCString();
  response.setHeader('last-modified', modified);
  if (portal.validators === 'etag') {
    const tag = `"${hash.toString('hex', 0, 8)}"`;
    response.setHeader('etag', tag);
    const asked = request.headers['if-none-match'];
    if (asked !== undefined) return asked === tag;
  }
  return request.headers['if-modified-since'] === modified;
}

/** 412, a cookie and a short page of scripts, for every address; the scripts themselves do nothing. */
function challenge(response: ServerResponse, url: URL): number {
  const script = url.pathname.endsWith('.js');
  const body = script ? 'window.$_ts=window.$_ts||{};' : challengePage();
  const status = script ? 200 : 412;
  response.writeHead(status, {
    'content-type': script ? 'application/javascript' : 'text/html; charset=utf-8',
    'set-cookie': 'enable_4QbVtADbnLVI=true; path=/; HttpOnly',
    'cache-control': 'no-store',
  });
  response.end(body);
  return status;
}
