import { atCommas, closing, isWord, type Token, tokensOf } from './tokens.ts';

/**
 * The one place that knows how PostgreSQL's SQL differs from SQLite's. Every query of the archive is written once, in
 * what both understand; what only looks different is put into PostgreSQL's words here:
 *
 * - `?` becomes `$1`; names in camelCase are quoted, or PostgreSQL would make them lower case;
 * - `a IS b` between values becomes `IS NOT DISTINCT FROM`;
 * - `min` and `max` of several values become `least` and `greatest`;
 * - `INSERT OR REPLACE` (the first column named is the key) and `INSERT OR IGNORE` become `ON CONFLICT`;
 * - a query in brackets after FROM gets the name that PostgreSQL wants;
 * - `text ->> '$.name'` becomes `text::json ->> 'name'`;
 * - `json_each` and `json_extract` are functions of our own (`functions.ts`);
 * - an index, or what must be unique, has the hash of an address in its place: PostgreSQL's indexes take no more than
 *   2.7 kB, and addresses may be longer.
 *
 * What both read differently without an error must not be written: `ORDER BY` of a column that may be null names where
 * nulls go; a division of whole numbers, `LIKE`, and `min` of values of which some are null are not used.
 */
export interface Translated {
  readonly text: string;
  /** Parameters (from 0) for columns that take numbers and texts alike: they are handed over as JSON. */
  readonly jsonParameters: readonly number[];
}

/** Columns that SQLite keeps as ANY and that hold texts, too. */
const ANY_COLUMNS: ReadonlySet<string> = new Set(['expected', 'actual']);
const ANY_TABLES: ReadonlySet<string> = new Set(['edition_checks', 'year_checks']);

const TYPES: Readonly<Record<string, string>> = {
  INTEGER: 'bigint',
  REAL: 'double precision',
  BLOB: 'bytea',
  // What is worked out from other columns is kept with them.
  VIRTUAL: 'STORED',
};
const FUNCTIONS: Readonly<Record<string, string>> = {
  json_each: 'sqlite_json_each',
  json_extract: 'sqlite_json_extract',
};
/** What stands in indexes by its hash. */
const LONG_COLUMNS: ReadonlySet<string> = new Set(['url']);
/** What may follow a query in brackets that has no name. */
const AFTER_UNNAMED = ['WHERE', 'GROUP', 'ORDER', 'LIMIT', 'HAVING', 'UNION', 'JOIN', 'LEFT', 'ON', 'CROSS'];

/**
 * A statement of the archive in PostgreSQL's words.
 * @param wantsId an INSERT shall give the id of its row.
 */
export function translate(sql: string, wantsId = false): Translated {
  const tokens = tokensOf(sql);
  const insert = insertionOf(tokens);
  const jsonParameters = insert === null ? [] : anyParameters(tokens, insert);
  const words = withoutConflictClause(tokens, insert);
  let text = rewritten(words);
  if (insert?.onConflict === 'IGNORE') text += ' ON CONFLICT DO NOTHING';
  if (insert?.onConflict === 'REPLACE') {
    const [key, ...others] = insert.columns;
    text += ` ON CONFLICT (${key}) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  }
  if (wantsId && insert !== null && !tokens.some((token) => isWord(token, 'RETURNING')))
    text += ' RETURNING id';
  return { text, jsonParameters };
}

/** An expression, a view's query or a trigger's statement: without parameters. */
export function translateTokens(tokens: readonly Token[]): string {
  return rewritten(tokens);
}

const isLongColumn = ({ kind, text }: Token): boolean => kind === 'word' && LONG_COLUMNS.has(text);

export function hasLongColumn(tokens: readonly Token[]): boolean {
  return tokens.some(isLongColumn);
}

/** Columns in an index, or that must be unique together, in brackets. */
export function indexedColumns(tokens: readonly Token[]): string {
  return hasLongColumn(tokens)
    ? tokens.map((token) => (isLongColumn(token) ? `md5(${token.text})` : token.text)).join(' ')
    : translateTokens(tokens);
}

interface Insertion {
  readonly table: string;
  readonly columns: readonly string[];
  readonly onConflict: 'IGNORE' | 'REPLACE' | null;
  /** Where the columns' closing bracket stands. */
  readonly end: number;
}

function insertionOf(tokens: readonly Token[]): Insertion | null {
  if (!isWord(tokens[0], 'INSERT')) return null;
  const hasClause = isWord(tokens[1], 'OR');
  const clause = hasClause ? tokens[2]?.text.toUpperCase() : undefined;
  const at = hasClause ? 4 : 2;
  const open = at + 1;
  const end = closing(tokens, open);
  return {
    table: tokens[at]?.text ?? '',
    columns: atCommas(tokens.slice(open + 1, end)).map(([name]) => name?.text ?? ''),
    onConflict: clause === 'IGNORE' || clause === 'REPLACE' ? clause : null,
    end,
  };
}

function anyParameters(tokens: readonly Token[], { table, columns, end }: Insertion): number[] {
  if (!ANY_TABLES.has(table) || !isWord(tokens[end + 1], 'VALUES')) return [];
  const values = atCommas(tokens.slice(end + 3, closing(tokens, end + 2)));
  const found: number[] = [];
  let parameter = 0;
  for (const [i, value] of values.entries()) {
    const isParameter = value[0]?.kind === 'parameter';
    if (isParameter && ANY_COLUMNS.has(columns[i] ?? '')) found.push(parameter);
    if (isParameter) parameter += 1;
  }
  return found;
}

function withoutConflictClause(tokens: readonly Token[], insert: Insertion | null): readonly Token[] {
  return insert === null || insert.onConflict === null
    ? tokens
    : [tokens[0], ...tokens.slice(3)].flatMap((t) => t ?? []);
}

function rewritten(tokens: readonly Token[]): string {
  const out: string[] = [];
  let parameters = 0;
  let unnamed = 0;
  /** Places of the brackets that close a query without a name. */
  const wantName = new Set<number>();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const next = tokens[at + 1];
    if (token.kind === 'parameter') {
      parameters += 1;
      // Of a bare `? IS NULL` PostgreSQL cannot tell the type.
      out.push(isWord(next, 'IS') ? `$${parameters}::text` : `$${parameters}`);
    } else if (token.kind === 'word') {
      if (isWord(token, 'IS')) {
        const negated = isWord(next, 'NOT');
        const what = negated ? tokens[at + 2] : next;
        if (isWord(what, 'NULL', 'TRUE', 'FALSE', 'DISTINCT')) out.push('IS');
        else {
          out.push(negated ? 'IS DISTINCT FROM' : 'IS NOT DISTINCT FROM');
          if (negated) at += 1;
        }
      } else out.push(word(tokens, at));
      if (isWord(token, 'CONFLICT') && next?.text === '(') {
        const close = closing(tokens, at + 1);
        out.push(indexedColumns(tokens.slice(at + 1, close + 1)));
        at = close;
      }
      if (isWord(token, 'FROM', 'JOIN') && next?.text === '(') {
        const close = closing(tokens, at + 1);
        const after = tokens[close + 1];
        const named = after?.kind === 'word' && !isWord(after, ...AFTER_UNNAMED);
        if (isWord(tokens[at + 2], 'SELECT', 'WITH') && !named) wantName.add(close);
      }
    } else if (token.text === '->>' && next?.text.startsWith("'$.") === true) {
      out.push(`:: json ->> ${next.text.replace('$.', '')}`);
      at += 1;
    } else out.push(token.text);
    if (wantName.has(at)) {
      unnamed += 1;
      out.push(`AS unnamed_${unnamed}`);
    }
  }
  return out.join(' ');
}

function word(tokens: readonly Token[], at: number): string {
  const { text } = tokens[at] ?? { text: '' };
  const isCall = tokens[at + 1]?.text === '(';
  if (isCall) {
    const lower = text.toLowerCase();
    if (lower === 'min' || lower === 'max') {
      const several = atCommas(tokens.slice(at + 2, closing(tokens, at + 1))).length > 1;
      if (several) return lower === 'min' ? 'least' : 'greatest';
    }
    // The value of a key is only ever asked whether it is true.
    if (lower === 'json_extract' && tokens[closing(tokens, at + 1) - 1]?.text.startsWith("'$.") === true)
      return 'sqlite_json_flag';
    return FUNCTIONS[lower] ?? text;
  }
  if (/[a-z]/u.test(text) && /[A-Z]/u.test(text)) return `"${text}"`;
  return TYPES[text] ?? text;
}
