import { CAPTURE_FIELD, type CaptureRecord, ROLE_FIELD } from './capture-record.ts';
import { requestBlock, responseHead } from './http-block.ts';
import { digest, IDENTICAL_PAYLOAD, NOT_MODIFIED, newRecordId, type WarcRecord } from './record.ts';

/** Where a body was written first: what a revisit record refers to. */
interface FirstWritten {
  readonly id: string;
  readonly url: string;
  readonly date: string;
}

/** Outcomes of which the block is not all that the server would have sent, in WARC's words. */
const TRUNCATED: Partial<Record<CaptureRecord['outcome'], string>> = {
  too_large: 'length',
  truncated: 'disconnect',
  timeout: 'time',
};

/** The records of captures, one after the other; each body stands once, further captures of it are revisits. */
export class CaptureRecords {
  readonly #payload: (sha256: string) => Uint8Array | null;
  readonly #written = new Map<string, FirstWritten>();

  /** @param payload the body with a hash. */
  constructor(payload: (sha256: string) => Uint8Array | null) {
    this.#payload = payload;
  }

  /**
   * The records of one capture: the metadata record, which tells all; where there was an answer, the redirects on the way,
   * the answer and the request; with a browser, the page after its scripts.
   */
  of(number: number, capture: CaptureRecord): WarcRecord[] {
    const shared = { date: capture.fetched_at, number };
    const answer = capture.status === null ? null : this.#answer(capture, capture.status, shared);
    const metadata: WarcRecord = {
      type: 'metadata',
      id: newRecordId(),
      date: capture.fetched_at,
      targetUri: capture.url,
      contentType: 'application/json',
      fields: { [CAPTURE_FIELD]: String(number), 'WARC-Refers-To': answer?.id },
      block: Buffer.from(JSON.stringify(capture)),
    };
    const unanswered = answer === null ? this.#bare(capture, shared) : [];
    const exchanged =
      answer === null ? [] : [...hops(capture, shared), answer, request(capture, answer, number)];
    return [metadata, ...exchanged, ...unanswered, ...this.#rendered(capture, shared)];
  }

  #answer(capture: CaptureRecord, status: number, { date, number }: Shared): WarcRecord {
    const { final_url: url, headers, payload_sha256: hash } = capture;
    const record = {
      id: newRecordId(),
      date,
      targetUri: url,
      contentType: 'application/http; msgtype=response',
    };
    const field = { [CAPTURE_FIELD]: String(number) };
    const stands = capture.revalidated_sha256;
    const known = this.#written.get(hash ?? stands ?? '');
    if (known !== undefined) {
      const fields = {
        ...field,
        'WARC-Profile': hash === null ? NOT_MODIFIED : IDENTICAL_PAYLOAD,
        'WARC-Payload-Digest': digest(hash ?? stands ?? ''),
        'WARC-Refers-To': known.id,
        'WARC-Refers-To-Target-URI': known.url,
        'WARC-Refers-To-Date': known.date,
      };
      return { ...record, type: 'revisit', fields, block: responseHead(status, headers, null) };
    }
    const body = hash === null ? new Uint8Array() : this.#body(hash);
    if (hash !== null) this.#written.set(hash, { id: record.id, url, date });
    const fields = {
      ...field,
      'WARC-Payload-Digest': hash === null ? undefined : digest(hash),
      'WARC-Truncated': TRUNCATED[capture.outcome],
    };
    const block = Buffer.concat([responseHead(status, headers, body.length), body]);
    return { ...record, type: 'response', fields, block };
  }

  /** A document that a person brought: bytes without an HTTP answer. */
  #bare({ url, headers, payload_sha256: hash }: CaptureRecord, { date, number }: Shared): WarcRecord[] {
    if (hash === null || this.#written.has(hash)) return [];
    const record: WarcRecord = {
      type: 'resource',
      id: newRecordId(),
      date,
      targetUri: url,
      contentType: String(headers['content-type'] ?? 'application/octet-stream'),
      fields: { [CAPTURE_FIELD]: String(number), 'WARC-Payload-Digest': digest(hash) },
      block: this.#body(hash),
    };
    this.#written.set(hash, { id: record.id, url, date });
    return [record];
  }

  #rendered({ url, rendered_sha256: hash }: CaptureRecord, { date, number }: Shared): WarcRecord[] {
    if (hash === null || this.#written.has(hash)) return [];
    const targetUri = `urn:nianbao:rendered:${url}`;
    const record: WarcRecord = {
      type: 'resource',
      id: newRecordId(),
      date,
      targetUri,
      contentType: 'text/html; charset=utf-8',
      fields: {
        [CAPTURE_FIELD]: String(number),
        [ROLE_FIELD]: 'rendered',
        'WARC-Payload-Digest': digest(hash),
      },
      block: this.#body(hash),
    };
    this.#written.set(hash, { id: record.id, url: targetUri, date });
    return [record];
  }

  #body(hash: string): Uint8Array {
    const body = this.#payload(hash);
    if (body === null) throw new Error(`payload ${hash} is not in the archive: run nianbao verify`);
    return body;
  }
}

interface Shared {
  readonly date: string;
  readonly number: number;
}

/** The archive keeps of a redirect its status and target: enough to follow it again. */
function hops({ hops }: CaptureRecord, { date, number }: Shared): WarcRecord[] {
  return hops.map(({ url, status, location }) => ({
    type: 'response',
    id: newRecordId(),
    date,
    targetUri: url,
    contentType: 'application/http; msgtype=response',
    fields: { [CAPTURE_FIELD]: String(number), [ROLE_FIELD]: 'hop' },
    block: responseHead(status, { location }, 0),
  }));
}

function request(capture: CaptureRecord, answer: WarcRecord, number: number): WarcRecord {
  const { form, final_url: url, hops } = capture;
  // 301, 302 and 303 turn a POST into a GET.
  const stillPosts = hops.every(({ status }) => status === 307 || status === 308);
  return {
    type: 'request',
    id: newRecordId(),
    date: capture.fetched_at,
    targetUri: url,
    contentType: 'application/http; msgtype=request',
    fields: { [CAPTURE_FIELD]: String(number), 'WARC-Concurrent-To': answer.id },
    block: requestBlock(url, stillPosts ? form : null),
  };
}
