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
 * @param score of a pair; 0 or less means they cannot match.
 */
export function align(
  found: number,
  expected: number,
  score: (foundIndex: number, expectedIndex: number) => number,
): Alignment {
  const width = expected + 1;
  const best = new Float64Array((found + 1) * width);
  const scores = new Float64Array(found * expected);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = 1; i <= found; i++)
    for (let j = 1; j <= expected; j++) {
      const s = score(i - 1, j - 1);
      scores[(i - 1) * expected + j - 1] = s;
      const paired = s > 0 ? at(i - 1, j - 1) + s : 0;
      best[i * width + j] = Math.max(paired, at(i - 1, j), at(i, j - 1));
    }
  const matches: Match[] = [];
  for (let i = found, j = expected; i > 0 && j > 0; ) {
    const s = scores[(i - 1) * expected + j - 1] ?? 0;
    if (s > 0 && at(i, j) === at(i - 1, j - 1) + s) {
      matches.push({ found: i - 1, expected: j - 1, score: s });
      i -= 1;
      j -= 1;
    } else if (at(i, j) === at(i - 1, j)) i -= 1;
    else j -= 1;
  }
  return { matches: matches.reverse(), score: at(found, expected) };
}
