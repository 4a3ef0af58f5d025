import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Portals } from './server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As sent, not decoded. */
  readonly body: Buffer;
}

/** Asks the replicas for a URL as a plain client with `--connect-to` would. Rejects when the connection is closed. */
export function ask(portals: Portals, address: string, headers: Record<string, string> = {}): Promise<Reply> {
  const url = new URL(address);
  const options: RequestOptions & { servername: string; rejectUnauthorized: boolean } = {
    host: portals.address,
    port: portals.port,
    path: url.pathname + url.search,
    headers: { host: url.host, ...headers },
    agent: false,
    servername: url.hostname,
    rejectUnauthorized: false,
  };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}
