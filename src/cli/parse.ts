import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { sha256 } from '../archive/payloads.ts';
import type { DocumentType } from '../documents/document.ts';
import { MIME } from '../documents/sniff.ts';
import { type Parsed, ParserPool } from '../pipeline/parser-pool.ts';

import type { AnnualReport } from '../reports/report.ts';
import { type CommonOptions, withCommonOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { say, sayJson, tell } from './output.ts';
import { reportText } from './report-text.ts';

interface Options extends CommonOptions {
  readonly url?: string;
  readonly type?: DocumentType;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('<file...>', 'documents to read; - for standard input')
    .option('--url <url>', 'where the document comes from')
    .option(
      '--type <type>',
      'what it is, instead of recognition by content: html, pdf, docx, text …',
      documentType,
    )
    .addHelpText('after', '\nExit code 0: every file was judged · 1: one could not be opened or read.')
    .action(run);
}

function documentType(text: string): DocumentType {
  const bare = text.replace(/^\./u, '').toLowerCase();
  const found = Object.entries(MIME).find(
    ([type, mime]) =>
      type === bare ||
      mime === bare ||
      (bare === 'htm' && type === 'html') ||
      (bare === 'txt' && type === 'text'),
  );
  if (found === undefined) throw new InvalidArgumentError(`expected one of ${Object.keys(MIME).join(', ')}`);
  return found[0] as DocumentType;
}

async function run(files: readonly string[], options: Options): Promise<void> {
  if (options.url !== undefined && !URL.canParse(options.url))
    throw new UsageError(`--url ${options.url} is no URL`);
  const pool = new ParserPool({ size: Math.min(2, files.length) });
  let trouble = false;
  try {
    for (const file of files) {
      let bytes: Uint8Array;
      try {
        bytes = await open(file);
      } catch (error) {
        trouble = true;
        tell(
          `nianbao: ${file}: cannot be opened (${error instanceof Error ? error.message : String(error)})`,
        );
        continue;
      }
      const parsed = await pool.parse({
        bytes,
        contentType: undefined,
        ...(options.type === undefined ? {} : { type: options.type }),
        hints: { url: options.url ?? null, body: null, year: null, title: null },
      });
      const hash = sha256(bytes);
      for (const report of parsed.reports) {
        if (report.status === 'unreadable') trouble = true;
        if (options.json) sayJson(parseDocument(file, options.url ?? null, hash, parsed, report));
        else print(file, report, options.quiet);
      }
    }
  } finally {
    await pool.close();
  }
  if (trouble) process.exitCode = EXIT.attention;
}

async function open(file: string): Promise<Uint8Array> {
  if (file !== '-') return readFile(file);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The parse document that scripts rely on. */
function parseDocument(
  path: string,
  url: string | null,
  hash: string,
  { document }: Parsed,
  report: AnnualReport,
): unknown {
  return {
    source: { path, url, sha256: hash, type: document.mime, charset: document.charset },
    status: report.status,
    reason: report.reason,
    forms: report.forms,
    title: report.title,
    body: report.body,
    year: report.year,
    meta: report.meta,
    values: report.values,
    sections: report.sections,
    evidence: report.evidence,
    checks: report.checks,
    warnings: report.warnings,
  };
}

function print(file: string, report: AnnualReport, quiet: boolean): void {
  if (quiet) {
    if (report.status !== 'complete') say(`${file}: ${report.status}: ${report.reason ?? ''}`);
    return;
  }
  say(file);
  say(reportText(report));
  say();
}
