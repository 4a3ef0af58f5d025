import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from '../../src/archive/recent.ts';

test('what was not used for longest goes first', () => {
  const recent = new Recent<string, number>(2);
  recent.put('a', 1);
  recent.put('b', 2);
  assert.equal(recent.get('a'), 1);
  recent.put('c', 3);
  assert.deepEqual([recent.get('a'), recent.get('b'), recent.get('c')], [1, undefined, 3]);
  assert.equal(
    recent.get('a', () => assert.fail('it is kept')),
    1,
  );
  assert.equal(
    recent.get('d', () => 4),
    4,
  );
  assert.equal(recent.get('c'), undefined);
});

test('values count by what they cost, and the last stays whatever it costs', () => {
  const recent = new Recent<number, string>(5, ({ length }) => length);
  recent.put(1, 'aa');
  recent.put(2, 'bbb');
  assert.deepEqual([recent.get(1), recent.get(2)], ['aa', 'bbb']);
  recent.put(2, 'b');
  recent.put(3, 'cc');
  assert.deepEqual([recent.get(1), recent.get(2), recent.get(3)], ['aa', 'b', 'cc']);
  recent.put(4, 'a long one');
  assert.deepEqual([recent.get(1), recent.get(3), recent.get(4)], [undefined, undefined, 'a long one']);
  recent.delete(4);
  recent.put(5, 'abcde');
  assert.equal(recent.get(5), 'abcde');
});
