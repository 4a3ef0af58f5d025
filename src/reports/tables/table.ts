import type { TableForm } from '../forms.ts';

/** What came of reading one table of the form. */
export interface TableResult {
  /** Null when the table was not found. */
  readonly form: TableForm | null;
  readonly rowsRead: number;
  readonly rowsExpected: number;
  /** Rows or columns that the form does not have, as printed. */
  readonly extra: readonly string[];
  /** Why the table is not complete; empty when it is. */
  readonly problems: readonly string[];
}
