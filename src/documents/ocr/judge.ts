import type { Recognised } from './recogniser.ts';

/** What is taken for the text of a stretch, and whether figures in it may be wrong. */
export interface Judgement {
  readonly text: string;
  readonly doubt: boolean;
}

/** Figures, and what a figure or a stroke is mistaken for when it stands alone. */
const FIGURE = /^[\d.,\-/%—一~·。、:;'`|!丨lIiOoQD〇○口〔〕()SBZzgqbT]{1,10}$/u;
const DIGITS = /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?$/u;
const NIL = /^[-—/一~]{1,3}$/u;

/** Both readings of a figure must be as sure as this. */
const SURE = 0.9;
/** Figures within words are seen once only. */
const SURE_IN_TEXT = 0.9;

/** Whether a stretch may be a figure, which is looked at twice. */
export function mayBeFigure({ text }: Recognised): boolean {
  return text === '' || FIGURE.test(text);
}

/**
 * A figure is sure when two views of it, of different size, give the same, each with confidence, and no ink is left over.
 * A doubtful one is still given, as doubtful.
 * @param pieces of ink that stand side by side in the stretch.
 */
export function judgeFigure(one: Recognised, two: Recognised, pieces: number): Judgement {
  const better = one.figureConfidence >= two.figureConfidence ? one : two;
  if (DIGITS.test(one.figure) && DIGITS.test(two.figure)) {
    const agreed = one.figure === two.figure;
    const enough = Math.min(one.figureConfidence, two.figureConfidence) >= SURE;
    return { text: better.figure, doubt: !agreed || !enough || pieces > one.figure.length };
  }
  if (NIL.test(one.text) && NIL.test(two.text)) return { text: one.text, doubt: false };
  const figure = [one, two].find((r) => DIGITS.test(r.figure))?.figure;
  return { text: figure ?? better.text, doubt: true };
}

export function judgeText({ text, digitConfidence }: Recognised): Judgement {
  return { text, doubt: digitConfidence < SURE_IN_TEXT };
}
