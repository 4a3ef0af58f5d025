/** Plans, other bodies and other years say nothing about this body's year. */
export const ELSEWHERE = /计划|力争|目标|去年|上一年(?!度?结转)|同比|全县|全市|全区各|各乡镇|各部门|各单位/u;

/** Sentences of the running text, white space removed. */
export function sentencesOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .split(/(?<=[。!?])/u)
    .filter(isNotEmpty);
}

const isNotEmpty = (sentence: string): boolean => sentence !== '';
