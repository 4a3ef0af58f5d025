import type { PdfPage } from './pdfium.ts';

/**
 * What the characters of a page are worth. `text` is what is seen; `none` has too few of them for what is seen (a scan,
 * text drawn as shapes); `garbled` has characters that are not those that are seen, because the file names them wrongly.
 */
export type TextLayer = 'text' | 'none' | 'garbled';

/** Fewer characters on a page that is a picture are a stamp or a number printed over it. */
const FEWEST_GLYPHS = 12;
/** On a picture of a whole page: what a scanning program or an archive prints over it. */
const FEWEST_ON_PICTURE = 80;
/** Text drawn as shapes has one or more a character. */
const FEWEST_SHAPES = 60;
/** Bullets of a font of symbols have no characters; more than this share are text. */
const MOST_UNKNOWN = 0.05;
const FEWEST_UNKNOWN = 5;
/** Letters from which a page can be told to be Chinese, surely and by the lack of any sign. */
const MANY_LETTERS = 40;
const SOME_LETTERS = 15;
/** A Chinese text has four to six of ten characters from the commonest. */
const LEAST_COMMON = 0.15;

/** The commonest characters of Chinese official prose, in both scripts. */
const COMMON = new Set(
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理府信息开申请政复议诉讼机构法律服务会自然商企科研益组织予以部分属于国家秘密其他行规章止保护第安稳定类查阅私内个具有过程性執案卷事項無能提供制作掌握沒現成不重複訴舉報大反正當理由確認費結轉下繼續維持糾審總計信',
);
/** Scripts in which reports of some regions are written, too. */
const REGIONAL = /\p{Script=Tibetan}|\p{Script=Mongolian}|\p{Script=Arabic}|\p{Script=Hangul}|\p{Script=Yi}/u;

/** @param before whether an earlier page of the file was garbled: a page with little text is then taken for it, too. */
export function textLayer(page: PdfPage, before: boolean): TextLayer {
  const seen = page.glyphs.filter((g) => g.hidden !== true);
  const unknown = seen.filter((g) => isUnknown(g.text)).length;
  const least = isWholePicture(page) ? FEWEST_ON_PICTURE : FEWEST_GLYPHS;
  if (seen.length < least && (page.images > 0 || page.shapes >= FEWEST_SHAPES)) return 'none';
  if (unknown >= FEWEST_UNKNOWN && unknown > seen.length * MOST_UNKNOWN) return 'garbled';
  const letters = seen.filter((g) => /\p{L}/u.test(g.text));
  if (letters.some((g) => REGIONAL.test(g.text))) return 'text';
  const common = letters.filter((g) => COMMON.has(g.text)).length;
  if (letters.length >= MANY_LETTERS) return common < letters.length * LEAST_COMMON ? 'garbled' : 'text';
  return common === 0 && (letters.length >= SOME_LETTERS || (before && seen.length > 0)) ? 'garbled' : 'text';
}

/** Whether the characters that nobody sees are a text all the same: what some other program recognised in a scan. */
export function hasHiddenText(page: PdfPage): boolean {
  const hidden = page.glyphs.filter((g) => g.hidden === true).map((g) => ({ ...g, hidden: false }));
  return (
    hidden.length >= FEWEST_GLYPHS &&
    textLayer({ ...page, glyphs: hidden, images: 0, pictures: [], shapes: 0 }, false) === 'text'
  );
}

/** Private use, or no character at all. */
function isUnknown(text: string): boolean {
  return /[\ufffd\p{Co}\p{Cn}]/u.test(text);
}

/** Pictures that take up this share of a page are the page. */
const WHOLE_PAGE = 0.7;

function isWholePicture({ pictures, width, height }: PdfPage): boolean {
  const area = pictures.reduce((sum, p) => sum + Math.max(0, p.x1 - p.x0) * Math.max(0, p.y1 - p.y0), 0);
  return area >= width * height * WHOLE_PAGE;
}
