/** A parameter, or what may hold a question mark that is none. */
const PIECE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g;

/**
 * The same statement, planned once. Where a parameter is compared with an indexed column, SQLite compiles the statement anew
 * whenever another value is bound to it, as the value might tell of a better plan
 * (https://www.sqlite.org/c3ref/prepare.html, on SQLITE_ENABLE_STAT4, with which it is built here): that took ten times as
 * long as the look-up itself. Nobody ever runs ANALYZE on an archive, so no value tells anything. The sign `+` does nothing to a
 * value but to hide it from the planner.
 */
export function plannedOnce(sql: string): string {
  return sql.replace(PIECE, (piece) => (piece === '?' ? '+?' : piece));
}
