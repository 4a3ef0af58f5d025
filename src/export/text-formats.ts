import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvLine } from './csv.ts';
import type { TableFormat } from './format.ts';

/** Text in pieces of some size: a stream of single lines would spend its time on the stream. */
const CHUNK = 64 * 1024;

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** Returns how many lines there were. */
async function writeLines(path: string, lines: Iterable<string>): Promise<number> {
  let count = 0;
  function* counted(): Generator<string> {
    for (const line of lines) {
      count += 1;
      yield line;
    }
  }
  await pipeline(Readable.from(inChunks(counted())), createWriteStream(path));
  return count;
}

export const csv: TableFormat = {
  name: 'csv',
  mediatype: 'text/csv',
  async write(pathOf, table, rowsOf, { spreadsheet, bom }) {
    const names = table.columns.map((c) => c.name);
    function* lines(): Generator<string> {
      yield (bom ? '\uFEFF' : '') + csvLine(names, 'as_is');
      for (const row of rowsOf(table))
        yield csvLine(
          names.map((name) => row[name] ?? null),
          spreadsheet,
        );
    }
    return [(await writeLines(pathOf(1), lines())) - 1];
  },
};

export const jsonl: TableFormat = {
  name: 'jsonl',
  mediatype: 'application/x-ndjson',
  async write(pathOf, table, rowsOf) {
    const columns = table.columns.map(({ name }, i) => ({
      name,
      key: `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    }));
    function* lines(): Generator<string> {
      for (const row of rowsOf(table)) {
        // Put together by hand: making an object of each row first takes as long again.
        let line = '';
        for (const { name, key } of columns) line += key + JSON.stringify(row[name] ?? null);
        yield `${line}}\n`;
      }
    }
    return [await writeLines(pathOf(1), lines())];
  },
};
