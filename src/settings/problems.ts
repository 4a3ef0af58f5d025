/** One fault in the configuration. */
export interface Problem {
  readonly file: string;
  /** Counts from 1; null where the fault is not in a line (a file that cannot be read). */
  readonly line: number | null;
  /** What was met, what was expected, what to do. */
  readonly message: string;
}

/** The configuration cannot be used. Carries every fault of every file, so that one look mends them all. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/** `file:line: message`, as compilers print it. */
export function formatProblem(problem: Problem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  return `${place}: ${problem.message}`;
}
