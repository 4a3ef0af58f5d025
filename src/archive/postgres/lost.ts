/** Codes of a server that stops or starts, and of a broken line. */
const LOST = /^(?:57P0[1235]|08...|ECONN.*|EPIPE|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)$/u;

/** Whether an error of the driver says that the server is away, as it is during a restart. */
export function isLost(error: Error): boolean {
  const code = codeOf(error);
  return (code !== null && LOST.test(code)) || /Connection terminated|timeout expired/u.test(error.message);
}

/** SQLSTATE, or the operating system's name of the error; null: it has none. */
export function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
