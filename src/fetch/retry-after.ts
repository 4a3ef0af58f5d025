/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): seconds, or an HTTP date.
 * @param now milliseconds since 1970.
 * @returns milliseconds since 1970, never before now; null where there is no header or it makes no sense.
 */
export function retryAfter(header: string, now: number): number | null {
  const value = header.trim();
  if (/^\d+$/.test(value)) {
    // A figure beyond any calendar means "for good"; a century keeps it a date.
    const seconds = Math.min(Number(value), 100 * 366 * 86_400);
    return now + seconds * 1000;
  }
  // Dates name the day or the month in words; a bare "-5" or "1.5" would be read as a year.
  const date = /[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(date, now);
}
