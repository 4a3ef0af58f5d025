import type { Command } from 'commander';
import { loadConfiguration } from '../sites/load.ts';
import { regionName } from '../sites/regions.ts';
import { sitesPage } from '../sites/table.ts';
import { type CommonOptions, withCommonOptions } from './common.ts';
import { paint, say, sayJson, table } from './output.ts';
import { defineAdd } from './sites-add.ts';
import { defineCheck } from './sites-check.ts';

export function define(command: Command): void {
  withCommonOptions(command.command('list').description('every configured portal'))
    .exitOverride()
    .option('--markdown', 'as a page of Markdown, by province', false)
    .action(list);
  defineCheck(command.command('check'));
  defineAdd(command.command('add'));
  command.action(() => command.help({ error: true }));
}

function list(options: CommonOptions & { readonly markdown: boolean }): void {
  const { sites } = loadConfiguration(options.config);
  if (options.markdown) {
    process.stdout.write(sitesPage(sites));
    return;
  }
  if (options.json) {
    sayJson({
      sites: sites.map((s) => ({
        id: s.id,
        name: s.name,
        region_code: s.regionCode,
        region: regionName(s.regionCode),
        crawler: s.crawler,
        hosts: s.hosts,
        columns: s.columns,
        since: s.since,
        evidence: s.evidence,
        file: s.file,
      })),
    });
    return;
  }
  const rows = sites.map((s) => [
    s.id,
    s.name,
    `${s.regionCode} ${regionName(s.regionCode) ?? ''}`,
    s.crawler,
    String(s.since),
    s.evidence === 'seen' ? s.evidence : paint('yellow', s.evidence),
    s.hosts[0] ?? '',
  ]);
  say(table([['id', 'name', 'region', 'crawler', 'since', 'evidence', 'host'], ...rows]));
  if (sites.some((s) => s.evidence === 'inferred'))
    say(
      paint('gray', 'inferred: the addresses were concluded from the portal’s product, not seen to answer'),
    );
}
