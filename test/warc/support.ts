import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { WARCRecord, WARCSerializer } from 'warcio';
import { Archive } from '../../src/archive/archive.ts';
import { type ImportSummary, importFiles } from '../../src/pipeline/import/import.ts';
import type { SavedFrom } from '../../src/pipeline/import/saved-file.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { ORIGIN_HOST, ORIGIN_SITE } from '../pipeline/origin.ts';

export const HOST = ORIGIN_HOST;

/** A configuration with one site, whose only host is `HOST`, and an empty database; gone after the test. */
export interface Shelf {
  readonly folder: string;
  readonly config: string;
  readonly archive: Archive;
  file(name: string, content: string | Uint8Array): string;
  bring(files: readonly string[], saved?: SavedFrom): Promise<ImportSummary>;
  rows(sql: string): Record<string, unknown>[];
}

export function shelfFor(t: TestContext): Shelf {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-warc-'));
  const config = join(folder, 'config');
  mkdirSync(join(config, 'sites'), { recursive: true });
  writeFileSync(join(config, 'sites', 'origin.yaml'), ORIGIN_SITE);
  const archive = Archive.open({ file: join(folder, 'nianbao.sqlite'), fields: FIELDS, mode: 'write' });
  t.after(() => {
    archive.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { settings, sites, corrections } = loadConfiguration(config);
  return {
    folder,
    config,
    archive,
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    bring: (files, saved) =>
      importFiles({
        archive,
        settings,
        sites,
        corrections,
        files,
        only: null,
        saved: saved ?? null,
        by: '李梅',
        note: null,
        now: () => new Date('2026-11-26T08:00:00Z'),
      }),
    rows: (sql) => [...archive.rows<Record<string, unknown>>(sql)],
  };
}

export interface Exchanged {
  readonly url: string;
  readonly body: string | Uint8Array;
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly referer?: string;
  readonly post?: { readonly type: string; readonly body: string };
}

/** A response and its request, as a browser extension writes them: by the library that they use. */
export async function recorded(exchange: Exchanged, date: string): Promise<Uint8Array[]> {
  const {
    url,
    body,
    status = 200,
    type = 'text/html; charset=utf-8',
    headers = {},
    referer,
    post,
  } = exchange;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const response = WARCRecord.create(
    {
      url,
      date,
      type: 'response',
      warcVersion: 'WARC/1.1',
      statusline: `HTTP/1.1 ${status} Whatever`,
      httpHeaders: { 'content-type': type, ...headers },
      warcHeaders: { 'WARC-IP-Address': '203.0.113.7' },
    },
    chunks(bytes),
  );
  const request = WARCRecord.create(
    {
      url,
      date,
      type: 'request',
      warcVersion: 'WARC/1.1',
      statusline: `${post === undefined ? 'GET' : 'POST'} ${new URL(url).pathname} HTTP/1.1`,
      httpHeaders: {
        'user-agent': 'Browser/1',
        ...(referer === undefined ? {} : { referer }),
        ...(post === undefined ? {} : { 'content-type': post.type }),
      },
      warcHeaders: { 'WARC-Concurrent-To': response.warcHeader('WARC-Record-ID') ?? '' },
    },
    chunks(Buffer.from(post?.body ?? '')),
  );
  return [
    await WARCSerializer.serialize(response, { gzip: true }),
    await WARCSerializer.serialize(request, { gzip: true }),
  ];
}

export async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
