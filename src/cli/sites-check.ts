import type { Command } from 'commander';
import { Fetcher } from '../fetch/fetcher.ts';
import { checkLive, type LiveCheck } from '../pipeline/check-live.ts';
import { type Configuration, loadConfiguration } from '../sites/load.ts';
import type { Site } from '../sites/site.ts';
import {
  type ConnectionOptions,
  checkSiteNames,
  withCommonOptions,
  withConnectionOptions,
} from './common.ts';
import { EXIT } from './exit.ts';
import { ProgressLine, paint, say, sayJson } from './output.ts';

interface Options extends ConnectionOptions {
  readonly live: boolean;
}

/** `nianbao sites check [SITE]`. */
export function defineCheck(command: Command): void {
  withConnectionOptions(withCommonOptions(command))
    .description(
      'validate the configuration, without network; with --live, look whether portals still match it',
    )
    .exitOverride()
    .argument('[site]', 'a site whose file to show as it was understood, or to look at')
    .option('--live', 'ask the portals: is the column there, of that family, with reports', false)
    .addHelpText(
      'after',
      `
Exit codes: 0 all in order · 1 with --live: a portal no longer matches its file · 2 the configuration is at fault`,
    )
    .action(check);
}

async function check(site: string | undefined, options: Options): Promise<void> {
  const configuration = loadConfiguration(options.config);
  const { settings, sites } = configuration;
  if (site !== undefined) checkSiteNames([site], sites);
  const shown = site === undefined ? sites : sites.filter((s) => s.id === site);
  if (options.live) {
    await live(shown, configuration, options);
    return;
  }
  if (options.json) sayJson({ ok: true, settings, sites: shown });
  else if (!options.quiet) {
    say(`${paint('green', '✓')} ${options.config}: settings and ${sites.length} site files are in order`);
    if (site !== undefined) say(JSON.stringify(shown[0], null, 2));
  }
}

async function live(sites: readonly Site[], { settings }: Configuration, options: Options): Promise<void> {
  const fetcher = new Fetcher({
    connectTo: options.connectTo ?? null,
    allowPrivate: options.allowPrivate,
    insecureTls: options.insecureTls,
    browser: settings.browser,
  });
  const line = new ProgressLine(!options.quiet && !options.json);
  let checks: readonly LiveCheck[];
  try {
    const onPage = (url: string): void => line.show(`looking at ${url}`);
    checks = await checkLive({ sites, fetcher, alarms: settings.alarms, now: new Date(), onPage });
  } finally {
    line.clear();
    await fetcher.close();
  }
  const faulty = checks.filter(({ columns }) => columns.some(({ faults }) => faults.length > 0));
  if (options.json) sayJson({ ok: faulty.length === 0, sites: checks.map(asJson) });
  else print(checks, faulty, options.quiet);
  if (faulty.length > 0) process.exitCode = EXIT.attention;
}

function asJson({ siteId, requests, columns }: LiveCheck): unknown {
  return { site_id: siteId, ok: columns.every(({ faults }) => faults.length === 0), requests, columns };
}

function print(checks: readonly LiveCheck[], faulty: readonly LiveCheck[], quiet: boolean): void {
  for (const live of checks) {
    const isFaulty = faulty.includes(live);
    if (quiet && !isFaulty) continue;
    say(`${isFaulty ? paint('red', '✗') : paint('green', '✓')} ${live.siteId}`);
    for (const { url, faults, notes } of live.columns) {
      for (const fault of faults) say(`    ${url}: ${fault}`);
      if (!quiet) for (const note of notes) say(paint('gray', `    ${url}: ${note}`));
    }
  }
  if (!quiet) say(`${checks.length - faulty.length} of ${checks.length} portals look as their files say.`);
}
