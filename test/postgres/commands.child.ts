/** Runs several commands in one process, as starting takes longer than they do. Argument: their words, as JSON. */
import { main } from '../../src/cli/main.ts';

export interface Outcome {
  readonly code: number;
  readonly said: string;
}

const commands = JSON.parse(process.argv[2] ?? '[]') as string[][];
const outcomes: Outcome[] = [];
// Each command listens for a reader that goes away.
process.stdout.setMaxListeners(0);
const write = process.stdout.write.bind(process.stdout);
for (const command of commands) {
  let said = '';
  const take = (text: string | Uint8Array): boolean => {
    said += String(text);
    return true;
  };
  process.stdout.write = take;
  process.stderr.write = take;
  process.exitCode = undefined;
  const code = await main(command);
  outcomes.push({ code, said });
}
process.exitCode = 0;
write(JSON.stringify(outcomes));
