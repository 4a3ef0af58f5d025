import { STATUS_CODES } from 'node:http';
import type { Headers } from '../../fetch/exchange.ts';
import { oneLine } from './record.ts';

/**
 * Fields that told of the bytes on the wire. The archive keeps bodies decoded: a block must agree with its fields, or
 * readers decode it a second time and fail. They are kept under other names, as browser extensions do.
 */
const WIRE_FIELDS: readonly string[] = ['content-encoding', 'transfer-encoding', 'content-length'];
const ORIGINAL = 'x-orig-';

/** The head of an HTTP answer, to stand before a body of so many bytes; null: no body at all (revisit). */
export function responseHead(status: number, headers: Headers, bodyLength: number | null): Uint8Array {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`.trim()];
  for (const [name, value] of Object.entries(headers)) {
    const values = typeof value === 'string' ? [value] : value;
    const shown = WIRE_FIELDS.includes(name) ? ORIGINAL + name : name;
    for (const one of values) lines.push(`${shown}: ${oneLine(one)}`);
  }
  if (bodyLength !== null) lines.push(`content-length: ${bodyLength}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

/**
 * The head of a request as far as the archive knows it: method, address, and the form that was posted. Its further fields
 * were not kept.
 */
export function requestBlock(url: string, form: Readonly<Record<string, string>> | null): Uint8Array {
  const { host, pathname, search } = new URL(url);
  if (form === null) return Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  const body = new URLSearchParams(form).toString();
  return Buffer.from(
    `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n` +
      `content-type: application/x-www-form-urlencoded; charset=UTF-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** An HTTP message, taken apart. */
export interface HttpMessage {
  /** `GET /path HTTP/1.1` or `HTTP/1.1 200 OK`. */
  readonly startLine: string;
  /** Names in lower case, repeated ones as an array; wire fields that were put aside are back under their names. */
  readonly headers: Headers;
  /** Still in the transfer and content codings that the headers name. */
  readonly body: Uint8Array;
}

/** @param textOf makes text of a field's bytes (Latin-1 so far). */
export function parseHttp(block: Uint8Array, textOf: (latin1: string) => string): HttpMessage {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const end = /\r?\n\r?\n/.exec(bytes.toString('latin1', 0, LONGEST_HEAD));
  const headLength = end === null ? bytes.length : end.index + end[0].length;
  const [startLine = '', ...lines] = bytes
    .toString('latin1', 0, headLength)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers: Record<string, string | string[]> = Object.create(null);
  const setAside: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = textOf(line.slice(colon + 1).trim());
    const original = name.startsWith(ORIGINAL) ? name.slice(ORIGINAL.length) : null;
    if (original !== null && WIRE_FIELDS.includes(original)) setAside[original] = value;
    else add(headers, name, value);
  }
  const isDecoded = 'content-encoding' in setAside || 'transfer-encoding' in setAside;
  const body = bytes.subarray(headLength);
  if (isDecoded) for (const name of WIRE_FIELDS) delete headers[name];
  return { startLine, headers: { ...headers }, body: isDecoded ? body : dechunk(body, headers) };
}

/** No honest head is longer; what has no end until here has none. */
const LONGEST_HEAD = 256 * 1024;

function add(headers: Record<string, string | string[]>, name: string, value: string): void {
  const met = headers[name];
  if (met === undefined) headers[name] = value;
  else headers[name] = [...(typeof met === 'string' ? [met] : met), value];
}

/** Takes chunks apart (RFC 9112, 7.1). A body that is not in chunks, whatever its header says, stays as it is. */
function dechunk(body: Buffer, headers: Record<string, string | string[]>): Uint8Array {
  if (!String(headers['transfer-encoding'] ?? '').match(/chunked/i)) return body;
  const parts: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\n', at);
    const line = end === -1 ? '' : body.toString('latin1', at, end);
    const size = /^([0-9a-f]{1,8})\s*(;.*)?\r?$/i.exec(line)?.[1];
    if (size === undefined) return parts.length === 0 ? body : Buffer.concat(parts);
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(parts);
    parts.push(body.subarray(end + 1, end + 1 + length));
    at = end + 1 + length;
    if (body[at] === 0x0d) at += 1;
    if (body[at] === 0x0a) at += 1;
  }
}
