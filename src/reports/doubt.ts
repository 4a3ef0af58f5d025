/**
 * Whether a warning's field is this field: itself, or a group of fields with `*` for any part
 * (`requests.granted.*`, `requests.*.business`).
 */
export function namesField(pattern: string, field: string): boolean {
  if (pattern === field) return true;
  if (!pattern.includes('*')) return false;
  const parts = pattern.split('*').map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(field);
}
