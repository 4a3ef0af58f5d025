import { sha256 } from '../../archive/payloads.ts';
import { type HttpMessage, parseHttp } from '../../archive/warc/http-block.ts';
import type { ReadRecord } from '../../archive/warc/read.ts';
import { isDocumentAddress } from '../../crawlers/attachments.ts';
import { sniff } from '../../documents/sniff.ts';
import { judge } from '../../fetch/classify.ts';
import { decodeContent } from '../../fetch/content-coding.ts';
import { headerOf, type Problem } from '../../fetch/exchange.ts';
import type { Fetched } from '../../fetch/fetched.ts';
import { readableText } from '../../fetch/http.ts';
import type { Site } from '../../sites/site.ts';
import type { ArticleFile } from '../article-files.ts';
import { articleOf } from './articles.ts';
import { type ImportContext, keep, refuse, siteOf, skip } from './context.ts';

/** An answer with the request that it answers, where the file has it. */
interface Pair {
  readonly answer: ReadRecord;
  readonly request: ReadRecord | null;
}

/** An answer that belongs to a site, decoded and judged like one that was fetched. */
interface Met {
  readonly site: Site;
  readonly fetched: Fetched;
  readonly form: Readonly<Record<string, string>> | null;
  readonly referer: string | null;
  readonly origin: Readonly<Record<string, unknown>>;
}

/** What belongs to a report: the pages, and in a second reading the files, some of which only a page makes known. */
export type Pass = 'pages' | 'files';

/** Takes what other programs recorded: browser extensions, crawlers, wget. */
export class ForeignCaptures {
  readonly #context: ImportContext;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #software: string | null;
  /** Files of the articles met, by address. */
  readonly #files = new Map<string, ArticleFile & { readonly parent: string }>();
  /** Bodies by the digests under which records name them, for revisits. */
  readonly #bodies = new Map<string, string>();
  readonly #done = new Set<string>();
  #pass: Pass = 'pages';
  #request: ReadRecord | null = null;
  #waiting: ReadRecord | null = null;
  /** True when there is something for the second reading. */
  hasFiles = false;

  /** @param titles of pages, by address. */
  constructor(context: ImportContext, titles: ReadonlyMap<string, string>, software: string | null) {
    this.#context = context;
    this.#titles = titles;
    this.#software = software;
  }

  begin(pass: Pass): void {
    this.#pass = pass;
  }

  /** Requests stand before or after their answers: an answer waits for the next record. */
  async take(record: ReadRecord): Promise<void> {
    if (record.type === 'request') {
      if (this.#waiting !== null && belongTogether(record, this.#waiting)) await this.finish(record);
      else this.#request = record;
    } else if (['response', 'revisit', 'resource'].includes(record.type)) {
      await this.finish();
      this.#waiting = record;
      if (this.#request !== null && belongTogether(this.#request, record)) await this.finish(this.#request);
    }
  }

  async finish(request: ReadRecord | null = null): Promise<void> {
    const answer = this.#waiting;
    this.#waiting = null;
    if (answer === null) return;
    if (request !== null) this.#request = null;
    if (!this.#done.has(answer.id)) await this.#takePair({ answer, request });
  }

  async #takePair(pair: Pair): Promise<void> {
    const { answer } = pair;
    const said = this.#pass === 'pages';
    const url = withoutFragment(answer.targetUri ?? '');
    const site = siteOf(url, this.#context);
    if (typeof site === 'string') {
      if (said) refuse(this.#context, url, site);
      return;
    }
    if (answer.date === null) {
      if (said) this.#context.problems.push(`${answer.source}, ${url}: the record has no date`);
      return;
    }
    const met = await this.#judged(pair, site, url, answer.date);
    if (met === null) return;
    const { fetched } = met;
    if (fetched.status !== null && fetched.status >= 300 && fetched.status < 400) {
      if (said) skip(this.#context, 'redirects');
      return;
    }
    const type = fetched.body === null ? 'empty' : sniff(fetched.body);
    // Of a page that did not arrive, its header must do.
    const claimsPage = fetched.outcome !== 'ok' && /html/i.test(headerOf(fetched.headers, 'content-type'));
    const isPage = (type === 'html' || claimsPage) && !isDocumentAddress(url);
    if (isPage !== said) {
      this.hasFiles ||= said;
      return;
    }
    if (isPage) await this.#keepPage(met);
    else this.#keepFile(met, type);
    this.#done.add(answer.id);
    const digest = answer.field('WARC-Payload-Digest');
    if (digest !== null && fetched.body !== null) this.#bodies.set(digest, sha256(fetched.body));
  }

  async #keepPage(met: Met): Promise<void> {
    const { fetched, site } = met;
    const article =
      fetched.outcome === 'ok'
        ? await articleOf(fetched, site, this.#titles.get(fetched.url) ?? null, this.#context.parser)
        : null;
    for (const file of article?.files ?? []) this.#files.set(file.url, { ...file, parent: fetched.url });
    this.#keep(met, {
      kind: article === null ? 'list' : 'report',
      title: article?.title ?? null,
      parentUrl: met.referer,
    });
  }

  #keepFile(met: Met, type: ReturnType<typeof sniff>): void {
    const linked = this.#files.get(met.fetched.url);
    const isDocument =
      isDocumentAddress(met.fetched.url) || !['html', 'image', 'text', 'empty', 'unknown'].includes(type);
    if (linked === undefined && !isDocument)
      skip(this.#context, 'pictures, scripts and other parts of pages');
    else
      this.#keep(met, {
        kind: linked === undefined ? 'report' : 'attachment',
        title: linked?.name ?? null,
        parentUrl: linked?.parent ?? met.referer,
      });
  }

  #keep(
    { site, fetched, form, origin }: Met,
    note: { kind: 'list' | 'report' | 'attachment'; title: string | null; parentUrl: string | null },
  ): void {
    keep(this.#context, site.id, fetched, { ...note, ...(form === null ? {} : { form }) }, { origin });
  }

  async #judged({ answer, request }: Pair, site: Site, url: string, date: string): Promise<Met | null> {
    const read = await this.#answerOf(answer, site);
    if (read === null) return null;
    const { status, headers, body, problem } = read;
    const asked = request?.block == null ? null : parseHttp(request.block, readableText);
    const expect = isDocumentAddress(url) ? 'attachment' : 'page';
    const verdict = judge({
      url,
      finalUrl: url,
      // A resource record has bytes without an answer: that they are there is all that can be asked.
      status: status ?? 200,
      headers,
      body,
      problem,
      hops: [],
      expect,
      conditional: false,
      scripted: false,
    });
    const fetched: Fetched = {
      url,
      finalUrl: url,
      fetchedAt: date,
      outcome: verdict.outcome,
      detail: verdict.detail,
      status,
      headers,
      body: verdict.outcome === 'too_large' ? null : body,
      rendered: null,
      via: 'import',
      hops: [],
      attempts: 1,
      durationMs: 0,
      retryAt: null,
    };
    return {
      site,
      fetched,
      form: formOf(asked),
      referer: refererOf(asked, site),
      origin: this.#originOf(answer, asked),
    };
  }

  async #answerOf(
    answer: ReadRecord,
    site: Site,
  ): Promise<
    | (Pick<HttpMessage, 'headers'> & {
        status: number | null;
        body: Uint8Array | null;
        problem: Problem | null;
      })
    | null
  > {
    const cap = site.limits.decodedBytes;
    if (answer.block === null) {
      const detail = `${answer.blockLength} bytes in the record, at most ${cap} are taken`;
      return {
        status: null,
        headers: {},
        body: null,
        problem: { outcome: 'too_large', detail, connected: true },
      };
    }
    if (answer.type === 'resource')
      return {
        status: null,
        headers: { 'content-type': answer.contentType },
        body: answer.block,
        problem: null,
      };
    const { startLine, headers, body: wire } = parseHttp(answer.block, readableText);
    const status = Number(/^HTTP\/\d(?:\.\d)? (\d{3})/i.exec(startLine)?.[1] ?? Number.NaN);
    if (Number.isNaN(status)) {
      if (this.#pass === 'pages') skip(this.#context, 'no HTTP answer');
      return null;
    }
    const cut = answer.field('WARC-Truncated');
    const truncated: Problem | null =
      cut === null
        ? null
        : { outcome: 'truncated', detail: `the recorder cut it off (${cut})`, connected: true };
    if (answer.type === 'revisit') {
      const hash = this.#bodies.get(answer.field('WARC-Payload-Digest') ?? '');
      const body = hash === undefined ? null : this.#context.archive.captures.payload(hash);
      if (body === null) {
        if (this.#pass === 'files')
          skip(this.#context, 'revisits of what is not in the file, or was not taken');
        else this.hasFiles = true;
        return null;
      }
      return { status, headers, body, problem: null };
    }
    const decoded = await decodeContent(
      wire,
      headerOf(headers, 'content-encoding'),
      cap,
      !isDocumentAddress(answer.targetUri ?? ''),
    );
    // Some recorders decode bodies and leave the field as it was.
    const wasDecoded = decoded.problem?.outcome === 'truncated' && sniff(wire) !== 'unknown';
    return {
      status,
      headers,
      body: wasDecoded ? wire : decoded.body,
      problem: wasDecoded ? truncated : (decoded.problem ?? truncated),
    };
  }

  #originOf(answer: ReadRecord, asked: HttpMessage | null): Readonly<Record<string, unknown>> {
    const given = {
      source: answer.source,
      record: answer.id,
      software: this.#software,
      address: answer.field('WARC-IP-Address'),
      user_agent: asked === null ? null : headerOf(asked.headers, 'user-agent') || null,
    };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  }
}

function belongTogether(request: ReadRecord, answer: ReadRecord): boolean {
  const named =
    request.field('WARC-Concurrent-To')?.includes(answer.id) === true ||
    answer.field('WARC-Concurrent-To')?.includes(request.id) === true;
  return named || (request.targetUri === answer.targetUri && request.date === answer.date);
}

function formOf(asked: HttpMessage | null): Readonly<Record<string, string>> | null {
  if (asked === null || !/^POST /i.test(asked.startLine)) return null;
  // A body of another kind is kept under one name: what matters is that the address alone does not name the answer.
  const text = Buffer.from(asked.body).toString('utf8');
  return /urlencoded/i.test(headerOf(asked.headers, 'content-type'))
    ? Object.fromEntries(new URLSearchParams(text))
    : { body: text };
}

function refererOf(asked: HttpMessage | null, site: Site): string | null {
  const referer = asked === null ? '' : headerOf(asked.headers, 'referer');
  return typeof siteOf(referer, { sites: [site], only: site }) === 'string' ? null : withoutFragment(referer);
}

function withoutFragment(url: string): string {
  if (!URL.canParse(url)) return url;
  const bare = new URL(url);
  bare.hash = '';
  return bare.href;
}
