import { FIELDS, type Field } from '../../reports/catalogue.ts';

/** A condition on figures, as SQL over the wide tables with their own names. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly number[];
  /** The wide tables that the SQL names. */
  readonly tables: readonly Field['table'][];
}

/** What the words of a condition cannot mean; `position` counts characters from 1. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_.]*)|(<=|>=|!=|<>|[<>=()+\-，,]))/iuy;
const COMPARISONS = ['<', '>', '<=', '>=', '=', '!=', '<>'];
const DEEPEST = 20;
const LONGEST = 500;

interface Token {
  readonly kind: 'number' | 'word' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((field) => [[field.id, field] as const, [field.column, field] as const]),
);

/**
 * Reads a condition on figures:
 *
 *     condition  = clause { ("and" | ",") clause | "or" clause }, with brackets; "and" binds closer
 *     clause     = sum ("<" | ">" | "<=" | ">=" | "=" | "!=") sum | field "is" ["not"] "blank"
 *     sum        = (field | number) { ("+" | "-") (field | number) }
 *
 * Nothing of the text itself goes into the SQL: fields come from the catalogue, numbers are bound. A blank figure meets
 * no comparison.
 * @throws ConditionError
 */
export function readCondition(text: string): Condition {
  if (text.length > LONGEST)
    throw new ConditionError(`longer than ${LONGEST} characters / 超过 ${LONGEST} 个字符`, 1);
  return new Reader(tokensOf(text)).read();
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null)
      throw new ConditionError(`"${text.slice(from).trim()[0]}" is not understood / 无法识别`, from + 1);
    const [, number, word, sign] = match;
    const kind = number !== undefined ? 'number' : word !== undefined ? 'word' : 'sign';
    const token = number ?? word ?? sign ?? '';
    tokens.push({
      kind,
      text: kind === 'word' ? token.toLowerCase() : token,
      at: TOKEN.lastIndex - token.length + 1,
    });
  }
  return [...tokens, { kind: 'end', text: '', at: end + 1 }];
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #params: number[] = [];
  readonly #tables = new Set<Field['table']>();
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): Condition {
    const sql = this.#either();
    if (this.#token.kind !== 'end') throw this.#expected('and, or', '"and" 或 "or"');
    return { sql, params: this.#params, tables: [...this.#tables] };
  }

  get #token(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 1 };
  }

  #take(...texts: readonly string[]): string | null {
    const { text, kind } = this.#token;
    if (kind === 'end' || !texts.includes(text)) return null;
    this.#next += 1;
    return text;
  }

  #either(): string {
    const parts = [this.#all()];
    while (this.#take('or') !== null) parts.push(this.#all());
    return `(${parts.join(' OR ')})`;
  }

  #all(): string {
    const parts = [this.#clause()];
    while (this.#take('and', ',', '，') !== null) parts.push(this.#clause());
    return parts.join(' AND ');
  }

  #clause(): string {
    if (this.#take('(') !== null) {
      this.#depth += 1;
      if (this.#depth > DEEPEST) throw new ConditionError('too many brackets / 括号过多', this.#token.at);
      const inner = this.#either();
      if (this.#take(')') === null) throw this.#expected(')', '右括号');
      this.#depth -= 1;
      return inner;
    }
    const left = this.#sum();
    if (this.#take('is') !== null) {
      const not = this.#take('not') === null ? '' : ' NOT';
      if (this.#take('blank') === null) throw this.#expected('blank', '"blank"');
      return `${left} IS${not} NULL`;
    }
    const sign = this.#take(...COMPARISONS);
    if (sign === null) throw this.#expected('one of < > <= >= = != is', '比较符号');
    return `${left} ${sign} ${this.#sum()}`;
  }

  #sum(): string {
    let sql = this.#term();
    for (let sign = this.#take('+', '-'); sign !== null; sign = this.#take('+', '-'))
      sql += ` ${sign} ${this.#term()}`;
    return sql;
  }

  #term(): string {
    const { kind, text, at } = this.#token;
    if (kind === 'number') {
      this.#next += 1;
      this.#params.push(Number(text));
      return '?';
    }
    if (kind !== 'word') throw this.#expected('a field or a number', '字段或数字');
    const field = BY_NAME.get(text);
    if (field === undefined)
      throw new ConditionError(`there is no field "${text}" / 没有字段 "${text}"${hint(text)}`, at);
    this.#next += 1;
    this.#tables.add(field.table);
    return `${field.table}.${field.column}`;
  }

  #expected(what: string, zh: string): ConditionError {
    const { text, at } = this.#token;
    const met = text === '' ? 'the end / 结尾' : `"${text}"`;
    return new ConditionError(`expected ${what}, met ${met} / 此处应为${zh}`, at);
  }
}

function hint(text: string): string {
  const near = FIELDS.find(({ id }) => id.startsWith(text) || id.includes(text));
  return near === undefined ? '' : `; ${near.id}?`;
}
