/** The languages of the viewer. */
export type Language = 'zh' | 'en';

/** Picks one of two wordings. */
export type Words = (zh: string, en: string) => string;

/** The chooser of wordings for a language. */
export function wordsOf(language: Language): Words {
  return language === 'zh' ? (zh) => zh : (_, en) => en;
}

/**
 * The language to answer in: the one asked for, else the one chosen before, else the browser's first choice of the two.
 * @param asked `?lang=` of the address
 * @param remembered the cookie
 * @param accepted the header Accept-Language (RFC 9110, 12.5.4)
 */
export function chooseLanguage(
  asked: string | undefined,
  remembered: string | undefined,
  accepted: string | undefined,
): Language {
  for (const choice of [asked, remembered]) if (choice === 'zh' || choice === 'en') return choice;
  const ranked = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/u.exec(p)?.[1]).find((q) => q !== undefined);
      return { tag: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => (tag === 'zh' || tag === 'en') && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.tag === 'en' ? 'en' : 'zh';
}
