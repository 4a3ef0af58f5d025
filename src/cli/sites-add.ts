import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { crawlerFor, families } from '../crawlers/index.ts';
import { Fetcher } from '../fetch/fetcher.ts';
import { inWords, NotAddable, type Proposal, proposeSite } from '../pipeline/add-site.ts';
import { loadConfiguration } from '../sites/load.ts';
import { regionName, regionsAbove } from '../sites/regions.ts';
import { idSchema, webAddress } from '../sites/schema.ts';
import { type SiteFile, siteFileText } from '../sites/write.ts';
import { type ConnectionOptions, withCommonOptions, withConnectionOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { ProgressLine, paint, say, sayJson } from './output.ts';

interface Options extends ConnectionOptions {
  readonly id?: string;
  readonly name?: string;
  readonly region?: string;
  readonly crawler?: string;
  readonly host: readonly string[];
  readonly since?: number;
  readonly dryRun: boolean;
  readonly force: boolean;
}

/** `nianbao sites add URL`. */
export function defineAdd(command: Command): void {
  withConnectionOptions(withCommonOptions(command))
    .description('look at a portal and write its site file')
    .exitOverride()
    .argument('<url>', 'its home page, its column of annual reports, or one of its reports')
    .option('--id <id>', 'the site’s id and the name of its file', siteId)
    .option('--name <name>', 'the county, as it is to be shown')
    .option('--region <code>', 'its code of GB/T 2260', region)
    .option('--crawler <family>', 'the crawler to use, whatever the pages show', family)
    .option('--host <host>', 'a further host of the portal; repeatable', host, [])
    .option('--since <year>', 'first report year expected', year)
    .option('--dry-run', 'show the file, write nothing', false)
    .option('--force', 'replace a file of the same id', false)
    .addHelpText(
      'after',
      `
Sends fewer than 30 requests, at the pace that config/nianbao.yaml sets, and stores nothing.
Exit codes: 0 written · 1 nothing was written: something is left to settle, or the portal does not answer · 2 no address of
            a portal, or one that is configured already`,
    )
    .action(add);
}

async function add(url: string, options: Options): Promise<void> {
  const address = webAddress(url);
  if (address === null)
    throw new UsageError(`${url} is no address: expected one such as https://www.ruzhou.gov.cn/`);
  const { settings, sites } = loadConfiguration(options.config);
  const fetcher = new Fetcher({
    connectTo: options.connectTo ?? null,
    allowPrivate: options.allowPrivate,
    insecureTls: options.insecureTls,
    browser: settings.browser,
  });
  const line = new ProgressLine(!options.quiet && !options.json);
  let proposal: Proposal;
  try {
    proposal = await proposeSite({
      url: address.href,
      settled: {
        hosts: options.host,
        ...(options.id === undefined ? {} : { id: options.id }),
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(options.region === undefined ? {} : { regionCode: options.region }),
        ...(options.crawler === undefined ? {} : { crawler: options.crawler }),
        ...(options.since === undefined ? {} : { since: options.since }),
      },
      settings,
      sites,
      replaces: options.force,
      fetcher,
      now: new Date(),
      onPage: (page) => line.show(`looking at ${page}`),
    });
  } catch (error) {
    if (error instanceof NotAddable) throw new UsageError(error.message);
    throw error;
  } finally {
    line.clear();
    await fetcher.close();
  }
  const written = proposal.site === null ? null : write(proposal.site, address.href, options);
  if (options.json) sayJson(asJson(proposal, written, options.dryRun));
  else print(proposal, written, options, address.hostname);
  if (proposal.site === null) process.exitCode = EXIT.attention;
}

interface Written {
  readonly file: string;
  readonly text: string;
}

function write(site: SiteFile, url: string, { config, dryRun, force }: Options): Written {
  const file = join(config, 'sites', `${site.id}.yaml`);
  if (existsSync(file) && !force)
    throw new UsageError(
      `${file} is there already: give the new site another id with --id, or replace the file with --force`,
    );
  const day = new Date().toISOString().slice(0, 10);
  const text = siteFileText(site, [`Written by \`nianbao sites add ${url}\` on ${day}; seen then:`]);
  if (!dryRun) writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  return { file, text };
}

function print(proposal: Proposal, written: Written | null, options: Options, hostname: string): void {
  const { site, columns, notes, questions, region, requests } = proposal;
  if (!options.quiet) {
    const place = region === null ? 'unknown' : `${region.code} ${regionsAbove(region.code)}${region.name}`;
    say(`portal   ${site?.name ?? hostname}`);
    say(`region   ${place}`);
    say(`family   ${proposal.family ?? 'unknown'}${site?.browser === true ? ', by browser' : ''}`);
    for (const column of columns) say(`column   ${column.url}\n         ${inWords(column)}`);
    for (const note of notes) say(paint('gray', `note     ${note}`));
    if (options.dryRun && written !== null) say(`\n${written.text.trimEnd()}`);
    say();
  }
  for (const question of questions) say(`${paint('yellow', 'to settle')}: ${question.text}`);
  if (written === null || site === null) say(`Nothing was written (${requests} requests were sent).`);
  else if (options.dryRun) say(`${written.file} would be written (${requests} requests were sent).`);
  else
    say(
      `${paint('green', '✓')} ${written.file} is written (${requests} requests were sent). See what a crawl would take: nianbao crawl ${site.id} --dry-run`,
    );
}

function asJson(proposal: Proposal, written: Written | null, dryRun: boolean): unknown {
  const { site, columns, notes, questions, region, requests } = proposal;
  return {
    file: written?.file ?? null,
    written: written !== null && !dryRun,
    site:
      site === null
        ? null
        : {
            id: site.id,
            name: site.name,
            region_code: site.regionCode,
            crawler: site.crawler,
            hosts: site.hosts,
            columns: site.columns.map(({ url }) => ({ url })),
            since: site.since,
            evidence: site.evidence,
            browser: site.browser,
          },
    family: proposal.family,
    region: region === null ? null : { code: region.code, name: region.name },
    columns: columns.map(({ byYear, isEnumerated, isRecognised, isWhole, ...column }) => ({
      ...column,
      recognised: isRecognised,
      enumerated: isEnumerated,
      whole: isWhole,
      by_year: [...byYear].map(([each, count]) => ({ year: each, count })),
    })),
    questions,
    notes,
    requests,
  };
}

function siteId(text: string): string {
  if (!idSchema.safeParse(text).success)
    throw new InvalidArgumentError('expected small letters, digits, - and _, such as ruzhou');
  return text;
}

function region(code: string): string {
  if (!/^\d{6}$/.test(code) || regionName(code) === null)
    throw new InvalidArgumentError('expected a code of GB/T 2260, such as 410482');
  return code;
}

function family(name: string): string {
  if (crawlerFor(name) === null)
    throw new InvalidArgumentError(`expected one of ${[...families(), 'auto'].join(', ')}`);
  return name;
}

function host(name: string, before: readonly string[]): readonly string[] {
  if (!/^[\w-]+(\.[\w-]+)+$/.test(name))
    throw new InvalidArgumentError('expected a host such as public.jinshui.gov.cn, without scheme and path');
  return [...before, name.toLowerCase()];
}

function year(text: string): number {
  const value = Number(text);
  if (!/^\d{4}$/.test(text) || value < 2008 || value > new Date().getUTCFullYear())
    throw new InvalidArgumentError('expected a year from 2008 on');
  return value;
}
