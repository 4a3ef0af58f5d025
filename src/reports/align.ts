/** A pair of indexes: which item of the found sequence stands for which item of the expected one. */
export interface Match {
  readonly found: number;
  readonly expected: number;
  readonly score: number;
}

export interface Alignment {
  readonly matches: readonly Match[];
  /** Sum of the scores: how well the found sequence explains the expected one. */
  readonly score: number;
}

/**
 * The best order-keeping alignment of two sequences (dynamic programming, Needleman–Wunsch with free gaps):
 * items of either side may stay without a partner, but matches never cross.
 * @param scores of each found item with each expected one; 0 or less means they cannot match.
 * @param expected number of items that are expected.
 */
export function align(scores: readonly (readonly number[])[], expected: number): Alignment {
  const width = expected + 1;
  // Of the first f found and the first e expected items, at f * width + e.
  const best = new Float64Array((scores.length + 1) * width);
  for (let f = 0; f < scores.length; f++)
    for (let e = 0; e < expected; e++) {
      const here = (f + 1) * width + e + 1;
      const score = scores[f]?.[e] ?? 0;
      const paired = score > 0 ? (best[here - width - 1] ?? 0) + score : 0;
      best[here] = Math.max(paired, best[here - width] ?? 0, best[here - 1] ?? 0);
    }
  const matches: Match[] = [];
  for (let f = scores.length, e = expected; f > 0 && e > 0; ) {
    const here = f * width + e;
    const score = scores[f - 1]?.[e - 1] ?? 0;
    if (score > 0 && best[here] === (best[here - width - 1] ?? 0) + score) {
      matches.push({ found: f - 1, expected: e - 1, score });
      f -= 1;
      e -= 1;
    } else if (best[here] === best[here - width]) f -= 1;
    else e -= 1;
  }
  return { matches: matches.reverse(), score: best.at(-1) ?? 0 };
}
