/** Runs the command lines that it is sent, one at a time, and answers how each ended. */
import { main } from '../../src/cli/main.ts';
import type { Result } from './support.ts';

// Each run listens for a reader that goes away.
process.stdout.setMaxListeners(0);

async function run(args: readonly string[]): Promise<Result> {
  const said = { stdout: '', stderr: '' };
  const write = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = (chunk: string | Uint8Array) => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    };
  process.exitCode = undefined;
  try {
    return { code: await main(args), ...said };
  } finally {
    process.stdout.write = write.stdout;
    process.stderr.write = write.stderr;
    process.exitCode = 0;
  }
}

process.on('message', (args: readonly string[]) => {
  void run(args).then((result) => process.send?.(result));
});
