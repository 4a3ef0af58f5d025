import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Problem } from './problems.ts';

type Path = readonly PropertyKey[];

/** A YAML file that was read, with the way back from a value to its line. */
export interface YamlFile {
  readonly file: string;
  /** Plain data; undefined when the file holds nothing or cannot be read. */
  readonly data: unknown;
  /** Faults of the file itself: unreadable, not UTF-8, not YAML. */
  readonly problems: readonly Problem[];
  /** Line of the value at a path, or of its nearest ancestor where there is none. */
  line(path: Path): number | null;
  /** Line of a key of the map at a path. */
  keyLine(path: Path, key: string): number | null;
}

/** Reads a YAML 1.2 file. Never throws: what is wrong is in `problems`. */
export function readYaml(file: string): YamlFile {
  const unusable = (message: string): YamlFile => ({
    file,
    data: undefined,
    problems: [{ file, line: null, message }],
    line: () => null,
    keyLine: () => null,
  });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) return unusable('met bytes that are not UTF-8; save the file as UTF-8');
    return unusable(`cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const problems: Problem[] = [...document.errors, ...document.warnings].map((fault) => ({
    file,
    line: lineAt(fault.pos[0]),
    message: `not valid YAML: ${fault.message}`,
  }));
  let data: unknown;
  if (problems.length === 0) {
    try {
      data = document.toJS();
    } catch (error) {
      problems.push({ file, line: 1, message: `not usable YAML: ${String(error)}` });
    }
  }
  const nodeAt = (path: Path): ParsedNode | null => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return node;
    }
    return document.contents;
  };
  return {
    file,
    data: data ?? undefined,
    problems,
    line: (path) => {
      const node = nodeAt(path);
      return node === null ? 1 : lineAt(node.range[0]);
    },
    keyLine: (path, key) => {
      const map = nodeAt(path);
      if (!isMap(map)) return null;
      for (const pair of map.items) {
        const node: unknown = pair.key;
        if (isScalar(node) && String(node.value) === key && node.range) return lineAt(node.range[0]);
      }
      return null;
    },
  };
}

function isNode(value: unknown): value is ParsedNode {
  return typeof value === 'object' && value !== null && 'range' in value && Array.isArray(value.range);
}

/**
 * Checks a file against a schema made of `field` and `keys`.
 * @returns the value, or undefined with the faults added to `problems`.
 */
export function check<T>(yaml: YamlFile, schema: z.ZodType<T>, problems: Problem[]): T | undefined {
  const result = schema.safeParse(yaml.data);
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.push(...explain(yaml, issue));
  return undefined;
}

/**
 * A value of a configuration file.
 * @param expected in words, with what to do: it follows "expected " in the message. May depend on what was met.
 */
export function field<T>(
  expected: string | ((met: unknown) => string),
  test: (value: unknown) => value is T,
): z.ZodType<T> {
  return z.custom<T>(test, {
    error: (issue) => (typeof expected === 'string' ? expected : expected(issue.input)),
  });
}

/** A map that has these keys and no other. */
export function keys<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `one of: ${known}` : `a map with the keys ${known}`,
  });
}

function explain(yaml: YamlFile, issue: z.core.$ZodIssue): Problem[] {
  const { file } = yaml;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      file,
      line: yaml.keyLine(issue.path, key) ?? yaml.line(issue.path),
      message: `unknown key ${nameOf([...issue.path, key])}; expected ${issue.message}; correct or remove it`,
    }));
  }
  const value = valueAt(yaml.data, issue.path);
  const name = nameOf(issue.path);
  const met =
    value === undefined
      ? `${name === '' ? 'the file holds nothing' : `${name} is missing`}`
      : `${name === '' ? '' : `${name}: `}met ${show(value)}`;
  return [{ file, line: yaml.line(issue.path), message: `${met}; expected ${issue.message}` }];
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** `columns[0].url` */
export function nameOf(path: Path): string {
  let name = '';
  for (const step of path) {
    if (typeof step === 'number') name += `[${step}]`;
    else name += name === '' ? String(step) : `.${String(step)}`;
  }
  return name;
}

function show(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}
