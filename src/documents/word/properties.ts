/** A single property modifier: what to change, and the bytes that say how. */
export interface Sprm {
  readonly code: number;
  readonly operand: Uint8Array;
}

/** A run of text, by offsets in the file, with its properties. */
export interface FormattedRun {
  readonly from: number;
  readonly to: number;
  readonly sprms: readonly Sprm[];
}

const PAGE = 512;
const TABLE_DEFINITION = 0xd608;
const TABS_CHANGED = 0xc615;
/** The properties stand elsewhere, since they are too many for their page. */
const HUGE = [0x6645, 0x6646];

/**
 * Runs of characters or paragraphs with their properties, sorted by offset ([MS-DOC] 2.8.5 and 2.8.6, 2.9.33, 2.9.174).
 * @param index the table that names the pages of runs.
 * @throws RangeError when it points out of the file.
 */
export function formattedRuns(
  main: Uint8Array,
  index: Uint8Array,
  paragraphs: boolean,
  data: Uint8Array | null,
): FormattedRun[] {
  const count = Math.max(0, Math.floor((index.length - 4) / 8));
  const numbers = new DataView(index.buffer, index.byteOffset, index.byteLength);
  const runs: FormattedRun[] = [];
  for (let i = 0; i < count; i++) {
    const start = (numbers.getUint32((count + 1) * 4 + i * 4, true) & 0x3fffff) * PAGE;
    const page = main.subarray(start, start + PAGE);
    if (page.length < PAGE) throw new RangeError('a page of properties lies outside the file');
    runs.push(...runsOfPage(page, paragraphs, data));
  }
  return runs.sort((a, b) => a.from - b.from);
}

function runsOfPage(page: Uint8Array, paragraphs: boolean, data: Uint8Array | null): FormattedRun[] {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const count = page[PAGE - 1] ?? 0;
  const entry = paragraphs ? 13 : 1;
  const runs: FormattedRun[] = [];
  for (let i = 0; i < count; i++) {
    const place = (count + 1) * 4 + i * entry;
    if (place >= PAGE) break;
    const at = (page[place] ?? 0) * 2;
    const sprms = at === 0 ? [] : readSprms(properties(page, at, paragraphs));
    runs.push({
      from: view.getUint32(i * 4, true),
      to: view.getUint32((i + 1) * 4, true),
      sprms: sprms.flatMap((s) => (HUGE.includes(s.code) ? elsewhere(s, data) : [s])),
    });
  }
  return runs;
}

function properties(page: Uint8Array, at: number, paragraphs: boolean): Uint8Array {
  const size = page[at] ?? 0;
  if (!paragraphs) return page.subarray(at + 1, at + 1 + size);
  // Counted in words; the first two bytes are the style.
  if (size === 0) return page.subarray(at + 4, at + 2 + (page[at + 1] ?? 0) * 2);
  return page.subarray(at + 3, at + size * 2);
}

function elsewhere(huge: Sprm, data: Uint8Array | null): Sprm[] {
  if (data === null || huge.operand.length < 4) return [];
  const at = (huge.operand[0] ?? 0) | ((huge.operand[1] ?? 0) << 8) | ((huge.operand[2] ?? 0) << 16);
  const size = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);
  return readSprms(data.subarray(at + 2, at + 2 + size));
}

/** Lengths of operands by the three upper bits of the code; null where the operand says its own. */
const OPERAND = [1, 1, 2, 4, 2, 2, null, 3] as const;

function readSprms(bytes: Uint8Array): Sprm[] {
  const sprms: Sprm[] = [];
  for (let at = 0; at + 2 < bytes.length; ) {
    const code = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    at += 2;
    let size: number | null | undefined = OPERAND[code >> 13];
    if (code === TABLE_DEFINITION) {
      size = ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) - 1;
      at += 2;
    } else if (size === null || size === undefined) {
      size = bytes[at] ?? 0;
      at += 1;
      // Longer than a byte can count: its parts say how long they are.
      if (code === TABS_CHANGED && size === 255) {
        const removed = bytes[at] ?? 0;
        size = 2 + removed * 4 + (bytes[at + 1 + removed * 4] ?? 0) * 3;
      }
    }
    sprms.push({ code, operand: bytes.subarray(at, at + size) });
    at += Math.max(size, 0);
  }
  return sprms;
}

/** The run that holds an offset; null when none does. */
export function runAt(runs: readonly FormattedRun[], offset: number): FormattedRun | null {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.from ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run !== undefined && offset < run.to ? run : null;
}
