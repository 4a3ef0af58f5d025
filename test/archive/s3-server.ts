/** An S3 server on a thread of its own, as whoever asks it waits without turning its own loop. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** The key that the server knows. */
export const KEY = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'us-east-1' };

export interface S3Server {
  /** `http://127.0.0.1:34567` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts it, with a bucket `archive`. */
export async function startS3(): Promise<S3Server> {
  const worker = new Worker(new URL(import.meta.url));
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      await worker.terminate();
    },
  };
}

if (!isMainThread) {
  const { default: S3rver } = await import('@20minutes/s3rver');
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: mkdtempSync(join(tmpdir(), 'nianbao-s3-')),
    configureBuckets: [{ name: 'archive' }],
  });
  const { port } = await server.run();
  parentPort?.postMessage(port);
}
