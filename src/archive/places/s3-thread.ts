import { setTimeout as pause } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { answerEach } from '../waiting-thread.ts';
import type { S3Request, S3Response, S3Target } from './s3-protocol.ts';

/** The thread that talks to an S3 server: one request at a time, asked again while the server is away or busy. */

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** One request, with all of its bytes. */
const TIMEOUT_MS = 60_000;
/** Too many requests, and the server's own trouble. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

const clients = new Map<string, AwsClient>();

function clientOf(target: S3Target): AwsClient {
  const key = JSON.stringify(target);
  const known = clients.get(key);
  if (known !== undefined) return known;
  const { region, accessKeyId, secretAccessKey, sessionToken } = target;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === null ? {} : { sessionToken }),
    service: 's3',
    region,
    retries: 0,
  });
  clients.set(key, client);
  return client;
}

async function once({ target, method, path, body, sha256 }: S3Request): Promise<S3Response> {
  const response = await clientOf(target).fetch(`${target.url}${path}`, {
    method,
    // The server compares: what arrives is what was sent.
    headers: { 'x-amz-content-sha256': sha256 },
    ...(body === null ? {} : { body: new Uint8Array(body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return {
    kind: 'answer',
    status: response.status,
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

answerEach(async (request: S3Request): Promise<S3Response> => {
  const until = performance.now() + request.patienceMs;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    let response: S3Response;
    try {
      response = await once(request);
      if (response.kind === 'answer' && !isPassing(response.status)) return response;
    } catch (error) {
      response = { kind: 'failure', message: causeOf(error) };
    }
    if (performance.now() + wait > until) return response;
    await pause(wait);
  }
});

/** "fetch failed" says nothing; its cause does. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof AggregateError && error.cause.errors[0] instanceof Error)
    return error.cause.errors[0].message;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
