import { isDocumentAddress } from '../../crawlers/attachments.ts';
import { isMhtml, pageOf } from '../../documents/mhtml.ts';
import { MIME, sniff } from '../../documents/sniff.ts';
import { judge } from '../../fetch/classify.ts';
import type { Fetched } from '../../fetch/fetched.ts';
import { articleOf } from './articles.ts';
import { type ImportContext, keep, siteOf } from './context.ts';

/** Where and when a file was saved from a portal. */
export interface SavedFrom {
  readonly url: string;
  /** UTC, ISO 8601. */
  readonly fetchedAt: string;
}

/** What a saved page says of itself: MHTML names its address and its time, HTML saved by a browser its address. */
export function savedFrom(bytes: Uint8Array): {
  readonly url: string | null;
  readonly fetchedAt: string | null;
} {
  const head = Buffer.from(bytes.subarray(0, 8192)).toString('latin1');
  if (!isMhtml(head)) {
    const url = /<!--\s*saved from url=\(\d+\)(https?:\/\/\S+?)\s*-->/i.exec(head)?.[1];
    return { url: url ?? null, fetchedAt: null };
  }
  const fields = head.split(/\r?\n\r?\n/u, 1)[0] ?? '';
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(\\S.*)$`, 'imu').exec(fields)?.[1]?.trim();
  const at = Date.parse(field('Date') ?? '');
  return {
    url: field('Snapshot-Content-Location') ?? field('Content-Location') ?? null,
    fetchedAt: Number.isNaN(at) ? null : new Date(at).toISOString(),
  };
}

/** Takes one saved page or document. It is judged as if the portal had sent it: a saved challenge page is no report. */
export async function takeSavedFile(
  context: ImportContext,
  name: string,
  body: Uint8Array,
  { url, fetchedAt }: SavedFrom,
): Promise<void> {
  const site = siteOf(url, context);
  if (typeof site === 'string') throw new Error(`${url}: ${site}`);
  const type = sniff(body);
  const isMessage = isMhtml(Buffer.from(body.subarray(0, 8192)).toString('latin1'));
  const page = isMessage ? pageOf(body) : { bytes: body, contentType: MIME[type] };
  const answer = {
    url,
    finalUrl: url,
    headers: { 'content-type': page.contentType },
    body: page.bytes,
    hops: [],
  };
  const verdict = judge({
    ...answer,
    status: 200,
    problem: null,
    expect: isDocumentAddress(url) ? 'attachment' : 'page',
    conditional: false,
    scripted: false,
  });
  const fetched: Fetched = {
    ...answer,
    fetchedAt,
    outcome: verdict.outcome,
    detail: verdict.detail,
    // Nobody noted what the server said.
    status: null,
    rendered: null,
    via: 'import',
    attempts: 1,
    durationMs: 0,
    retryAt: null,
  };
  if (verdict.outcome !== 'ok')
    context.problems.push(`${name}: kept, but not read: it counts as ${verdict.outcome} (${verdict.detail})`);
  const article = type === 'html' ? await articleOf(fetched, site, null, context.parser) : null;
  const headers = { 'content-type': isMessage ? 'multipart/related' : MIME[type] };
  const note = { kind: 'report' as const, title: article?.title ?? null };
  keep(context, site.id, { ...fetched, body, headers }, note, { origin: { source: name } });
}
