/** How a fetch ended. Every outcome is stored; only `ok` feeds the parser, only `ok` and `not_modified` count as seen. */
export const OUTCOMES = [
  'ok',
  'not_modified',
  'blocked',
  'soft_404',
  'not_found',
  'too_large',
  'wrong_type',
  'truncated',
  'redirect_loop',
  'robots',
  'refused_host',
  'tls',
  'dns',
  'timeout',
  'server_error',
  'network',
] as const;

export type Outcome = (typeof OUTCOMES)[number];
