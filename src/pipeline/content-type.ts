import type { Fetched } from '../fetch/fetched.ts';

/** The Content-Type of an answer, for decoding. */
export function contentTypeOf(fetched: Pick<Fetched, 'headers'>): string | undefined {
  const value = fetched.headers['content-type'];
  return typeof value === 'string' ? value : undefined;
}
