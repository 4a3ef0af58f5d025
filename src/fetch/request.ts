import type { Politeness } from '../settings/settings.ts';
import { type ChainRequest, MAX_REDIRECTS } from './chain.ts';
import type { FetchRequest } from './fetched.ts';

/** Puts a request for a page or file into the terms of HTTP. */
export function chainRequest(request: FetchRequest, politeness: Politeness): ChainRequest {
  const { etag, lastModified } = request.validators ?? { etag: null, lastModified: null };
  const form = new URLSearchParams(request.form ?? {}).toString();
  return {
    url: request.url,
    method: request.method ?? 'GET',
    headers: requestHeaders(politeness, {
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      ...(request.referer === undefined ? {} : { referer: request.referer }),
      ...(etag === null ? {} : { 'if-none-match': etag }),
      ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
    }),
    body:
      request.method === 'POST'
        ? { type: 'application/x-www-form-urlencoded; charset=UTF-8', text: form }
        : null,
    maxRedirects: MAX_REDIRECTS,
  };
}

/** The headers of every request of ours, and some of its own. */
export function requestHeaders(
  politeness: Politeness,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': userAgent(politeness),
    'accept-language': 'zh-CN,zh;q=0.9',
    'accept-encoding': 'gzip, deflate, br',
    ...own,
  };
  for (const [name, value] of Object.entries(headers)) headers[name] = printable(value);
  return headers;
}

/** The configured name, with the contact in a comment (RFC 9110, 10.1.5). */
export function userAgent({ userAgent, contact }: Politeness): string {
  return printable(contact === '' ? userAgent : `${userAgent} (+${contact})`);
}

/** Headers are ASCII: addresses and names that are not are percent-encoded. */
function printable(value: string): string {
  return value.toWellFormed().replace(/[^\x20-\x7e]+/g, encodeURIComponent);
}
