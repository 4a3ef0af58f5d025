import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import { isLost } from '../../archive/postgres/lost.ts';

/** What the queue's modules ask of PostgreSQL: pg-boss's own pool of connections will do. */
export interface AsyncDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Asks one of several at the same time at most, so that who asks of `database` itself need not stand in line behind them all. */
export function atMost(atOnce: number, database: AsyncDatabase): AsyncDatabase {
  const line = new PQueue({ concurrency: atOnce });
  return { executeSql: (text, values) => line.add(() => database.executeSql(text, values)) };
}

/** The first row of an answer. */
export async function firstRow<Row>(
  database: AsyncDatabase,
  text: string,
  ...values: unknown[]
): Promise<Row | undefined> {
  const { rows } = await database.executeSql(text, values);
  return rows[0] as Row | undefined;
}

/** How long a server that is away is waited for, milliseconds. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/** Does what may be done twice; again where the server is away just now, as during its restart. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error) || !isLost(error) || performance.now() > until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
