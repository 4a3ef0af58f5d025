import type { Site } from '../../src/sites/site.ts';
import { Fault } from '../faults/bench.ts';
import type { LoggedRequest } from '../portals/server.ts';
import type { Worker } from './bench.ts';

/** Milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** A time in which a worker had a site. */
interface Tenure extends Span {
  readonly worker: string;
  /** It ended with its worker's being killed. */
  readonly isDeath: boolean;
}

export interface LogFigures {
  readonly requests: number;
  /** The shortest pause between the answer to a request and the next one to its host, milliseconds. */
  readonly shortestPauseMs: number;
  /** Times that a site came to another worker. */
  readonly handovers: number;
  /** Of each site whose worker died: how long until another took it, as far as a place for it was free meanwhile, milliseconds. */
  readonly resumesMs: readonly number[];
}

/** A worker's line and the portals' may be written this late, as both share two processors with others, milliseconds. */
const SLACK_MS = 150;
const TICK_MS = 20;
/** Ticks further apart than this: this process stood still. */
const STALL_MS = 60;

/** When this process, and the portals in it, stood still: what they saw just after had come in meanwhile. */
export class Stalls {
  readonly #stalls: Span[] = [];
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();

  constructor() {
    this.#timer = setInterval(() => {
      const now = performance.now();
      if (now - this.#last > STALL_MS)
        this.#stalls.push({ from: performance.timeOrigin + this.#last, to: performance.timeOrigin + now });
      this.#last = now;
    }, TICK_MS);
  }

  /** The earliest time at which what was seen then may have come in. */
  earliest(time: number): number {
    const during = this.#stalls.find(({ from, to }) => from <= time && time <= to + SLACK_MS);
    return during?.from ?? time;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/**
 * What the portals' log says of several workers: no two asked for a site at once, nobody asked for one that he had not, and
 * each host had its pause. A worker that slept has a site until the next one takes it, though it says later that it left.
 * @throws Fault at the first that did not hold.
 */
export function judgeLog(
  requests: readonly LoggedRequest[],
  workers: readonly Worker[],
  sites: readonly Site[],
  leastPauseMs: number,
  stalls: Stalls,
): LogFigures {
  let [shortest, handovers] = [Number.POSITIVE_INFINITY, 0];
  const resumesMs: number[] = [];
  const free = freePlaces(workers);
  for (const site of sites) {
    const tenures = inTurn(workers.flatMap((worker) => tenuresOf(worker, site.id)));
    for (const [at, tenure] of tenures.entries()) {
      const next = tenures[at + 1];
      if (next === undefined) continue;
      handovers += 1;
      if (tenure.isDeath) resumesMs.push(timeIn(free, tenure.to, next.from));
    }
    const ofSite = requests.filter(({ host }) => site.hosts.includes(host));
    for (const { agent, time, path } of ofSite) {
      const worker = /\+(w\d+)@/u.exec(agent)?.[1] ?? agent;
      const his = tenures.filter((t) => t.worker === worker);
      const isHis = ({ from, to, isDeath }: Tenure): boolean =>
        // The dead ask for nothing: what the portals, in a busy process, see later was asked for before.
        time >= from - SLACK_MS && (isDeath || stalls.earliest(time) <= to + SLACK_MS);
      if (his.some(isHis)) continue;
      const had = his.map(
        (t) => `from ${told(t.from - time)} to ${told(t.to - time)}${t.isDeath ? ' (killed)' : ''}`,
      );
      throw new Fault(
        `${worker} asked for ${path} of ${site.id}, which it had ${had.length === 0 ? 'never' : `(from that request on) ${had.join(', ')}`}`,
      );
    }
    for (const host of site.hosts) {
      const ofHost = ofSite.filter((request) => request.host === host);
      for (const [at, { endTime, path }] of ofHost.entries()) {
        const next = ofHost[at + 1];
        if (next === undefined) continue;
        const pause = next.time - endTime;
        shortest = Math.min(shortest, pause);
        if (pause < leastPauseMs)
          throw new Fault(
            `${host}: ${next.path} was asked for ${pause.toFixed(1)} ms after the answer to ${path} (${next.agent})`,
          );
      }
    }
  }
  return { requests: requests.length, shortestPauseMs: shortest, handovers, resumesMs };
}

/** In order, each at an end when the next begins; a killed worker's end stays its death. */
function inTurn(tenures: readonly Tenure[]): Tenure[] {
  return tenures
    .toSorted((a, b) => a.from - b.from)
    .map((tenure, at, all) => {
      const next = all[at + 1];
      return next === undefined || next.from >= tenure.to
        ? tenure
        : { ...tenure, to: next.from, isDeath: false };
    });
}

const told = (ms: number): string => `${ms.toFixed(0)} ms`;

function tenuresOf({ name, said, killedAt }: Worker, site: string): Tenure[] {
  const tenures: Tenure[] = [];
  let from: number | null = null;
  for (const { what, at, site: of } of said) {
    if (of !== site) continue;
    if (what === 'taken') from = at;
    else if (what === 'left' && from !== null) {
      tenures.push({ worker: name, from, to: at, isDeath: false });
      from = null;
    }
  }
  if (from !== null)
    tenures.push({
      worker: name,
      from,
      to: killedAt ?? Number.POSITIVE_INFINITY,
      isDeath: killedAt !== null,
    });
  return tenures;
}

/** The times at which some worker that is at work has a place for a further site, in order. */
function freePlaces(workers: readonly Worker[]): readonly Span[] {
  const changes = workers.flatMap(({ said, atOnce, killedAt }) => {
    let places = 0;
    const by = (what: string): number =>
      what === 'ready' ? atOnce : what === 'taken' ? -1 : what === 'left' ? 1 : 0;
    const steps = said.map(({ what, at }) => ({ at, by: by(what) }));
    for (const step of steps) places += step.by;
    return killedAt === null ? steps : [...steps, { at: killedAt, by: -places }];
  });
  const times: { from: number; to: number }[] = [];
  let [places, since] = [0, 0];
  for (const { at, by } of changes.sort((a, b) => a.at - b.at)) {
    if (places > 0) times.push({ from: since, to: at });
    [places, since] = [places + by, at];
  }
  return times;
}

/** How much of a span lies in one of these times, milliseconds. */
function timeIn(times: readonly Span[], from: number, to: number): number {
  return times.reduce((sum, time) => sum + Math.max(0, Math.min(to, time.to) - Math.max(from, time.from)), 0);
}
