import type { Param } from '../store.ts';

/** Which of the open databases a request is for. */
export interface Addressed {
  readonly connection: number;
  readonly request: Request;
}

export type Request =
  /** Connects, or connects anew. */
  | { readonly kind: 'connect'; readonly url: string; readonly readOnly: boolean }
  /** Several statements without parameters; answers with the rows of the last. */
  | { readonly kind: 'script'; readonly sql: string }
  /** One statement; `name` where it is to be prepared once. */
  | {
      readonly kind: 'query';
      readonly sql: string;
      readonly name: string | null;
      readonly params: readonly Param[];
    }
  /** Opens a cursor, on a connection of its own unless within a transaction. */
  | {
      readonly kind: 'open';
      readonly cursor: number;
      readonly within: boolean;
      readonly sql: string;
      readonly params: readonly Param[];
    }
  | { readonly kind: 'fetch'; readonly cursor: number }
  | { readonly kind: 'close'; readonly cursor: number }
  | { readonly kind: 'end' };

export interface Rows {
  readonly kind: 'rows';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Rows that were changed or given. */
  readonly count: number;
}

export interface Failure {
  readonly kind: 'failure';
  readonly message: string;
  /** SQLSTATE, or the system's code (ECONNREFUSED). */
  readonly code: string | null;
  /** The connection is gone, and with it the transaction. */
  readonly lost: boolean;
}

export type Response = Rows | Failure;
