import { createHash } from 'node:crypto';
import { ArchiveError } from '../errors.ts';
import { WaitingThread } from '../waiting-thread.ts';
import { hashOf, type PayloadPlace, type PlacedObject, pathOf } from './place.ts';
import type { S3Request, S3Response, S3Target } from './s3-protocol.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Answer = Extract<S3Response, { kind: 'answer' }>;

/** How long a server that is away is waited for: in the midst of the work, and before it has begun. */
const PATIENCE_MS = 60_000;
const AT_FIRST_MS = 2_000;
const NOTHING = createHash('sha256').digest('hex');
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u;

/** One for all buckets. */
const thread = new WaitingThread<S3Request, S3Response>(new URL('./s3-thread.ts', import.meta.url));

/**
 * A bucket of a server that speaks S3. Credentials come from the environment, as other tools have them; where the server
 * is none of Amazon's, its address becomes a part of the place's, so that a later command asks the same one.
 */
export class S3Place implements PayloadPlace {
  readonly address: string;
  readonly #target: S3Target;
  readonly #bucket: string;
  /** With a slash at its end, or empty. */
  readonly #prefix: string;

  private constructor(address: string, target: S3Target, bucket: string, prefix: string) {
    this.address = address;
    this.#target = target;
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  /**
   * @param name `s3://bucket/prefix`, `s3://bucket/prefix?endpoint=http://127.0.0.1:9000`
   * @param env `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION` or `AWS_DEFAULT_REGION`,
   * `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`
   * @throws ArchiveError `cannot_open` where the name is none; missing credentials are told by `check` and by what is asked.
   */
  static of(name: string, env: Environment): S3Place {
    const match = /^s3:\/\/([^/?]+)(\/[^?]*)?(?:\?(.*))?$/u.exec(name);
    const bucket = match?.[1] ?? '';
    const parts = (match?.[2] ?? '').split('/').filter((part) => part !== '');
    const asked = new URLSearchParams(match?.[3] ?? '');
    const unknown = [...asked.keys()].find((key) => key !== 'endpoint');
    if (!BUCKET.test(bucket) || unknown !== undefined || parts.some((part) => !/^[\w.-]+$/u.test(part)))
      throw new ArchiveError(
        'cannot_open',
        `--payloads ${name}: expected s3://bucket/prefix, of letters, digits, dots, hyphens and underscores, and perhaps ?endpoint=https://server`,
      );
    const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
    const endpoint = asked.get('endpoint') ?? env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] ?? '';
    const own = endpoint === '' ? null : endpointOf(endpoint, name);
    const path = [bucket, ...parts].join('/');
    return new S3Place(
      own === null ? `s3://${path}` : `s3://${path}?endpoint=${own}`,
      {
        // A server of one's own seldom has names for its buckets.
        url: own === null ? `https://${bucket}.s3.${region}.amazonaws.com` : `${own}/${bucket}`,
        region,
        accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
        sessionToken: env['AWS_SESSION_TOKEN'] ?? null,
      },
      bucket,
      parts.map((part) => `${part}/`).join(''),
    );
  }

  check(_isNew: boolean): void {
    this.#page('', 1, AT_FIRST_MS);
  }

  put(hash: string, bytes: Uint8Array): void {
    const answer = this.#ask('PUT', this.#path(hash), { body: bytes, sha256: hash });
    if (answer.status !== 200) throw this.#refused(answer);
  }

  get(hash: string): Uint8Array | null {
    const answer = this.#ask('GET', this.#path(hash));
    if (answer.status === 200) return answer.body;
    if (answer.status === 404 && codeOf(answer) === 'NoSuchKey') return null;
    throw this.#refused(answer);
  }

  has(hash: string): boolean {
    const answer = this.#ask('HEAD', this.#path(hash));
    if (answer.status === 200) return true;
    if (answer.status === 404) return false;
    throw this.#refused(answer);
  }

  delete(hash: string): void {
    const answer = this.#ask('DELETE', this.#path(hash));
    if (answer.status !== 204 && answer.status !== 200) throw this.#refused(answer);
  }

  *list(): Generator<PlacedObject, void> {
    for (let after: string | null = ''; after !== null; ) {
      const page: Page = this.#page(after, 1000, PATIENCE_MS);
      for (const { key, size, at } of page.entries) {
        const hash = hashOf(key.slice(this.#prefix.length));
        if (hash !== null) yield { hash, size, at };
      }
      after = page.isLast ? null : (page.entries.at(-1)?.key ?? null);
    }
  }

  /** A part of the listing, in the first of its two ways, which every server knows. */
  #page(after: string, most: number, patienceMs: number): Page {
    const query = new URLSearchParams({
      'encoding-type': 'url',
      'max-keys': String(most),
      ...(this.#prefix === '' ? {} : { prefix: this.#prefix }),
      ...(after === '' ? {} : { marker: after }),
    });
    const answer = this.#ask('GET', `?${query}`, { patienceMs });
    if (answer.status !== 200) throw this.#refused(answer);
    return readPage(textOf(answer));
  }

  #path(hash: string): string {
    return `/${this.#prefix}${pathOf(hash)}`;
  }

  #ask(
    method: S3Request['method'],
    path: string,
    {
      body = null,
      sha256 = NOTHING,
      patienceMs = PATIENCE_MS,
    }: Partial<Pick<S3Request, 'body' | 'sha256' | 'patienceMs'>> = {},
  ): Answer {
    const target = this.#target;
    if (target.accessKeyId === '' || target.secretAccessKey === '')
      throw new ArchiveError(
        'cannot_open',
        `${this.address}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment: the bucket asks for them`,
      );
    const response = thread.ask({ target, method, path, body, sha256, patienceMs });
    if (response?.kind === 'answer') return response;
    throw new ArchiveError(
      'cannot_open',
      `${this.address}: the server with the payloads, ${new URL(target.url).host}, does not answer. Check that it runs, and AWS_ENDPOINT_URL; ` +
        `everything stored so far is safe (${response?.message ?? 'no answer'})`,
    );
  }

  #refused(answer: Answer): ArchiveError {
    const code = codeOf(answer);
    const told = `${new URL(this.#target.url).host}: ${answer.status} ${code}`.trim();
    const say =
      code === 'NoSuchBucket'
        ? `there is no bucket ${this.#bucket}. Make it, or give another with --payloads`
        : answer.status === 403
          ? 'the server refuses our key. Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, and what the key may do'
          : answer.status === 301 || answer.status === 307
            ? 'the bucket lies elsewhere. Check AWS_REGION'
            : 'the server with the payloads answers with an error';
    const full = answer.status === 507 || code === 'QuotaExceeded' || code === 'XMinioStorageFull';
    return new ArchiveError(full ? 'disk_full' : 'cannot_open', `${this.address}: ${say} (${told})`);
  }
}

function endpointOf(text: string, name: string): string {
  if (URL.canParse(text)) {
    const { protocol, host, pathname, username } = new URL(text);
    if ((protocol === 'http:' || protocol === 'https:') && username === '')
      return `${protocol}//${host}${pathname.replace(/\/+$/u, '')}`;
  }
  throw new ArchiveError(
    'cannot_open',
    `${name}: its server, ${text}, is no address such as https://s3.example.org (AWS_ENDPOINT_URL, or ?endpoint=)`,
  );
}

interface Page {
  readonly entries: readonly { readonly key: string; readonly size: number; readonly at: number }[];
  readonly isLast: boolean;
}

const textOf = ({ body }: Answer): string => new TextDecoder().decode(body);

/** What stands between two tags. All that we read is of letters and digits, or percent-encoded: nothing to unescape. */
function tagged(xml: string, tag: string): string {
  return new RegExp(`<${tag}>([^<]*)</${tag}>`, 'u').exec(xml)?.[1] ?? '';
}

const codeOf = (answer: Answer): string => tagged(textOf(answer), 'Code');

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
function readPage(xml: string): Page {
  const entries = [...xml.matchAll(/<Contents>.*?<\/Contents>/gsu)].map(([entry]) => ({
    key: decodeURIComponent(tagged(entry, 'Key')),
    size: Number(tagged(entry, 'Size')),
    at: Date.parse(tagged(entry, 'LastModified')),
  }));
  return { entries, isLast: tagged(xml, 'IsTruncated') !== 'true' };
}
