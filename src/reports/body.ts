import { regionOf } from './identity.ts';
import { squeeze } from './label.ts';

/** Short forms in common use, and the names they stand for. */
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/卫健(?=[委局])|卫计(?=[委局])/u, '卫生健康'],
  [/发改(?=[委局])/u, '发展和改革'],
  [/人社(?=局)/u, '人力资源和社会保障'],
  [/人力社保(?=局)/u, '人力资源和社会保障'],
  [/住建(?=[委局])/u, '住房和城乡建设'],
  [/工信(?=[委局])/u, '工业和信息化'],
  [/(?:市监|市场监管)(?=局)/u, '市场监督管理'],
  [/教体(?=局)/u, '教育体育'],
  [/教科体(?=局)/u, '教育科技体育'],
  [/文旅(?=[委局])/u, '文化和旅游'],
  [/(?:自规|自资)(?=局)/u, '自然资源和规划'],
  [/交运(?=局)/u, '交通运输'],
  [/医保(?=局)/u, '医疗保障'],
  [/应急(?=局)/u, '应急管理'],
  [/退役军人(?=局)/u, '退役军人事务'],
  [/民宗(?=局)/u, '民族宗教事务'],
  [/城管(?=局)/u, '城市管理'],
  [/(?:^|(?<=[县区市旗]))政府办(?:公室)?$/u, '人民政府办公室'],
  [/(?:^|(?<=[县区市旗]))政府$/u, '人民政府'],
  [/委$/u, '委员会'],
];

/** 卫健委 and 卫生健康委员会 are one name: short forms written out, in simplified characters, without white space. */
export function expandBody(name: string): string {
  let text = squeeze(name);
  for (const [short, full] of SHORT_FORMS) text = text.replace(short, full);
  return text;
}

/**
 * What names of one body on one portal have in common: short forms written out, and the region, which one year's title
 * names and another's does not, left away. Only for comparing names of the same portal.
 */
export function bodyKey(name: string): string {
  const full = expandBody(name);
  const own = full.slice(regionOf(full)?.length ?? 0).replace(/[与及、]/gu, '和');
  return own.length >= 2 ? own : full;
}

/** What kind of body a county's portal shows reports of. */
export type BodyLevel = 'government' | 'department' | 'township' | 'subdistrict' | 'zone';

/** The level of a body, by its name; null where the name does not tell. */
export function bodyLevel(name: string): BodyLevel | null {
  const full = expandBody(name);
  if (/(?:镇|乡|苏木)(?:人民政府)?(?:办公室)?$/u.test(full)) return 'township';
  if (/街道(?:办事处|办)?$/u.test(full)) return 'subdistrict';
  if (/(?:开发区|园区|新区|示范区|风景区|度假区|高新区)(?:管理委员会|管委会)?$|管委会$/u.test(full))
    return 'zone';
  if (/人民政府(?:办公[室厅])?$/u.test(full) || /^[\u3400-\u9fff]{1,12}[县市区旗州]$/u.test(full))
    return 'government';
  return /(?:局|委员会|办公室|厅|处|院|所|中心|队|社|站|公司|联合会|办|银行|部)$/u.test(full)
    ? 'department'
    : null;
}
