/**
 * `npm run bench`: what nianbao costs, beside a loop written by hand in an afternoon, on an origin of its own. Machines
 * differ and are noisy: what is compared are ratios within one run. RESULTS.md tells the figures of a recorded run.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres, withoutPostgres } from '../postgres/server.ts';
import { measureBrowser } from './measure-browser.ts';
import { measureRound, type Origin, type Round, startOrigin } from './measure-crawl.ts';
import { measureGrowth } from './measure-growth.ts';
import { measureParsing } from './measure-parse.ts';
import { measureWorkers } from './measure-workers.ts';
import { simulateNet } from './net.ts';
import { type Figures, median, Results } from './results.ts';

const HELP = `npm run bench -- [options]
  --only WORDS     of crawl, parse, growth, net, browser, workers (default crawl,parse,growth,net)
  --reports N      reports of all sites together (default 2208)
  --sites N        portals, each at a loopback address of its own (default 6)
  --rounds N       rounds of the crawls; medians count (default 3)
  --latency MS     the origin waits before it answers (default 0)
  --faults SHARE   of its addresses answer 503 the first time (default 0)
  --growth NS      sizes of the archive to grow from (default 1000,10000; 100000 takes long)
  --nets NS        portals of the simulated nets (default 200,2800)
  --pages N        pages for the browser (default 2000)
  --net-sites N    sites that simulated workers crawl, with 20 reports each (default 2800)
  --net-workers NS numbers of workers that crawl them (default 4,20)
  --net-delay MS   their pause between two requests, of which an answer takes 4 to 49 % (default 20000)
  --check          exit 1 where a ratio is worse than the recorded one by more than a fifth
  --record         write results.json and RESULTS.md`;

const { values: given } = parseArgs({
  options: {
    only: { type: 'string', default: 'crawl,parse,growth,net' },
    reports: { type: 'string', default: '2208' },
    sites: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
    latency: { type: 'string', default: '0' },
    faults: { type: 'string', default: '0' },
    growth: { type: 'string', default: '1000,10000' },
    nets: { type: 'string', default: '200,2800' },
    pages: { type: 'string', default: '2000' },
    'net-sites': { type: 'string', default: '2800' },
    'net-workers': { type: 'string', default: '4,20' },
    'net-delay': { type: 'string', default: '20000' },
    check: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const PARTS = ['crawl', 'parse', 'growth', 'net', 'browser', 'workers'];
const chosen = given.only.split(',');
const numbers = (text: string): number[] => text.split(',').map(Number);

function checkOptions(): void {
  if (given.help) {
    console.log(HELP);
    process.exit(0);
  }
  const unknown = chosen.filter((word) => !PARTS.includes(word));
  const { reports, sites, rounds, latency, faults, pages, growth, nets } = given;
  const odd = [
    reports,
    sites,
    rounds,
    latency,
    faults,
    pages,
    growth,
    nets,
    given['net-sites'],
    given['net-workers'],
    given['net-delay'],
  ]
    .flatMap(numbers)
    .some((value) => !Number.isFinite(value) || value < 0);
  if (unknown.length === 0 && !odd) return;
  console.error(unknown.length > 0 ? `--only: ${unknown.join(', ')} is no part of it\n${HELP}` : HELP);
  process.exit(2);
}

const LOOP = 'hand-written loop';
const BARE = 'the same, unread';
const TREES = 'the same, trees ';
const shown = (value: number, digits = 1): string => value.toFixed(digits);

/** Figures of the same kind from all rounds, as their median. */
const middle = (rounds: readonly Round[], figure: (round: Round) => number): number =>
  median(rounds.map(figure));

function crawlFigures(rounds: readonly Round[], origin: Origin): Figures {
  const of = (figure: (round: Round) => number): number => middle(rounds, figure);
  const rate = of(({ first }) => first.pages / first.seconds);
  const loopRate = of(({ loop }) => loop.pages / loop.seconds);
  const cpu = of(({ first }) => (first.cpuSeconds / first.pages) * 1000);
  const loopCpu = of(({ loop }) => (loop.cpuSeconds / loop.pages) * 1000);
  const kib = (bytes: number): string => `${shown(bytes / 1024, 2)} KiB`;
  const reports = origin.sites.reduce((sum, site) => sum + site.reports, 0);
  const lists = origin.sites.reduce((sum, site) => sum + site.lists, 0);
  const hosts = origin.sites.length;
  // Each address must be asked whether it has changed; or the beginning of each list, whether anything is new.
  const leastAgain = reports + lists + hosts;
  const leastNightly = 2 * hosts;
  const again = of((round) => round.again.traffic.requests);
  const nightly = of((round) => round.nightly.traffic.requests);
  const written = of((round) => round.nightly.payloads - round.first.payloads);
  const faster = (which: 'again' | 'nightly'): number =>
    median(rounds.map((round) => round.first.seconds / round[which].seconds));
  const speed = (which: 'bare' | 'trees'): string =>
    `${shown(of(({ [which]: { pages, seconds } }) => pages / seconds))} pages/s, ${shown(
      of(({ [which]: { pages, cpuSeconds } }) => (cpuSeconds / pages) * 1000),
    )} CPU s per 1,000 pages`;
  const disk = of(({ disk: use }) => use.total);
  return {
    title: `Crawl of ${reports} reports of ${hosts} portals, fetched, stored and read; medians of ${rounds.length} rounds`,
    lines: [
      `first crawl            ${shown(rate)} pages/s, ${shown(cpu)} CPU s per 1,000 pages, peak RSS ${shown(
        of(({ first }) => first.rssMb),
        0,
      )} MiB`,
      `${LOOP}      ${shown(loopRate)} pages/s, ${shown(loopCpu)} CPU s per 1,000 pages, peak RSS ${shown(
        of(({ loop }) => loop.rssMb),
        0,
      )} MiB (request table only)`,
      `${BARE}       ${speed('bare')}: fetched, unpacked, hashed and stored as it came`,
      `${TREES}       ${speed('trees')}: and a tree made of each by parse5, from which nothing is read`,
      `on disk a report       ${kib(disk)}: payloads ${kib(of((r) => r.disk.payloads))}, captures and addresses ${kib(of((r) => r.disk.fetched))}, derived ${kib(of((r) => r.disk.derived))}; loop ${kib(of((r) => r.loopDisk))}`,
      `unchanged, by name     ${again} requests (at least ${leastAgain}), ${of((r) => r.again.traffic.bytes)} bytes, ${shown(faster('again'))} × as fast as the first`,
      `unchanged, scheduled   ${nightly} requests (at least ${leastNightly}), ${of((r) => r.nightly.traffic.bytes)} bytes, ${shown(faster('nightly'))} × as fast as the first; payloads written ${written}`,
      `re-reading             ${shown(
        of((r) => r.reparse.documents / r.reparse.seconds),
        0,
      )} documents/s, peak RSS ${shown(
        of((r) => r.reparse.rssMb),
        0,
      )} MiB`,
    ],
    ratios: {
      'pages/s over the loop': rate / loopRate,
      'CPU of the loop over ours': loopCpu / cpu,
      'disk of the loop over ours': of((round) => round.loopDisk / round.disk.total),
      'by name: least requests over ours': leastAgain / again,
      'scheduled: least requests over ours': leastNightly / nightly,
      'by name: times as fast as the first': faster('again'),
      'scheduled: times as fast as the first': faster('nightly'),
    },
  };
}

async function benchCrawl(origin: Origin, folder: string): Promise<Figures> {
  const rounds: Round[] = [];
  for (let round = 1; round <= Number(given.rounds); round++) {
    process.stderr.write(`crawl: round ${round} of ${given.rounds}\n`);
    rounds.push(await measureRound(origin, folder));
  }
  return crawlFigures(rounds, origin);
}

async function benchParse(): Promise<Figures> {
  const rates = await measureParsing();
  return {
    title: 'Reading documents, all threads',
    lines: rates.map(
      ({ format, documentsPerSecond, kib }) =>
        `${format.padEnd(6)} ${shown(documentsPerSecond, 0)} documents/s (of ${shown(kib, 0)} KiB on average)`,
    ),
    ratios: {},
  };
}

async function benchGrowth(origin: Origin, folder: string): Promise<Figures> {
  const lines: string[] = [];
  const ratios: Record<string, number> = {};
  let small: number | null = null;
  const grown = await measureGrowth(origin, folder, numbers(given.growth));
  for (const { reports, cpuMsPerPage, openMs, statusMs, reportMs } of grown) {
    small ??= cpuMsPerPage;
    lines.push(
      `${String(reports).padStart(7)} reports before   ${shown(cpuMsPerPage, 2)} CPU ms for one page more; opening ${shown(openMs, 0)} ms, coverage of a site ${shown(statusMs, 0)} ms, one report ${shown(reportMs, 0)} ms`,
    );
    if (small !== cpuMsPerPage)
      ratios[`growth: a page at the first size over one at ${reports}`] = small / cpuMsPerPage;
  }
  return { title: 'Growth: a page more, in archives of different sizes', lines, ratios };
}

async function benchNets(): Promise<Figures> {
  const lines: string[] = [];
  const ratios: Record<string, number> = {};
  for (const hosts of numbers(given.nets))
    for (const bad of [0, 0.1])
      for (const known of [true, false]) {
        const net = await simulateNet({ hosts, bad, known });
        const what = `${hosts} hosts, ${bad * 100} % dead, failing or slow, ${known ? 'crawled before' : 'never crawled'}`;
        lines.push(
          `${what}: ${net.requests} requests in ${shown(net.hours, 2)} h, at least ${shown(net.leastHours, 2)} h: utilisation ${shown(net.utilisation, 3)}`,
        );
        ratios[`utilisation, ${what}`] = net.utilisation;
      }
  return {
    title: 'Schedule: simulated nets, 2 s between requests, the queue and fetcher of the program',
    lines,
    ratios,
  };
}

async function benchBrowser(origin: Origin): Promise<Figures> {
  const run = await measureBrowser(origin, Number(given.pages));
  return {
    title: 'Pages through the browser',
    lines: [
      `${run.pages} pages: ${shown(run.pagesPerSecond)} pages/s; resident with the browser ${shown(run.earlyMb, 0)} MiB in the first fifth, at most ${shown(run.laterMb, 0)} MiB later`,
    ],
    ratios: { 'browser: pages/s over 4': run.pagesPerSecond / 4 },
  };
}

/** A net in real time on a real PostgreSQL: slower than portals are, so that this machine stands for those of all workers. */
async function benchWorkers(): Promise<Figures> {
  const server = await startPostgres();
  try {
    const [sites, delayMs] = [Number(given['net-sites']), Number(given['net-delay'])];
    const net = { sites, reports: 20, delayMs };
    const lines: string[] = [];
    const ratios: Record<string, number> = {};
    const tell = (line: string): void => {
      lines.push(line);
      results.say(`  ${line}`);
    };
    const queue = await measureWorkers(server, { ...net, reports: 0, workers: 4, atOnce: 32 });
    const msASite = (seconds: number): string => shown((seconds * 1000) / sites);
    tell(
      `queue alone, 4 workers: ${msASite(queue.seconds)} ms a site (of it ${msASite(queue.enqueueSeconds)} to put it in); processor ${msASite(queue.serverCpuSeconds)} ms of PostgreSQL, ${msASite(queue.workersCpuSeconds)} ms of the workers`,
    );
    ratios['queue: 50 ms over its time a site'] = 0.05 / (queue.seconds / sites);
    for (const workers of numbers(given['net-workers'])) {
      const run = await measureWorkers(server, { ...net, workers, atOnce: Math.ceil(sites / workers) });
      const used = run.leastSeconds / run.seconds;
      const cpu = run.serverCpuSeconds + run.workersCpuSeconds;
      const each = (seconds: number): string => shown((seconds * 1000) / run.requests, 2);
      tell(
        `${workers} workers: ${run.requests} requests in ${shown(run.seconds, 0)} s, at least ${shown(run.leastSeconds, 0)} s: utilisation ${shown(used, 3)}; shortest pause at a host ${shown(run.shortestPauseMs, 0)} ms`,
      );
      tell(
        `  ${shown(run.requests / run.leastSeconds, 0)} requests/s would be polite; a request takes ${each(run.serverCpuSeconds)} ms of PostgreSQL and ${each(run.workersCpuSeconds)} ms of its worker, so that one processor could bear ${shown(run.requests / cpu, 0)}; PostgreSQL was busy ${shown((run.serverCpuSeconds / run.seconds) * 100, 0)} % of one`,
      );
      ratios[`utilisation, ${workers} workers`] = used;
    }
    return {
      title: `Workers on PostgreSQL: simulated net of ${sites} sites × ${net.reports} reports, ${shown(delayMs / 1000)} s between requests; pages are neither read nor stored`,
      lines,
      ratios,
    };
  } finally {
    server.stop();
  }
}

checkOptions();
if (chosen.includes('workers') && withoutPostgres() !== false) {
  console.error(withoutPostgres());
  process.exit(2);
}
mkdirSync(tmpdir(), { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'nianbao-bench-'));
const results = new Results();
const perSite = Math.ceil(Number(given.reports) / Number(given.sites));
const origin = (reports: number): Promise<Origin> =>
  startOrigin({
    sites: Number(given.sites),
    reports,
    latencyMs: Number(given.latency),
    faults: Number(given.faults),
  });
try {
  if (chosen.includes('crawl')) {
    const whole = await origin(perSite);
    results.add(await benchCrawl(whole, folder));
    whole.close();
    results.say('Scrapy and Crawlee are not among the project’s dependencies: left out.');
  }
  if (chosen.includes('parse')) results.add(await benchParse());
  const few =
    chosen.includes('growth') || chosen.includes('browser') ? await origin(Math.min(perSite, 60)) : null;
  if (few !== null && chosen.includes('growth')) results.add(await benchGrowth(few, folder));
  if (chosen.includes('net')) results.add(await benchNets());
  if (few !== null && chosen.includes('browser')) results.add(await benchBrowser(few));
  few?.close();
  if (chosen.includes('workers')) results.add(await benchWorkers());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (given.record) results.record();
if (given.check && !results.check()) process.exitCode = 1;
