import { expandBody } from '../../reports/body.ts';

/**
 * What kind of body a name stands for, the same in every county: 金乡县卫生健康局 is a 卫生健康局. Bodies of one kind are
 * peers.
 * @param places names of the county, city and province, which a body's name may begin with
 */
export function bodyKind(body: string, places: readonly string[]): string {
  const without = withoutPlaces(body, places);
  if (/^(?:人民)?政府(?:办公室)?$/u.test(without)) return '县级人民政府';
  if (/街道(?:办事处|办)?$/u.test(without)) return '街道办事处';
  if (/(?:镇|乡|苏木)(?:人民)?政府$/u.test(without) || /[镇乡]$/u.test(without)) return '乡镇人民政府';
  // One office under two names: health and development are a 局 in some counties, a 委员会 in others.
  return expandBody(without).replace(/^(卫生健康|发展和改革)委员会$/u, '$1局');
}

/** 河南省汝州市司法局 begins with two of them. */
function withoutPlaces(body: string, places: readonly string[]): string {
  const place = places.find((name) => name.length > 1 && body.startsWith(name) && body.length > name.length);
  return place === undefined ? body : withoutPlaces(body.slice(place.length), places);
}
