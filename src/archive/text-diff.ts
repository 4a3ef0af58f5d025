/** A stretch of text that two editions share, or that only one of them has. */
export interface TextPart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Longer texts are compared only at their ends: the work grows with the product of the lengths. */
const MOST_CELLS = 4_000_000;

/**
 * What changed from one text to the other, sentence by sentence: the longest common subsequence of their sentences,
 * white space apart. Parts of one kind that follow each other are one; joined, the parts give both texts.
 */
export function diffText(before: string, after: string): TextPart[] {
  const a = sentences(before);
  const b = sentences(after);
  const same = (i: number, j: number): boolean => bare(a[i]) === bare(b[j]);
  let head = 0;
  while (head < a.length && head < b.length && same(head, head)) head += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && same(a.length - 1 - tail, b.length - 1 - tail))
    tail += 1;
  const parts: TextPart[] = [];
  const add = (kind: TextPart['kind'], text: string): void => {
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
    else if (text !== '') parts.push({ kind, text });
  };
  add('same', b.slice(0, head).join(''));
  for (const [kind, text] of middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)))
    add(kind, text);
  add('same', b.slice(b.length - tail).join(''));
  return parts;
}

function middle(a: readonly string[], b: readonly string[]): [TextPart['kind'], string][] {
  if (a.length * b.length > MOST_CELLS)
    return [
      ['removed', a.join('')],
      ['added', b.join('')],
    ];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        bare(a[i]) === bare(b[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: [TextPart['kind'], string][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && bare(a[i]) === bare(b[j])) {
      found.push(['same', b[j] ?? '']);
      i += 1;
      j += 1;
    } else if (j === b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      found.push(['removed', a[i] ?? '']);
      i += 1;
    } else {
      found.push(['added', b[j] ?? '']);
      j += 1;
    }
  }
  return found;
}

/** Sentences and lines, each with the mark that ends it. */
function sentences(text: string): string[] {
  return text.match(/[^。；！？;\n]*[。；！？;\n]|[^。；！？;\n]+$/gu) ?? [];
}

function bare(text: string | undefined): string {
  return (text ?? '').replace(/\s+/gu, '');
}
