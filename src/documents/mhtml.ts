/** A page with its pictures in one file, as Word and browsers save it (RFC 2557): only the page is taken. */

/** Whether a file's head is that of a MIME message with parts. */
export function isMhtml(head: string): boolean {
  const fields = head.split(/\r?\n\r?\n/u, 1)[0] ?? '';
  return /^(?:[\w-]+:.*(?:\r?\n[ \t].*)*\r?\n)*Content-Type:\s*multipart\/related/imu.test(
    fields.trimStart(),
  );
}

/** A page found inside, with the Content-Type of its part. */
export interface MhtmlPage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/**
 * The first page among the parts.
 * @throws Error when there is none.
 */
export function pageOf(message: Uint8Array): MhtmlPage {
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('latin1');
  const boundary = /boundary="?([^"\r\n;]{1,200})"?/iu.exec(text)?.[1];
  if (boundary === undefined) throw new Error('the MIME message names no boundary');
  for (const part of text.split(`--${boundary}`).slice(1)) {
    const gap = /\r?\n\r?\n/u.exec(part);
    if (gap === null) continue;
    const fields = part.slice(0, gap.index).replace(/\r?\n[ \t]+/gu, ' ');
    const contentType = /^Content-Type:\s*(text\/html.*)$/imu.exec(fields)?.[1];
    if (contentType === undefined) continue;
    const encoding = /^Content-Transfer-Encoding:\s*([\w-]+)/imu.exec(fields)?.[1]?.toLowerCase();
    return { bytes: decode(part.slice(gap.index + gap[0].length), encoding ?? ''), contentType };
  }
  throw new Error('the MIME message holds no page');
}

function decode(body: string, encoding: string): Uint8Array {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const plain = body
    .replace(/[ \t]*=\r?\n/gu, '')
    .replace(/=([0-9A-F]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}
