import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('THREATS.md', root), 'utf8');

test('THREATS.md names tests and commands that exist', () => {
  const tests = [...text.matchAll(/`(test\/[^`]+)`/gu)].map(([, path = '']) => path);
  assert.ok(tests.length > 20);
  assert.deepEqual(
    tests.filter((path) => !existsSync(new URL(`${path}.test.ts`, root))),
    [],
  );
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const commands = [...text.matchAll(/`npm run ([^`]+)`/gu)].map(([, name = '']) => name);
  assert.ok(commands.length > 0);
  assert.deepEqual(
    commands.filter((name) => !(name in scripts)),
    [],
  );
});
