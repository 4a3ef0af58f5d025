/** Runs command lines one after the other in one process, as given in JSON on stdin, and says of each how it ended. */
import { text } from 'node:stream/consumers';
import { main } from '../../src/cli/main.ts';

// Each run listens for a reader that goes away.
process.stdout.setMaxListeners(0);
const results: { code: number; stdout: string; stderr: string }[] = [];
const write = { out: process.stdout.write, err: process.stderr.write };
for (const args of JSON.parse(await text(process.stdin)) as string[][]) {
  const said = { stdout: '', stderr: '' };
  const keep = (name: 'stdout' | 'stderr') => (chunk: string | Uint8Array) => {
    said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  };
  process.stdout.write = keep('stdout');
  process.stderr.write = keep('stderr');
  process.exitCode = undefined;
  const code = await main(args);
  results.push({ code, ...said });
}
process.stdout.write = write.out;
process.stderr.write = write.err;
process.exitCode = 0;
process.stdout.write(JSON.stringify(results));
