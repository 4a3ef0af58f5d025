import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure, measureOf, median, pooled } from '../../src/web/measures.ts';
import { bodyKind } from '../../src/web/search/body-kind.ts';

function of(id: string) {
  const found = measureOf(id);
  assert.ok(found !== undefined);
  return found;
}

test('a blank is no zero: what is not printed is not measured', () => {
  assert.equal(measure(of('received'), { requests_new_total: null }), null);
  assert.equal(measure(of('granted'), { requests_granted_total: 3, requests_total_total: null }), null);
  const reviews = { review_upheld: 1, review_corrected: 1, review_other: null };
  assert.equal(measure(of('reviews_lost'), reviews), null);
});

test('a blank counts as none only where the printed parts reach the printed total', () => {
  const figures = { requests_granted_total: 3, requests_unable_not_held_total: 1, requests_total_total: 4 };
  assert.deepEqual(measure(of('granted'), figures), { value: 0.75, base: 4 });
  assert.deepEqual(measure(of('refused'), figures), { value: 0, base: 4 });
  assert.equal(measure(of('refused'), { ...figures, requests_total_total: 5 }), null);
});

test('there is no share of nothing', () => {
  const idle = { review_upheld: 0, review_corrected: 0, review_other: 0 };
  assert.equal(measure(of('reviews_lost'), idle), null);
});

test('reports taken together weigh by their cases, and say how many they are', () => {
  const one = { review_upheld: 9, review_corrected: 1, review_other: 0 };
  const two = { review_upheld: 0, review_corrected: 2, review_other: 0 };
  const blank = { review_upheld: null, review_corrected: 5, review_other: 0 };
  assert.deepEqual(pooled(of('reviews_lost'), [one, two, blank]), { value: 3 / 12, base: 12, reports: 2 });
  assert.equal(pooled(of('received'), [{}]), null);
});

test('the middle of an even number lies between', () => {
  assert.equal(median([3, 1]), 2);
  assert.equal(median([5, 1, 2]), 2);
  assert.equal(median([]), null);
});

test('bodies of one kind are known in every county', () => {
  const places = ['汝州市', '平顶山市', '河南省'];
  assert.equal(bodyKind('汝州市司法局', places), '司法局');
  assert.equal(bodyKind('河南省汝州市司法局', places), '司法局');
  assert.equal(bodyKind('汝州市卫健委', places), bodyKind('金乡县卫生健康局', ['金乡县']));
  assert.equal(bodyKind('汝州市人民政府', places), '县级人民政府');
  assert.equal(bodyKind('小屯镇人民政府', places), '乡镇人民政府');
  assert.equal(bodyKind('汝州市钟楼街道办事处', places), '街道办事处');
});
