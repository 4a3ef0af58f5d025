import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { SecureContextOptions } from 'node:tls';
import type { Endpoint } from '../../src/fetch/connector.ts';

/** A request as a test server saw it. Times are `performance.now()`. */
export interface Seen {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly startedAt: number;
  endedAt: number;
}

export interface TestServer {
  readonly endpoint: Endpoint;
  /** All requests, robots.txt included, in order of arrival. */
  readonly seen: readonly Seen[];
  /** Paths without robots.txt. */
  paths(): string[];
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));

/** A real server on loopback that lives as long as the test. Without an own answer, robots.txt is 404. */
export async function serve(
  t: TestContext,
  handler: Handler,
  scheme: 'http' | 'https' = 'http',
  secure: SecureContextOptions = {},
): Promise<TestServer> {
  const seen: Seen[] = [];
  const listener: Handler = (request, response) => {
    const entry: Seen = {
      method: request.method ?? '',
      host: request.headers.host ?? '',
      path: request.url ?? '',
      headers: request.headers,
      startedAt: performance.now(),
      endedAt: Number.POSITIVE_INFINITY,
    };
    seen.push(entry);
    response.on('close', () => {
      entry.endedAt = performance.now();
    });
    handler(request, response);
  };
  const tls = { key: fixture('key.pem'), cert: fixture('cert.pem'), ...secure };
  const server = scheme === 'https' ? createTlsServer(tls, listener) : createServer(listener);
  const port = await listen(t, server, () => server.closeAllConnections());
  return {
    endpoint: { host: '127.0.0.1', port },
    seen,
    paths: () => seen.map((entry) => entry.path).filter((path) => path !== '/robots.txt'),
  };
}

/** A TCP server that answers as it is told, for answers that no HTTP library would send. */
export async function serveTcp(t: TestContext, onSocket: (socket: Socket) => void): Promise<Endpoint> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  return { host: '127.0.0.1', port: await listen(t, server, hangUp) };
}

/** Answers every request but robots.txt (404) with raw bytes, and closes. */
export function serveRaw(t: TestContext, answer: (path: string) => string | Buffer): Promise<Endpoint> {
  return serveTcp(t, (socket) => {
    let request = '';
    socket.on('data', (chunk) => {
      request += chunk.toString('latin1');
      if (!request.includes('\r\n\r\n')) return;
      const path = request.split(' ')[1] ?? '';
      request = '';
      socket.end(
        path === '/robots.txt' ? 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n' : answer(path),
      );
    });
  });
}

/** A port where nothing listens. */
export async function closedPort(): Promise<Endpoint> {
  const server = createTcpServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(portOf(server)));
  });
  await new Promise((resolve) => server.close(resolve));
  return { host: '127.0.0.1', port };
}

/** Serves by path; a path without an answer is 404. */
export function routes(answers: Readonly<Record<string, Handler>>): Handler {
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const answer = answers[path];
    if (answer !== undefined) return answer(request, response);
    response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
  };
}

/** Answers with an HTML page. */
export function html(text: string, status = 200, headers: Record<string, string | string[]> = {}): Handler {
  return (_request, response) => {
    const own = { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(text) };
    response.writeHead(status, { ...own, ...headers }).end(text);
  };
}

export function redirect(
  location: string,
  headers: Record<string, string | string[]> = {},
  status = 302,
): Handler {
  return (_request, response) => {
    response.writeHead(status, { location, ...headers }).end();
  };
}

async function listen(t: TestContext, server: Server, hangUp: () => void): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    hangUp();
    await closed;
  });
  return portOf(server);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return address.port;
}
