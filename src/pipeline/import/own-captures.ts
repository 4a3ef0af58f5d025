import { sha256 } from '../../archive/payloads.ts';
import {
  CAPTURE_FIELD,
  type CaptureRecord,
  captureSchema,
  ROLE_FIELD,
} from '../../archive/warc/capture-record.ts';
import { parseHttp } from '../../archive/warc/http-block.ts';
import type { ReadRecord } from '../../archive/warc/read.ts';
import type { Fetched } from '../../fetch/fetched.ts';
import { type ImportContext, keep, refuse, siteOf, skip } from './context.ts';

/**
 * Takes back what `warc export` wrote: the metadata record of a capture says all of it, the records after it hold its
 * bytes.
 */
export class OwnCaptures {
  readonly #context: ImportContext;
  #number: string | null = null;
  #source = '';
  #metadata: ReadRecord | null = null;
  #body: Uint8Array | null = null;
  #rendered: Uint8Array | null = null;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  /** True when the record is one of ours. */
  take(record: ReadRecord): boolean {
    const number = record.field(CAPTURE_FIELD);
    if (number === null) return false;
    // Two exports one after the other may number alike: a further metadata record begins a further capture.
    if (number !== this.#number || record.type === 'metadata') this.finish();
    this.#number = number;
    this.#source = record.source;
    const role = record.field(ROLE_FIELD);
    if (record.type === 'metadata') this.#metadata = record;
    else if (role === 'rendered') this.#rendered = record.block;
    else if (role === null && record.block !== null) {
      if (record.type === 'response') this.#body = parseHttp(record.block, (text) => text).body;
      if (record.type === 'resource') this.#body = record.block;
    }
    return true;
  }

  /** Keeps the capture whose records are all there. */
  finish(): void {
    const { block = null } = this.#metadata ?? {};
    const [body, rendered] = [this.#body, this.#rendered];
    this.#metadata = this.#body = this.#rendered = null;
    if (this.#number === null) return;
    const place = `${this.#source}, capture ${this.#number}`;
    this.#number = null;
    if (block === null) {
      this.#context.problems.push(`${place}: its metadata record is missing`);
      return;
    }
    const capture = this.#read(block, place);
    if (capture !== null) this.#keep(capture, body, rendered, place);
  }

  #read(block: Uint8Array, place: string): CaptureRecord | null {
    let data: unknown;
    try {
      data = JSON.parse(Buffer.from(block).toString('utf8'));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#context.problems.push(`${place}: its metadata record is no JSON: ${error.message}`);
      return null;
    }
    const read = captureSchema.safeParse(data);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    this.#context.problems.push(
      `${place}: its metadata record does not hold: ${issue?.path.join('.')}: ${issue?.message}`,
    );
    return null;
  }

  #keep(capture: CaptureRecord, body: Uint8Array | null, rendered: Uint8Array | null, place: string): void {
    const context = this.#context;
    const site = (context.only === null ? context.sites : [context.only]).find(
      (s) => s.id === capture.site_id,
    );
    if (site === undefined) {
      const reason = `captures of site ${capture.site_id}`;
      skip(context, reason);
      const missing = `${this.#source}: it holds ${reason}, which has no file in config/sites: add it, and import again`;
      if (context.only === null && !context.problems.includes(missing)) context.problems.push(missing);
      return;
    }
    // A refused redirect ends at a foreign address; nothing of it was fetched.
    const asked = capture.payload_sha256 === null ? [capture.url] : [capture.url, capture.final_url];
    for (const url of asked) {
      const found = siteOf(url, { sites: [site], only: site });
      if (typeof found !== 'string') continue;
      refuse(context, url, found);
      return;
    }
    const bytes = this.#bytes(capture.payload_sha256, body, place);
    const dom = this.#bytes(capture.rendered_sha256, rendered, place);
    if (bytes === undefined || dom === undefined) return;
    keep(context, site.id, fetchedOf(capture, bytes, dom), noteOf(capture), {
      origin: {
        source: this.#source,
        via: capture.via,
        ...(capture.run === null ? {} : { run: capture.run }),
        ...(capture.import === null ? {} : { import: capture.import }),
      },
      revalidatedSha256: capture.revalidated_sha256,
    });
  }

  /** The bytes with this hash: those that came with the capture, or the archive's (revisit); undefined: neither. */
  #bytes(hash: string | null, body: Uint8Array | null, place: string): Uint8Array | null | undefined {
    if (hash === null) return null;
    if (body !== null && sha256(body) === hash) return body;
    const known = this.#context.archive.captures.payload(hash);
    if (known !== null) return known;
    this.#context.problems.push(
      body === null
        ? `${place}: its body ${hash} is neither in this file nor in the archive`
        : `${place}: its body was changed: it hashes to ${sha256(body)}, not to ${hash}`,
    );
    return undefined;
  }
}

function fetchedOf(capture: CaptureRecord, body: Uint8Array | null, dom: Uint8Array | null): Fetched {
  return {
    url: capture.url,
    finalUrl: capture.final_url,
    fetchedAt: capture.fetched_at,
    outcome: capture.outcome,
    detail: capture.detail,
    status: capture.status,
    headers: capture.headers,
    body,
    rendered: dom === null ? null : Buffer.from(dom).toString('utf8'),
    via: 'import',
    hops: capture.hops,
    attempts: capture.attempts,
    durationMs: capture.duration_ms,
    retryAt: capture.retry_at,
    tls: capture.tls,
  };
}

function noteOf({ resource, form }: CaptureRecord) {
  return {
    kind: resource.kind,
    title: resource.title,
    publishedOn: resource.published_on,
    parentUrl: resource.parent_url,
    body: resource.body,
    year: resource.year,
    ...(form === null ? {} : { form }),
  };
}
