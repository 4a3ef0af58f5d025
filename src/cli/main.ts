import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.ts';
import { EXIT, exitCodeOf, messageOf } from './exit.ts';

/** What every command file exports: it adds its arguments, options and action. */
export interface CommandModule {
  define(command: Command): void;
}

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** Commands are loaded only when they are called: `nianbao --help` opens no database driver. */
const COMMANDS: readonly Entry[] = [
  { name: 'crawl', summary: 'find, fetch, archive and read reports', load: () => import('./crawl.ts') },
  {
    name: 'worker',
    summary: 'crawl the sites that a queue hands out, beside other workers (PostgreSQL)',
    load: () => import('./worker.ts'),
  },
  {
    name: 'plan',
    summary: 'what a crawl would cost: requests, time, hosts',
    load: () => import('./plan.ts'),
  },
  {
    name: 'status',
    summary: 'what is there, what is missing, what needs a person',
    load: () => import('./status.ts'),
  },
  {
    name: 'parse',
    summary: 'read documents from disk, without a database',
    load: () => import('./parse.ts'),
  },
  {
    name: 'reparse',
    summary: 'read the whole archive again, without network',
    load: () => import('./reparse.ts'),
  },
  {
    name: 'diff',
    summary: 'what a government changed in a published report',
    load: () => import('./diff.ts'),
  },
  { name: 'export', summary: 'write reports and values as files', load: () => import('./export.ts') },
  {
    name: 'warc',
    summary: 'export captures as WARC or WACZ; import them, and saved pages',
    load: () => import('./warc.ts'),
  },
  {
    name: 'verify',
    summary: 'check every byte and reference of the archive',
    load: () => import('./verify.ts'),
  },
  {
    name: 'backup',
    summary: 'copy the database while it is in use, and verify the copy',
    load: () => import('./backup.ts'),
  },
  {
    name: 'compact',
    summary: 'make the database smaller, with nothing lost',
    load: () => import('./compact.ts'),
  },
  {
    name: 'copy',
    summary: 'carry a database over between SQLite and PostgreSQL, and compare the two',
    load: () => import('./copy.ts'),
  },
  {
    name: 'salvage',
    summary: 'save what can be read of a damaged database into a new one',
    load: () => import('./salvage.ts'),
  },
  { name: 'sites', summary: 'list, check and add portals', load: () => import('./sites.ts') },
  { name: 'serve', summary: 'look at the database in a browser', load: () => import('./serve.ts') },
  {
    name: 'doctor',
    summary: 'what works on this machine, and what mends the rest',
    load: () => import('./doctor.ts'),
  },
];

/**
 * Runs the command line.
 * @param args without the program's name.
 * @returns the exit code.
 */
export async function main(args: readonly string[]): Promise<number> {
  // `nianbao status | head` closes our output early: that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
  const program = new Command('nianbao')
    .description('年报: finds, keeps and reads the annual reports on government information disclosure')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(nianbao --help lists the commands, nianbao COMMAND --help their options)');
  const [first, second] = args.filter((a) => !a.startsWith('-'));
  const wanted = first === 'help' ? second : first;
  for (const entry of COMMANDS) {
    const command = program.command(entry.name).description(entry.summary).exitOverride();
    if (entry.name === wanted) (await entry.load()).define(command);
  }
  if (args.length === 0) {
    program.outputHelp();
    return EXIT.usage;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.ok;
  } catch (error) {
    // Commander has said already what was wrong with the words.
    if (!(error instanceof CommanderError)) report(error, args.includes('--verbose'));
    return exitCodeOf(error);
  }
}

function report(error: unknown, verbose: boolean): void {
  process.stderr.write(`nianbao: ${messageOf(error)}\n`);
  if (verbose && error instanceof Error && error.stack !== undefined)
    process.stderr.write(`${error.stack}\n`);
}
