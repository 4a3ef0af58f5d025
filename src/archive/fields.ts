import type { Connection, Param } from './connection.ts';

/** What the archive must know of a field of the forms: the catalogue hands it in. */
export interface FieldColumn {
  /** `requests.new.natural_person` */
  readonly id: string;
  /** Column name, safe in SQL. */
  readonly column: string;
  /** The wide table: `disclosure`, `requests`, `litigation` or `legacy`. */
  readonly table: string;
  readonly type: 'integer' | 'decimal';
}

export type Figures = ReadonlyMap<string, number | null>;

/** Always there, as users may rely on them; `legacy` comes with its first field. */
const PUBLIC_TABLES = ['disclosure', 'requests', 'litigation'];
const ALLOWED_TABLES: readonly string[] = [...PUBLIC_TABLES, 'legacy'];

/**
 * The wide tables: one row per report with the figures of its current edition, one column per field.
 *
 * They are not STRICT: where a publisher prints 3.5 in a cell that the form wants whole, the table keeps 3.5.
 */
export class WideTables {
  readonly #connection: Connection;
  readonly #tables: ReadonlyMap<string, readonly FieldColumn[]>;
  /** By table, how its rows are written. */
  readonly #inserts = new Map<string, string>();

  constructor(connection: Connection, fields: readonly FieldColumn[]) {
    this.#connection = connection;
    const tables = new Map<string, FieldColumn[]>(PUBLIC_TABLES.map((table) => [table, []]));
    for (const field of fields) {
      if (!ALLOWED_TABLES.includes(field.table)) {
        throw new Error(
          `field ${field.id}: table "${field.table}" is not one of ${ALLOWED_TABLES.join(', ')}`,
        );
      }
      if (!/^[a-z][a-z0-9_]*$/.test(field.column) || field.column === 'id' || field.column === 'report_id') {
        throw new Error(`field ${field.id}: "${field.column}" cannot be a column name`);
      }
      tables.set(field.table, [...(tables.get(field.table) ?? []), field]);
    }
    this.#tables = tables;
  }

  /** Tables that do not fit the catalogue. */
  outdated(): string[] {
    return [...this.#tables]
      .filter(([table, fields]) => {
        const present = this.#columns(table);
        return present.length === 0 || present.slice(1).join() !== fields.map(declaration).join();
      })
      .map(([table]) => table);
  }

  /** Makes tables anew, as the catalogue wants them. They then want filling. */
  make(tables: readonly string[]): void {
    for (const table of tables) {
      const wanted = (this.#tables.get(table) ?? []).map(declaration);
      this.#connection.exec(
        `DROP TABLE IF EXISTS ${table};
         CREATE TABLE ${table} (
           id INTEGER GENERATED ALWAYS AS (report_id) VIRTUAL,
           report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE
           ${wanted.map((column) => `, ${column}`).join('')})`,
      );
    }
  }

  /** Sets the rows of a report, in all tables or only in some. */
  write(reportId: number, figures: Figures, only?: readonly string[]): void {
    for (const [table, fields] of this.#tables) {
      if (only?.includes(table) === false) continue;
      if (!wanted(table, fields, figures)) {
        this.#connection.run(`DELETE FROM ${table} WHERE report_id = ?`, reportId);
        continue;
      }
      const values: Param[] = [reportId];
      for (const { id } of fields) values.push(figures.get(id) ?? null);
      this.#connection.run(this.#insertInto(table, fields), ...values);
    }
  }

  #insertInto(table: string, fields: readonly FieldColumn[]): string {
    const known = this.#inserts.get(table);
    if (known !== undefined) return known;
    const columns = ['report_id', ...fields.map(({ column }) => column)];
    const sql = `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    this.#inserts.set(table, sql);
    return sql;
  }

  /** Where the rows of a report say otherwise than its figures do, in words, and what to do. */
  differences(reportId: number, figures: Figures): string[] {
    const found: string[] = [];
    for (const [table, fields] of this.#tables) {
      // A catalogue newer than the tables: they follow when the database is next opened for writing.
      if (this.#columns(table).length === 0) continue;
      const row = this.#connection.get<Record<string, number | null>>(
        `SELECT * FROM ${table} WHERE report_id = ?`,
        reportId,
      );
      if (row === undefined && !wanted(table, fields, figures)) continue;
      if (row === undefined) {
        found.push(`table ${table} has no row for it: run nianbao reparse --anew`);
        continue;
      }
      for (const { id, column } of fields) {
        if (!(column in row)) continue;
        const wide = row[column] ?? null;
        const read = figures.get(id) ?? null;
        if (wide !== read)
          found.push(
            `${table}.${column} is ${wide} where the reading has ${read}: run nianbao reparse --anew`,
          );
      }
    }
    return found;
  }

  /** As `declaration` writes them; empty where there is no such table. */
  #columns(table: string): string[] {
    return this.#connection.columns(table).map(({ name, type }) => `${name} ${type}`);
  }
}

/** Reports of other years need no row among those of the years before 2019. */
function wanted(table: string, fields: readonly FieldColumn[], figures: Figures): boolean {
  if (PUBLIC_TABLES.includes(table)) return true;
  for (const { id } of fields) if (figures.has(id)) return true;
  return false;
}

function declaration({ column, type }: FieldColumn): string {
  return `${column} ${type === 'integer' ? 'INTEGER' : 'REAL'}`;
}

/** Short numbers for field ids, so that a stored reading does not repeat a thousand long names. */
export class FieldDictionary {
  readonly #connection: Connection;
  /** Rows that were met, and the count of rollbacks at that time: one of them may have taken rows away. */
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<number, string>();
  #rollbacks = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  number(field: string): number {
    this.#forgetRolledBack();
    const known = this.#numbers.get(field);
    if (known !== undefined) return known;
    const row =
      this.#connection.get<{ id: number }>('SELECT id FROM fields WHERE field = ?', field) ??
      this.#connection.get<{ id: number }>('INSERT INTO fields (field) VALUES (?) RETURNING id', field);
    if (row === undefined) throw new Error(`no number for field ${field}`);
    this.#numbers.set(field, row.id);
    return row.id;
  }

  name(number: number): string {
    this.#forgetRolledBack();
    const known = this.#names.get(number);
    if (known !== undefined) return known;
    const row = this.#connection.get<{ field: string }>('SELECT field FROM fields WHERE id = ?', number);
    if (row === undefined) throw new Error(`field number ${number} is not in the table fields`);
    this.#names.set(number, row.field);
    return row.field;
  }

  #forgetRolledBack(): void {
    if (this.#rollbacks === this.#connection.rollbacks) return;
    this.#rollbacks = this.#connection.rollbacks;
    this.#numbers.clear();
    this.#names.clear();
  }
}
