import { CookieJar } from 'tough-cookie';
import { type Exchange, headerOf, type Problem } from './exchange.ts';
import type { Hop } from './fetched.ts';

/** A request whose redirects are followed. */
export interface ChainRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly type: string; readonly text: string } | null;
  readonly maxRedirects: number;
  /** Cookies known beforehand; the chain adds to them. */
  readonly jar?: CookieJar;
}

/** One hop, ready to be sent. */
export interface HopRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface Transport {
  /** Why a URL is not requested at all; null where it may be. Asked before every hop. */
  admit(url: string): Promise<Problem | null>;
  send(hop: HopRequest): Promise<Exchange>;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface ChainResult {
  readonly final: Exchange;
  readonly hops: readonly Hop[];
  /** False where nothing was sent. */
  readonly sent: boolean;
  readonly jar: CookieJar;
}

/** Browsers allow 20; portals need one or two. */
export const MAX_REDIRECTS = 10;

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

function newJar(): CookieJar {
  return new CookieJar(undefined, { looseMode: true });
}

/**
 * Follows redirects by hand: every hop is admitted before it is sent, and carries the cookies that the hops before it were
 * given for its host (some portals redirect to the same address with a cookie, once). A hop that would repeat
 * an earlier one, cookies included, or one too many, ends the chain as `redirect_loop`.
 */
export async function followRedirects(request: ChainRequest, transport: Transport): Promise<ChainResult> {
  const jar = request.jar ?? newJar();
  const hops: Hop[] = [];
  const seen = new Set<string>();
  let next: Pick<ChainRequest, 'url' | 'method' | 'body'> = { ...request, url: withoutExtras(request.url) };
  const first = await transport.admit(next.url);
  if (first !== null) return unsent(next.url, first, transport.now());
  for (;;) {
    const cookie = await jar.getCookieString(next.url);
    seen.add(`${next.method} ${next.url} ${cookie}`);
    const answer = await transport.send({
      url: next.url,
      method: next.method,
      headers: {
        ...request.headers,
        ...(cookie === '' ? {} : { cookie }),
        ...(next.body === null ? {} : { 'content-type': next.body.type }),
      },
      body: next.body?.text ?? null,
    });
    await keepCookies(jar, answer);
    const end = (problem: Problem | null): ChainResult => ({
      final: problem === null ? answer : { ...answer, problem },
      hops,
      sent: true,
      jar,
    });
    const location = headerOf(answer.headers, 'location');
    // A redirect's own body is of no interest, so neither are its faults.
    if (answer.status === null || !REDIRECTS.includes(answer.status) || location === '') return end(null);
    const target = resolve(location, answer.url);
    if (target === null) return end(null);
    hops.push({ url: answer.url, status: answer.status, location });
    next = redirected(next, answer.status, target);
    if (hops.length > request.maxRedirects) return end(loop(`more than ${request.maxRedirects} redirects`));
    const repeated = `${next.method} ${next.url} ${await jar.getCookieString(next.url)}`;
    if (seen.has(repeated)) return end(loop(`redirected to ${next.url} a second time`));
    const refusal = await transport.admit(next.url);
    if (refusal !== null) return end({ ...refusal, detail: `redirected to ${next.url}: ${refusal.detail}` });
  }
}

/** RFC 9110 15.4: 303 always, and 301 and 302 by custom, turn a POST into a GET. */
function redirected(
  from: Pick<ChainRequest, 'method' | 'body'>,
  status: number,
  url: string,
): Pick<ChainRequest, 'url' | 'method' | 'body'> {
  const keeps = status === 307 || status === 308;
  return keeps ? { url, method: from.method, body: from.body } : { url, method: 'GET', body: null };
}

async function keepCookies(jar: CookieJar, answer: Exchange): Promise<void> {
  const cookies = answer.headers['set-cookie'] ?? [];
  for (const cookie of typeof cookies === 'string' ? [cookies] : cookies) {
    await jar.setCookie(cookie, answer.url, { ignoreError: true });
  }
}

function resolve(location: string, base: string): string | null {
  return URL.canParse(location, base) ? withoutExtras(new URL(location, base).href) : null;
}

/** Without fragment and without a password, which no portal needs and no archive should hold. */
function withoutExtras(url: string): string {
  const bare = new URL(url);
  bare.hash = '';
  bare.username = '';
  bare.password = '';
  return bare.href;
}

function loop(detail: string): Problem {
  return { outcome: 'redirect_loop', detail, connected: true };
}

/** A chain of which nothing was sent. */
export function unsent(url: string, problem: Problem, at: number): ChainResult {
  const final = { url, sentAt: at, status: null, headers: {}, body: null, problem };
  return { final, hops: [], sent: false, jar: newJar() };
}
