/**
 * Runs test files in one process, as `test/run.ts` names them. The start of a process and of what the files import takes
 * three times as long as their tests.
 */
export const TOGETHER = 'NIANBAO_TEST_TOGETHER';

if (import.meta.main)
  for (const file of JSON.parse(process.env[TOGETHER] ?? '[]') as readonly string[])
    await import(new URL(`../${file}`, import.meta.url).href);
