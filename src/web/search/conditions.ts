import { FIELDS, type Field } from '../../reports/catalogue.ts';

/** A condition on the figures of a report. */
export interface Condition {
  /** The fields that it looks at. */
  readonly fields: readonly Field[];
  /** @param columns the figures of each of `fields` by row; NaN is a blank */
  readonly holds: (columns: readonly Float64Array[], row: number) => boolean;
}

type Holds = Condition['holds'];
type Sum = (columns: readonly Float64Array[], row: number) => number;

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
/** NaN, a blank, meets none of them. */
const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a < b || a > b,
  '<>': (a, b) => a < b || a > b,
};
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
 * A blank figure meets no comparison.
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
  readonly #fields: Field[] = [];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): Condition {
    const holds = this.#either();
    if (this.#token.kind !== 'end') throw this.#expected('and, or', '"and" 或 "or"');
    return { holds, fields: this.#fields };
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

  #either(): Holds {
    const parts = [this.#all()];
    while (this.#take('or') !== null) parts.push(this.#all());
    const [first] = parts;
    if (first !== undefined && parts.length === 1) return first;
    return (columns, row) => parts.some((part) => part(columns, row));
  }

  #all(): Holds {
    const parts = [this.#clause()];
    while (this.#take('and', ',', '，') !== null) parts.push(this.#clause());
    const [first] = parts;
    if (first !== undefined && parts.length === 1) return first;
    return (columns, row) => parts.every((part) => part(columns, row));
  }

  #clause(): Holds {
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
      const wanted = this.#take('not') === null;
      if (this.#take('blank') === null) throw this.#expected('blank', '"blank"');
      return (columns, row) => Number.isNaN(left(columns, row)) === wanted;
    }
    const compare = COMPARISONS[this.#take(...Object.keys(COMPARISONS)) ?? ''];
    if (compare === undefined) throw this.#expected('one of < > <= >= = != is', '比较符号');
    const right = this.#sum();
    return (columns, row) => compare(left(columns, row), right(columns, row));
  }

  #sum(): Sum {
    let sum = this.#term();
    for (let sign = this.#take('+', '-'); sign !== null; sign = this.#take('+', '-')) {
      const [left, right, factor] = [sum, this.#term(), sign === '+' ? 1 : -1];
      sum = (columns, row) => left(columns, row) + factor * right(columns, row);
    }
    return sum;
  }

  #term(): Sum {
    const { kind, text, at } = this.#token;
    if (kind === 'number') {
      this.#next += 1;
      const value = Number(text);
      return () => value;
    }
    if (kind !== 'word') throw this.#expected('a field or a number', '字段或数字');
    const field = BY_NAME.get(text);
    if (field === undefined)
      throw new ConditionError(`there is no field "${text}" / 没有字段 "${text}"${hint(text)}`, at);
    this.#next += 1;
    const slot = this.#fields.includes(field) ? this.#fields.indexOf(field) : this.#fields.push(field) - 1;
    return (columns, row) => columns[slot]?.[row] ?? Number.NaN;
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
