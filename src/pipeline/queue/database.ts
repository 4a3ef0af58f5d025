/** What the queue's modules ask of PostgreSQL: pg-boss's own pool of connections will do. */
export interface AsyncDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
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
