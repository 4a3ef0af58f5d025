/** Han characters, with the iteration mark and zero that names and dates hold. */
const HAN = /[\p{Script=Han}〇々]/u;
const RUNS = /[\p{Script=Han}〇々]+|[\p{L}\p{N}]+/gu;

/**
 * A text as words parted by spaces, for an index that parts at spaces: every two neighbouring Chinese characters are a
 * word, and the last character of a run by itself. Chinese writes no spaces, and most of its words have two characters.
 */
export function indexWords(text: string): string {
  const words: string[] = [];
  for (const [run] of normal(text).matchAll(RUNS)) {
    if (!HAN.test(run)) {
      words.push(run);
      continue;
    }
    const characters = [...run];
    for (const [i, character] of characters.entries()) words.push(character + (characters[i + 1] ?? ''));
  }
  return words.join(' ');
}

/** The parts of a question: what stands between spaces or within quotation marks. */
export function questionParts(question: string): string[] {
  return normal(question)
    .split(/["“”\s]+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * A question as an FTS5 expression: all its parts must occur, each with its characters side by side. Null where nothing
 * of it can be looked up (punctuation only).
 */
export function matchExpression(question: string): string | null {
  const phrases = questionParts(question).flatMap((part) =>
    [...part.matchAll(RUNS)].map(([run]) => {
      if (!HAN.test(run)) return `"${run}"*`;
      const characters = [...run];
      // One character begins a word of the index wherever it stands.
      if (characters.length === 1) return `"${run}"*`;
      return `"${characters
        .slice(0, -1)
        .map((character, i) => character + (characters[i + 1] ?? ''))
        .join(' ')}"`;
    }),
  );
  return phrases.length === 0 ? null : phrases.join(' AND ');
}

function normal(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
