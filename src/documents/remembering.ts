import { ownText } from './own-text.ts';

/** From this many texts on all are forgotten: what matters soon comes again. */
const MOST = 6000;
/** Longer texts are prose, which does not come again. */
const LONGEST = 60;

/**
 * A function of a text that remembers its answers: the same labels and figures stand in every report, and most of the work
 * on them is done once.
 * @param answer depends on nothing but the text; what it gives is shared, and must not be changed.
 * @param limits texts that are remembered at most, and the characters of the longest of them.
 */
export function remembering<Answer extends NonNullable<unknown> | null>(
  answer: (text: string) => Answer,
  { most = MOST, longest = LONGEST }: { readonly most?: number; readonly longest?: number } = {},
): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    if (text.length > longest) return answer(text);
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const own = ownText(text);
    const found = answer(own);
    if (known.size >= most) known.clear();
    known.set(own, found);
    return found;
  };
}
