import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';

type Cell = string | number | null;

/** The records of a CSV file (RFC 4180) below its head, as text. */
export async function* readCsv(path: string): AsyncGenerator<readonly string[]> {
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  /** A quotation mark was the last character within a quoted cell: its end, or the first of two. */
  let half = false;
  let head = true;
  for await (const chunk of createReadStream(path, { encoding: 'utf8' }))
    for (const c of chunk as string) {
      if (quoted && !half) {
        if (c === '"') half = true;
        else cell += c;
        continue;
      }
      if (half && c === '"') {
        cell += c;
        half = false;
        continue;
      }
      if (half) [quoted, half] = [false, false];
      if (c === '"') quoted = true;
      else if (c === ',' || c === '\n') {
        record.push(cell);
        cell = '';
        if (c === ',') continue;
        if (head) head = false;
        else yield record;
        record = [];
      } else cell += c;
    }
}

const ROW = /<row>(.*?)<\/row>/gsu;
const CELL =
  /<c(?:\/>|(?: s="\d")?(?: t="(inlineStr)")?>(?:<v>([^<]*)<\/v>|<is><t[^>]*>([^<]*)<\/t><\/is>)<\/c>)/gsu;
const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
const DAY_MS = 86_400_000;
const DAYS_BEFORE_1970 = 25_569;

/**
 * The rows of the first sheet of a workbook below the row that names the columns, read as a stream: no library reads a
 * full sheet in bounded memory.
 */
export async function* readXlsx(
  path: string,
  table: string,
  columns: readonly { readonly name: string; readonly type: string }[],
): AsyncGenerator<readonly Cell[]> {
  let head = true;
  for await (const cells of sheetRows(path)) {
    if (head) {
      head = cells.join() !== columns.map(({ name }) => name).join();
      continue;
    }
    yield columns.map(({ type }, i) => {
      const cell = cells[i] ?? null;
      // A serial number of days; to the millisecond, which its decimals do not reach.
      return (type === 'date' || type === 'datetime') && typeof cell === 'number'
        ? Math.round((cell - DAYS_BEFORE_1970) * DAY_MS)
        : cell;
    });
  }
  if (head) throw new Error(`${path}: no row names the columns of ${table}`);
}

async function* sheetRows(path: string): AsyncGenerator<Cell[]> {
  let text = '';
  for await (const part of firstSheet(path)) {
    text += part;
    let end = 0;
    for (const match of text.matchAll(ROW)) {
      end = (match.index ?? 0) + match[0].length;
      yield [...(match[1] ?? '').matchAll(CELL)].map(([, , number, words]) =>
        number !== undefined ? Number(number) : words === undefined ? null : unescaped(words),
      );
    }
    text = text.slice(end);
  }
}

/** The XML of `sheet1.xml`, the first entry of our workbooks: its local header, then its deflated bytes. */
async function* firstSheet(path: string): AsyncGenerator<string> {
  const file = await open(path);
  const header = Buffer.alloc(30);
  await file.read(header, 0, 30, 0);
  await file.close();
  const start = 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const inflate = createReadStream(path, { start }).pipe(createInflateRaw());
  const decoder = new TextDecoder();
  for await (const chunk of inflate) yield decoder.decode(chunk as Buffer, { stream: true });
}

function unescaped(text: string): string {
  return text
    .replace(/&(lt|gt|quot|amp);/gu, (_, name: string) => SIGNS[name] ?? '')
    .replace(/_x([0-9A-F]{4})_/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
