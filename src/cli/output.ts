import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours text where the stream shows them (a terminal, no NO_COLOR). */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(style, text, { stream });
}

/** Columns that a text takes on a terminal: Chinese characters and full-width forms take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) {
    const code = character.codePointAt(0) ?? 0;
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x20000 && code <= 0x3fffd);
    width += wide ? 2 : 1;
  }
  return width;
}

/** As much of a text as fits, with … where something was cut off. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let shown = '';
  for (const character of text) {
    if (displayWidth(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}

export type Alignment = 'left' | 'right';

/** Rows as aligned columns, two spaces apart. */
export function table(rows: readonly (readonly string[])[], alignments: readonly Alignment[] = []): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell));
  return rows
    .map((row) =>
      row
        .map((cell, i) => {
          const pad = ' '.repeat(Math.max(0, (widths[i] ?? 0) - displayWidth(cell)));
          return alignments[i] === 'right' ? pad + cell : cell + pad;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A line on stdout. */
export function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** A line on stderr: for people, where stdout is for machines. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** One JSON document, or one JSON line, on stdout. */
export function sayJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** The line that shows how far long work is; on a terminal only, and never more than a few times a second. */
export class ProgressLine {
  readonly #stream = process.stderr;
  readonly #active: boolean;
  readonly #started = performance.now();
  #shownAt = 0;

  constructor(wanted: boolean) {
    this.#active = wanted && this.#stream.isTTY === true;
  }

  show(text: string): void {
    const now = performance.now();
    if (!this.#active || now - this.#started < 1000 || now - this.#shownAt < 150) return;
    this.#shownAt = now;
    const width = Math.max(20, (this.#stream.columns ?? 80) - 1);
    let shown = '';
    for (const character of text) {
      if (displayWidth(shown + character) > width) break;
      shown += character;
    }
    this.#stream.write(`\r\u001b[K${shown}`);
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (this.#active && this.#shownAt > 0) this.#stream.write('\r\u001b[K');
  }
}

/** `45 s`, `12 min`, `3 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
