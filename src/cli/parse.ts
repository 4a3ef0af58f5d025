import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { sha256 } from '../archive/payloads.ts';
import type { DocumentType } from '../documents/document.ts';
import { MIME } from '../documents/sniff.ts';
import { type Parsed, ParserPool } from '../pipeline/parser-pool.ts';

import { explain } from '../reports/explain.ts';
import type { AnnualReport } from '../reports/report.ts';
import { type CommonOptions, withCommonOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { explanationText } from './explain-text.ts';
import { say, sayJson, tell } from './output.ts';
import { reportText } from './report-text.ts';

interface Options extends CommonOptions {
  readonly url?: string;
  readonly type?: DocumentType;
  readonly join?: boolean;
  readonly explain?: string;
}

/** A document of one file, or of several joined. */
interface Given {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly further: readonly { readonly path: string; readonly bytes: Uint8Array }[];
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
    .option('--join', 'the files are parts of one document, in this order')
    .option(
      '--explain <field>',
      'where a value stands and what speaks for and against it: requests.new.total, requests.granted …',
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
  const { given, missing } = await openAll(files, options.join === true);
  const pool = new ParserPool({ size: Math.max(1, Math.min(2, given.length)) });
  let trouble = missing;
  let explained = options.explain === undefined;
  try {
    for (const document of given) {
      const parsed = await pool.parse({
        bytes: document.bytes,
        contentType: undefined,
        ...(options.type === undefined ? {} : { type: options.type }),
        ...(document.further.length === 0 ? {} : { further: document.further.map((f) => f.bytes) }),
        hints: { url: options.url ?? null, body: null, year: null, title: null },
      });
      for (const { report } of parsed.reports) {
        if (report.status === 'unreadable') trouble = true;
        if (options.explain !== undefined) {
          if (explainTo(document, report, options.explain, options.json === true)) explained = true;
        } else if (options.json) sayJson(parseDocument(document, options.url ?? null, parsed, report));
        else print(document.path, report, options.quiet);
      }
    }
  } finally {
    await pool.close();
  }
  if (!explained && given.length > 0)
    throw new UsageError(
      `--explain ${options.explain}: no report given has such a field; the ids are those of “values” in parse --json`,
    );
  if (trouble) process.exitCode = EXIT.attention;
}

/** What a report tells of a field, in words or as JSON lines. @returns whether the report has it. */
function explainTo({ path }: Given, report: AnnualReport, name: string, json: boolean): boolean {
  const found = explain(report, name);
  for (const explanation of found) {
    if (json) sayJson({ path, title: report.title, ...explanation });
    else say(`${explanationText(explanation)}\n`);
  }
  return found.length > 0;
}

/** Opens the files; of those to be joined, all must open. */
async function openAll(
  files: readonly string[],
  join: boolean,
): Promise<{ given: readonly Given[]; missing: boolean }> {
  const opened: Given[] = [];
  for (const path of files) {
    try {
      opened.push({ path, bytes: await open(path), further: [] });
    } catch (error) {
      tell(`nianbao: ${path}: cannot be opened (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  const missing = opened.length < files.length;
  const [first, ...further] = opened;
  if (!join || first === undefined) return { given: opened, missing };
  if (missing) tell('nianbao: --join needs every part: nothing was read');
  return { given: missing ? [] : [{ ...first, further }], missing };
}

async function open(file: string): Promise<Uint8Array> {
  if (file !== '-') return readFile(file);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The parse document that scripts rely on; of joined files the first is the source and `parts` names all. */
function parseDocument(
  { path, bytes, further }: Given,
  url: string | null,
  { document }: Parsed,
  report: AnnualReport,
): unknown {
  const parts = [{ path, bytes }, ...further].map((f) => ({ path: f.path, sha256: sha256(f.bytes) }));
  return {
    source: {
      path,
      url,
      sha256: sha256(bytes),
      type: document.mime,
      charset: document.charset,
      ...(further.length === 0 ? {} : { parts }),
    },
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
