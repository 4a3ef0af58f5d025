import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PackedList } from '../../src/pipeline/packed-list.ts';

interface Item {
  readonly url: string;
  readonly title: string | null;
  readonly year?: number;
}

const item = (i: number): Item => ({
  url: `http://www.example.gov.cn/zwgk/nb/${i}.html?a=1&b="${i}"`,
  title: i % 3 === 0 ? null : `临河县第${i}水利局2022年政府信息公开工作年度报告\n`,
  ...(i % 2 === 0 ? {} : { year: 2000 + i }),
});

for (const length of [0, 1, 63, 64, 65, 128, 500])
  test(`${length} items come out as they were put in, and in their order, as often as they are asked for`, () => {
    const list = new PackedList<Item>();
    const items = Array.from({ length }, (_, i) => item(i));
    for (const each of items) list.push(each);
    assert.equal(list.length, length);
    assert.deepEqual([...list], items);
    assert.deepEqual([...list], items);
  });

test('a list that was gone through can be added to, and one that is left half way begins anew', () => {
  const list = new PackedList<Item>();
  for (let i = 0; i < 70; i++) list.push(item(i));
  for (const { url } of list) if (url === item(3).url) break;
  list.push(item(70));
  assert.deepEqual([...list][0], item(0));
  assert.deepEqual([...list].at(-1), item(70));
});
