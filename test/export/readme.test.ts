import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { exampleArchive, exported } from './support.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The example of a language in README.md that reads the export `out`. */
function example(language: string): string {
  const blocks = [...README.matchAll(/```(\w+)\n([\s\S]*?)```/gu)];
  const block = blocks.find(([, name, code]) => name === language && code?.includes('out/'));
  assert.ok(block?.[2], `README.md has an example in ${language} that reads out/`);
  return block[2];
}

interface Tool {
  readonly name: string;
  readonly language: string;
  /** Exits with 0 where the tool is there. */
  readonly probe: readonly [string, ...string[]];
  readonly run: (code: string) => readonly [string, ...string[]];
}

const TOOLS: readonly Tool[] = [
  {
    name: 'pandas',
    language: 'python',
    probe: ['/usr/bin/python3', '-c', 'import pandas'],
    run: (code) => ['/usr/bin/python3', '-c', code],
  },
  { name: 'R', language: 'r', probe: ['Rscript', '--version'], run: (code) => ['Rscript', '-e', code] },
  { name: 'DuckDB', language: 'sql', probe: ['duckdb', '--version'], run: (code) => ['duckdb', '-c', code] },
];

for (const { name, language, probe, run } of TOOLS) {
  const [command, ...args] = probe;
  const isThere = spawnSync(command, args).status === 0;
  test(`README's example for ${name} runs on an export and counts its reports`, {
    skip: isThere ? false : `${name} is not installed on this machine`,
  }, async (t) => {
    const made = exampleArchive(t);
    await exported(made, ['csv', 'parquet']);
    const [program, ...rest] = run(example(language));
    const { status, stdout, stderr } = spawnSync(program, rest, { cwd: made.directory, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    for (const year of ['2021', '2022', '2023']) assert.match(stdout, new RegExp(year, 'u'));
  });
}
