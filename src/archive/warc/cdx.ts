import { getSurt, postToGetUrl } from 'warcio';
import type { CaptureRecord } from './capture-record.ts';
import type { WarcRecord } from './record.ts';

/** Where a record stands in its file. */
export interface Place {
  readonly filename: string;
  readonly offset: number;
  readonly length: number;
}

/** `20250225020250`, as indexes of web archives have it. */
export function timestamp(iso: string): string {
  return iso.replace(/\D/g, '').slice(0, 14);
}

/** The index line (CDXJ) of a record that can be replayed; null for other records. */
export function cdxLine(record: WarcRecord, capture: CaptureRecord, place: Place): string | null {
  const { targetUri: url, type, fields = {} } = record;
  if (url === undefined || !['response', 'revisit', 'resource'].includes(type)) return null;
  const isAnswer = type !== 'resource' && fields['Nianbao-Role'] === undefined;
  const status =
    type === 'resource'
      ? 200
      : /^HTTP\/1\.1 (\d+)/.exec(Buffer.from(record.block).toString('latin1', 0, 32))?.[1];
  const contentType = isAnswer ? String(capture.headers['content-type'] ?? '') : '';
  const mime = type === 'revisit' ? 'warc/revisit' : type === 'resource' ? record.contentType : contentType;
  const posted = isAnswer ? keyOfPost(url, capture) : null;
  const line = {
    url,
    mime: mime.split(';', 1)[0]?.trim() || 'unk',
    status: String(status ?? ''),
    digest: fields['WARC-Payload-Digest'],
    length: String(place.length),
    offset: String(place.offset),
    filename: place.filename,
    ...(posted === null ? {} : { method: 'POST', requestBody: posted.body }),
  };
  return `${getSurt(posted?.url ?? url)} ${timestamp(record.date)} ${JSON.stringify(line)}`;
}

/** Readers find the answer to a POST under its address with the form as a query. */
function keyOfPost(url: string, { form }: CaptureRecord): { url: string; body: string } | null {
  if (form === null) return null;
  const request = {
    method: 'POST',
    url,
    headers: new Map([['content-type', 'application/x-www-form-urlencoded']]),
    postData: new URLSearchParams(form).toString(),
    requestBody: undefined,
  };
  if (!postToGetUrl(request)) return null;
  return { url: request.url, body: request.postData };
}
