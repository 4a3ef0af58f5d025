/**
 * How many sites look for their reports at a time. Each spends nearly all of its time in the pauses that politeness demands,
 * so many are needed that the crawl takes no longer than its longest host; what bounds them is the memory of the pages that
 * they hold meanwhile. A site that has its list of reports holds little, and leaves its place to another.
 */
export const SITES_AT_ONCE = 256;

/** One site's turn in a crawl. */
export interface SiteTurn {
  /** Its first host. Sites with the same host are known to share a machine before anybody is asked. */
  readonly host: string;
  /** What politeness alone will take, as far as the last crawl tells, milliseconds; null: never crawled. */
  readonly leastMs: number | null;
  /**
   * Crawls the site. Rejects only for what is to end the queue.
   * @param leave to be called when the site holds little from now on, though it goes on: another one may begin, as soon as there is
   *   room for its pages
   */
  run(leave: () => void): Promise<void>;
}

/**
 * Gives sites their turns: the longest first, and of those that share a machine one at a time, since they would only wait
 * for each other. Sites that were never crawled count as the middle one of the others. Sites of a machine follow each
 * other without a gap, so that a machine with many sites is never what the crawl ends with.
 */
export class SiteQueue {
  readonly #atOnce: number;
  readonly #laneOf: (host: string) => Promise<string>;
  readonly #hasRoom: () => Promise<void>;
  /** Longest first. */
  #pending: SiteTurn[] = [];
  /** Machine → sites that wait for the one that is there. */
  readonly #lanes = new Map<string, SiteTurn[]>();

  /**
   * @param laneOf what the machine behind a host is known by.
   * @param hasRoom resolves when pages are read as fast as they come. While they are not, a further site would only have its list and
   *   a page in memory, and wait: thousands of them a gigabyte.
   */
  constructor(
    laneOf: (host: string) => Promise<string>,
    hasRoom: () => Promise<void> = () => Promise.resolve(),
    atOnce: number = SITES_AT_ONCE,
  ) {
    this.#laneOf = laneOf;
    this.#hasRoom = hasRoom;
    this.#atOnce = atOnce;
  }

  /** Ends when all turns are over; with the first rejection no further one begins. */
  async run(turns: readonly SiteTurn[]): Promise<void> {
    this.#pending = inOrder(turns);
    const places = Math.min(this.#atOnce, turns.length);
    const begun: Promise<void>[] = [];
    await Promise.all(Array.from({ length: places }, () => this.#place(begun)));
    await Promise.all(begun);
  }

  /** Begins one site after the other. */
  async #place(begun: Promise<void>[]): Promise<void> {
    for (let turn = this.#pending.shift(); turn !== undefined; turn = this.#pending.shift()) {
      const lane = await this.#laneOf(turn.host);
      const waiting = this.#lanes.get(lane);
      if (waiting !== undefined) {
        waiting.push(turn);
        continue;
      }
      this.#lanes.set(lane, []);
      const { promise: left, resolve: leave } = Promise.withResolvers<void>();
      const over = this.#through(lane, turn, leave);
      begun.push(over);
      await Promise.race([left.then(this.#hasRoom), over]);
    }
  }

  /** A site and those that came to wait for its machine meanwhile. */
  async #through(lane: string, first: SiteTurn, leave: () => void): Promise<void> {
    const waiting = this.#lanes.get(lane) ?? [];
    try {
      for (let turn: SiteTurn | undefined = first; turn !== undefined; turn = waiting.shift())
        await turn.run(leave);
      this.#lanes.delete(lane);
    } catch (error) {
      this.#pending = [];
      throw error;
    }
  }
}

/** Hosts with the most to do first, each host's longest site first; equals in the order given. */
function inOrder(turns: readonly SiteTurn[]): SiteTurn[] {
  const known = turns.flatMap(({ leastMs }) => leastMs ?? []).sort((a, b) => a - b);
  const middle = known[known.length >> 1] ?? 0;
  const length = ({ leastMs }: SiteTurn): number => leastMs ?? middle;
  const ofHost = new Map<string, number>();
  for (const turn of turns) ofHost.set(turn.host, (ofHost.get(turn.host) ?? 0) + length(turn));
  const whole = ({ host }: SiteTurn): number => ofHost.get(host) ?? 0;
  return [...turns].sort((a, b) => whole(b) - whole(a) || length(b) - length(a));
}
