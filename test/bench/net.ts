/**
 * Whole nets of portals without their time: the program's own queue of sites, fetcher, politeness, robots.txt, retries and
 * circuit breaker; only the clock and the wire are made up. `npm run bench -- --only net` prints what comes of it.
 */
import type { Clock } from '../../src/fetch/clock.ts';
import type { Exchange } from '../../src/fetch/exchange.ts';
import { Fetcher } from '../../src/fetch/fetcher.ts';
import type { Network } from '../../src/fetch/sender.ts';
import { SiteQueue } from '../../src/pipeline/site-queue.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/schema.ts';
import { generator, pick } from './random.ts';

export interface NetOptions {
  readonly hosts: number;
  /** Share of the hosts that are dead, fail half of the time, or answer very slowly, a third each. */
  readonly bad: number;
  /** Whether the lengths are known from an earlier crawl. */
  readonly known: boolean;
  readonly seed?: number;
  /** Sites that look for their reports at a time; as a crawl has it where it is left out. */
  readonly atOnce?: number;
}

export interface NetResult {
  readonly requests: number;
  /** Polite lower bound and simulated time, hours. */
  readonly leastHours: number;
  readonly hours: number;
  readonly utilisation: number;
}

type Kind = 'well' | 'dead' | 'failing' | 'slow';

interface Host {
  readonly name: string;
  readonly address: string;
  readonly kind: Kind;
  /** Pages that a crawl of it asks for. */
  readonly pages: number;
}

const LONGEST = 800;
/** Of a crawl's pages, lists. */
const LISTS = 0.15;
const MEDIAN = 12;
/** Of ten hosts one stands on a machine that others are on, too. */
const SHARED = 0.1;
const ON_ONE_MACHINE = 4;
const PAGE = Buffer.from(
  `<html><head><title>年度报告</title></head><body><p>${'主动公开政府信息。'.repeat(40)}</p></body></html>`,
);

/** Time that jumps from one sleeper to the next, as soon as everybody sleeps. */
class SimulatedClock implements Clock {
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  #now = Date.UTC(2026, 0, 10);

  now(): number {
    return this.#now;
  }

  async sleep(ms: number): Promise<void> {
    await new Promise<void>((wake) => this.#add({ at: this.#now + ms, wake }));
  }

  /** Lets time pass until the work is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const ends = (): void => {
      over = true;
    };
    work.then(ends, ends);
    while (!over) {
      // Everything that can go on without time passing goes on first.
      await new Promise((resolve) => setImmediate(resolve));
      const next = over ? undefined : this.#pop();
      if (next === undefined) continue;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      for (
        let same = this.#sleepers[0];
        same !== undefined && same.at <= this.#now;
        same = this.#sleepers[0]
      ) {
        this.#pop()?.wake();
      }
    }
    return work;
  }

  /** A binary heap: the earliest is first. */
  #add(sleeper: { readonly at: number; readonly wake: () => void }): void {
    const heap = this.#sleepers;
    let place = heap.push(sleeper) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.at <= sleeper.at) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = sleeper;
  }

  #pop(): { readonly at: number; readonly wake: () => void } | undefined {
    const heap = this.#sleepers;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const right = left + 1;
      let child = left;
      if ((heap[right]?.at ?? Infinity) < (heap[left]?.at ?? Infinity)) child = right;
      const smaller = heap[child];
      if (smaller === undefined || smaller.at >= last.at) break;
      heap[place] = smaller;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}

/** Skewed lengths (log-normal), the odd host that is not well, and some machines with several hosts. */
function netOf({ hosts, bad, seed = 11 }: NetOptions): Host[] {
  const random = generator(seed);
  const unit = (): number => (random(1_000_000) + 1) / 1_000_001;
  const normal = (): number => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit());
  return Array.from({ length: hosts }, (_, index) => {
    const isShared = unit() < SHARED;
    const machine = isShared ? index - (index % ON_ONE_MACHINE) : index;
    const kind = unit() < bad ? pick(['dead', 'failing', 'slow'] as const, random) : 'well';
    const pages = Math.max(3, Math.min(LONGEST, Math.round(MEDIAN * Math.exp(1.2 * normal()))));
    const address = `${isShared ? 8 : 9}.${(machine >> 16) & 255}.${(machine >> 8) & 255}.${machine & 255}`;
    return { name: `h${index}.example.cn`, address, kind, pages };
  });
}

/** Answers as hosts of a kind do, in made-up time. */
function wireTo(
  hosts: readonly Host[],
  clock: Clock,
): { readonly network: Network; readonly sent: () => number } {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const random = generator(23);
  const never = new AbortController().signal;
  let sent = 0;
  const exchange = async ({ url }: { readonly url: string }): Promise<Exchange> => {
    sent += 1;
    const { hostname, pathname } = new URL(url);
    const kind = byName.get(hostname)?.kind ?? 'dead';
    const sentAt = clock.now();
    const answer = { url, sentAt, headers: { 'content-type': 'text/html; charset=utf-8' }, body: null };
    if (kind === 'dead') {
      await clock.sleep(15_000, never);
      const problem = {
        outcome: 'timeout',
        detail: 'not connected within 15000 ms',
        connected: false,
      } as const;
      return { ...answer, status: null, problem };
    }
    await clock.sleep(kind === 'slow' ? 4000 + random(16_000) : 80 + random(900), never);
    if (kind === 'failing' && random(2) === 0) return { ...answer, status: 503, body: PAGE, problem: null };
    if (pathname === '/robots.txt') return { ...answer, status: 404, body: PAGE, problem: null };
    return { ...answer, status: 200, body: PAGE, problem: null };
  };
  return { network: { exchange }, sent: () => sent };
}

/** Crawls a net of portals in simulated time. */
export async function simulateNet(options: NetOptions): Promise<NetResult> {
  const hosts = netOf(options);
  const clock = new SimulatedClock();
  const { network, sent } = wireTo(hosts, clock);
  const addresses = new Map(hosts.map(({ name, address }) => [name, address]));
  const fetcher = new Fetcher({
    connectTo: null,
    allowPrivate: false,
    insecureTls: false,
    browser: { path: null, maxPages: 1 },
    clock,
    random: () => 0.5,
    lookup: async (name) => [addresses.get(name) ?? '9.9.9.9'],
    network,
  });
  const { politeness, limits } = DEFAULT_SETTINGS;
  const queue = new SiteQueue((host) => fetcher.lane(host), undefined, options.atOnce);
  const begun = clock.now();
  const crawl = async ({ name, pages }: Host, leave: () => void): Promise<void> => {
    const site = fetcher.site({ id: name, hosts: [name], politeness, limits });
    const ends = clock.now() + limits.siteMinutes * 60_000;
    for (let page = 0; page < pages && clock.now() < ends; page++) {
      const { outcome } = await site.fetch({ url: `http://${name}/${page}.html`, expect: 'page' });
      // Without robots.txt nothing is asked: as a crawl, which ends with its first list.
      if (page === 0 && outcome !== 'ok') return;
      if (page >= pages * LISTS) leave();
    }
  };
  await clock.during(
    queue.run(
      hosts.map((host) => ({
        host: host.name,
        leastMs: options.known ? host.pages * politeness.delayMs : null,
        run: (leave) => crawl(host, leave),
      })),
    ),
  );
  const [leastMs, tookMs] = [fetcher.leastMs(), clock.now() - begun];
  await fetcher.close();
  const hour = 3_600_000;
  return {
    requests: sent(),
    leastHours: leastMs / hour,
    hours: tookMs / hour,
    utilisation: leastMs / tookMs,
  };
}
