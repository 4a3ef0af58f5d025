import type Database from 'better-sqlite3';
import {
  type CheckColumns,
  type CodedChecks,
  type CodedEntries,
  checkOf,
  codeChecks,
  codeEntries,
  type Entry,
} from './coding.ts';
import { ArchiveError } from './errors.ts';
import { decodePayload, sha256 } from './payloads.ts';
import { packTexts, unpackTexts } from './texts.ts';

type Value = string | number | null | Uint8Array;
/** Hash, size, encoding and bytes of a payload; then the same of its dictionary. */
type PayloadColumns = readonly Value[];

/**
 * What the schema's triggers, views and steps ask the program for: to unfold stored bytes, which SQLite cannot. All of
 * them depend on nothing but their arguments.
 *
 * `payload_body(sha256, size, encoding, bytes, …the same of its dictionary)`: the body, or an error when it is damaged;
 * `readable_body(…)`: NULL instead. `texts_json(texts, body)`: title and running text of a reading.
 * `recoded_…`: from what schema version 8 had.
 */
export function defineFunctions(db: Database.Database): void {
  const pure = { deterministic: true, varargs: true } as const;
  db.function('payload_body', pure, (...columns: Value[]) => bodyOf(columns));
  db.function('readable_body', pure, (...columns: Value[]) => readableBody(columns));
  db.function('texts_json', { deterministic: true }, (texts: Value, body: Value) =>
    texts instanceof Uint8Array ? JSON.stringify(unpackTexts(texts, bytesOf(body))) : '{}',
  );
  db.function('text_sha256', { deterministic: true }, (text: Value) => sha256(String(text)));
  db.function(
    'recoded_layout',
    { deterministic: true },
    (figures: Value, meta: Value) => recodedEntries(figures, meta).layout,
  );
  db.function('recoded_entries', { deterministic: true }, (figures: Value, meta: Value) => {
    const { layout, codes, values } = recodedEntries(figures, meta);
    return JSON.stringify([sha256(layout), codes, values]);
  });
  db.function(
    'recoded_check_layout',
    { deterministic: true },
    (checks: Value) => recodedChecks(checks).layout,
  );
  db.function('recoded_checks', { deterministic: true }, (checks: Value) => {
    const { layout, codes, values, others, failed } = recodedChecks(checks);
    return JSON.stringify([sha256(layout), codes, values, others, failed]);
  });
  db.function('recoded_texts', { deterministic: true }, (title: Value, sections: Value, body: Value) =>
    packTexts(
      { title: title === null ? null : String(title), sections: JSON.parse(String(sections)) },
      bytesOf(body),
    ),
  );
}

const bytesOf = (value: Value | undefined): Uint8Array | null => (value instanceof Uint8Array ? value : null);

function bodyOf(columns: PayloadColumns): Uint8Array {
  const [hash, size, encoding, bytes, ...dictionary] = columns;
  const shared = dictionary[0] == null ? null : bodyOf(dictionary);
  return decodePayload(
    {
      sha256: String(hash),
      size: Number(size),
      encoding: String(encoding),
      bytes: bytesOf(bytes) ?? new Uint8Array(0),
    },
    shared,
  );
}

function readableBody(columns: PayloadColumns): Uint8Array | null {
  try {
    return columns[0] == null ? null : bodyOf(columns);
  } catch (error) {
    if (error instanceof ArchiveError) return null;
    throw error;
  }
}

type OldEntry = [number, Entry['value']?, (string | null)?, (number | null)?, (string | null)?];

function recodedEntries(figures: Value, meta: Value): CodedEntries {
  const entries = (json: Value, isMeta: boolean): Entry[] =>
    (JSON.parse(String(json)) as OldEntry[]).map(
      ([field, value = null, at = null, page = null, raw = null]) => ({
        field,
        value,
        at,
        page,
        raw,
        isMeta,
      }),
    );
  return codeEntries([...entries(figures, false), ...entries(meta, true)]);
}

function recodedChecks(checks: Value): CodedChecks {
  return codeChecks((JSON.parse(String(checks)) as CheckColumns[]).map(checkOf));
}
