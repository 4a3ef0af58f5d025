import type { Command } from 'commander';
import { loadConfiguration } from '../sites/load.ts';
import { regionName } from '../sites/regions.ts';
import { type CommonOptions, checkSiteNames, withCommonOptions } from './common.ts';
import { paint, say, sayJson, table } from './output.ts';

export function define(command: Command): void {
  withCommonOptions(command.command('list').description('every configured portal'))
    .exitOverride()
    .action(list);
  withCommonOptions(command.command('check').description('validate the configuration, without network'))
    .exitOverride()
    .argument('[site]', 'a site whose file to show as it was understood')
    .action(check);
  command.action(() => command.help({ error: true }));
}

function list(options: CommonOptions): void {
  const { sites } = loadConfiguration(options.config);
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

function check(site: string | undefined, options: CommonOptions): void {
  const { settings, sites } = loadConfiguration(options.config);
  if (site !== undefined) checkSiteNames([site], sites);
  const shown = site === undefined ? sites : sites.filter((s) => s.id === site);
  if (options.json) sayJson({ ok: true, settings, sites: shown });
  else if (!options.quiet) {
    say(`${paint('green', '✓')} ${options.config}: settings and ${sites.length} site files are in order`);
    if (site !== undefined) say(JSON.stringify(shown[0], null, 2));
  }
}
