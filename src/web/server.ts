import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { makeApp } from './app.ts';
import { Viewer, type ViewerOptions } from './viewer.ts';

export interface ServeOptions extends ViewerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly onError: (error: unknown, address: string) => void;
}

export interface Serving {
  /** Where it listens: `http://127.0.0.1:8420`. */
  readonly url: string;
  readonly viewer: Viewer;
  close(): Promise<void>;
}

/** The port is another program's. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host);
}

/**
 * Starts the viewer. Requests for another host name than the one it is known by are refused: a page elsewhere must not
 * reach it by a name of its own (DNS rebinding).
 * @throws ArchiveError when the database cannot be opened; PortTaken; other errors of listening as they are.
 */
export async function serve({ host, port, onError, ...options }: ServeOptions): Promise<Serving> {
  const viewer = new Viewer(options);
  const app = makeApp(viewer, onError);
  const local = isLoopback(host);
  const server = createAdaptorServer({
    fetch: (request) => {
      const { hostname } = new URL(request.url);
      if (local && !isLoopback(hostname.replace(/^\[|\]$/gu, '')))
        return new Response('421: this viewer answers to localhost only\n', { status: 421 });
      return app.fetch(request);
    },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    await viewer.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new PortTaken(`port ${port} of ${host} is taken by another program (another nianbao serve?)`, {
        cause: error,
      });
    throw error;
  }
  const address = server.address() as AddressInfo;
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}`,
    viewer,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Browsers keep their connections for later, and would keep us waiting.
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      await viewer.close();
    },
  };
}
