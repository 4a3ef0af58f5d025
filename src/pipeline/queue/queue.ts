import type { PgBoss } from 'pg-boss';
import type { Archive } from '../../archive/archive.ts';
import { withoutPassword } from '../../archive/postgres/connection.ts';
import { requireKnown } from '../../archive/postgres/schema.ts';
import { type AsyncDatabase, atMost, firstRow, patiently } from './database.ts';
import { type TakenJob, Taker } from './taker.ts';

/** A site to crawl, as the queue keeps it. */
export interface SiteJob {
  readonly site: string;
  /** The run that it is part of. */
  readonly runId: number;
  readonly years: readonly number[] | null;
  readonly refresh: boolean;
  /** Ask for the lists, and for what they show to be new, only. */
  readonly light: boolean;
}

/** Sites for whoever is free; those that answer one vantage point only wait in `site.NAME`. */
const SITES = 'site';
/** Sites that failed too often: a person looks at them, and redrives them. */
const DEAD = 'site-dead';
/** Scheduled looks for sites that are due. */
const DUE = 'due';

const PACE = { heartbeat: 30, supervise: 5, retry: 60 };
const MOST_RETRIES = 5;
const LONGEST_DELAY_SECONDS = 3600;
/** Longer than any site's `limits.site_minutes` may reasonably be. */
const LONGEST_JOB_SECONDS = 23 * 3600;
/** How often the scheduled looks are looked for, and sites whose worker fell silent. */
const POLL_SECONDS = 2;
/** Connections of a worker's queue, and how many of them what is asked for each request to a portal may take. */
const CONNECTIONS = { all: 5, forTurns: 3 };
const KEPT = { deleteAfterSeconds: 7 * 86_400, retentionSeconds: 30 * 86_400 };

export interface QueueOptions {
  /** Address of the PostgreSQL database. */
  readonly url: string;
  /** Opened on the same database: it names the schema. */
  readonly archive: Archive;
  /** Workers look after the queue; who only puts jobs in does not. */
  readonly supervise: boolean;
  readonly onError: (error: Error) => void;
  /** Usual where it is left out. */
  readonly pace?: Partial<QueuePace>;
}

/** How quickly the queue acts, seconds. */
export interface QueuePace {
  /** A job whose worker was silent for longer is given out again, at once; at least 10. */
  readonly heartbeat: number;
  /** How often silence is looked for; at least 1. */
  readonly supervise: number;
  /** The pause before a second try of what failed; it doubles with each further one. */
  readonly retry: number;
}

export interface QueueState {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
}

/** pg-boss with the queues of nianbao. */
export class Queue {
  /** The connections of `database`, for what is asked for each request to a portal: hundreds may wait, and a lease must not wait behind them. */
  readonly databaseForTurns: AsyncDatabase;
  readonly #boss: PgBoss;
  readonly #schema: string;
  readonly #file: string;
  readonly #pace: QueuePace;
  readonly #timer: NodeJS.Timeout | null;
  readonly #onError: (error: Error) => void;
  #taker: Taker<SiteJob> | null = null;
  #isClosed = false;

  private constructor(boss: PgBoss, schema: string, pace: QueuePace, options: QueueOptions) {
    this.#boss = boss;
    this.#schema = schema;
    this.#file = withoutPassword(options.url);
    this.#pace = pace;
    // What pg-boss was about to ask as it was closed is no trouble.
    this.#onError = (error) => {
      if (!this.#isClosed) options.onError(error);
    };
    boss.on('error', this.#onError);
    this.databaseForTurns = atMost(CONNECTIONS.forTurns, boss.getDb());
    const hurry = (): void => void this.#hurry().catch(this.#onError);
    this.#timer = options.supervise
      ? setInterval(hurry, Math.min(pace.supervise, POLL_SECONDS) * 1000)
      : null;
  }

  /** Opens the queue; the caller closes it. */
  static async open(options: QueueOptions): Promise<Queue> {
    const { PgBoss } = await import('pg-boss');
    const [row] = options.archive.rows<{ name: string }>('SELECT current_schema() AS name');
    const schema = row === undefined || row.name === 'public' ? 'pgboss' : `${row.name}_boss`;
    const pace = { ...PACE, ...options.pace };
    const boss = new PgBoss({
      connectionString: options.url,
      schema,
      application_name: 'nianbao queue',
      supervise: options.supervise,
      schedule: options.supervise,
      superviseIntervalSeconds: pace.supervise,
      monitorIntervalSeconds: pace.supervise,
      max: CONNECTIONS.all,
    });
    boss.on('error', options.onError);
    await patiently(() => boss.start());
    const queue = new Queue(boss, schema, pace, options);
    boss.off('error', options.onError);
    await patiently(() => boss.createQueue(DEAD, KEPT));
    await patiently(() => boss.createQueue(DUE, { ...KEPT, policy: 'exclusive', retryLimit: 2 }));
    await queue.#ensure(null);
    return queue;
  }

  /** The connections of the queue, for what belongs to it. */
  get database(): AsyncDatabase {
    return this.#boss.getDb();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#taker?.close();
    return this.#boss.stop({ graceful: false });
  }

  /**
   * Sites whose worker fell silent need not wait as those do that failed: their portals did nothing wrong. Asked in the words
   * of the index of what waits, as it is asked often.
   */
  async #hurry(): Promise<void> {
    await this.database.executeSql(
      `UPDATE ${this.#schema}.job SET start_after = now()
       WHERE state = 'retry' AND state < 'active' AND NOT blocked AND start_after > now()
         AND output -> 'value' ->> 'message' = 'job heartbeat timeout'`,
    );
  }

  /** Gives jobs that a worker had to leave as it ended to the next one: at once, and not as a failure of theirs. */
  async giveBack(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const sql = `UPDATE ${this.#schema}.job SET start_after = now(), retry_count = greatest(retry_count - 1, 0)
       WHERE state = 'retry' AND id = ANY ($1::uuid[])`;
    await patiently(() => this.database.executeSql(sql, [ids]));
  }

  /** Puts sites in, each once: one that waits or is at work in the same queue is left out. */
  async put(vantage: string | null, jobs: readonly SiteJob[]): Promise<void> {
    const name = await this.#ensure(vantage);
    await this.#boss.insert(
      name,
      jobs.map((data) => ({ singletonKey: data.site, data })),
    );
  }

  /** Sites of which a job waits or is at work, in whatever queue. */
  async waitingSites(): Promise<Set<string>> {
    const { rows } = await this.database.executeSql(
      `SELECT DISTINCT singleton_key AS site FROM ${this.#schema}.job
       WHERE (name = $1 OR name LIKE $1 || '.%') AND state < 'completed'`,
      [SITES],
    );
    return new Set((rows as { site: string }[]).map(({ site }) => site));
  }

  /** Takes sites, `atOnce` at a time, until `drain`; those for its vantage point first. What `work` throws brings the site back later. */
  async take(
    vantage: string | null,
    atOnce: number,
    work: (job: TakenJob<SiteJob>) => Promise<void>,
  ): Promise<void> {
    const names = [...(vantage === null ? [] : [await this.#ensure(vantage)]), await this.#ensure(null)];
    this.#taker = new Taker({
      source: this.#boss,
      names,
      places: atOnce,
      heartbeatMs: (this.#pace.heartbeat * 1000) / 3,
      work,
      onError: this.#onError,
    });
  }

  /** Takes the scheduled looks for due sites. */
  async takeDue(look: () => Promise<void>): Promise<void> {
    await this.#boss.work(DUE, { pollingIntervalSeconds: POLL_SECONDS }, look);
  }

  /** Takes nothing more. Resolves when what is under way has ended. */
  async drain(): Promise<void> {
    await Promise.all([this.#boss.offWork(DUE, { wait: true }), this.#taker?.drain()]);
  }

  /** Looks for due sites at these times (cron, UTC); null: no longer. */
  async schedule(cron: string | null): Promise<void> {
    if (cron === null) await this.#boss.unschedule(DUE);
    else await this.#boss.schedule(DUE, cron, { kind: 'due' }, { tz: 'UTC', singletonKey: DUE });
  }

  /** Gives sites that failed too often another chance; returns how many. */
  redrive(): Promise<number> {
    return this.#boss.redrive(DEAD);
  }

  /** How many jobs stand where. */
  async states(): Promise<QueueState[]> {
    const { rows } = await this.database.executeSql(
      `SELECT name AS queue, count(*) FILTER (WHERE state IN ('created', 'retry'))::int AS waiting,
         count(*) FILTER (WHERE state = 'active')::int AS active, count(*) FILTER (WHERE state = 'failed')::int AS failed
       FROM ${this.#schema}.job WHERE name IN ($1, $2, $3) OR name LIKE $1 || '.%' GROUP BY name ORDER BY name`,
      [SITES, DEAD, DUE],
    );
    return rows as QueueState[];
  }

  /** @throws ArchiveError `newer_version` where a newer program has upgraded the database meanwhile. */
  async requireKnownSchema(): Promise<void> {
    const row = await firstRow<{ version: string }>(this.database, 'SELECT version FROM nianbao');
    requireKnown(Number(row?.version), this.#file);
  }

  /** Workers at work by vantage point; an empty name: it does not matter where they stand. */
  async workersHeard(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.database.executeSql(
      `SELECT coalesce(vantage, '') AS vantage, count(*)::int AS n FROM workers
       WHERE heard_at > clock_timestamp() - interval '2 minutes' GROUP BY 1 ORDER BY 1`,
    );
    return new Map((rows as { vantage: string; n: number }[]).map(({ vantage, n }) => [vantage, n]));
  }

  async #ensure(vantage: string | null): Promise<string> {
    const name = vantage === null ? SITES : `${SITES}.${vantage}`;
    const queue = {
      ...KEPT,
      // One job a site, waiting or at work.
      policy: 'exclusive',
      deadLetter: DEAD,
      retryLimit: MOST_RETRIES,
      retryDelay: this.#pace.retry,
      retryBackoff: true,
      retryDelayMax: LONGEST_DELAY_SECONDS,
      heartbeatSeconds: this.#pace.heartbeat,
      expireInSeconds: LONGEST_JOB_SECONDS,
    } as const;
    await patiently(() => this.#boss.createQueue(name, queue));
    return name;
  }
}
