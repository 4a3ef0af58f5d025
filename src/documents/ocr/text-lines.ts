import type { Component } from './components.ts';

/** A stretch of a printed line, without wide gaps and of a length that is recognised well. Pixels. */
export interface Stretch {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Pieces of ink that stand side by side: a figure is one. */
  readonly pieces: number;
}

/** Words stand apart from this gap on, in type heights. */
const WORD_GAP = 1.1;
const LONGEST = 24;
const SHORTEST = 14;
/** A piece of ink of at least this share of the type's height, either way, makes a line; smaller ones join one. */
const CORE = 0.3;

/** Printed lines, top to bottom, each as its stretches from left to right. */
export function textLines(components: readonly Component[], type: number): Stretch[][] {
  const bands: { y0: number; y1: number; members: Component[] }[] = [];
  const isCore = (c: Component): boolean =>
    Math.max(c.y1 - c.y0, c.x1 - c.x0) >= type * CORE && c.y1 - c.y0 <= type * 3;
  const cores = components.filter(isCore).sort((a, b) => a.y0 + a.y1 - b.y0 - b.y1);
  for (const core of cores) {
    const band = bands.findLast((b) => {
      const shared = Math.min(b.y1, core.y1) - Math.max(b.y0, core.y0);
      return shared > 0.4 * Math.min(b.y1 - b.y0, core.y1 - core.y0);
    });
    if (band === undefined) bands.push({ y0: core.y0, y1: core.y1, members: [core] });
    else {
      band.members.push(core);
      band.y0 = Math.min(band.y0, core.y0);
      band.y1 = Math.max(band.y1, core.y1);
    }
  }
  bands.sort((a, b) => a.y0 - b.y0);
  const lines = joinParts(bands, type);
  for (const small of components) {
    if (isCore(small)) continue;
    const middle = (small.y0 + small.y1) / 2;
    const line = lines.find((b) => middle >= b.y0 - type * 0.3 && middle <= b.y1 + type * 0.3);
    if (line !== undefined) line.members.push(small);
    else if (small.area >= (type / 9) ** 2) lines.push({ y0: small.y0, y1: small.y1, members: [small] });
  }
  lines.sort((a, b) => a.y0 - b.y0);
  return lines.map(({ members }) => stretchesOf(members, type));
}

/** The strokes of 二 and the halves of 昌 above each other are one line: no two lines stand so close. */
function joinParts(
  bands: readonly { y0: number; y1: number; members: Component[] }[],
  type: number,
): { y0: number; y1: number; members: Component[] }[] {
  const lines: { y0: number; y1: number; members: Component[] }[] = [];
  for (const band of bands) {
    const last = lines.at(-1);
    const joined = last === undefined ? 0 : Math.max(last.y1, band.y1) - last.y0;
    const overlap = last === undefined ? 0 : last.y1 - band.y0;
    if (
      last === undefined ||
      (joined > type * 1.12 && overlap < 0.5 * Math.min(last.y1 - last.y0, band.y1 - band.y0))
    ) {
      lines.push({ ...band });
      continue;
    }
    last.y1 = Math.max(last.y1, band.y1);
    last.members.push(...band.members);
  }
  return lines;
}

function stretchesOf(members: readonly Component[], type: number): Stretch[] {
  const sorted = [...members].sort((a, b) => a.x0 - b.x0);
  const words: Component[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const member of sorted) {
    const word = words.at(-1);
    if (word === undefined || member.x0 - right > type * WORD_GAP) words.push([member]);
    else word.push(member);
    right = Math.max(right, member.x1);
  }
  return words.flatMap((word) => cutLong(word, type)).map(stretchOf);
}

/** Long lines are cut at their widest gap of some place in the middle, which is one between characters. */
function cutLong(word: readonly Component[], type: number): (readonly Component[])[] {
  const parts: (readonly Component[])[] = [];
  let rest = word;
  for (;;) {
    const start = rest[0]?.x0 ?? 0;
    const end = rest.reduce((most, c) => Math.max(most, c.x1), 0);
    if (end - start <= type * LONGEST) return [...parts, rest];
    let best = { at: 0, gap: Number.NEGATIVE_INFINITY };
    let right = 0;
    for (const [i, c] of rest.entries()) {
      const place = (c.x0 - start) / type;
      if (i > 0 && place >= SHORTEST && place <= LONGEST && c.x0 - right > best.gap)
        best = { at: i, gap: c.x0 - right };
      right = Math.max(right, c.x1);
    }
    if (best.at === 0) return [...parts, rest];
    parts.push(rest.slice(0, best.at));
    rest = rest.slice(best.at);
  }
}

function stretchOf(members: readonly Component[]): Stretch {
  let pieces = 0;
  let right = Number.NEGATIVE_INFINITY;
  for (const member of members) {
    if (member.x0 >= right - 1) pieces += 1;
    right = Math.max(right, member.x1);
  }
  return {
    x0: Math.min(...members.map((m) => m.x0)),
    y0: Math.min(...members.map((m) => m.y0)),
    x1: right,
    y1: Math.max(...members.map((m) => m.y1)),
    pieces,
  };
}
