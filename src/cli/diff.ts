import type { Command } from 'commander';
import type { Edition, EditionDiff, PrintedChange, ReportHistory } from '../archive/history.ts';
import { type CommonOptions, openForReading, withCommonOptions } from './common.ts';
import { paint, say, sayJson } from './output.ts';

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('<report>', 'its id, or site/body/year: ruzhou/汝州市司法局/2023')
    .addHelpText(
      'after',
      `
Lists the editions of a report, each with the id that cites it for good, and what each has otherwise than the one
before: figure by figure, and the running text sentence by sentence.`,
    )
    .action(run);
}

function run(reference: string, options: CommonOptions): void {
  const archive = openForReading(options);
  try {
    const report = archive.history.find(reference);
    const diffs = report.editions.slice(1).flatMap((after, i) => {
      const before = report.editions[i];
      return before === undefined ? [] : [archive.history.compare(before, after)];
    });
    if (options.json) sayJson(asJson(report, diffs));
    else print(report, diffs);
  } finally {
    archive.close();
  }
}

function print(report: ReportHistory, diffs: readonly EditionDiff[]): void {
  say(`${paint('bold', `${report.body} ${report.year}`)}  (${report.siteId}, report ${report.reportId})`);
  if (report.withdrawnSince !== null)
    say(paint('red', `withdrawn: ${report.withdrawnAs}, noticed ${day(report.withdrawnSince)}`));
  for (const e of report.editions)
    say(
      `edition ${e.editionId}  ${day(e.firstSeenAt)} to ${day(e.lastSeenAt)}${e.isCurrent ? '  current' : ''}  ${e.url}`,
    );
  if (diffs.length === 0)
    say('There is one edition: nothing that it says has changed since it was first seen.');
  for (const diff of diffs) {
    say(`\n${paint('bold', `edition ${diff.before.editionId} → ${diff.after.editionId}`)}`);
    if (diff.title !== null) say(`  title: ${diff.title.before ?? 'none'} → ${diff.title.after ?? 'none'}`);
    for (const change of diff.values)
      say(`  ${change.field}: ${shown(change.before)} → ${shown(change.after)}`);
    for (const { section, parts } of diff.texts) {
      say(`  ${SECTIONS[section] ?? `section ${section}`}:`);
      for (const { kind, text } of parts) {
        if (kind === 'same') continue;
        const mark = kind === 'removed' ? '-' : '+';
        for (const line of text.trim().split('\n'))
          say(`    ${paint(kind === 'removed' ? 'red' : 'green', `${mark} ${line}`)}`);
      }
    }
  }
}

const SECTIONS: Readonly<Record<string, string>> = {
  '0': 'before chapter one',
  '2': 'beside the table of chapter two',
  '3': 'beside the table of chapter three',
  '4': 'beside the table of chapter four',
  tables: 'the tables, which could not all be read',
};

function shown({ value, raw }: PrintedChange['before']): string {
  if (raw === null && value === null) return 'blank';
  const text = String(value ?? 'blank');
  return raw === null || raw === text ? text : `${text} (printed “${raw}”)`;
}

function day(iso: string): string {
  return iso.slice(0, 10);
}

function asJson(report: ReportHistory, diffs: readonly EditionDiff[]): unknown {
  return {
    report_id: report.reportId,
    site_id: report.siteId,
    body: report.body,
    year: report.year,
    url: report.url,
    withdrawn_since: report.withdrawnSince,
    withdrawn_as: report.withdrawnAs,
    editions: report.editions.map(editionAsJson),
    changes: diffs.map((d) => ({
      before: d.before.editionId,
      after: d.after.editionId,
      title: d.title,
      values: d.values,
      texts: d.texts.map(({ section, parts }) => ({ section, parts })),
    })),
  };
}

function editionAsJson(e: Edition): unknown {
  return {
    id: e.editionId,
    content_sha256: e.contentSha256,
    url: e.url,
    first_seen_at: e.firstSeenAt,
    last_seen_at: e.lastSeenAt,
    first_capture_id: e.captureId,
    current: e.isCurrent,
  };
}
